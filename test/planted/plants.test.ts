import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../src/kernel/config/index.ts";
import { planted } from "./house.ts";
import { plants } from "./plants/index.ts";

const textOf = (file: string) => readFileSync(join(projectRoot, file), "utf8");

const byName = plants.map((plant) => [plant.name, plant] as const);

describe("planted bugs", () => {
  it("are many, each another one, in different parts", () => {
    expect(plants.length).toBeGreaterThanOrEqual(10);
    expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length);
    expect(new Set(plants.map(({ file }) => file.split("/").slice(0, 3).join("/"))).size).toBeGreaterThanOrEqual(10);
  });

  // That they turn these tests red is tried by `npm run test:long`.
  it.each(byName)("still has its place and its test: %s", (_, plant) => {
    expect(planted(plant, textOf(plant.file))).not.toBe(textOf(plant.file));
    expect(existsSync(join(projectRoot, plant.test.file))).toBe(true);
    for (const part of plant.test.name.split(" > ")) expect(textOf(plant.test.file)).toContain(`"${part}"`);
  });

  it("are not planted where their place is missing or stands twice", () => {
    const [plant] = plants;
    if (plant === undefined) throw new Error("no plants");
    expect(() => planted(plant, "")).toThrow("stands 0 times");
    expect(() => planted(plant, `${plant.find}\n${plant.find}`)).toThrow("stands 2 times");
    expect(planted({ ...plant, find: "b", replace: "$&" }, "abc")).toBe("a$&c");
  });
});
