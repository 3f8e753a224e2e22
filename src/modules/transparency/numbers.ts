import type { Kernel } from "../../kernel/index.ts";
import { dayBounds } from "../../kernel/time/index.ts";

/** What happened on one day, as the book has it: whoever reads the entries gets the same numbers. */
export interface DayNumbers {
  readonly book: string;
  /** On the calendar of the place: "2026-11-27". */
  readonly day: string;
  /** Of the day's first instant, and of the next one's. */
  readonly from: string;
  readonly until: string;
  readonly entries: number;
  /** Entries by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Entries by office and kind; those without an office under "". */
  readonly offices: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** From which instant to which a day lasts here; undefined when there is no such day. */
export function dayOf(kernel: Kernel, day: string) {
  return dayBounds(day, kernel.calendars.zoneOf(kernel.config.rootRegion));
}

/** Undefined when there is no such day. */
export async function dayNumbers(kernel: Kernel, book: string, day: string): Promise<DayNumbers | undefined> {
  const bounds = dayOf(kernel, day);
  if (bounds === undefined) return undefined;
  const kinds: Record<string, number> = {};
  const offices: Record<string, Record<string, number>> = {};
  let entries = 0;
  for (const { kind, officeId, count } of await kernel.books.countBetween(book, bounds.from, bounds.until)) {
    entries += count;
    kinds[kind] = (kinds[kind] ?? 0) + count;
    const office = offices[officeId ?? ""] ?? {};
    offices[officeId ?? ""] = { ...office, [kind]: count };
  }
  return { book, day, from: bounds.from.toISOString(), until: bounds.until.toISOString(), entries, kinds, offices };
}
