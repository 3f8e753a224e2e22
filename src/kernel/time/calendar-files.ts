import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { type CsvRecord, parseCsv } from "./csv.ts";
import type { Calendar, FixedHoliday, Holiday, Interval, OfficeHours } from "./domain/calendar.ts";
import { dateOf, hourMs, type LocalDay, minuteMs, parseDay, type Zone } from "./domain/zone.ts";

export interface CalendarFile {
  readonly name: string;
  readonly text: string;
}

/** What the files hold, checked. */
export interface CalendarData {
  /** By province code, e.g. "35". */
  readonly zones: ReadonlyMap<string, Zone>;
  readonly calendar: Calendar;
}

/**
 * Reads `*.csv` of the folders in order; a file of a later folder replaces the one of the same name. So an operator puts
 * `holidays-2027.csv` or own office hours into `<data folder>/calendar`. A folder that does not exist is empty.
 */
export function readCalendarFiles(folders: readonly string[]): readonly CalendarFile[] {
  const files = new Map<string, CalendarFile>();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".csv"))) {
      files.set(name, { name, text: readFileSync(join(folder, name), "utf8") });
    }
  }
  return [...files.values()];
}

/** Checks and joins the files. The Problem names the file, the line and what is wrong with it, for the operator. */
export function parseCalendarFiles(files: readonly CalendarFile[]): Result<CalendarData, Problem> {
  const zones = new Map<string, Zone>();
  const holidays = new Map<LocalDay, Holiday>();
  const years = new Set<number>();
  const fixedHolidays: FixedHoliday[] = [];
  const officeRows: OfficeRow[] = [];
  for (const { name, text } of files) {
    const year = /^holidays-(\d{4})\.csv$/.exec(name)?.[1];
    for (const record of parseCsv(text)) {
      const fault = (column: string) => err(rowProblem(name, record, column));
      if (year !== undefined) {
        const row = holidayRow(record, Number(year));
        if (typeof row === "string") return fault(row);
        holidays.set(row.day, row.holiday);
        years.add(Number(year));
      } else if (name === "zones.csv") {
        const row = zoneRow(record);
        if (typeof row === "string") return fault(row);
        zones.set(row.province, row.zone);
      } else if (name === "office-hours.csv") {
        const row = officeRow(record);
        if (typeof row === "string") return fault(row);
        officeRows.push(row);
      } else if (name === "fixed-holidays.csv") {
        const row = fixedRow(record);
        if (typeof row === "string") return fault(row);
        fixedHolidays.push(row);
      } else {
        return err(problem("validation-failed", "time.calendar.unknown-file", { params: { file: name } }));
      }
    }
  }
  const officeHours = joinOfficeRows(officeRows);
  if (officeHours === undefined) return err(problem("validation-failed", "time.calendar.overlapping-hours"));
  if (officeHours.length === 0) return err(problem("validation-failed", "time.calendar.no-office-hours"));
  if (zones.size === 0) return err(problem("validation-failed", "time.calendar.no-zones"));
  return ok({ zones, calendar: { officeHours, holidays, fixedHolidays, years } });
}

interface OfficeRow extends Interval {
  readonly from: LocalDay;
  readonly to: LocalDay | undefined;
  readonly weekday: number;
  readonly source: string;
  readonly verified: boolean;
}

/** Each reader gives the row, or the name of the column at fault. */
function holidayRow({ fields }: CsvRecord, year: number): { day: LocalDay; holiday: Holiday } | string {
  const day = parseDay(fields["date"] ?? "");
  if (day === undefined || dateOf(day).year !== year) return "date";
  const kind = fields["kind"];
  if (kind !== "national" && kind !== "joint-leave") return "kind";
  const name = (fields["name"] ?? "").trim();
  if (name === "") return "name";
  return { day, holiday: { kind, name, ...provenance(fields) } };
}

function zoneRow({ fields }: CsvRecord): { province: string; zone: Zone } | string {
  const province = fields["province_code"] ?? "";
  if (!/^\d\d$/.test(province)) return "province_code";
  const name = (fields["zone"] ?? "").trim();
  if (name === "") return "zone";
  const iana = fields["iana"] ?? "";
  const offsetMinutes = fixedOffset(iana);
  if (offsetMinutes === undefined) return "iana";
  return { province, zone: { name, iana, offsetMinutes } };
}

function officeRow({ fields }: CsvRecord): OfficeRow | string {
  const from = parseDay(fields["effective_from"] ?? "");
  if (from === undefined) return "effective_from";
  const until = fields["effective_to"] ?? "";
  const to = until === "" ? undefined : parseDay(until);
  if (until !== "" && (to === undefined || to < from)) return "effective_to";
  const weekday = Number(fields["weekday"]);
  if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7) return "weekday";
  const opens = timeOfDay(fields["opens"] ?? "");
  if (opens === undefined) return "opens";
  const closes = timeOfDay(fields["closes"] ?? "");
  if (closes === undefined || closes <= opens) return "closes";
  return { from, to, weekday, opens, closes, ...provenance(fields) };
}

function fixedRow({ fields }: CsvRecord): FixedHoliday | string {
  // 2000 is a leap year: 29 February passes.
  const day = parseDay(`2000-${fields["month_day"] ?? ""}`);
  if (day === undefined) return "month_day";
  const name = (fields["name"] ?? "").trim();
  if (name === "") return "name";
  const date = dateOf(day);
  return { month: date.month, day: date.day, name, ...provenance(fields) };
}

/** Rows of the same first and last day are one week; undefined when two intervals of a day overlap. */
function joinOfficeRows(rows: readonly OfficeRow[]): readonly OfficeHours[] | undefined {
  const weeks = new Map<string, OfficeRow[]>();
  for (const row of rows) {
    const key = `${row.from} ${row.to ?? ""}`;
    weeks.set(key, [...(weeks.get(key) ?? []), row]);
  }
  const all: OfficeHours[] = [];
  for (const week of weeks.values()) {
    const days = new Map<number, Interval[]>();
    for (const { weekday, opens, closes } of week.toSorted((a, b) => a.opens - b.opens)) {
      const day = days.get(weekday) ?? [];
      if ((day.at(-1)?.closes ?? 0) > opens) return undefined;
      days.set(weekday, [...day, { opens, closes }]);
    }
    const [first] = week;
    if (first === undefined) continue;
    all.push({
      effectiveFrom: first.from,
      effectiveTo: first.to,
      week: days,
      source: first.source,
      verified: week.every((row) => row.verified),
    });
  }
  return all.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
}

function provenance(fields: CsvRecord["fields"]): { source: string; verified: boolean } {
  return { source: (fields["source"] ?? "").trim(), verified: fields["verified"] === "true" };
}

/** "07:30" in milliseconds since midnight; undefined when it is no time. */
function timeOfDay(text: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? undefined : Number(found[1]) * hourMs + Number(found[2]) * minuteMs;
}

/** Offset of a zone without daylight saving; undefined for an unknown zone or one that changes within a year. */
function fixedOffset(iana: string): number | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en", { timeZone: iana, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  const offsets = [0, 6].map((month) => offsetAt(format, new Date(Date.UTC(2026, month, 1))));
  return offsets[0] === offsets[1] ? offsets[0] : undefined;
}

function offsetAt(format: Intl.DateTimeFormat, at: Date): number | undefined {
  const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "";
  if (name === "GMT") return 0;
  const found = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (found === null) return undefined;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

function rowProblem(file: string, record: CsvRecord, column: string): Problem {
  return problem("validation-failed", "time.calendar.bad-row", {
    params: { file, line: String(record.line), column },
  });
}
