/** A time zone of Indonesia. None has daylight saving, so one offset says all; files with another kind are refused at load. */
export interface Zone {
  /** As people say it: "WIB", "WITA", "WIT". */
  readonly name: string;
  /** IANA name, e.g. "Asia/Jakarta". */
  readonly iana: string;
  readonly offsetMinutes: number;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Days are counted from 1 January 1970 on the wall calendar of a zone, so that dates are plain numbers. */
export type LocalDay = number;

/** The day on the wall calendar of `zone` at the instant `at`. */
export function localDay(at: Date, zone: Zone): LocalDay {
  return Math.floor((at.getTime() + zone.offsetMinutes * minuteMs) / dayMs);
}

/** Milliseconds since local midnight, 0 to 86,399,999. */
export function localTimeMs(at: Date, zone: Zone): number {
  return at.getTime() + zone.offsetMinutes * minuteMs - localDay(at, zone) * dayMs;
}

/** The instant `ms` milliseconds after midnight of `day` in `zone`. */
export function instantAt(day: LocalDay, ms: number, zone: Zone): Date {
  return new Date(day * dayMs + ms - zone.offsetMinutes * minuteMs);
}

/** Monday = 1 to Sunday = 7 (ISO 8601). */
export function weekdayOf(day: LocalDay): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
}

export function dateOf(day: LocalDay): CalendarDate {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Reads "2026-11-27"; undefined when it is not a date that exists. */
export function parseDay(text: string): LocalDay | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // Date.parse moves 30 February into March: such a day must not pass.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? undefined : ms / dayMs;
}

/** "2026-11-27" */
export function formatIsoDay(day: LocalDay): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The first instant of a day ("2026-11-27") of the zone, and that of the day after; undefined when there is no such day. */
export function dayBounds(day: string, zone: Zone): { readonly from: Date; readonly until: Date } | undefined {
  const local = parseDay(day);
  return local === undefined ? undefined : { from: instantAt(local, 0, zone), until: instantAt(local + 1, 0, zone) };
}
