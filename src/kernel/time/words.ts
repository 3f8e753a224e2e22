import { isWorkingDay } from "./domain/calendar.ts";
import type { Duration, Remaining, WorkingContext } from "./domain/working-time.ts";
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
  if (isInHours(left)) {
    const hours = Math.floor(left.minutes / 60);
    return hours > 0 ? t("time.left.hours", { count: hours }) : t("time.left.minutes", { count: left.minutes });
  }
  return left.days > 0 ? t(`time.left.${days}`, { count: left.days }) : t("time.left.today", { clock });
}

/** Below this many working hours people think in hours, above in days. Wording only: no deadline depends on it. */
const dayInHours = 8;

function isInHours({ late, unit, minutes }: Remaining): boolean {
  return !late && unit === "working-hours" && minutes < dayInHours * 60;
}

/** For `<time datetime>`: "2026-11-27T16:00+07:00". */
export function machineTime(at: Date, zone: Zone): string {
  const minutes = Math.floor(localTimeMs(at, zone) / minuteMs);
  const sign = zone.offsetMinutes < 0 ? "-" : "+";
  const offset = Math.abs(zone.offsetMinutes);
  const clock = (value: number) => `${twoDigits(Math.floor(value / 60))}:${twoDigits(value % 60)}`;
  return `${formatIsoDay(localDay(at, zone))}T${clock(minutes)}${sign}${clock(offset)}`;
}

/** One day of those that were promised. */
export interface DayBox {
  /** "Sen" */
  readonly label: string;
  /** "2026-11-23" */
  readonly date: string;
  readonly state: "past" | "today" | "left";
}

/** Three working weeks, three rows of a narrow screen: the longest promise of ours, 14 days, and one more. */
const mostBoxes = 15;

/**
 * The days of a promise after the one it began on, up to its last: working days, for `calendar-days` all. Those left are as many as
 * `remainingInWords` says; of a promise too long to draw the first past ones are left out, never one that is left. None at all where days
 * left do not fit, or the sentence counts hours. On a free day none is `today`.
 */
export function dayBoxes(
  t: Translate,
  promise: { readonly start: Date; readonly due: Date; readonly now: Date; readonly left: Remaining },
  { zone, calendar }: WorkingContext,
): readonly DayBox[] {
  const { left } = promise;
  if (isInHours(left) || (!left.late && left.days > mostBoxes)) return [];
  const today = localDay(promise.now, zone);
  const boxes: DayBox[] = [];
  for (let day = localDay(promise.due, zone); day > localDay(promise.start, zone) && boxes.length < mostBoxes; day -= 1)
    if (left.unit === "calendar-days" || isWorkingDay(calendar, day)) boxes.push(boxOf(t, day, today));
  return boxes.reverse();
}

function boxOf(t: Translate, day: LocalDay, today: LocalDay): DayBox {
  const state = day < today ? "past" : day === today ? "today" : "left";
  return { label: t(`time.weekday-short.${weekdayOf(day)}`), date: formatIsoDay(day), state };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** The calendar day in a zone: "2026-11-27". */
export function isoDay(at: Date, zone: Zone): string {
  return formatIsoDay(localDay(at, zone));
}
