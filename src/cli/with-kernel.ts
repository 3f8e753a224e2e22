import { buildApp, seed } from "../app.ts";
import type { Config } from "../kernel/config/index.ts";
import { withDatabaseUrl } from "../kernel/db/index.ts";
import type { Kernel } from "../kernel/index.ts";
import type { Sequencer } from "../kernel/ledger/index.ts";
import { createLog } from "../kernel/log/index.ts";
import { systemClock } from "../kernel/time/index.ts";
import { fail, failBy } from "./command.ts";
import { checkMigrated } from "./migrated.ts";

/**
 * Runs `work` with the whole program but its port, on the database of the running instance, or on one started for it. Regions and what modules
 * seed are loaded first where they are missing. Gives the exit code; another than 0, with a sentence, when there is no database to work on or a setting is wrong.
 */
export async function withKernel(
  config: Config,
  work: (kernel: Kernel, sequencer: Sequencer) => Promise<number>,
): Promise<number> {
  const run = await withDatabaseUrl(config, "app", async (databaseUrl) => {
    const migrated = await checkMigrated(databaseUrl);
    if (!migrated.ok) return fail(migrated.error);
    const log = createLog({ level: "warn" });
    const { app, kernel, sequencer, close } = await buildApp({
      config,
      databaseUrl,
      clock: systemClock,
      log,
      phase: () => "starting",
    });
    try {
      if ((await kernel.regions.find(config.rootRegion)) === undefined)
        await seed(kernel, (sentence) => console.error(sentence));
      return await work(kernel, sequencer);
    } finally {
      await app.close();
      await close();
    }
  }).catch(failBy);
  if (typeof run === "number") return run;
  return run.ok ? run.value : fail(run.error);
}
