import { relative, sep } from "node:path";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import { type FileRecord, type TestRecord, type TestState, writeResults } from "./results.ts";

/**
 * Writes every test with its state to `.balai-test/results.json`: skips, proofs and times are judged from it.
 * Only under `npm test`, so that a run of one file beside it does not overwrite its results.
 */
export const resultsReporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    if (process.env["BALAI_TEST_RUN"] !== "1") return;
    const tests: TestRecord[] = [];
    const files: FileRecord[] = [];
    for (const module of modules) {
      const file = fileOf(module);
      const { duration, collectDuration, setupDuration } = module.diagnostic();
      files.push({ file, durationMs: Math.round(duration + collectDuration + setupDuration) });
      for (const test of module.children.allTests()) {
        tests.push({
          id: `${file} > ${test.fullName}`,
          file,
          state: stateOf(test),
          durationMs: Math.round(test.diagnostic()?.duration ?? 0),
        });
      }
      // A file that does not load, or a hook that breaks after its tests passed, must not go unseen.
      const brokenInside = tests.some((test) => test.file === file && test.state === "failed");
      if (!module.ok() && !brokenInside) tests.push({ id: file, file, state: "failed", durationMs: 0 });
    }
    for (const [index, error] of unhandledErrors.entries()) {
      const id = `unhandled error ${index + 1}: ${error.message ?? "without message"}`;
      tests.push({ id, file: "test", state: "failed", durationMs: 0 });
    }
    writeResults({ tests, files });
  },
};

function fileOf(module: TestModule): string {
  return relative(process.cwd(), module.moduleId).split(sep).join("/");
}

/** A test that did not run because a hook above it broke has failed, not been skipped. */
function stateOf(test: TestCase): TestState {
  const { state } = test.result();
  if (state === "passed" || state === "failed") return state;
  return state === "skipped" && !brokenAbove(test.parent) ? "skipped" : "failed";
}

function brokenAbove(parent: TestSuite | TestModule): boolean {
  if (parent.errors().length > 0) return true;
  return parent.type === "suite" && brokenAbove(parent.parent);
}
