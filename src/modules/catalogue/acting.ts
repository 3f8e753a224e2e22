import type { AvailableAction } from "../../kernel/cases/index.ts";
import { type FormContext, type FormEntry, takePost, visibleQuestions } from "../../kernel/forms/index.ts";
import type { FieldError } from "../../kernel/result/index.ts";
import type { Action, DraftAnswers } from "../../kernel/services/index.ts";

export type TakenAction =
  | { readonly kind: "accepted"; readonly answers: DraftAnswers }
  | { readonly kind: "again"; readonly entry: FormEntry; readonly errors: readonly FieldError[] };

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
  return isAgain ? { kind: "again", entry: shown, errors } : { kind: "accepted", answers };
}

/** How the actions of a person stand on the page: forms, and links to those whose fields would bear the same names as an earlier form's. */
export function arrange(
  open: readonly AvailableAction[],
  first: string | undefined,
): { readonly forms: readonly AvailableAction[]; readonly links: readonly AvailableAction[] } {
  const sorted = [...open].sort((left, right) => Number(right.name === first) - Number(left.name === first));
  const taken = new Set<string>();
  const forms: AvailableAction[] = [];
  const links: AvailableAction[] = [];
  for (const each of sorted) {
    const names = each.action.ask.map(({ name }) => name);
    if (names.some((name) => taken.has(name))) links.push(each);
    else {
      for (const name of names) taken.add(name);
      forms.push(each);
    }
  }
  return { forms, links };
}
