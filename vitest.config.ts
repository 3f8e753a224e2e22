import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { resultsReporter } from "./test/reporter.ts";

const longToo = process.env["BALAI_LONG_TESTS"] === "1";
const exclude = ["**/node_modules/**", "**/dist/**", ...(longToo ? [] : ["**/*.long.test.ts"])];
const ifPresent = (file: string): string[] => (existsSync(file) ? [file] : []);

// Two workers that live through the whole run and share loaded modules: parts are factories and keep no state in
// modules, so files cannot disturb each other, and the time to load Fastify, pg and sharp is paid twice, not per file.
export default defineConfig({
  cacheDir: "node_modules/.vite-tests",
  test: {
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
    watch: false,
    fsModuleCache: true,
    reporters: [["default", { summary: false }], resultsReporter],
    projects: [
      {
        extends: true,
        test: {
          name: "code",
          include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts", "bench/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude,
          globalSetup: ifPresent("test/support/global-setup.ts"),
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["e2e/**/*.test.ts"],
          exclude,
          globalSetup: ifPresent("e2e/support/global-setup.ts"),
          testTimeout: longToo ? 1_800_000 : 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
