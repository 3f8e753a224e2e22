import { expect, it } from "vitest";
import type { RunResults, TestRecord } from "./results.ts";
import { judge, timePerModule } from "./verdict.ts";

const record = (id: string, state: TestRecord["state"]): TestRecord => ({
  id,
  file: id.split(" > ")[0] ?? id,
  state,
  durationMs: 1,
});
const run = (...tests: TestRecord[]): RunResults => ({
  tests,
  files: tests.map((test) => ({ file: test.file, durationMs: 1500 })),
});

it("counts steps as tests and ends with the one line", () => {
  const verdict = judge(
    run(record("a.test.ts > x", "passed")),
    [{ name: "types", passed: true, durationMs: 1 }],
    {},
    true,
  );
  expect(verdict).toMatchObject({ line: "2 passed, 0 failed, 0 skipped", exitCode: 0, complaints: [] });
});

it("a failed step fails the run", () => {
  const verdict = judge(
    run(record("a.test.ts > x", "passed")),
    [{ name: "types", passed: false, durationMs: 1 }],
    {},
    true,
  );
  expect(verdict).toMatchObject({ line: "1 passed, 1 failed, 0 skipped", exitCode: 1 });
});

it("a skip that is not listed with reason and condition fails the run", () => {
  const skipped = run(record("a.test.ts > x", "skipped"), record("a.test.ts > y", "passed"));
  const listed = { "a.test.ts > x": { reason: "needs root", condition: "uid is not 0" } };
  expect(judge(skipped, [], {}, true)).toMatchObject({ failed: 1, skipped: 0, exitCode: 1 });
  expect(judge(skipped, [], { "a.test.ts > x": { reason: "needs root" } }, true)).toMatchObject({ exitCode: 1 });
  expect(judge(skipped, [], listed, true)).toMatchObject({ failed: 0, skipped: 1, exitCode: 0 });
});

it("an entry of test/skips.json that names no test fails a full run, not a narrowed one", () => {
  const stale = { "gone.test.ts > x": { reason: "r", condition: "c" } };
  const results = run(record("a.test.ts > x", "passed"));
  expect(judge(results, [], stale, true)).toMatchObject({ failed: 1, exitCode: 1 });
  expect(judge(results, [], stale, false)).toMatchObject({ failed: 0, exitCode: 0 });
});

it("a run without any test fails", () => {
  expect(judge(run(), [], {}, true)).toMatchObject({ line: "0 passed, 1 failed, 0 skipped", exitCode: 1 });
});

it("adds the time up by part of the house", () => {
  const table = timePerModule(
    run(
      record("src/kernel/ids/a.test.ts > x", "passed"),
      record("src/kernel/ids/b.test.ts > x", "passed"),
      record("src/modules/reports/http/c.test.ts > x", "passed"),
      record("e2e/journey.test.ts > x", "passed"),
    ),
    [],
  );
  expect(table.split("\n").map((line) => line.trim().replace(/\s+/g, " "))).toEqual([
    "src/kernel/ids 3.0 s 2 tests",
    "src/modules/reports 1.5 s 1 test",
    "e2e 1.5 s 1 test",
  ]);
});
