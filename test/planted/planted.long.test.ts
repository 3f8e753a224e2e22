import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { copyHouse, type House, type RunTest } from "./house.ts";
import { plants } from "./plants/index.ts";

let house: House;

beforeAll(() => {
  house = copyHouse(inject("testServer").adminUrl);
});
afterAll(() => house.remove());

/** A fault that says what is wrong, rather than that the code does not run. */
const isFinding = (fault: string) =>
  /^(AssertionError|Error: Property failed|Error: promise (resolved|rejected))/.test(fault);
const same = (test: { file: string; name: string }) => (other: RunTest) =>
  other.file === test.file && other.name === test.name;

const byName = plants.map((plant) => [plant.name, plant] as const);

describe("planted bugs", () => {
  it("are found by tests that pass in the sound house", async () => {
    const ran = await house.run(plants.map(({ test }) => test));
    for (const { test } of plants) expect([test.name, ran.find(same(test))?.state]).toEqual([test.name, "passed"]);
    expect(ran.every(({ state }) => state === "passed")).toBe(true);
  }, 600_000);

  it.each(byName)(
    "turns its test red: %s",
    async (_, plant) => {
      const ran = await house.withPlant(plant, () => house.run([plant.test]));
      expect(ran.map(({ file, name }) => ({ file, name }))).toEqual([plant.test]);
      expect(ran[0]?.state).toBe("failed");
      expect(ran[0]?.faults.filter((fault) => !isFinding(fault))).toEqual([]);
      expect(ran[0]?.faults).not.toEqual([]);
    },
    300_000,
  );
});
