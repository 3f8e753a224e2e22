import { dateOf, type LocalDay, weekdayOf } from "./zone.ts";

/** Part of a day when the office is open, in milliseconds since local midnight. */
export interface Interval {
  readonly opens: number;
  readonly closes: number;
}

/** Where a datum is from, and whether a person has compared it with that source. */
export interface Provenance {
  readonly source: string;
  readonly verified: boolean;
}

/** Office hours of a week, in force from a day on (and until a day, for exceptions such as Ramadan). */
export interface OfficeHours extends Provenance {
  readonly effectiveFrom: LocalDay;
  /** Last day in force; undefined: until other hours begin. */
  readonly effectiveTo: LocalDay | undefined;
  /** By ISO weekday 1–7; no entry: closed. Intervals in order, without overlap: a break is the gap between two. */
  readonly week: ReadonlyMap<number, readonly Interval[]>;
}

export interface Holiday extends Provenance {
  readonly kind: "national" | "joint-leave";
  readonly name: string;
}

/** A national holiday that falls on the same date each year, e.g. 17 August. */
export interface FixedHoliday extends Provenance {
  readonly month: number;
  readonly day: number;
  readonly name: string;
}

/** When offices work. Joint leave counts as a day off: offices that stay open then only finish earlier than promised. */
export interface Calendar {
  /** In order of `effectiveFrom`. At least one. */
  readonly officeHours: readonly OfficeHours[];
  readonly holidays: ReadonlyMap<LocalDay, Holiday>;
  /** Used only for years without a holiday list. */
  readonly fixedHolidays: readonly FixedHoliday[];
  /** Years whose holiday list is loaded. */
  readonly years: ReadonlySet<number>;
}

/** The hours of a day, in order; none on holidays and free weekdays. */
export function openIntervals(calendar: Calendar, day: LocalDay): readonly Interval[] {
  if (isHoliday(calendar, day)) return [];
  return officeHoursOn(calendar, day)?.week.get(weekdayOf(day)) ?? [];
}

export function isWorkingDay(calendar: Calendar, day: LocalDay): boolean {
  return openIntervals(calendar, day).length > 0;
}

/** Years from `from` to `to` for which no holiday list is loaded. */
export function missingYears(calendar: Calendar, from: LocalDay, to: LocalDay): readonly number[] {
  const missing: number[] = [];
  for (let year = dateOf(from).year; year <= dateOf(to).year; year += 1) {
    if (!calendar.years.has(year)) missing.push(year);
  }
  return missing;
}

function isHoliday(calendar: Calendar, day: LocalDay): boolean {
  if (calendar.holidays.has(day)) return true;
  const { year, month, day: dayOfMonth } = dateOf(day);
  if (calendar.years.has(year)) return false;
  return calendar.fixedHolidays.some((fixed) => fixed.month === month && fixed.day === dayOfMonth);
}

/** The hours that began last among those in force: an exception (Ramadan) hides the standing ones while it lasts. */
function officeHoursOn(calendar: Calendar, day: LocalDay): OfficeHours | undefined {
  const inForce = calendar.officeHours.findLast(
    (hours) => hours.effectiveFrom <= day && (hours.effectiveTo === undefined || day <= hours.effectiveTo),
  );
  // Before the first known hours: those are the best guess, and history is never left without hours.
  return inForce ?? calendar.officeHours[0];
}
