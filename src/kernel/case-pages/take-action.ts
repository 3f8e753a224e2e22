import { type FormContext, type FormEntry, takePost, visibleQuestions } from "../forms/index.ts";
import type { FieldError } from "../result/index.ts";
import type { Action, DraftAnswers } from "../services/index.ts";

export type TakenAction =
  | { readonly kind: "accepted"; readonly answers: DraftAnswers }
  /** The page again: `answers` are those that were good, so that what they lay open is shown. */
  | {
      readonly kind: "again";
      readonly entry: FormEntry;
      readonly answers: DraftAnswers;
      readonly errors: readonly FieldError[];
    };

/** All faults of a page: where a file was refused, that nothing was sent instead need not be said as well. */
export function allErrors(uploads: readonly FieldError[], taken: readonly FieldError[]): readonly FieldError[] {
  const refused = new Set(uploads.map(({ field }) => field.replace(/\.file$/, "")));
  return [...uploads, ...taken.filter(({ field }) => !refused.has(field.replace(/\.file$/, "")))];
}

/** Takes all questions of an action from one page. Those a condition hides by the answers before them are left out. */
export function takeAction(action: Action, entry: FormEntry, context: FormContext): TakenAction {
  let answers: DraftAnswers = {};
  let shown = entry;
  let isAgain = false;
  const errors: FieldError[] = [];
  for (const question of action.ask) {
    if (!visibleQuestions(action, answers).includes(question)) continue;
    const taken = takePost(question, answers, shown, context);
    if (taken.kind === "accepted") answers = taken.answers;
    else {
      isAgain = true;
      shown = taken.entry;
      errors.push(...taken.errors);
    }
  }
  return isAgain ? { kind: "again", entry: shown, answers, errors } : { kind: "accepted", answers };
}
