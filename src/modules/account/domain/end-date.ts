const dayMs = 24 * 3600_000;
/** Our own rule: a right to act for somebody is given again each year, so that none is forgotten. */
export const longestDays = 366;

/** The end of a local day given as "2026-12-31", as a moment; undefined when there is no such day. `offsetMinutes` is the zone's, east of UTC. */
export function endOfDay(text: string, offsetMinutes: number): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const start = new Date(Date.UTC(year, month - 1, day));
  // The calendar rolls 31 February over to March: then the day is not the one that was typed.
  if (start.toISOString().slice(0, 10) !== text) return undefined;
  return new Date(start.getTime() + dayMs - offsetMinutes * 60_000);
}

/** Whether something that begins now may last until `end`. */
export function isWithinAYear(now: Date, end: Date): boolean {
  return end > now && end.getTime() - now.getTime() <= longestDays * dayMs;
}
