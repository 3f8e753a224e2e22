import { isWorkingDay } from "./domain/calendar.ts";
import { type Duration, type Remaining, type WorkingContext, workingDaysBetween } from "./domain/working-time.ts";
import {
  dateOf,
  formatIsoDay,
  type LocalDay,
  localDay,
  localTimeMs,
  minuteMs,
  weekdayOf,
  type Zone,
} from "./domain/zone.ts";

/** Gives the sentence of a message key in the reader's language; a plural key is chosen by the param `count`. */
export type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/** "Jumat, 27 Nov"; with the year, "Jumat, 8 Jan 2027", when it is not the year of `now` (or no `now` is given). */
export function dayInWords(t: Translate, at: Date, zone: Zone, now?: Date): string {
  return dayWith(t, (weekday) => t(`time.weekday.${weekday}`), at, zone, now);
}

/** "Jum, 27 Nov", with the year as in dayInWords: narrow enough for a column of a list. */
export function shortDayInWords(t: Translate, at: Date, zone: Zone, now?: Date): string {
  return dayWith(t, (weekday) => t(`time.weekday-short.${weekday}`), at, zone, now);
}

function dayWith(
  t: Translate,
  nameOf: (weekday: number) => string,
  at: Date,
  zone: Zone,
  now: Date | undefined,
): string {
  const day = localDay(at, zone);
  const date = dateOf(day);
  const params = { weekday: nameOf(weekdayOf(day)), day: String(date.day), month: t(`time.month.${date.month}`) };
  if (now !== undefined && dateOf(localDay(now, zone)).year === date.year) return t("time.day", params);
  return t("time.day-year", { ...params, year: String(date.year) });
}

/** "09.42" */
export function clockInWords(t: Translate, at: Date, zone: Zone): string {
  const minutes = Math.floor(localTimeMs(at, zone) / minuteMs);
  return t("time.clock", { hour: twoDigits(Math.floor(minutes / 60)), minute: twoDigits(minutes % 60) });
}

/** "Jumat, 27 Nov 2026, 08.14 WIB"; without the year when it is that of `now`. */
export function momentInWords(t: Translate, at: Date, zone: Zone, now?: Date): string {
  return t("time.moment", { day: dayInWords(t, at, zone, now), clock: clockInWords(t, at, zone), zone: zone.name });
}

/** "3 hari kerja" */
export function durationInWords(t: Translate, { unit, amount }: Duration): string {
  return t(`time.duration.${unit}`, { count: amount });
}

/** "Sisa 3 hari kerja", "Sisa 2 jam kerja", "Paling lambat hari ini, 16.00", "Terlambat 1 hari kerja". `due` gives the hour when days do not. */
export function remainingInWords(t: Translate, left: Remaining, due: Date, zone: Zone): string {
  const days = left.unit === "calendar-days" ? "calendar-days" : "working-days";
  const clock = clockInWords(t, due, zone);
  if (left.late) {
    return left.days > 0 ? t(`time.late.${days}`, { count: left.days }) : t("time.late.today", { clock });
  }
  if (left.unit === "working-hours" && left.minutes < dayInHours * 60) {
    const hours = Math.floor(left.minutes / 60);
    return hours > 0 ? t("time.left.hours", { count: hours }) : t("time.left.minutes", { count: left.minutes });
  }
  return left.days > 0 ? t(`time.left.${days}`, { count: left.days }) : t("time.left.today", { clock });
}

/** Below this many working hours people think in hours, above in days. Wording only: no deadline depends on it. */
const dayInHours = 8;

/** For `<time datetime>`: "2026-11-27T16:00+07:00". */
export function machineTime(at: Date, zone: Zone): string {
  const minutes = Math.floor(localTimeMs(at, zone) / minuteMs);
  const sign = zone.offsetMinutes < 0 ? "-" : "+";
  const offset = Math.abs(zone.offsetMinutes);
  const clock = (value: number) => `${twoDigits(Math.floor(value / 60))}:${twoDigits(value % 60)}`;
  return `${formatIsoDay(localDay(at, zone))}T${clock(minutes)}${sign}${clock(offset)}`;
}

/** One box of the days an office has. */
export interface DayBox {
  /** "Sen" */
  readonly name: string;
  /** "2026-11-23" */
  readonly date: string;
  /** `on`: over, `now`: today, `next`: still to come. */
  readonly state: "on" | "now" | "next";
}

/**
 * The working days after `start` up to `due`, at most `most` of them: those around today, or the last ones.
 * On a free day none is `now`.
 */
export function dayBoxes(
  t: Translate,
  { start, due, now, most = 5 }: { start: Date; due: Date; now: Date; most?: number },
  context: WorkingContext,
): readonly DayBox[] {
  const today = localDay(now, context.zone);
  const last = localDay(due, context.zone);
  const count = workingDaysBetween(start, due, context);
  const passed = workingDaysBetween(start, new Date(Math.min(now.getTime(), due.getTime())), context);
  const skip = Math.min(Math.max(0, passed - 2), Math.max(0, count - most));
  const boxes: DayBox[] = [];
  let seen = 0;
  for (let day = localDay(start, context.zone) + 1; day <= last && boxes.length < most; day += 1) {
    if (!isWorkingDay(context.calendar, day)) continue;
    seen += 1;
    if (seen > skip) boxes.push(boxOf(t, day, today));
  }
  return boxes;
}

function boxOf(t: Translate, day: LocalDay, today: LocalDay): DayBox {
  const state = day < today ? "on" : day === today ? "now" : "next";
  return { name: t(`time.weekday-short.${weekdayOf(day)}`), date: formatIsoDay(day), state };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** The calendar day in a zone: "2026-11-27". */
export function isoDay(at: Date, zone: Zone): string {
  return formatIsoDay(localDay(at, zone));
}
