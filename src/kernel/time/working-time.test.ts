import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { readCalendarFiles } from "./calendar-files.ts";
import { createCalendars } from "./calendars.ts";
import { isWorkingDay, openIntervals } from "./domain/calendar.ts";
import {
  addWorkingTime,
  budgetMs,
  type Duration,
  fractionPoint,
  pauseClock,
  remaining,
  resumeClock,
  type WorkingContext,
  warningPoint,
  workingDaysBetween,
  workingMsBetween,
  workingTimeBetween,
} from "./domain/working-time.ts";
import { hourMs, localDay, localTimeMs, minuteMs } from "./domain/zone.ts";

const loaded = createCalendars({ files: readCalendarFiles([join(projectRoot, "data", "calendar")]) });
if (!loaded.ok) throw new Error(loaded.error.message);
const calendars = loaded.value;
const wib = calendars.contextOf("35.78");
const wita = calendars.contextOf("51.71");
const wit = calendars.contextOf("94.71");

const days = (amount: number): Duration => ({ unit: "working-days", amount });
const hours = (amount: number): Duration => ({ unit: "working-hours", amount });
const calendarDays = (amount: number): Duration => ({ unit: "calendar-days", amount });
const due = (start: string, duration: Duration, context: WorkingContext = wib) =>
  addWorkingTime(new Date(start), duration, context).due.toISOString();
const at = (local: string) => new Date(`${local}+07:00`).toISOString();

describe("working days", () => {
  test("the day it begins does not count and it ends when offices close", () => {
    expect(due("2026-11-24T08:14:00+07:00", days(3))).toBe(at("2026-11-27T16:30"));
    expect(due("2026-11-24T23:59:00+07:00", days(1))).toBe(at("2026-11-25T16:00"));
    expect(due("2026-11-24T00:00:00+07:00", days(1))).toBe(at("2026-11-25T16:00"));
  });

  test("begun on a Saturday, the first day is Monday", () => {
    expect(due("2026-11-28T10:00:00+07:00", days(1))).toBe(at("2026-11-30T16:00"));
  });

  test("Christmas, its joint leave and the weekend are jumped over", () => {
    expect(due("2026-12-23T09:00:00+07:00", days(1))).toBe(at("2026-12-28T16:00"));
  });

  test("a leap day is a day like any other", () => {
    // 29 February 2028 is a Tuesday.
    expect(due("2028-02-28T09:00:00+07:00", days(1))).toBe(at("2028-02-29T16:00"));
    expect(due("2028-02-28T09:00:00+07:00", calendarDays(2))).toBe(at("2028-03-01T23:59"));
  });
});

describe("working hours", () => {
  test("run only while offices are open, and the break does not count", () => {
    expect(due("2026-11-24T11:00:00+07:00", hours(2))).toBe(at("2026-11-24T14:00"));
    expect(due("2026-11-24T12:30:00+07:00", hours(1))).toBe(at("2026-11-24T14:00"));
    expect(due("2026-11-27T11:00:00+07:00", hours(1))).toBe(at("2026-11-27T13:30"));
    expect(due("2026-11-27T16:00:00+07:00", hours(1))).toBe(at("2026-11-30T08:00"));
  });

  test("time that ends with the office's day ends today, a minute more tomorrow", () => {
    expect(due("2026-11-24T14:00:00+07:00", hours(2))).toBe(at("2026-11-24T16:00"));
    expect(due("2026-11-24T14:01:00+07:00", hours(2))).toBe(at("2026-11-25T07:31"));
  });

  test("begun at closing time or at night it starts at the next opening", () => {
    expect(due("2026-11-24T16:00:00+07:00", hours(4))).toBe(at("2026-11-25T11:30"));
    expect(due("2026-11-24T22:00:00+07:00", hours(4))).toBe(at("2026-11-25T11:30"));
    expect(due("2026-11-25T05:00:00+07:00", hours(4))).toBe(at("2026-11-25T11:30"));
  });

  test("a week has 37.5 hours", () => {
    const monday = new Date(at("2026-11-23T00:00"));
    const nextMonday = new Date(at("2026-11-30T00:00"));
    expect(workingMsBetween(monday, nextMonday, wib)).toBe(37.5 * hourMs);
  });
});

describe("zones", () => {
  test("the same instant is another hour, and another deadline, in the east", () => {
    // 14.30 in Surabaya, 15.30 in Denpasar, 16.30 (closed) in Jayapura.
    const instant = "2026-11-24T07:30:00Z";
    expect(due(instant, hours(1), wib)).toBe("2026-11-24T08:30:00.000Z");
    expect(due(instant, hours(1), wita)).toBe("2026-11-25T00:00:00.000Z");
    expect(due(instant, hours(1), wit)).toBe("2026-11-24T23:30:00.000Z");
  });

  test("at 22.30 in the west the next day has begun in the east", () => {
    const instant = "2026-11-24T15:30:00Z";
    expect(due(instant, days(1), wib)).toBe("2026-11-25T09:00:00.000Z");
    expect(due(instant, days(1), wit)).toBe("2026-11-26T07:00:00.000Z");
  });
});

describe("a year without a holiday list", () => {
  test("the deadline is given, marked as incomplete, and names the year", () => {
    const result = addWorkingTime(new Date("2026-11-24T08:14:00+07:00"), days(60), wib);
    expect(result.calendarComplete).toBe(false);
    expect(result.missingYears).toEqual([2027]);
    // 25 days remain in 2026 (24 and 25 December are free), 35 in 2027 (1 January is free).
    expect(result.due.toISOString()).toBe(at("2027-02-19T16:30"));
  });

  test("fixed holidays count in such a year, and only there", () => {
    expect(due("2026-12-31T09:00:00+07:00", days(1))).toBe(at("2027-01-04T16:00"));
    expect(due("2027-08-16T09:00:00+07:00", days(1))).toBe(at("2027-08-18T16:00"));
  });

  test("within the listed year the calendar is complete", () => {
    const result = addWorkingTime(new Date("2026-11-24T08:14:00+07:00"), days(5), wib);
    expect(result).toMatchObject({ calendarComplete: true, missingYears: [] });
  });
});

describe("what is left", () => {
  const friday = new Date(at("2026-11-27T16:30"));
  test("counts working days after today", () => {
    expect(remaining(new Date(at("2026-11-24T09:00")), friday, "working-days", wib)).toMatchObject({
      late: false,
      days: 3,
    });
    expect(remaining(new Date(at("2026-11-27T09:00")), friday, "working-days", wib)).toMatchObject({
      late: false,
      days: 0,
      minutes: 360,
    });
  });
  test("a weekend does not make it later", () => {
    expect(remaining(new Date(at("2026-11-29T12:00")), friday, "working-days", wib)).toMatchObject({
      late: true,
      days: 0,
    });
    expect(remaining(new Date(at("2026-11-30T08:00")), friday, "working-days", wib)).toMatchObject({
      late: true,
      days: 1,
      minutes: 30,
    });
  });
});

test("an amount that makes no sense is a bug and throws", () => {
  for (const wrong of [days(0), days(1.5), hours(0), hours(-1), hours(Number.NaN), calendarDays(0.5)]) {
    expect(() => addWorkingTime(new Date(0), wrong, wib)).toThrow(RangeError);
  }
});

const instant = fc
  .integer({ min: Date.parse("2025-12-20T00:00Z") / minuteMs, max: Date.parse("2028-03-10T00:00Z") / minuteMs })
  .map((minutes) => new Date(minutes * minuteMs));
const context = fc.constantFrom(wib, wita, wit);
const duration: fc.Arbitrary<Duration> = fc.oneof(
  fc.integer({ min: 1, max: 70 }).map(days),
  fc.integer({ min: 1, max: 70 }).map(calendarDays),
  fc.integer({ min: 1, max: 200 * 60 }).map((minutes) => hours(minutes / 60)),
);
const workingDuration = duration.filter(({ unit }) => unit !== "calendar-days");

describe("for every start, duration and zone", () => {
  test("a later start is never due earlier, a longer time never due earlier", () => {
    fc.assert(
      fc.property(instant, instant, duration, fc.integer({ min: 0, max: 9 }), context, (a, b, d, more, c) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        const early = addWorkingTime(first, d, c).due;
        expect(addWorkingTime(second, d, c).due.getTime()).toBeGreaterThanOrEqual(early.getTime());
        const longer = addWorkingTime(first, { ...d, amount: d.amount + more }, c).due;
        expect(longer.getTime()).toBeGreaterThanOrEqual(early.getTime());
        expect(early.getTime()).toBeGreaterThan(first.getTime());
      }),
    );
  });

  test("two times one after the other are due as their sum", () => {
    fc.assert(
      fc.property(instant, duration, fc.integer({ min: 1, max: 30 }), context, (start, d, more, c) => {
        const first = addWorkingTime(start, d, c).due;
        const stepwise = addWorkingTime(first, { ...d, amount: more }, c).due;
        expect(stepwise).toEqual(addWorkingTime(start, { ...d, amount: d.amount + more }, c).due);
      }),
    );
  });

  test("it is never due on a holiday or weekend, nor outside office hours", () => {
    fc.assert(
      fc.property(instant, workingDuration, context, (start, d, c) => {
        const end = addWorkingTime(start, d, c).due;
        const day = localDay(end, c.zone);
        const time = localTimeMs(end, c.zone);
        expect(isWorkingDay(c.calendar, day)).toBe(true);
        expect(openIntervals(c.calendar, day).some(({ opens, closes }) => opens < time && time <= closes)).toBe(true);
      }),
    );
  });

  test("the time between start and due is the time given", () => {
    fc.assert(
      fc.property(instant, duration, context, (start, d, c) => {
        const end = addWorkingTime(start, d, c).due;
        expect(workingTimeBetween(start, end, d.unit, c)).toBeCloseTo(d.amount, 6);
      }),
    );
  });

  test("minute by minute, the same hours are counted", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 900 }), context, (start, minutes, c) => {
        let open = 0;
        let minute = start.getTime();
        while (open < minutes) {
          const day = localDay(new Date(minute), c.zone);
          const time = localTimeMs(new Date(minute), c.zone);
          if (openIntervals(c.calendar, day).some(({ opens, closes }) => opens <= time && time < closes)) open += 1;
          minute += minuteMs;
        }
        expect(addWorkingTime(start, hours(minutes / 60), c).due.getTime()).toBe(minute);
      }),
      { numRuns: 60 },
    );
  });

  test("stopping and starting at one instant changes nothing", () => {
    fc.assert(
      fc.property(instant, duration, fc.double({ min: 0, max: 1.2, noNaN: true }), context, (start, d, part, c) => {
        const end = addWorkingTime(start, d, c).due;
        const stop = new Date(Math.round(start.getTime() + part * (end.getTime() - start.getTime())));
        expect(resumeClock(stop, pauseClock(stop, end, d.unit, c), c).due).toEqual(end);
      }),
    );
  });

  test("a stop moves the due time by the closings that passed, and never makes it earlier", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 40 }), instant, context, (start, amount, resumeAt, c) => {
        fc.pre(resumeAt >= start);
        const end = addWorkingTime(start, days(amount), c).due;
        const moved = resumeClock(resumeAt, pauseClock(start, end, "working-days", c), c).due;
        const closings = closingsBetween(start, resumeAt, c);
        expect(workingDaysBetween(end, moved, c)).toBe(closings);
        expect(moved.getTime()).toBeGreaterThanOrEqual(end.getTime());
      }),
    );
  });

  test("a stop in working hours leaves exactly what was left", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 6000 }), instant, context, (start, minutes, resumeAt, c) => {
        fc.pre(resumeAt >= start);
        const end = addWorkingTime(start, hours(minutes / 60), c).due;
        const paused = pauseClock(start, end, "working-hours", c);
        const moved = resumeClock(resumeAt, JSON.parse(JSON.stringify(paused)), c).due;
        expect(workingMsBetween(resumeAt, moved, c)).toBe(minutes * minuteMs);
      }),
    );
  });

  test("warnings come in order, between start and due, the last at the due time", () => {
    fc.assert(
      fc.property(instant, duration, context, (start, d, c) => {
        const [half, most, all] = [0.5, 0.8, 1].map((part) => fractionPoint(start, d, part, c).getTime());
        expect(start.getTime()).toBeLessThan(Number(half));
        expect(Number(half)).toBeLessThan(Number(most));
        expect(Number(most)).toBeLessThan(Number(all));
        expect(all).toBe(addWorkingTime(start, d, c).due.getTime());
      }),
    );
  });

  test("reckoned back from the due time, a warning falls in the same working time", () => {
    fc.assert(
      fc.property(instant, workingDuration, fc.constantFrom(0.5, 0.8), context, (start, d, part, c) => {
        const end = addWorkingTime(start, d, c).due;
        const back = warningPoint(end, budgetMs(start, d, c), d.unit, part, c);
        const forth = fractionPoint(start, d, part, c);
        expect(workingMsBetween(start, back, c) - workingMsBetween(start, forth, c)).toBeLessThanOrEqual(1);
        expect(workingMsBetween(back, end, c)).toBeCloseTo(workingMsBetween(forth, end, c), -1);
      }),
    );
  });
});

test("stopped at the very minute of closing it is not late, and is due at the next closing", () => {
  const end = new Date(at("2026-11-24T16:00"));
  const paused = pauseClock(end, end, "working-days", wib);
  expect(paused).toEqual({ unit: "working-days", leftClosings: 1 });
  expect(resumeClock(new Date(at("2026-11-25T08:00")), paused, wib).due.toISOString()).toBe(at("2026-11-25T16:00"));
});

test("stopping a late clock does not forgive", () => {
  const end = new Date(at("2026-11-24T16:00"));
  const paused = pauseClock(new Date(at("2026-11-24T16:01")), end, "working-days", wib);
  expect(resumeClock(new Date(at("2026-11-30T08:00")), paused, wib).due).toEqual(end);
});

/** Closing times in [from, to): an oracle apart from the code under test. */
function closingsBetween(from: Date, to: Date, c: WorkingContext): number {
  let count = 0;
  for (let day = localDay(from, c.zone); day <= localDay(to, c.zone); day += 1) {
    const closes = openIntervals(c.calendar, day).at(-1)?.closes;
    if (closes === undefined) continue;
    const closing = day * 24 * hourMs + closes - c.zone.offsetMinutes * minuteMs;
    if (from.getTime() <= closing && closing < to.getTime()) count += 1;
  }
  return count;
}
