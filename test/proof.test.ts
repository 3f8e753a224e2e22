import { describe, expect, it } from "vitest";
import { checkProof } from "./proof.ts";
import type { RunResults } from "./results.ts";

const results: RunResults = {
  files: [],
  tests: [
    { id: "src/a.test.ts > door > opens", file: "src/a.test.ts", state: "passed", durationMs: 1 },
    { id: "src/a.test.ts > door > closes | locks", file: "src/a.test.ts", state: "passed", durationMs: 1 },
    { id: "src/a.test.ts > window > opens", file: "src/a.test.ts", state: "failed", durationMs: 1 },
    { id: "src/a.test.ts > roof > holds", file: "src/a.test.ts", state: "skipped", durationMs: 1 },
  ],
};
const files = new Set(["docs/screens/door-360.png", "bench/results/inbox.json", "e2e/day.long.test.ts"]);
const faults = (...rows: string[]): string[] =>
  checkProof(["| sentence | proof |", "|---|---|", ...rows].join("\n"), results, (path) => files.has(path), false);

describe("the proof check", () => {
  it("accepts tests that passed, by name or by block, and files that exist", () => {
    const rows = [
      "| The door opens | `test: src/a.test.ts > door > opens` |",
      "| The door works | `test: src/a.test.ts > door`, `screen: door-360.png` |",
      "| It locks | `test: src/a.test.ts > door > closes \\| locks` |",
      "| It is fast | `bench: inbox.json` |",
      "| It lasts | `test: e2e/day.long.test.ts > a whole day` |",
    ];
    expect(faults(...rows)).toEqual([]);
  });

  it.each([
    ["a test that did not run", "`test: src/a.test.ts > door > flies`", "no such test"],
    ["a name that only begins like a test", "`test: src/a.test.ts > door > open`", "no such test"],
    ["a test that failed", "`test: src/a.test.ts > window > opens`", "failed"],
    ["a test that was skipped", "`test: src/a.test.ts > roof`", "skipped"],
    ["a screenshot that is missing", "`screen: window-360.png`", "docs/screens/window-360.png does not exist"],
    ["a bench file that is missing", "`bench: list.json`", "bench/results/list.json does not exist"],
    ["a long test that is missing", "`test: e2e/night.long.test.ts > x`", "does not exist"],
    ["a sentence without proof", "see the code", "no test, screen or bench"],
  ])("catches %s", (_what, proof, fault) => {
    expect(faults(`| Sentence | ${proof} |`)).toEqual([expect.stringContaining(fault)]);
  });

  it("lets a test be skipped that test/skips.json lists with reason and condition", () => {
    const row = ["| sentence | proof |", "|---|---|", "| It holds | `test: src/a.test.ts > roof` |"].join("\n");
    const skips = { "src/a.test.ts > roof > holds": { reason: "Needs a roof.", condition: "There is none." } };
    expect(checkProof(row, results, () => true, false, skips)).toEqual([]);
    expect(
      checkProof(row, results, () => true, false, { "src/a.test.ts > roof > holds": { reason: "", condition: "" } }),
    ).toEqual([expect.stringContaining("skipped")]);
  });

  it("catches a page without a table", () => {
    expect(checkProof("All is well.", results, () => true, false)).toEqual(["has no table of proofs"]);
  });
});
