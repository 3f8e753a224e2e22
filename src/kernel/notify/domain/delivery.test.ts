import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Attempt, afterAttempt, type Outcome, patience, pauseAfter, urgencies } from "./delivery.ts";
import { outOfQuietHours } from "./quiet-hours.ts";

const quiet = { zone: "Asia/Jakarta", from: "21:00", until: "06:00" };
const attempts = fc.record({
  id: fc.uuid(),
  urgency: fc.constantFrom(...urgencies),
  tries: fc.integer({ min: 1, max: 20 }),
  quiet: fc.constantFrom(null, quiet),
});
const moments = fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true });
const retry: Outcome = { kind: "retry", reason: "smtp-421" };

describe("afterAttempt", () => {
  it("tries again later, until patience ends", () => {
    fc.assert(
      fc.property(attempts, moments, (attempt, now) => {
        const next = afterAttempt(attempt, retry, now);
        if (attempt.tries >= patience[attempt.urgency].tries) {
          expect(next).toEqual({ state: "technical-failure", reason: "smtp-421" });
          return;
        }
        if (next.state !== "temporary-failure") throw new Error(next.state);
        expect(next.at.getTime()).toBeGreaterThan(now.getTime());
        expect(outOfQuietHours(next.at, attempt.quiet)).toEqual(next.at);
      }),
    );
  });

  it("doubles the pause up to the longest, never below half of it", () => {
    fc.assert(
      fc.property(attempts, (attempt) => {
        const { first, longest } = patience[attempt.urgency];
        const full = Math.min(longest, first * 2 ** (attempt.tries - 1));
        expect(pauseAfter(attempt)).toBeGreaterThanOrEqual(full / 2);
        expect(pauseAfter(attempt)).toBeLessThanOrEqual(full);
      }),
    );
  });

  it("spreads deliveries that failed together", () => {
    const pauses = Array.from({ length: 100 }, (_, n) =>
      pauseAfter({ id: `delivery-${n}`, urgency: "normal", tries: 1 }),
    );
    expect(new Set(pauses).size).toBeGreaterThan(90);
  });

  it("ends in a state that says whose fault it was", () => {
    const attempt: Attempt = { id: "x", urgency: "normal", tries: 1, quiet: null };
    const now = new Date("2026-07-01T00:00:00Z");
    expect(afterAttempt(attempt, { kind: "delivered", providerId: "p" }, now)).toEqual({
      state: "delivered",
      providerId: "p",
    });
    expect(afterAttempt(attempt, { kind: "refused", reason: "smtp-550" }, now)).toEqual({
      state: "permanent-failure",
      reason: "smtp-550",
    });
    expect(afterAttempt(attempt, { kind: "broken", reason: "no-text" }, now)).toEqual({
      state: "technical-failure",
      reason: "no-text",
    });
  });
});

describe("outOfQuietHours", () => {
  it.each([
    ["20:59 is not yet quiet", "2026-07-01T13:59:00Z", "2026-07-01T13:59:00Z"],
    ["21:00 waits until 6 the next day", "2026-07-01T14:00:00Z", "2026-07-01T23:00:00Z"],
    ["half past midnight waits until 6 the same day", "2026-07-01T17:30:00Z", "2026-07-01T23:00:00Z"],
    ["6:00 is quiet no longer", "2026-07-01T23:00:00Z", "2026-07-01T23:00:00Z"],
  ])("%s (Jakarta)", (_, at, expected) => {
    expect(outOfQuietHours(new Date(at), quiet)).toEqual(new Date(expected));
  });

  it("counts in the person's own zone", () => {
    // 19:30 in Jakarta is 21:30 in Jayapura.
    const at = new Date("2026-07-01T12:30:00Z");
    expect(outOfQuietHours(at, quiet)).toEqual(at);
    expect(outOfQuietHours(at, { ...quiet, zone: "Asia/Jayapura" })).toEqual(new Date("2026-07-01T21:00:00Z"));
  });

  it("knows hours within a day, none at all, and is settled after one step", () => {
    const noon = { zone: "Asia/Jakarta", from: "12:00", until: "13:00" };
    expect(outOfQuietHours(new Date("2026-07-01T05:20:00Z"), noon)).toEqual(new Date("2026-07-01T06:00:00Z"));
    expect(outOfQuietHours(new Date("2026-07-01T06:20:00Z"), noon)).toEqual(new Date("2026-07-01T06:20:00Z"));
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
    fc.assert(
      fc.property(moments, time, time, (at, from, until) => {
        const hours = { zone: "Asia/Makassar", from, until };
        const out = outOfQuietHours(at, hours);
        expect(out.getTime() - at.getTime()).toBeGreaterThanOrEqual(0);
        expect(out.getTime() - at.getTime()).toBeLessThan(86_400_000);
        expect(outOfQuietHours(out, hours)).toEqual(out);
        if (from === until) expect(out).toEqual(at);
      }),
    );
  });
});
