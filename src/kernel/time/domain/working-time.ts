import { type Calendar, isWorkingDay, missingYears, openIntervals } from "./calendar.ts";
import { dayMs, hourMs, instantAt, type LocalDay, localDay, localTimeMs, minuteMs, type Zone } from "./zone.ts";

/**
 * A time an office has.
 * - `working-hours`: time while offices are open (may be a fraction, > 0). Work done at 16.00 sharp, closing time, is in time.
 * - `working-days`: a whole number > 0. The day it begins does not count; due when offices close on the last day.
 * - `calendar-days`: a whole number > 0. The day it begins does not count; due at 23.59 of the last day, holiday or not.
 */
export interface Duration {
  readonly unit: "working-hours" | "working-days" | "calendar-days";
  readonly amount: number;
}

/** Where the time runs. */
export interface WorkingContext {
  readonly zone: Zone;
  readonly calendar: Calendar;
}

export interface Due {
  readonly due: Date;
  /** False: a year it reaches into has no holiday list, so only weekends and fixed holidays were left out and `due` may be too early. */
  readonly calendarComplete: boolean;
  readonly missingYears: readonly number[];
}

/** Closing minute of a calendar-day deadline: still on the last day, so that the date people read is the right one. */
const lastMinuteMs = dayMs - minuteMs;

/** No law gives an office longer than this; a calendar without a working day for so long is broken. */
const horizonDays = 40 * 366;

/** When `duration` is over, begun at `start`. Throws on an amount that no definition can hold (see Duration). */
export function addWorkingTime(start: Date, duration: Duration, context: WorkingContext): Due {
  assertAmount(duration);
  return dueBetween(start, endOf(start, duration, context), context);
}

/** Milliseconds of open offices from `from` to `to`; 0 when `to` is not later. */
export function workingMsBetween(from: Date, to: Date, context: WorkingContext): number {
  const first = localDay(from, context.zone);
  const last = localDay(to, context.zone);
  let sum = 0;
  for (let day = first; day <= last; day += 1) {
    const begin = day === first ? localTimeMs(from, context.zone) : 0;
    const end = day === last ? localTimeMs(to, context.zone) : dayMs;
    for (const { opens, closes } of openIntervals(context.calendar, day)) {
      sum += Math.max(0, Math.min(closes, end) - Math.max(opens, begin));
    }
  }
  return sum;
}

/** Working days after the day of `from`, up to and with the day of `to`; 0 when `to` is not on a later day. */
export function workingDaysBetween(from: Date, to: Date, context: WorkingContext): number {
  const last = localDay(to, context.zone);
  let count = 0;
  for (let day = localDay(from, context.zone) + 1; day <= last; day += 1) {
    if (isWorkingDay(context.calendar, day)) count += 1;
  }
  return count;
}

/** Time passed, in the unit: working hours (a fraction), working days or calendar days. */
export function workingTimeBetween(from: Date, to: Date, unit: Duration["unit"], context: WorkingContext): number {
  if (unit === "working-hours") return workingMsBetween(from, to, context) / hourMs;
  if (unit === "working-days") return workingDaysBetween(from, to, context);
  return Math.max(0, localDay(to, context.zone) - localDay(from, context.zone));
}

/** How a deadline stands at `now`. */
export interface Remaining {
  readonly late: boolean;
  readonly unit: Duration["unit"];
  /** Days to go, or days late: working days, for `calendar-days` days. 0: today. */
  readonly days: number;
  /** Open minutes to go, or late (for `calendar-days` minutes of the wall clock), rounded down. */
  readonly minutes: number;
}

export function remaining(now: Date, due: Date, unit: Duration["unit"], context: WorkingContext): Remaining {
  const late = now.getTime() > due.getTime();
  const [from, to] = late ? [due, now] : [now, due];
  const days = workingTimeBetween(from, to, unit === "working-hours" ? "working-days" : unit, context);
  const ms = unit === "calendar-days" ? to.getTime() - from.getTime() : workingMsBetween(from, to, context);
  return { late, unit, days, minutes: Math.floor(ms / minuteMs) };
}

/**
 * All the time an office has, in milliseconds: of open offices, for `calendar-days` of the wall clock.
 * Kept with the case, it says when a warning is due however often the clock was stopped.
 */
export function budgetMs(start: Date, duration: Duration, context: WorkingContext): number {
  const { due } = addWorkingTime(start, duration, context);
  return duration.unit === "calendar-days" ? due.getTime() - start.getTime() : workingMsBetween(start, due, context);
}

/** The instant when `fraction` (0 to 1) of the time begun at `start` is used up; 1 is the due time itself. */
export function fractionPoint(start: Date, duration: Duration, fraction: number, context: WorkingContext): Date {
  const { due } = addWorkingTime(start, duration, context);
  if (fraction >= 1) return due;
  const used = Math.max(0, Math.round(budgetMs(start, duration, context) * fraction));
  if (duration.unit === "calendar-days") return new Date(start.getTime() + used);
  return addWorkingMs(start, used, context);
}

/**
 * The same for a clock that was stopped: the instant when so much of `budget` is left before `due` that `fraction` is used up.
 * May lie in the past; then the warning is due at once.
 */
export function warningPoint(
  due: Date,
  budget: number,
  unit: Duration["unit"],
  fraction: number,
  context: WorkingContext,
): Date {
  const left = Math.round(budget * (1 - Math.min(1, Math.max(0, fraction))));
  return unit === "calendar-days" ? new Date(due.getTime() - left) : subtractWorkingMs(due, left, context);
}

/** A stopped clock: plain data, to be stored with the case. */
export type PausedClock =
  /** Milliseconds of open offices left. */
  | { readonly unit: "working-hours"; readonly leftMs: number }
  /** Times that offices still close before it is over, that of the last day included. */
  | { readonly unit: "working-days"; readonly leftClosings: number }
  /** Midnights left before the last day; 0: due that same day. */
  | { readonly unit: "calendar-days"; readonly leftDays: number }
  /** It was late already: stopping does not forgive that. */
  | { readonly unit: "late"; readonly due: string };

/** Stops a clock at `at`. */
export function pauseClock(at: Date, due: Date, unit: Duration["unit"], context: WorkingContext): PausedClock {
  if (at.getTime() > due.getTime()) return { unit: "late", due: due.toISOString() };
  if (unit === "working-hours") return { unit, leftMs: workingMsBetween(at, due, context) };
  if (unit === "calendar-days") return { unit, leftDays: workingTimeBetween(at, due, unit, context) };
  const later = workingDaysBetween(at, due, context);
  return { unit, leftClosings: closesLater(at, context) ? later + 1 : later };
}

/**
 * Starts a stopped clock again at `at` and gives the new due time: in working hours exactly what was left; in working days it moves
 * by one for each time offices closed meanwhile (a night's stop gains nothing); in calendar days by one for each midnight.
 */
export function resumeClock(at: Date, paused: PausedClock, context: WorkingContext): Due {
  switch (paused.unit) {
    case "late":
      return dueBetween(at, new Date(paused.due), context);
    case "working-hours":
      return dueBetween(at, addWorkingMs(at, paused.leftMs, context), context);
    case "working-days": {
      const later = closesLater(at, context) ? paused.leftClosings - 1 : paused.leftClosings;
      return dueBetween(at, closeOfDay(at, later, context), context);
    }
    case "calendar-days": {
      const last = localDay(at, context.zone) + paused.leftDays;
      return dueBetween(at, instantAt(last, lastMinuteMs, context.zone), context);
    }
  }
}

/** Whether offices close on the day of `at` at that instant or later. */
function closesLater(at: Date, context: WorkingContext): boolean {
  const closes = closingMs(localDay(at, context.zone), context);
  return closes !== undefined && localTimeMs(at, context.zone) <= closes;
}

function endOf(start: Date, duration: Duration, context: WorkingContext): Date {
  if (duration.unit === "working-hours") return addWorkingMs(start, Math.round(duration.amount * hourMs), context);
  if (duration.unit === "working-days") return closeOfDay(start, duration.amount, context);
  return instantAt(localDay(start, context.zone) + duration.amount, lastMinuteMs, context.zone);
}

function dueBetween(start: Date, due: Date, { zone, calendar }: WorkingContext): Due {
  const missing = missingYears(calendar, localDay(start, zone), localDay(due, zone));
  return { due, calendarComplete: missing.length === 0, missingYears: missing };
}

/** Lands on closing time rather than on the next opening; 0 stays where it is. */
function addWorkingMs(start: Date, amount: number, { zone, calendar }: WorkingContext): Date {
  if (amount <= 0) return start;
  const first = localDay(start, zone);
  let left = amount;
  for (let day = first; day < first + horizonDays; day += 1) {
    const from = day === first ? localTimeMs(start, zone) : 0;
    for (const { opens, closes } of openIntervals(calendar, day)) {
      const begin = Math.max(opens, from);
      const open = closes - begin;
      if (open <= 0) continue;
      if (left <= open) return instantAt(day, begin + left, zone);
      left -= open;
    }
  }
  throw new Error("the calendar has too few working hours");
}

/** The mirror of addWorkingMs: lands on opening time rather than on the last closing. */
function subtractWorkingMs(end: Date, amount: number, { zone, calendar }: WorkingContext): Date {
  if (amount <= 0) return end;
  const last = localDay(end, zone);
  let left = amount;
  for (let day = last; day > last - horizonDays; day -= 1) {
    const until = day === last ? localTimeMs(end, zone) : dayMs;
    for (const { opens, closes } of openIntervals(calendar, day).toReversed()) {
      const finish = Math.min(closes, until);
      const open = finish - opens;
      if (open <= 0) continue;
      if (left <= open) return instantAt(day, finish - left, zone);
      left -= open;
    }
  }
  throw new Error("the calendar has too few working hours");
}

/** Close of office on the `count`-th working day after the day of `start`; 0: on that day itself, which must be a working day. */
function closeOfDay(start: Date, count: number, context: WorkingContext): Date {
  const first = localDay(start, context.zone);
  if (count === 0) return instantAt(first, closingMs(first, context) ?? lastMinuteMs, context.zone);
  let left = count;
  for (let day = first + 1; day < first + horizonDays; day += 1) {
    const closes = closingMs(day, context);
    if (closes === undefined) continue;
    left -= 1;
    if (left === 0) return instantAt(day, closes, context.zone);
  }
  throw new Error("the calendar has too few working days");
}

function closingMs(day: LocalDay, { calendar }: WorkingContext): number | undefined {
  return openIntervals(calendar, day).at(-1)?.closes;
}

function assertAmount({ unit, amount }: Duration): void {
  const valid = Number.isFinite(amount) && amount > 0 && (unit === "working-hours" || Number.isInteger(amount));
  if (!valid) throw new RangeError(`a duration of ${amount} ${unit} is not possible`);
}
