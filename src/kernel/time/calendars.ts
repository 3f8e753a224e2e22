import { err, ok, type Problem, type Result } from "../result/index.ts";
import { type CalendarFile, parseCalendarFiles } from "./calendar-files.ts";
import type { Provenance } from "./domain/calendar.ts";
import type { WorkingContext } from "./domain/working-time.ts";
import { dateOf, dayMs, type Zone } from "./domain/zone.ts";

/** Something an operator should know about the calendar: a message key and its params. */
export interface CalendarNote {
  readonly message: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Calendars {
  /**
   * The zone of a region by its province, e.g. "35.78" → WIB; "" (the whole country) → that of the capital.
   * Throws for a province that `zones.csv` lacks: region codes are checked before they come here.
   */
  zoneOf(regionCode: string): Zone;
  /** Whether there is a zone for the region's province. */
  hasZone(regionCode: string): boolean;
  /** What addWorkingTime and its companions need, for a region. */
  contextOf(regionCode: string): WorkingContext;
  /** What an operator should see to: no holiday list for this year or, from 90 days before, the next; data not compared with its source. */
  notes(now: Date): readonly CalendarNote[];
  /** Takes new files in the place of all; on a Problem the old ones stay. Deadlines already given do not move. */
  reload(files: readonly CalendarFile[]): Result<void, Problem>;
}

const capitalProvince = "31";
const noticeMs = 90 * dayMs;

/** The calendars of an installation. `files` come from readCalendarFiles; the Problem says which line of which file is wrong. */
export function createCalendars({ files }: { files: readonly CalendarFile[] }): Result<Calendars, Problem> {
  const first = parseCalendarFiles(files);
  if (!first.ok) return err(first.error);
  let data = first.value;

  const provinceOf = (regionCode: string) => (regionCode === "" ? capitalProvince : regionCode.slice(0, 2));

  function zoneOf(regionCode: string): Zone {
    const province = provinceOf(regionCode);
    const zone = data.zones.get(province);
    if (zone === undefined) throw new Error(`no time zone for province ${province}`);
    return zone;
  }

  return ok({
    zoneOf,
    hasZone: (regionCode) => data.zones.has(provinceOf(regionCode)),
    contextOf: (regionCode) => ({ zone: zoneOf(regionCode), calendar: data.calendar }),
    notes(now) {
      const { calendar } = data;
      const years = new Set([now, new Date(now.getTime() + noticeMs)].map((at) => at.getUTCFullYear()));
      const missing = [...years].filter((year) => !calendar.years.has(year));
      const unverifiedYears = new Set(
        [...calendar.holidays]
          .filter(([day, holiday]) => !holiday.verified && years.has(dateOf(day).year))
          .map(([day]) => dateOf(day).year),
      );
      return [
        ...missing.map((year) => ({ message: "time.calendar.missing-year", params: { year: String(year) } })),
        ...[...unverifiedYears].map((year) => ({
          message: "time.calendar.unverified-holidays",
          params: { year: String(year) },
        })),
        ...(calendar.officeHours.some(isUnverified)
          ? [{ message: "time.calendar.unverified-office-hours", params: {} }]
          : []),
      ];
    },
    reload(next) {
      const parsed = parseCalendarFiles(next);
      if (!parsed.ok) return err(parsed.error);
      data = parsed.value;
      return ok(undefined);
    },
  });
}

function isUnverified({ verified }: Provenance): boolean {
  return !verified;
}
