import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../canonical/index.ts";
import {
  createServiceRegistry,
  definitionHash,
  diffDefinitions,
  eq,
  fee,
  flow,
  type ServiceDefinition,
  text,
} from "./index.ts";
import { tennisClub } from "./testing/tennis-club.ts";

const second: ServiceDefinition = { ...tennisClub, version: 2, from: "2026-07-01", fee: fee(200_000, "Statute") };

describe("a definition", () => {
  test("is frozen plain JSON", () => {
    expect(JSON.parse(JSON.stringify(tennisClub))).toEqual(tennisClub);
    expect(Object.isFrozen(tennisClub.flow.states["taken"]?.may["fix"]?.ask)).toBe(true);
  });

  test("has the hash of its canonical JSON, whatever the order of its keys", () => {
    const reversed = Object.fromEntries(Object.entries(tennisClub).reverse());
    const expected = createHash("sha256").update(canonicalJson(tennisClub)).digest("hex");
    expect(definitionHash(tennisClub)).toBe(expected);
    expect(createHash("sha256").update(canonicalJson(reversed)).digest("hex")).toBe(expected);
    expect(definitionHash(second)).not.toBe(expected);
  });

  test("gets the actions of `everywhere` in each state that is not final", () => {
    const { states } = tennisClub.flow;
    const withWithdraw = Object.keys(states).filter((name) => states[name]?.may["withdraw"] !== undefined);
    expect(withWithdraw).toEqual(["submitted", "routed", "taken", "waiting", "answered", "verified"]);
  });

  test("does not compile when an action leads to a state nobody wrote", () => {
    const made = flow({
      start: "open",
      states: {
        // @ts-expect-error "closed" is no state of this flow
        open: { label: "l", happening: "h", may: { close: { to: "closed", label: "a" } } },
        end: { label: "l", happening: "h", final: true, outcome: "resolved" },
      },
    });
    expect(made.states["open"]?.may["close"]?.ask).toEqual([]);
  });
});

describe("the registry", () => {
  test("gives the newest version in use on a day, and each version by number", () => {
    const made = createServiceRegistry([second, tennisClub]);
    if (!made.ok) throw new Error("refused");
    const registry = made.value;
    expect(registry.current("club.membership", "2025-12-31")).toBeUndefined();
    expect(registry.current("club.membership", "2026-01-01")?.version).toBe(1);
    expect(registry.current("club.membership", "2026-07-01")?.version).toBe(2);
    expect(registry.get("club.membership", 1)).toEqual(tennisClub);
    expect(registry.get("club.membership", 3)).toBeUndefined();
    expect(registry.current("club.none", "2026-07-01")).toBeUndefined();
    expect(registry.hashOf("club.membership", 2)).toBe(definitionHash(second));
    expect(registry.allCurrent("2026-08-01").map(({ version }) => version)).toEqual([2]);
    expect(registry.all()).toHaveLength(2);
  });

  test("takes the same version twice as one, and refuses it with other content", () => {
    const copy: ServiceDefinition = JSON.parse(JSON.stringify(tennisClub));
    expect(createServiceRegistry([tennisClub, copy]).ok).toBe(true);
    const made = createServiceRegistry([tennisClub, { ...copy, title: "club.other" }]);
    expect(made.ok ? [] : made.error.map(({ code }) => code)).toEqual(["changed-after-publishing"]);
  });

  test("refuses a version that starts before the one it follows", () => {
    const made = createServiceRegistry([tennisClub, { ...second, from: "2025-01-01" }]);
    expect(made.ok ? [] : made.error.map(({ code }) => code)).toEqual(["version-before-its-predecessor"]);
  });
});

describe("the difference of two versions", () => {
  test("names questions added, changed and removed, and the parts that changed", () => {
    const ask = tennisClub.ask
      .filter((question) => question.name !== "wishes")
      .map((question) => (question.name === "guardian" ? { ...question, when: eq("kind", "single") } : question));
    const after = { ...second, ask: [...ask, text("nickname", "club.nickname", { optional: true })] };
    expect(diffDefinitions(tennisClub, after)).toEqual([
      { kind: "question-changed", question: "guardian" },
      { kind: "question-added", question: "nickname", required: false },
      { kind: "question-removed", question: "wishes" },
      { kind: "part-changed", part: "fee" },
    ]);
    expect(diffDefinitions(tennisClub, tennisClub)).toEqual([]);
  });
});
