import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { createMessages } from "../ui/i18n.ts";
import { readCalendarFiles } from "./calendar-files.ts";
import { createCalendars } from "./calendars.ts";
import { addWorkingTime, type Duration, remaining } from "./domain/working-time.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import {
  clockInWords,
  dayBoxes,
  dayInWords,
  durationInWords,
  isoDay,
  machineTime,
  momentInWords,
  remainingInWords,
} from "./words.ts";

const loaded = createCalendars({ files: readCalendarFiles([join(projectRoot, "data", "calendar")]) });
if (!loaded.ok) throw new Error(loaded.error.message);
const wib = loaded.value.contextOf("35.78");
const wit = loaded.value.contextOf("94.71");
const messages = createMessages([{ id, en }], { strict: true });
const t = messages.translator("id");
const english = messages.translator("en");
const at = (local: string) => new Date(`${local}+07:00`);
const now = at("2026-11-24T09:00");

test("dates and hours as people write them", () => {
  expect(dayInWords(t, at("2026-11-27T16:30"), wib.zone, now)).toBe("Jumat, 27 Nov");
  expect(dayInWords(t, at("2027-02-19T16:30"), wib.zone, now)).toBe("Jumat, 19 Feb 2027");
  expect(clockInWords(t, at("2026-11-27T09:42"), wib.zone)).toBe("09.42");
  expect(momentInWords(t, at("2026-11-27T08:14"), wib.zone)).toBe("Jumat, 27 Nov 2026, 08.14 WIB");
  expect(momentInWords(english, at("2026-11-27T08:14"), wib.zone)).toBe("Friday, 27 Nov 2026, 08.14 WIB");
  expect(momentInWords(t, at("2026-11-27T22:30"), wit.zone, now)).toBe("Sabtu, 28 Nov, 00.30 WIT");
  expect(machineTime(at("2026-11-27T22:30"), wit.zone)).toBe("2026-11-28T00:30+09:00");
  expect(durationInWords(t, { unit: "working-days", amount: 5 })).toBe("5 hari kerja");
  expect(durationInWords(english, { unit: "working-hours", amount: 1 })).toBe("1 working hour");
});

describe("what is left, in a sentence", () => {
  const friday = at("2026-11-27T16:30");
  const say = (moment: string, unit: "working-days" | "working-hours" | "calendar-days", words = t) =>
    remainingInWords(words, remaining(at(moment), friday, unit, wib), friday, wib.zone);
  test.each([
    ["2026-11-24T09:00", "working-days", "Sisa 3 hari kerja"],
    ["2026-11-24T09:00", "calendar-days", "Sisa 3 hari"],
    ["2026-11-24T09:00", "working-hours", "Sisa 3 hari kerja"],
    ["2026-11-27T09:00", "working-hours", "Sisa 6 jam kerja"],
    ["2026-11-27T15:55", "working-hours", "Sisa 35 menit"],
    ["2026-11-27T09:00", "working-days", "Paling lambat hari ini, 16.30"],
    ["2026-11-27T17:00", "working-days", "Terlambat sejak 16.30"],
    ["2026-12-01T09:00", "working-days", "Terlambat 2 hari kerja"],
  ] as const)("%s %s", (moment, unit, sentence) => {
    expect(say(moment, unit)).toBe(sentence);
  });
  test("English has a singular", () => {
    expect(say("2026-11-26T09:00", "working-days", english)).toBe("1 working day left");
  });
});

describe("day boxes", () => {
  const boxes = (start: Date, due: Date, moment: Date, unit: Duration["unit"], context = wib) =>
    dayBoxes(t, { start, due, now: moment, left: remaining(moment, due, unit, context) }, context);
  const states = (start: string, due: string, moment: string, unit: Duration["unit"] = "working-days") =>
    boxes(at(start), at(due), at(moment), unit).map(({ label, state }) => `${label} ${state}`);

  test("a week: past, today, to come", () => {
    expect(states("2026-11-20T08:14", "2026-11-27T16:30", "2026-11-24T09:00")).toEqual([
      "Sen past",
      "Sel today",
      "Rab left",
      "Kam left",
      "Jum left",
    ]);
  });
  test("of a promise that was stopped for long, the first past days are left out; none when those left do not fit", () => {
    const long = states("2026-09-01T08:14", "2026-12-11T16:30", "2026-12-09T09:00");
    expect(long).toHaveLength(15);
    expect(long.slice(-3)).toEqual(["Rab today", "Kam left", "Jum left"]);
    expect(states("2026-09-01T08:14", "2026-12-11T16:30", "2026-09-01T09:00")).toEqual([]);
  });
  test("holidays have no box and a free day is not today", () => {
    expect(states("2026-12-22T09:00", "2026-12-29T16:00", "2026-12-26T09:00")).toEqual([
      "Rab past",
      "Sen left",
      "Sel left",
    ]);
  });
  test("days of the calendar have boxes on Saturday and Sunday too, a sentence about hours has none", () => {
    expect(states("2026-11-26T09:00", "2026-11-30T23:59", "2026-11-28T09:00", "calendar-days")).toEqual([
      "Jum past",
      "Sab today",
      "Min left",
      "Sen left",
    ]);
    expect(states("2026-11-26T09:00", "2026-11-27T14:00", "2026-11-26T15:00", "working-hours")).toEqual([]);
  });
  test("are left as many as the sentence says, whatever was promised, wherever, whenever one looks", () => {
    const promise = fc.record({
      start: fc.date({ min: at("2025-01-01T00:00"), max: at("2027-12-01T00:00"), noInvalidDate: true }),
      unit: fc.constantFrom<Duration["unit"]>("working-days", "working-hours", "calendar-days"),
      amount: fc.integer({ min: 1, max: 40 }),
      later: fc.integer({ min: 0, max: 60 * 24 * 60 }),
      context: fc.constantFrom(wib, loaded.value.contextOf("51.71"), wit),
    });
    fc.assert(
      fc.property(promise, ({ start, unit, amount, later, context }) => {
        const { due } = addWorkingTime(start, { unit, amount }, context);
        const moment = new Date(start.getTime() + later * 60_000);
        const sentence = remainingInWords(t, remaining(moment, due, unit, context), due, context.zone);
        const said = /^Sisa (\d+) hari/.exec(sentence)?.[1];
        const drawn = boxes(start, due, moment, unit, context);
        const today = isoDay(moment, context.zone);
        const daysLeft = Number(said ?? 0);
        if (/^Sisa .*(jam|menit)/.test(sentence) || daysLeft > 15) expect(drawn).toEqual([]);
        else expect(drawn.filter(({ state }) => state === "left")).toHaveLength(daysLeft);
        for (const { date, state } of drawn)
          expect(state).toBe(date < today ? "past" : date === today ? "today" : "left");
      }),
      { numRuns: 1_000 },
    );
  });
});
