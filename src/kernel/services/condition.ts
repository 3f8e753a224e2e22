import type { AnswerValue } from "./answer.ts";

/** Conditions are data, so that a phone without network and a diff can read them. */
export type Condition =
  | { readonly op: "eq" | "neq"; readonly question: string; readonly value: string | number | boolean }
  /** The answer is one of the values; for `choices`, at least one of the answers is. */
  | { readonly op: "in"; readonly question: string; readonly values: readonly (string | number)[] }
  /** Numbers and money by size, dates (ISO) by time. */
  | { readonly op: "gt" | "lt"; readonly question: string; readonly value: string | number }
  | { readonly op: "answered"; readonly question: string }
  | { readonly op: "and" | "or"; readonly conditions: readonly Condition[] }
  | { readonly op: "not"; readonly condition: Condition };

export function eq(question: string, value: string | number | boolean): Condition {
  return { op: "eq", question, value };
}

export function neq(question: string, value: string | number | boolean): Condition {
  return { op: "neq", question, value };
}

export function isIn(question: string, values: readonly (string | number)[]): Condition {
  return { op: "in", question, values };
}

export function gt(question: string, value: string | number): Condition {
  return { op: "gt", question, value };
}

export function lt(question: string, value: string | number): Condition {
  return { op: "lt", question, value };
}

export function answered(question: string): Condition {
  return { op: "answered", question };
}

export function and(...conditions: readonly Condition[]): Condition {
  return { op: "and", conditions };
}

export function or(...conditions: readonly Condition[]): Condition {
  return { op: "or", conditions };
}

export function not(condition: Condition): Condition {
  return { op: "not", condition };
}

type Known = Readonly<Record<string, AnswerValue | null | undefined>>;

/**
 * Whether a condition holds for the answers. An unanswered (or hidden) question equals nothing: `eq`, `in`, `gt` and
 * `lt` are false on it, `neq` is true.
 */
export function conditionHolds(condition: Condition, answers: Known): boolean {
  switch (condition.op) {
    case "and":
      return condition.conditions.every((inner) => conditionHolds(inner, answers));
    case "or":
      return condition.conditions.some((inner) => conditionHolds(inner, answers));
    case "not":
      return !conditionHolds(condition.condition, answers);
    default:
      return compare(
        condition,
        plainValues(Object.hasOwn(answers, condition.question) ? answers[condition.question] : undefined),
      );
  }
}

function compare(condition: Exclude<Condition, { op: "and" | "or" | "not" }>, values: readonly Plain[]): boolean {
  switch (condition.op) {
    case "answered":
      return values.length > 0;
    case "eq":
      return values.includes(condition.value);
    case "neq":
      return !values.includes(condition.value);
    case "in":
      return values.some((value) => condition.values.some((wanted) => wanted === value));
    case "gt":
      return values.some((value) => typeof value === typeof condition.value && value > condition.value);
    case "lt":
      return values.some((value) => typeof value === typeof condition.value && value < condition.value);
  }
}

type Plain = string | number | boolean;

/** What an answer means to a comparison: its value or values; a place is its region, a row only counts as answered. */
function plainValues(answer: AnswerValue | null | undefined): readonly Plain[] {
  if (answer === undefined || answer === null) return [];
  if (typeof answer !== "object") return [answer];
  if ("value" in answer) return [answer.value];
  if ("region" in answer) return [answer.region];
  return answer.map((item) => (typeof item === "string" ? item : item.id));
}

/** Every question a condition names. */
export function questionsIn(condition: Condition): readonly string[] {
  switch (condition.op) {
    case "and":
    case "or":
      return condition.conditions.flatMap(questionsIn);
    case "not":
      return questionsIn(condition.condition);
    default:
      return [condition.question];
  }
}
