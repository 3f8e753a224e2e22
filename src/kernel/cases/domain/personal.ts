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

/** Deeper than any answer of ours: a repetition's row holds answers, and a place in it a point. */
const deepest = 8;

/**
 * What was meant by answers as they were sent, to tell whether two submissions are the same one sent twice: without what differs at each
 * reading, which are ids given to new rows and the moment at which a fact was written down. What lies deeper than answers can go is cut.
 */
export function meaningOf(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((item) => meaningOf(item, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  const isRow = "answers" in value;
  const isFact = "value" in value;
  return Object.fromEntries(
    members
      .filter(([name]) => !(isRow && name === "id") && !(isFact && name === "at"))
      .map(([name, member]) => [name, meaningOf(member, depth + 1)]),
  );
}
