import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { buildApp } from "../../src/app.ts";
import type { Assembled } from "../../src/kernel/assemble.ts";
import { projectRoot, readConfig } from "../../src/kernel/config/index.ts";
import type { OpenForWrite } from "../../src/kernel/files/index.ts";
import { createLog } from "../../src/kernel/log/index.ts";
import { movableClock } from "../../src/kernel/time/index.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

export interface TestApp extends Omit<Assembled, "close"> {
  readonly database: TestDatabase;
  readonly dataFolder: string;
  readonly clock: ReturnType<typeof movableClock>;
  close(): Promise<void>;
}

/**
 * The whole program on a database of its own, with all modules and without a port: requests come by `app.inject`. Nothing is seeded but what
 * the template holds. `env`: settings beside the defaults, e.g. BALAI_URL. Its clock stands still until moved. `through` gives the address by
 * which it reaches that database, where a test puts something between; `logFrom`: which lines of its log are shown.
 */
export async function testApp(
  env: Readonly<Record<string, string>> = {},
  options: {
    readonly through?: (databaseUrl: string) => Promise<string>;
    readonly logFrom?: "warn" | "silent";
    readonly openForWrite?: OpenForWrite;
    readonly patience?: { readonly answerMs: number; readonly beatMs: number };
    /** Puts something into its data folder before it starts. */
    readonly prepare?: (dataFolder: string) => void;
  } = {},
): Promise<TestApp> {
  // Pages name scripts and styles by the manifest of the build, which `npm test` makes before; any will do.
  if (!existsSync(join(projectRoot, "dist/public/manifest.json"))) ensureBuilt();
  const dataFolder = await mkdtemp(join(tmpdir(), "balai-app-"));
  const config = readConfig({ PORT: "8080", ...env, BALAI_DATA: dataFolder });
  if (!config.ok) throw new Error(config.error.join("\n"));
  options.prepare?.(dataFolder);
  const database = await testDatabase();
  const clock = movableClock("2026-11-24T03:00:00Z");
  const assembled = await buildApp({
    config: config.value,
    databaseUrl: (await options.through?.(database.url)) ?? database.url,
    clock,
    log: createLog({ level: options.logFrom ?? "warn" }),
    phase: () => "serving",
    openForWrite: options.openForWrite,
    patience: options.patience,
  });
  await assembled.app.ready();
  return {
    ...assembled,
    database,
    dataFolder,
    clock,
    async close() {
      await assembled.app.close();
      await assembled.close();
      await database.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
