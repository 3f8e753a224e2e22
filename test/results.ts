import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a run leaves for the checks after it, in the folder `.balai-test`, which git ignores. */
export const runFolder = ".balai-test";
export const resultsFile: string = join(runFolder, "results.json");
export const logFolder: string = join(runFolder, "logs");

export type TestState = "passed" | "failed" | "skipped";

export interface TestRecord {
  /** `file > describe > name`, the file from the root of the checkout. */
  readonly id: string;
  readonly file: string;
  readonly state: TestState;
  readonly durationMs: number;
}

export interface FileRecord {
  readonly file: string;
  /** Loading, hooks and tests. */
  readonly durationMs: number;
}

export interface RunResults {
  readonly tests: readonly TestRecord[];
  readonly files: readonly FileRecord[];
}

export function writeResults(results: RunResults): void {
  prepareRunFolder();
  writeFileSync(resultsFile, JSON.stringify(results, null, 1));
}

/** The results of the last run; throws when there was none. */
export function readResults(): RunResults {
  return JSON.parse(readFileSync(resultsFile, "utf8")) as RunResults;
}

export function prepareRunFolder(): void {
  mkdirSync(logFolder, { recursive: true });
  writeFileSync(join(runFolder, ".gitignore"), "*\n");
}

/** The part of the house a test file belongs to: src/kernel/<part>, src/modules/<module>, or its first folder. */
export function moduleOf(file: string): string {
  const [first = file, second, third] = file.split("/");
  if (first !== "src") return first;
  return (second === "kernel" || second === "modules") && third !== undefined && !third.includes(".")
    ? `src/${second}/${third}`
    : "src";
}
