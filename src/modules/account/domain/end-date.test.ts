import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfDay, isWithinAYear } from "./end-date.ts";

const jakarta = 7 * 60;

describe("the last day of a right", () => {
  it("ends at midnight of the region, not of the server", () => {
    expect(endOfDay("2026-11-30", jakarta)?.toISOString()).toBe("2026-11-30T17:00:00.000Z");
    expect(endOfDay("2026-12-31", 9 * 60)?.toISOString()).toBe("2026-12-31T15:00:00.000Z");
  });

  it.each(["", "2026-02-31", "2026-13-01", "31-12-2026", "2026-1-1", "2026-12-31T00:00", "0000-00-00", "9999-99-99"])(
    "no day: %j",
    (text) => expect(endOfDay(text, jakarta)).toBeUndefined(),
  );

  it("gives a moment within the typed day for every real day", () => {
    const days = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(420, 480, 540), (day, offset) => {
        const text = day.toISOString().slice(0, 10);
        const end = endOfDay(text, offset);
        expect(end).toBeDefined();
        const lastMoment = new Date((end?.getTime() ?? 0) - 1 + offset * 60_000);
        expect(lastMoment.toISOString().slice(0, 10)).toBe(text);
      }),
    );
  });

  it("lasts a year at most, and does not begin in the past", () => {
    const now = new Date("2026-11-24T03:00:00Z");
    expect(isWithinAYear(now, new Date("2026-11-24T03:00:00Z"))).toBe(false);
    expect(isWithinAYear(now, new Date("2026-11-24T17:00:00Z"))).toBe(true);
    expect(isWithinAYear(now, new Date("2027-11-24T17:00:00Z"))).toBe(true);
    expect(isWithinAYear(now, new Date("2027-11-26T17:00:00Z"))).toBe(false);
  });
});
