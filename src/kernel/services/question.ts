import type { Condition } from "./condition.ts";

/** The closed set of question types. A new one is added here once, for all channels, or not at all. */
export const questionKinds = [
  "text",
  "paragraph",
  "number",
  "money",
  "date",
  "choice",
  "choices",
  "confirm",
  "region",
  "place",
  "photos",
  "document",
  "attribute",
  "repeat",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Levels of the administrative tree, from the widest; the number of dots in a region code is the index. */
export const regionLevels = ["province", "regency", "district", "village"] as const;
export type RegionLevel = (typeof regionLevels)[number];

/** Who may read an answer besides the handling office. Personal answers never go further than the owner. */
export type ShownTo = "everyone" | "owner" | "office";

interface QuestionBase {
  /** Unique in its form, camelCase, stable over versions: it names the stored answer. */
  readonly name: string;
  /** Message key of the question itself. */
  readonly label: string;
  readonly hint?: string;
  /** Message key of the sentence shown when a required answer is missing; else a sentence of the type. */
  readonly missing?: string;
  readonly optional?: boolean;
  /** Stored sealed, never shown publicly, never logged. */
  readonly personal?: boolean;
  /** Default `everyone`. */
  readonly shownTo?: ShownTo;
  /** Asked only when this holds. Names earlier questions only. */
  readonly when?: Condition;
}

export interface TextQuestion extends QuestionBase {
  readonly type: "text";
  /** In Unicode characters. */
  readonly minLength?: number;
  readonly maxLength: number;
  /** Only digits, e.g. a number on a card; spaces, dots and dashes are forgiven. */
  readonly digits?: boolean;
  /** A phone number, Indonesian unless it has a country code: stored in E.164 form. */
  readonly phone?: boolean;
}

export interface ParagraphQuestion extends QuestionBase {
  readonly type: "paragraph";
  readonly minLength?: number;
  readonly maxLength: number;
}

export interface NumberQuestion extends QuestionBase {
  readonly type: "number";
  readonly min?: number;
  readonly max?: number;
  /** Digits after the comma, 0 to 6. */
  readonly decimals: number;
  /** Message key, e.g. "metres". */
  readonly unit?: string;
}

/** Whole rupiah. */
export interface MoneyQuestion extends QuestionBase {
  readonly type: "money";
  readonly min?: number;
  readonly max?: number;
}

/** A calendar date (`2026-11-27`), or so many days from the day of answering (negative: before). */
export type DateLimit = string | { readonly daysFromToday: number };

export interface DateQuestion extends QuestionBase {
  readonly type: "date";
  readonly earliest?: DateLimit;
  readonly latest?: DateLimit;
}

export interface ChoiceOption {
  readonly value: string;
  /** Message keys. */
  readonly label: string;
  readonly hint?: string;
  readonly icon?: string;
}

interface HasOptions {
  readonly options?: readonly ChoiceOption[];
  /** Name of a list that the asking channel resolves, instead of `options`. */
  readonly optionsFrom?: string;
}

export interface ChoiceQuestion extends QuestionBase, HasOptions {
  readonly type: "choice";
}

export interface ChoicesQuestion extends QuestionBase, HasOptions {
  readonly type: "choices";
  readonly min?: number;
  readonly max?: number;
}

/** Yes or no. */
export interface ConfirmQuestion extends QuestionBase {
  readonly type: "confirm";
  /** A declaration: one cannot go on with "no". */
  readonly mustBeYes?: boolean;
}

export interface RegionQuestion extends QuestionBase {
  readonly type: "region";
  readonly level: RegionLevel;
  /** Any region of the country, not only those this installation serves. */
  readonly anywhere?: boolean;
}

/** A place on earth: fills the plain fields `region`, `landmark`, `lat` and `lng`. */
export interface PlaceQuestion extends QuestionBase {
  readonly type: "place";
  readonly level: RegionLevel;
  readonly anywhere?: boolean;
  readonly landmark: "optional" | "required" | "none";
  readonly point: "optional" | "required" | "none";
}

export interface PhotosQuestion extends QuestionBase {
  readonly type: "photos";
  readonly min?: number;
  readonly max: number;
}

export interface DocumentQuestion extends QuestionBase {
  readonly type: "document";
  /** Most files: pages photographed one by one, or one PDF. */
  readonly pages: number;
}

/** Known already: shown and confirmed, not typed again. Personal unless said otherwise. */
export interface AttributeQuestion extends QuestionBase {
  readonly type: "attribute";
  /** Name of the source, e.g. `population.fullName`. */
  readonly source: string;
  readonly maxLength: number;
}

export interface RepeatQuestion extends QuestionBase {
  readonly type: "repeat";
  /** Message key of what one row is, with its `{number}`: "Anggota keluarga ke-{number}"; else it is an entry. */
  readonly row?: string;
  /** The questions of one row; no repeat inside. */
  readonly ask: readonly RowQuestion[];
  readonly min: number;
  readonly max: number;
}

export type RowQuestion =
  | TextQuestion
  | ParagraphQuestion
  | NumberQuestion
  | MoneyQuestion
  | DateQuestion
  | ChoiceQuestion
  | ChoicesQuestion
  | ConfirmQuestion
  | RegionQuestion
  | PlaceQuestion
  | PhotosQuestion
  | DocumentQuestion
  | AttributeQuestion;

export type Question = RowQuestion | RepeatQuestion;

/** Anything that asks: a service, or an action of its flow. */
export interface Form {
  readonly ask: readonly Question[];
}
