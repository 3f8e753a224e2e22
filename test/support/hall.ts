import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { type Assembled, assemble } from "../../src/kernel/assemble.ts";
import { projectRoot, readConfig } from "../../src/kernel/config/index.ts";
import type { Phase } from "../../src/kernel/http/index.ts";
import type { ModuleManifest } from "../../src/kernel/index.ts";
import { createLog, type Log } from "../../src/kernel/log/index.ts";
import { movableClock } from "../../src/kernel/time/index.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

export interface TestHall extends Omit<Assembled, "close"> {
  readonly database: TestDatabase;
  readonly clock: ReturnType<typeof movableClock>;
  /** Listens on a free port and gives the address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/**
 * The kernel with modules of the test's own, on a database of its own: for tests of what the kernel gives to modules, without those of Balai.
 */
export async function testHall(
  modules: readonly ModuleManifest[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly log?: Log;
    readonly database?: TestDatabase;
    readonly databaseUrl?: string;
    readonly phase?: () => Phase;
    readonly patience?: { readonly answerMs: number; readonly beatMs: number };
  } = {},
): Promise<TestHall> {
  if (!existsSync(join(projectRoot, "dist/public/manifest.json"))) ensureBuilt();
  const dataFolder = await mkdtemp(join(tmpdir(), "balai-hall-"));
  const config = readConfig({ PORT: "8080", ...options.env, BALAI_DATA: dataFolder });
  if (!config.ok) throw new Error(config.error.join("\n"));
  const database = options.database ?? (await testDatabase());
  const clock = movableClock("2026-11-24T03:00:00Z");
  const assembled = await assemble({
    config: config.value,
    databaseUrl: options.databaseUrl ?? database.url,
    clock,
    log: options.log ?? createLog({ level: "silent" }),
    modules,
    site: { place: "Club", url: config.value.url, menu: [], help: [], languages: ["id", "en"] },
    phase: options.phase ?? (() => "serving"),
    patience: options.patience,
  });
  const removeFolder = () => rm(dataFolder, { recursive: true, force: true });
  if (!assembled.ok) {
    await removeFolder();
    throw new Error(assembled.error.join("\n"));
  }
  const { kernel, app } = assembled.value;
  const close = async () => {
    await kernel.live.stop();
    await app.close();
    await assembled.value.close();
    if (options.database === undefined) await database.close();
    await removeFolder();
  };
  try {
    for (const module of modules) await module.http?.(app, kernel);
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    ...assembled.value,
    database,
    clock,
    listen: () => app.listen({ port: 0, host: "127.0.0.1" }),
    close,
  };
}
