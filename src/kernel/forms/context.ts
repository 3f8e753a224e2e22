import type { ComponentChildren } from "preact";
import type { DraftAnswers } from "../services/index.ts";

/** Gives the sentence of a message key in the person's language. */
export type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/** An option as a person reads it. */
export interface ReadableOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: string;
}

/** What a named source knows. */
export interface Prefill {
  readonly value: string;
  /** ISO instant at which the source gave it. */
  readonly at: string;
}

/** Everything the pure engine needs from outside, loaded by the channel before it asks. */
export interface FormContext {
  readonly language: "id" | "en";
  readonly t: Translate;
  /** Calendar day (ISO) in the zone of the person's region. */
  readonly today: string;
  /** ISO instant. */
  readonly now: string;
  readonly newRowId: () => string;
  /** Named lists of options. A list that is not here is not checked against; rendering it is a bug. */
  readonly lists: Readonly<Record<string, readonly ReadableOption[]>>;
  /** By source: what it knows, `null` when it was asked and knows nothing, absent when it was not asked. */
  readonly prefills: Readonly<Record<string, Prefill | null>>;
  /** The region this installation serves; "" is the whole country. */
  readonly rootRegion: string;
  /** Children of a region by its code ("" for the provinces), as far as loaded: see `regionParentsNeeded`. */
  readonly regionChildren: Readonly<Record<string, readonly ReadableOption[]>>;
  /** Names of region codes for reviews, as far as loaded; else the code is shown. */
  readonly regionNames: Readonly<Record<string, string>>;
  /** The answers around a row, for its conditions; the engine sets it. */
  readonly outer?: DraftAnswers;
  /** Draws an icon of the page by name. */
  readonly icon?: (name: string) => ComponentChildren;
  /** Shows a staged file on the page. */
  readonly preview?: (fileId: string) => ComponentChildren;
}

type Needed = Pick<FormContext, "t" | "today" | "now" | "newRowId">;

/** A context from what is always needed, everything else empty unless given. */
export function formContext(given: Needed & Partial<FormContext>): FormContext {
  return {
    language: "id",
    lists: {},
    prefills: {},
    rootRegion: "",
    regionChildren: {},
    regionNames: {},
    ...given,
  };
}
