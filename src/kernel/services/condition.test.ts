import { describe, expect, test } from "vitest";
import { and, answered, type Condition, conditionHolds, eq, gt, isIn, lt, neq, not, or } from "./index.ts";

const answers = {
  kind: "family",
  age: 30,
  born: "1996-04-02",
  plays: false,
  days: ["mon", "sat"],
  home: { region: "35.78.08.1001" },
  name: { value: "Siti", source: "self", at: "2026-01-01T00:00:00Z", confirmed: true as const },
  rows: [{ id: "r1", answers: {} }],
  skipped: null,
};

describe("a condition", () => {
  test.each<[Condition, boolean]>([
    [eq("kind", "family"), true],
    [eq("kind", "single"), false],
    [neq("kind", "single"), true],
    [eq("plays", false), true],
    [eq("home", "35.78.08.1001"), true],
    [eq("name", "Siti"), true],
    [isIn("kind", ["single", "family"]), true],
    [isIn("days", ["wed", "sat"]), true],
    [isIn("days", ["wed"]), false],
    [gt("age", 29), true],
    [gt("age", 30), false],
    [lt("born", "2000-01-01"), true],
    [gt("age", "29"), false],
    [answered("rows"), true],
    [answered("skipped"), false],
    [answered("toString"), false],
    [eq("skipped", "x"), false],
    [neq("absent", "x"), true],
    [and(eq("kind", "family"), eq("plays", true)), false],
    [or(eq("kind", "single"), eq("plays", false)), true],
    [not(eq("kind", "family")), false],
    [and(), true],
    [or(), false],
  ])("%j is %s", (condition, expected) => {
    expect(conditionHolds(condition, answers)).toBe(expected);
  });
});
