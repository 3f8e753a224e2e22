import { describe, expect, it } from "vitest";
import { createPlaces, lineOf } from "./places.ts";

describe("places for live streams", () => {
  const rules = { most: 10, perReader: 4, forOfficers: 3 };
  const from = (key: string, isOfficer = false) => ({ key, isOfficer });

  it("are not all for one reader, and free again when given back, once", () => {
    const places = createPlaces(rules);
    const held = Array.from({ length: 4 }, () => places.take(from("a")));
    expect(held.every((release) => release !== undefined)).toBe(true);
    expect(places.take(from("a"))).toBeUndefined();
    expect(places.take(from("b"))).toBeDefined();
    held[0]?.();
    held[0]?.();
    expect(places.take(from("a"))).toBeDefined();
    expect(places.take(from("a"))).toBeUndefined();
  });

  it("are kept for officers in part", () => {
    const places = createPlaces(rules);
    for (let taken = 0; taken < 7; taken += 1) expect(places.take(from(`reader ${taken}`))).toBeDefined();
    expect(places.take(from("one more"))).toBeUndefined();
    for (let taken = 0; taken < 3; taken += 1) expect(places.take(from("officer", true))).toBeDefined();
    expect(places.take(from("officer", true))).toBeUndefined();
  });

  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
  ])("count %s as %s", (address, line) => {
    expect(lineOf(address)).toBe(line);
  });
});
