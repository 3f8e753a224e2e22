import { isPersonal } from "../../forms/index.ts";
import type { Answers, AnswerValue, Question } from "../../services/index.ts";

/** Whether an answer must be sealed: personal itself, or a repetition with a personal question in it. */
function isSealed(question: Question): boolean {
  return isPersonal(question) || (question.type === "repeat" && question.ask.some(isPersonal));
}

/** Parts the answers that are sealed from those stored plainly. */
export function splitPersonal(
  ask: readonly Question[],
  answers: Answers,
): { readonly plain: Answers; readonly personal: Answers } {
  const plain: Record<string, AnswerValue> = {};
  const personal: Record<string, AnswerValue> = {};
  const sealedNames = new Set(ask.filter(isSealed).map((question) => question.name));
  for (const [name, value] of Object.entries(answers)) (sealedNames.has(name) ? personal : plain)[name] = value;
  return { plain, personal };
}

/** Ids of all files in the answers, with the type of question they answer. */
export function filesIn(
  ask: readonly Question[],
  answers: Answers,
): { readonly id: string; readonly kind: "photo" | "document" }[] {
  return ask.flatMap((question) => {
    const value = answers[question.name];
    if (!Array.isArray(value)) return [];
    if (question.type === "photos" || question.type === "document") {
      const kind = question.type === "photos" ? ("photo" as const) : ("document" as const);
      return value.flatMap((id) => (typeof id === "string" ? [{ id, kind }] : []));
    }
    if (question.type === "repeat") {
      return value.flatMap((row) =>
        typeof row === "object" && row !== null && "answers" in row ? filesIn(question.ask, row.answers) : [],
      );
    }
    return [];
  });
}
