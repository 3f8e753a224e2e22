import { describe, expect, it } from "vitest";
import { domainHashesOnly, noHiddenClock } from "./purity.ts";
import { readTree, treeOf } from "./tree.ts";

describe("no hidden clock and no hidden randomness", () => {
  it("holds in the sources", () => {
    expect(noHiddenClock(readTree(["src"]))).toEqual([]);
  });

  it.each([
    ["Date.now", "export const at = () => Date.now();"],
    ["new Date()", "export const at = () => new Date();"],
    ["Math.random", "export const dice = () => Math.random();"],
    ["Temporal.Now", "export const at = () => Temporal.Now.instant();"],
    ["randomUUID", 'import { randomUUID } from "node:crypto"; export const id = () => randomUUID();'],
  ])("catches %s", (_what, text) => {
    expect(noHiddenClock(treeOf({ "src/modules/reports/store.ts": text }))).toEqual([
      expect.stringMatching(/^src\/modules\/reports\/store\.ts:1: /),
    ]);
  });

  it("lets a date be made from a value, and a named exception stand", () => {
    const text = "export const a = new Date(0);\n// allow clock: the log line's own time\nexport const b = Date.now();";
    expect(noHiddenClock(treeOf({ "src/modules/reports/a.ts": text }))).toEqual([]);
    expect(noHiddenClock(treeOf({ "src/kernel/time/clock.ts": "export const now = () => new Date();" }))).toEqual([]);
  });
});

describe("domain folders take no randomness from node:crypto", () => {
  it("holds in the sources", () => {
    expect(domainHashesOnly(readTree(["src"]))).toEqual([]);
  });

  it("catches it", () => {
    const plant = (names: string) =>
      domainHashesOnly(treeOf({ "src/kernel/ledger/domain/tree.ts": `import ${names} from "node:crypto";` }));
    expect(plant("{ createHash, randomBytes }")).toHaveLength(1);
    expect(plant("* as crypto")).toHaveLength(1);
    expect(plant("{ createHash }")).toEqual([]);
  });
});
