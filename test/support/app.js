import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { buildApp } from "../../src/app.js";
import { projectRoot, readConfig } from "../../src/kernel/config/index.js";
import { createLog } from "../../src/kernel/log/index.js";
import { movableClock } from "../../src/kernel/time/index.js";
import { testDatabase } from "./database.js";
/**
 * The whole program on a database of its own, with all modules and without a port: requests come by `app.inject`. Nothing is seeded but what
 * the template holds. `env`: settings beside the defaults, e.g. BALAI_URL. Its clock stands still until moved. `through` gives the address by
 * which it reaches that database, where a test puts something between; `logFrom`: which lines of its log are shown.
 */
export async function testApp(env = {}, options = {}) {
  // Pages name scripts and styles by the manifest of the build, which `npm test` makes before; any will do.
  if (!existsSync(join(projectRoot, "dist/public/manifest.json"))) ensureBuilt();
  const dataFolder = await mkdtemp(join(tmpdir(), "balai-app-"));
  const config = readConfig({ PORT: "8080", ...env, BALAI_DATA: dataFolder });
  if (!config.ok) throw new Error(config.error.join("\n"));
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
//# sourceMappingURL=app.js.map
