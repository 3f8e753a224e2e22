import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { type CalendarFile, readCalendarFiles } from "./calendar-files.ts";
import { createCalendars } from "./calendars.ts";
import { parseCsv } from "./csv.ts";
import { addWorkingTime } from "./domain/working-time.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

const shipped = readCalendarFiles([join(projectRoot, "data", "calendar")]);

function load(files: readonly CalendarFile[]) {
  const result = createCalendars({ files });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function faultOf(change: CalendarFile) {
  const result = createCalendars({ files: [...shipped.filter((file) => file.name !== change.name), change] });
  return result.ok ? undefined : result.error;
}

test("the shipped calendar has 25 free days in 2026, the zones of 38 provinces and one week of hours", () => {
  const { calendar } = load(shipped).contextOf("35");
  expect(calendar.holidays.size).toBe(25);
  expect([...calendar.holidays.values()].filter(({ kind }) => kind === "national")).toHaveLength(17);
  expect(calendar.officeHours).toHaveLength(1);
  const zones = shipped.find((file) => file.name === "zones.csv")?.text ?? "";
  expect([...parseCsv(zones)]).toHaveLength(38);
});

test("zones follow the province", () => {
  const calendars = load(shipped);
  expect(calendars.zoneOf("35.78.08.1002")).toEqual({ name: "WIB", iana: "Asia/Jakarta", offsetMinutes: 420 });
  expect(calendars.zoneOf("51").name).toBe("WITA");
  expect(calendars.zoneOf("96.71").name).toBe("WIT");
  expect(calendars.zoneOf("").name).toBe("WIB");
  expect(() => calendars.zoneOf("99.01")).toThrow("99");
});

test("the operator is told what is missing and what nobody has verified", () => {
  const calendars = load(shipped);
  const keys = (now: string) => calendars.notes(new Date(now)).map(({ message, params }) => [message, params["year"]]);
  expect(keys("2026-11-24T03:00:00Z")).toEqual([
    ["time.calendar.missing-year", "2027"],
    ["time.calendar.unverified-holidays", "2026"],
    ["time.calendar.unverified-office-hours", undefined],
  ]);
  expect(keys("2026-06-01T03:00:00Z")).not.toContainEqual(["time.calendar.missing-year", "2027"]);
});

describe("an operator's folder", () => {
  test("adds a year, and the deadline becomes complete", () => {
    const folder = mkdtempSync(join(tmpdir(), "balai-calendar-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const own = join(folder, "calendar");
    mkdirSync(own);
    writeFileSync(
      join(own, "holidays-2027.csv"),
      "date,kind,name,source,verified\r\n2027-01-04,national,Hari uji,SKB,true\r\n",
    );
    const folders = [join(projectRoot, "data", "calendar"), own, join(folder, "none")];
    const calendars = load(shipped);
    const start = new Date("2026-12-31T02:00:00Z");
    const day = { unit: "working-days", amount: 1 } as const;
    expect(addWorkingTime(start, day, calendars.contextOf("35")).calendarComplete).toBe(false);
    expect(calendars.reload(readCalendarFiles(folders)).ok).toBe(true);
    const after = addWorkingTime(start, day, calendars.contextOf("35"));
    // The list of 2027 is now the whole truth: it leaves out 1 January, so that Friday counts.
    expect(after).toMatchObject({ calendarComplete: true, due: new Date("2027-01-01T09:30:00Z") });
  });

  test("with an error changes nothing", () => {
    const calendars = load(shipped);
    const before = calendars.contextOf("35").calendar;
    expect(calendars.reload([{ name: "zones.csv", text: "province_code,zone,iana\n35,WIB,Asia/Atlantis\n" }]).ok).toBe(
      false,
    );
    expect(calendars.contextOf("35").calendar).toBe(before);
  });
});

describe("a faulty file is named with its line and column", () => {
  const holidays = (rows: string) => ({ name: "holidays-2026.csv", text: `date,kind,name,source,verified\n${rows}\n` });
  const hours = (rows: string) => ({
    name: "office-hours.csv",
    text: `effective_from,effective_to,weekday,opens,closes,source,verified\n${rows}\n`,
  });
  test.each([
    [holidays("2026-02-30,national,Hari,x,true"), "2", "date"],
    [holidays("2026-01-01,national,Tahun Baru,x,true\n2025-12-25,national,Natal,x,true"), "3", "date"],
    [holidays("2026-01-01,regional,Hari,x,true"), "2", "kind"],
    [holidays("2026-01-01,national,,x,true"), "2", "name"],
    [hours("2023-01-01,,8,07:30,12:00,x,true"), "2", "weekday"],
    [hours("2023-01-01,,1,07:30,07:30,x,true"), "2", "closes"],
    [hours("2023-01-01,,1,24:30,07:30,x,true"), "2", "opens"],
    [hours("2023-01-02,2023-01-01,1,07:30,12:00,x,true"), "2", "effective_to"],
    // Daylight saving would make a fixed offset wrong half the year.
    [{ name: "zones.csv", text: "province_code,zone,iana\n35,CET,Europe/Berlin\n" }, "2", "iana"],
  ])("%j", (file, line, column) => {
    expect(faultOf(file)).toMatchObject({
      message: "time.calendar.bad-row",
      params: { file: file.name, line, column },
    });
  });

  test("overlapping hours, no hours and unknown files are refused", () => {
    expect(faultOf(hours("2023-01-01,,1,07:30,12:00,x,true\n2023-01-01,,1,11:30,16:00,x,true"))?.message).toBe(
      "time.calendar.overlapping-hours",
    );
    expect(faultOf(hours(""))?.message).toBe("time.calendar.no-office-hours");
    expect(faultOf({ name: "libur.csv", text: "a\nb\n" })?.message).toBe("time.calendar.unknown-file");
  });
});

test("hours of a shorter period (Ramadan) hold while it lasts", () => {
  const standing = shipped.find((file) => file.name === "office-hours.csv")?.text ?? "";
  const calendars = load([
    ...shipped.filter((file) => file.name !== "office-hours.csv"),
    { name: "office-hours.csv", text: `${standing}2026-11-25,2026-11-26,3,08:00,15:00,x,true\n` },
  ]);
  const due = (start: string) =>
    addWorkingTime(new Date(start), { unit: "working-days", amount: 1 }, calendars.contextOf("35")).due.toISOString();
  expect(due("2026-11-24T02:00:00Z")).toBe("2026-11-25T08:00:00.000Z");
  // Thursday has no hours in the exception; Friday is back to the standing week.
  expect(due("2026-11-25T02:00:00Z")).toBe("2026-11-27T09:30:00.000Z");
});

test("every message has both languages", () => {
  const plain = (keys: readonly string[]) => [...new Set(keys.map((key) => key.replace(/\.(one|other)$/, "")))].sort();
  expect(plain(Object.keys(en))).toEqual(plain(Object.keys(id)));
});

test("CSV: quotes, doubled quotes, commas, line breaks inside quotes, CRLF and a byte-order mark", () => {
  const text = '\ufeffkode,nama\r\n1,"A ""B"", C\r\nII"\r\n\r\n2,D\r\n3';
  expect([...parseCsv(text)]).toEqual([
    { line: 2, fields: { kode: "1", nama: 'A "B", C\r\nII' } },
    { line: 5, fields: { kode: "2", nama: "D" } },
    { line: 6, fields: { kode: "3", nama: "" } },
  ]);
});
