import type { VNode } from "preact";
import type { FieldError, Result } from "../result/index.ts";
import type { AnswerValue, Question, RegionLevel } from "../services/index.ts";
import type { FormContext } from "./context.ts";

/** Posted form fields by name, each with all its values. */
export type FormEntry = Readonly<Record<string, readonly string[]>>;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Who reads: a public page, or the operator's log. */
export type Audience = "public" | "log";

/** A message from a chat: its text, and the ids of files staged from its media. */
export interface Said {
  readonly text: string;
  readonly files: readonly string[];
}

/** A sentence about what was said. */
export interface Remark {
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type TextReading =
  /** The value as JSON would say it; undefined when nothing was said. */
  | { readonly kind: "answer"; readonly value: unknown }
  /** Understood, and more is expected (another photo). */
  | { readonly kind: "more"; readonly value: unknown; readonly remark: Remark }
  | { readonly kind: "fault"; readonly remark: Remark };

/** One plain thing a chat asks for. A simple question has one, a rich one several. */
export interface Slot {
  /** Member of the answer that it fills; null when it is the answer. */
  readonly key: string | null;
  readonly optional: boolean;
  prompt(context: FormContext): string;
  /** `soFar` is what this slot had understood before, when it asked for more. */
  read(said: Said, soFar: unknown, context: FormContext): TextReading;
  /** A region is wanted: names are looked up by the channel, and read as codes. */
  readonly region?: { readonly level: RegionLevel; readonly anywhere: boolean };
}

export interface FieldProps<Q> {
  readonly question: Q;
  /** Name of the form field and of all that begin with it and a dot. */
  readonly path: string;
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  readonly context: FormContext;
  /** Id of a heading that already asks the question, instead of a label. */
  readonly labelledBy?: string;
}

/**
 * One type of question on every channel. `readForm` and the slots only turn what arrives into the JSON form of the
 * answer; `check` alone decides whether it is good. So no channel can be kinder than another.
 */
export interface QuestionType<Q extends Question, A extends AnswerValue> {
  /** `err([])`: not finished and nobody's fault, e.g. the next list of regions has to be shown. */
  readForm(question: Q, path: string, entry: FormEntry, context: FormContext): Result<unknown, readonly FieldError[]>;
  /** The posted fields that give this answer back. */
  toEntry(question: Q, path: string, answer: A, context: FormContext): FormEntry;
  /** The stored answer, undefined when it is empty. Checking a stored answer gives it back unchanged. */
  check(question: Q, value: unknown, path: string, context: FormContext): Result<A | undefined, readonly FieldError[]>;
  slots(question: Q): readonly Slot[];
  schema(question: Q, context: FormContext): JsonSchema;
  /** A short text for reviews. */
  display(question: Q, answer: A, context: FormContext): string;
  /** What may be shown of an answer that is not personal. */
  redact(question: Q, answer: A, audience: Audience): unknown;
  html(props: FieldProps<Q>): VNode;
}

/** How the engine finds the type of a question. */
export type TypeOf = (question: Question) => QuestionType<Question, AnswerValue>;

/** The first value of a field, without space around it; undefined when the field was not posted. */
export function posted(entry: FormEntry, name: string): string | undefined {
  return Object.hasOwn(entry, name) ? entry[name]?.[0]?.trim() : undefined;
}

/** All values of a field. */
export function allPosted(entry: FormEntry, name: string): readonly string[] {
  return Object.hasOwn(entry, name) ? (entry[name] ?? []) : [];
}

export function faultAt(field: string, message: string, params?: FieldError["params"]): readonly FieldError[] {
  return [params === undefined ? { field, message } : { field, message, params }];
}

/** The slots of a type that asks one thing. */
export function oneSlot(
  prompt: (context: FormContext) => string,
  read: (said: Said, soFar: unknown, context: FormContext) => TextReading,
): readonly Slot[] {
  return [{ key: null, optional: false, prompt, read }];
}

/** Reads what was said as it stands. */
export function readAsSaid(said: Said): TextReading {
  const text = said.text.trim();
  return { kind: "answer", value: text === "" ? undefined : said.text };
}
