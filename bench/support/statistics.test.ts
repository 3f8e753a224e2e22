import { describe, expect, it } from "vitest";
import { median, percentile, summarise } from "./statistics.ts";

describe("statistics of a bench", () => {
  it("takes the middle of odd and even counts", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow();
  });

  it("takes percentiles by nearest rank, so that p95 of 20 values is the 19th", () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(percentile(values, 0.95)).toBe(19);
    expect(percentile(values, 1)).toBe(20);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it("tells how far rounds lie apart", () => {
    expect(summarise([90, 100, 120])).toEqual({
      rounds: [90, 100, 120],
      median: 100,
      least: 90,
      most: 120,
      spread: 0.3,
    });
  });
});
