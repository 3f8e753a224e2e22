import type { FieldError } from "../result/index.ts";
import { type AnswerValue, conditionHolds, type DraftAnswers, type Question } from "../services/index.ts";
import type { FormContext } from "./context.ts";
import { faultAt, type TypeOf } from "./question-type.ts";

export interface Walked {
  readonly answers: Readonly<Record<string, AnswerValue>>;
  readonly errors: readonly FieldError[];
}

/**
 * Checks values question by question, in order: what a condition hides is dropped, what is visible must be good. Names
 * nobody asked for are dropped. `outer` are answers that conditions may also look at.
 */
export function walkQuestions(
  questions: readonly Question[],
  values: Readonly<Record<string, unknown>>,
  at: { readonly prefix: string; readonly outer: DraftAnswers },
  context: FormContext,
  typeOf: TypeOf,
): Walked {
  const answers: Record<string, AnswerValue> = {};
  const errors: FieldError[] = [];
  for (const question of questions) {
    const around = { ...at.outer, ...answers };
    if (question.when !== undefined && !conditionHolds(question.when, around)) continue;
    const path = `${at.prefix}${question.name}`;
    const value = Object.hasOwn(values, question.name) ? (values[question.name] ?? undefined) : undefined;
    const checked =
      value === undefined ? undefined : typeOf(question).check(question, value, path, { ...context, outer: around });
    if (checked?.ok === false) errors.push(...checked.error);
    else if (checked?.value !== undefined) answers[question.name] = checked.value;
    else if (!mayBeEmpty(question)) errors.push(...missing(question, path));
  }
  return { answers, errors };
}

/** Whether a question may be left without an answer. A repeat of none or more rows may. */
export function mayBeEmpty(question: Question): boolean {
  return question.optional === true || (question.type === "repeat" && question.min === 0);
}

/** The sentence for a required answer that is not there: the question's own, or its type's. */
export function missing(question: Question, path: string): readonly FieldError[] {
  return faultAt(path, question.missing ?? `forms.missing.${question.type}`);
}
