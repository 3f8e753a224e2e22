import { err, type FieldError, ok, type Result } from "../result/index.ts";
import {
  type Answers,
  type AnswerValue,
  conditionHolds,
  type DraftAnswers,
  type Form,
  type Question,
  questionsIn,
} from "../services/index.ts";
import { mayShow } from "./audience.ts";
import type { FormContext } from "./context.ts";
import type { Audience } from "./question-type.ts";
import { typeOf } from "./types/index.ts";
import { mayBeEmpty, missing, walkQuestions } from "./walk.ts";

export type Next = { readonly kind: "question"; readonly question: Question } | { readonly kind: "review" };

/** The question of a name, if the form has it. */
export function findQuestion(form: Form, name: string): Question | undefined {
  return form.ask.find((question) => question.name === name);
}

/** The questions to ask, given the answers so far; one that a condition hides hides those that depend on it. */
export function visibleQuestions(form: Form, answers: DraftAnswers): readonly Question[] {
  const seen: Record<string, AnswerValue | null> = {};
  return form.ask.filter((question) => {
    if (question.when !== undefined && !conditionHolds(question.when, seen)) return false;
    const answer = Object.hasOwn(answers, question.name) ? answers[question.name] : undefined;
    if (answer !== undefined) seen[question.name] = answer;
    return true;
  });
}

/** What every channel does next: ask the first visible question that has no answer, or show the review. */
export function next(form: Form, answers: DraftAnswers): Next {
  const question = visibleQuestions(form, answers).find(({ name }) => !Object.hasOwn(answers, name));
  return question === undefined ? { kind: "review" } : { kind: "question", question };
}

/** "Step n of m" for a question. Counts what may still become visible too, so that m only shrinks while one answers. */
export function stepOf(form: Form, answers: DraftAnswers, name: string): { readonly now: number; readonly of: number } {
  const visible = visibleQuestions(form, answers);
  const open = new Set<string>();
  let of = 0;
  for (const question of form.ask) {
    const asksFor = question.when === undefined ? [] : questionsIn(question.when);
    if (!visible.includes(question) && !asksFor.some((earlier) => open.has(earlier))) continue;
    of++;
    if (!Object.hasOwn(answers, question.name)) open.add(question.name);
  }
  return { now: visible.findIndex((question) => question.name === name) + 1, of };
}

/** The visible question before one, for "back". */
export function questionBefore(form: Form, answers: DraftAnswers, name: string): Question | undefined {
  const visible = visibleQuestions(form, answers);
  return visible[visible.findIndex((question) => question.name === name) - 1];
}

/** The answers with one more: `undefined` is an empty answer to a question that may be left empty. */
export function accept(answers: DraftAnswers, question: Question, answer: AnswerValue | undefined): DraftAnswers {
  return { ...answers, [question.name]: answer ?? null };
}

/**
 * Checks one answer in its JSON form, as every channel brings it. Gives the stored answer, undefined when empty and
 * allowed so. Errors are about the fields of the question, whose name is their path.
 */
export function checkAnswer(
  question: Question,
  value: unknown,
  answers: DraftAnswers,
  context: FormContext,
): Result<AnswerValue | undefined, readonly FieldError[]> {
  const given = value ?? undefined;
  const checked =
    given === undefined
      ? ok(undefined)
      : typeOf(question).check(question, given, question.name, { ...context, outer: answers });
  if (!checked.ok || checked.value !== undefined || mayBeEmpty(question)) return checked;
  return err(missing(question, question.name));
}

/** The whole form again, as it must be at submit: hidden answers dropped, every visible one checked, none missing. */
export function validateAll(
  form: Form,
  answers: Readonly<Record<string, unknown>>,
  context: FormContext,
): Result<Answers, readonly FieldError[]> {
  const walked = walkQuestions(form.ask, answers, { prefix: "", outer: {} }, context, typeOf);
  return walked.errors.length > 0 ? err(walked.errors) : ok(walked.answers);
}

export interface ReviewLine {
  readonly question: Question;
  readonly label: string;
  /** The answer as a short text; empty when it was left empty. */
  readonly text: string;
}

/** What was answered, in the order of the form, for reading once more before sending. */
export function reviewLines(form: Form, answers: DraftAnswers, context: FormContext): readonly ReviewLine[] {
  return visibleQuestions(form, answers).map((question) => {
    const answer = answers[question.name] ?? undefined;
    const text = answer === undefined ? "" : typeOf(question).display(question, answer, context);
    return { question, label: context.t(question.label), text };
  });
}

/** What a public page or a log may show of the answers: personal ones are left out, free text never reaches a log. */
export function redactAnswers(form: Form, answers: Answers, audience: Audience): Readonly<Record<string, unknown>> {
  const shown: Record<string, unknown> = {};
  for (const question of form.ask) {
    const answer = answers[question.name];
    if (answer !== undefined && mayShow(question, audience))
      shown[question.name] = typeOf(question).redact(question, answer, audience);
  }
  return shown;
}
