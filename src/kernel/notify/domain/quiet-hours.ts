import { Temporal } from "temporal-polyfill";

/** Local times "HH:MM" between which a person is left in peace; `from` equal to `until`: never. */
export interface QuietHours {
  readonly zone: string;
  readonly from: string;
  readonly until: string;
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

export function isTimeOfDay(text: string): boolean {
  return timePattern.test(text);
}

/** `at` itself, or the end of the quiet hours in which it falls. `from` is quiet already, `until` no longer. */
export function outOfQuietHours(at: Date, quiet: QuietHours | null): Date {
  if (quiet === null || quiet.from === quiet.until) return at;
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(quiet.zone);
  const now = local.toPlainTime();
  const from = Temporal.PlainTime.from(quiet.from);
  const until = Temporal.PlainTime.from(quiet.until);
  const afterFrom = Temporal.PlainTime.compare(now, from) >= 0;
  const beforeUntil = Temporal.PlainTime.compare(now, until) < 0;
  const overMidnight = Temporal.PlainTime.compare(from, until) > 0;
  if (overMidnight ? !afterFrom && !beforeUntil : !afterFrom || !beforeUntil) return at;
  const day = local.toPlainDate().add({ days: overMidnight && afterFrom ? 1 : 0 });
  return new Date(day.toZonedDateTime({ timeZone: quiet.zone, plainTime: until }).epochMilliseconds);
}
