import { firstOf } from "../../kernel/case-pages/index.ts";
import type { FormEntry } from "../../kernel/forms/index.ts";
import { type FoundRegion, isRegionCode, levels } from "../../kernel/regions/index.ts";
import type { FieldError } from "../../kernel/result/index.ts";
import type { PlaceQuestion, Question, RegionQuestion } from "../../kernel/services/index.ts";

/** A sentence that is no error: a message key with its params. */
export interface Notice {
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** What came of looking for the region. */
export interface Placed {
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  /** The page has to be shown again, although nothing may be wrong. */
  readonly again: boolean;
  readonly notice?: Notice;
  /** Regions of the name that was searched; undefined when none was. */
  readonly found?: readonly FoundRegion[];
  readonly searched?: string;
}

/** Whether a question asks where, so that the page helps to find the region. */
export function asksWhere(question: Question): question is PlaceQuestion | RegionQuestion {
  return question.type === "place" || question.type === "region";
}

/** Whether a question asks for a point, so that the page offers the map and the device's own place. */
export function asksPoint(question: Question): question is PlaceQuestion {
  return question.type === "place" && question.point !== "none";
}

/** The deepest region chosen in the fields; undefined when none is. */
export function chosenRegion(question: PlaceQuestion | RegionQuestion, entry: FormEntry): string | undefined {
  const path = regionPath(question);
  const codes = ["", ...levels.map((level) => `.${level}`)].map((part) => firstOf(entry, `${path}${part}`));
  return codes.filter(isRegionCode).sort((a, b) => b.length - a.length)[0];
}

/** Whether the region is chosen down to the level that is asked for. */
export function isChosen(question: PlaceQuestion | RegionQuestion, entry: FormEntry): boolean {
  return firstOf(entry, `${regionPath(question)}.${question.level}`) !== "";
}

export function withoutRegion(question: PlaceQuestion | RegionQuestion, entry: FormEntry): FormEntry {
  const path = regionPath(question);
  const isRegion = (name: string) => name === path || (name.startsWith(`${path}.`) && !name.endsWith(".point"));
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !isRegion(name)));
}

function regionPath(question: PlaceQuestion | RegionQuestion): string {
  return question.type === "place" ? `${question.name}.region` : question.name;
}
