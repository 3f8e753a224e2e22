import type { Condition } from "./condition.ts";
import { type DefinitionFault, type FaultCode, fault } from "./faults.ts";
import type { Question } from "./question.ts";

/** Names the checker may rely on. */
export interface KnownNames {
  readonly sources: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

/** The longest text, the most files and the most rows any definition may ask for. */
export const hardLimits = { textLength: 10_000, files: 20, rows: 50, options: 200 } as const;

const goodName = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Names become keys of stored answers, so none may be one that every JavaScript object has. */
export function isGoodName(name: string): boolean {
  return goodName.test(name) && !(name in Object.prototype);
}

/** Faults of a list of questions. `earlier` are questions that conditions may also name, e.g. those before a repeat. */
export function checkQuestions(
  questions: readonly Question[],
  at: string,
  known: KnownNames,
  earlier: readonly Question[] = [],
): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const before = new Map(earlier.map((question) => [question.name, question]));
  const taken = new Set(before.keys());
  const later = new Set(questions.map((question) => question.name));
  for (const question of questions) {
    const here = `${at}.${question.name}`;
    if (!isGoodName(question.name)) faults.push(fault("bad-name", here, { name: question.name }));
    if (taken.has(question.name)) faults.push(fault("duplicate-question", here, { name: question.name }));
    if (question.when !== undefined) faults.push(...checkCondition(question.when, `${here}.when`, before, later));
    faults.push(...checkOne(question, here, known));
    if (question.type === "repeat") {
      const inner: readonly Question[] = question.ask;
      if (inner.length === 0) faults.push(fault("bad-limits", here));
      for (const nested of inner)
        if (nested.type === "repeat") faults.push(fault("nested-repeat", `${here}.ask.${nested.name}`));
      const flat = inner.filter((nested) => nested.type !== "repeat");
      faults.push(...checkQuestions(flat, `${here}.ask`, known, [...before.values()]));
      for (const nested of flat) taken.add(nested.name);
    }
    taken.add(question.name);
    before.set(question.name, question);
  }
  return faults;
}

/** Faults of a condition that may name the questions of `before`; those only in `later` come too late. */
export function checkCondition(
  condition: Condition,
  at: string,
  before: ReadonlyMap<string, Question>,
  later: ReadonlySet<string> = new Set(),
): readonly DefinitionFault[] {
  switch (condition.op) {
    case "and":
    case "or":
      return condition.conditions.flatMap((inner) => checkCondition(inner, at, before, later));
    case "not":
      return checkCondition(condition.condition, at, before, later);
    default: {
      const name = condition.question;
      const question = before.get(name);
      if (question === undefined) return [fault(later.has(name) ? "later-question" : "unknown-question", at, { name })];
      return comparison(condition, question).map(([code, value]) => fault(code, at, { name, value }));
    }
  }
}

type Comparison = Exclude<Condition, { op: "and" | "or" | "not" }>;

/** What is wrong with comparing this question like this: the code and the value at fault. */
function comparison(condition: Comparison, question: Question): readonly [FaultCode, string][] {
  if (condition.op === "answered") return [];
  const values: readonly unknown[] = condition.op === "in" ? condition.values : [condition.value];
  const wrong: readonly [FaultCode, string][] = [["wrong-type", String(values[0])]];
  if (values.length === 0) return wrong;
  const ordered = condition.op === "gt" || condition.op === "lt";
  switch (question.type) {
    case "number":
    case "money":
      return values.every((value) => typeof value === "number") ? [] : wrong;
    case "date":
      return values.every((value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) ? [] : wrong;
    case "confirm":
      return !ordered && condition.op !== "in" && values.every((value) => typeof value === "boolean") ? [] : wrong;
    case "choice":
    case "choices": {
      if (ordered || (question.type === "choices" && condition.op !== "in")) return wrong;
      if (!values.every((value) => typeof value === "string")) return wrong;
      const options = question.options;
      if (options === undefined) return [];
      return values
        .filter((value) => !options.some((option) => option.value === value))
        .map((value): [FaultCode, string] => ["unknown-option", String(value)]);
    }
    case "text":
    case "paragraph":
    case "attribute":
    case "region":
    case "place":
      return !ordered && values.every((value) => typeof value === "string") ? [] : wrong;
    case "photos":
    case "document":
    case "repeat":
      return wrong;
  }
}

/** Faults of one question's own limits, options and names. */
function checkOne(question: Question, at: string, known: KnownNames): readonly DefinitionFault[] {
  const limits = (good: boolean) => (good ? [] : [fault("bad-limits", at)]);
  switch (question.type) {
    case "text":
    case "paragraph":
      return limits(
        isRange(question.minLength ?? 0, question.maxLength, hardLimits.textLength) && question.maxLength > 0,
      );
    case "number":
      return limits(
        (question.min ?? -1e12) <= (question.max ?? 1e12) &&
          Math.max(Math.abs(question.min ?? 0), Math.abs(question.max ?? 0)) <= 1e12 &&
          Number.isInteger(question.decimals) &&
          question.decimals >= 0 &&
          question.decimals <= 6,
      );
    case "money":
      return limits(isRange(question.min ?? 0, question.max ?? 1e15, 1e15));
    case "date":
      return limits(isDateLimit(question.earliest) && isDateLimit(question.latest) && datesAscend(question));
    case "choice":
      return checkOptions(question, at, known);
    case "choices":
      return [
        ...checkOptions(question, at, known),
        ...limits(isRange(question.min ?? 0, question.max ?? hardLimits.options, hardLimits.options)),
      ];
    case "photos":
      return limits(isRange(question.min ?? 0, question.max, hardLimits.files) && question.max > 0);
    case "document":
      return limits(isRange(1, question.pages, hardLimits.files));
    case "attribute":
      return [
        ...(known.sources.has(question.source) ? [] : [fault("unknown-source", at, { name: question.source })]),
        ...limits(isRange(1, question.maxLength, hardLimits.textLength)),
      ];
    case "repeat":
      return limits(isRange(question.min, question.max, hardLimits.rows) && question.max > 0);
    case "confirm":
    case "region":
    case "place":
      return [];
  }
}

function checkOptions(
  question: Extract<Question, { type: "choice" | "choices" }>,
  at: string,
  known: KnownNames,
): readonly DefinitionFault[] {
  const { options, optionsFrom } = question;
  if ((options === undefined) === (optionsFrom === undefined)) return [fault("too-few-options", at)];
  if (optionsFrom !== undefined)
    return known.lists.has(optionsFrom) ? [] : [fault("unknown-list", at, { name: optionsFrom })];
  const values = (options ?? []).map((option) => option.value);
  if (values.length < 2) return [fault("too-few-options", at)];
  if (values.length > hardLimits.options) return [fault("bad-limits", at)];
  return values
    .filter((value, index) => values.indexOf(value) !== index)
    .map((value) => fault("duplicate-option", at, { value }));
}

function isRange(min: number, max: number, limit: number): boolean {
  return Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max && max <= limit;
}

function isDateLimit(limit: Extract<Question, { type: "date" }>["earliest"]): boolean {
  if (limit === undefined) return true;
  if (typeof limit === "object") return Number.isInteger(limit.daysFromToday);
  return /^\d{4}-\d\d-\d\d$/.test(limit) && !Number.isNaN(Date.parse(limit));
}

function datesAscend({ earliest, latest }: Extract<Question, { type: "date" }>): boolean {
  if (typeof earliest === "string" && typeof latest === "string") return earliest <= latest;
  if (typeof earliest === "object" && typeof latest === "object") return earliest.daysFromToday <= latest.daysFromToday;
  return true;
}
