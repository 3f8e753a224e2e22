import { moduleOf, type RunResults, type TestState } from "./results.ts";

/** Something `npm test` does beside Vitest, counted as one test: types, lint, build, proofs, logs. */
export interface Step {
  readonly name: string;
  readonly passed: boolean;
  readonly durationMs: number;
}

/** `test/skips.json`: which tests may be skipped, why, and under which condition, in words. */
export type AllowedSkips = Readonly<Record<string, { readonly reason?: string; readonly condition?: string }>>;

export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One sentence for each thing that is wrong beyond what Vitest itself printed. */
  readonly complaints: readonly string[];
  /** The last line of the run. */
  readonly line: string;
  readonly exitCode: 0 | 1;
}

/**
 * Counts a run. A skipped test that test/skips.json does not list with reason and condition counts as failed;
 * so does an entry there that names no test (only judged when `full`), and a run without any test.
 */
export function judge(results: RunResults, steps: readonly Step[], skips: AllowedSkips, full: boolean): Verdict {
  const complaints: string[] = [];
  const count: Record<TestState, number> = { passed: 0, failed: 0, skipped: 0 };
  for (const test of results.tests) {
    if (test.state !== "skipped" || isListed(skips, test.id)) {
      count[test.state] += 1;
      continue;
    }
    count.failed += 1;
    complaints.push(`Skipped without an entry (reason and condition) in test/skips.json: ${test.id}`);
  }
  for (const step of steps) count[step.passed ? "passed" : "failed"] += 1;
  if (full) {
    const known = new Set(results.tests.map((test) => test.id));
    for (const id of Object.keys(skips)) {
      if (known.has(id) || id.includes(".long.test.")) continue;
      count.failed += 1;
      complaints.push(`test/skips.json names a test that does not exist: ${id}`);
    }
  }
  if (results.tests.length === 0) {
    count.failed += 1;
    complaints.push("No test ran.");
  }
  return {
    ...count,
    complaints,
    line: `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
    exitCode: count.failed === 0 ? 0 : 1,
  };
}

/** Whether a test may be skipped: listed with reason and condition. */
export function isListed(skips: AllowedSkips, id: string): boolean {
  const entry = skips[id];
  return entry !== undefined && Boolean(entry.reason?.trim()) && Boolean(entry.condition?.trim());
}

/** A table of the time each part of the house took, longest first, for the terminal. */
export function timePerModule(results: RunResults, steps: readonly Step[]): string {
  const total = new Map<string, { durationMs: number; tests: number }>();
  const add = (name: string, durationMs: number, tests: number): void => {
    const sum = total.get(name) ?? { durationMs: 0, tests: 0 };
    total.set(name, { durationMs: sum.durationMs + durationMs, tests: sum.tests + tests });
  };
  for (const step of steps) add(step.name, step.durationMs, 1);
  for (const file of results.files) add(moduleOf(file.file), file.durationMs, 0);
  for (const test of results.tests) add(moduleOf(test.file), 0, 1);
  return [...total]
    .sort(([, a], [, b]) => b.durationMs - a.durationMs)
    .map(([name, { durationMs, tests }]) => {
      const seconds = `${(durationMs / 1000).toFixed(1)} s`;
      return `${name.padEnd(28)} ${seconds.padStart(9)} ${String(tests).padStart(6)} ${tests === 1 ? "test" : "tests"}`;
    })
    .join("\n");
}
