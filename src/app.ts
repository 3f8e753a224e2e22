import { join } from "node:path";
import { createDemoClock, seedDemo } from "./demo/index.ts";
import { assemble } from "./kernel/assemble.ts";
import type { Config } from "./kernel/config/index.ts";
import type { Kernel, ModuleManifest } from "./kernel/index.ts";
import { createLog, type Log } from "./kernel/log/index.ts";
import { loadRegions, readRegionFile } from "./kernel/regions/index.ts";
import { systemClock } from "./kernel/time/index.ts";
import { registerKernelJobs } from "./kernel/upkeep.ts";
import { reports } from "./modules/reports/index.ts";
import { siteMessages, siteOf } from "./site.ts";

/** Every module of this Balai. Order matters only for menus. */
const site: ModuleManifest = { name: "site", messages: siteMessages };
export const modules: readonly ModuleManifest[] = [site, reports];

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The composition root: collects the modules, seeds, serves. Throws sentences for the operator when it cannot. */
export async function startServer(deps: {
  config: Config;
  databaseUrl: string;
  log?: Log;
  progress?: (sentence: string) => void;
}): Promise<RunningServer> {
  const { config, progress = () => {} } = deps;
  const log = deps.log ?? createLog({ level: config.env === "production" ? "info" : "warn" });
  const demoClock = createDemoClock();
  const clock = config.env === "demo" ? demoClock : systemClock;
  let unready: string | undefined = "starting";
  const assembled = await assemble({
    config,
    databaseUrl: deps.databaseUrl,
    clock,
    log,
    modules,
    site: siteOf(config, await placeOf(config)),
    ready: () => unready,
  });
  if (!assembled.ok) throw new Error(assembled.error.join("\n"));
  const { kernel, app, dispatcher, close } = assembled.value;
  const refusal = await refusalOf(config, kernel);
  if (refusal !== undefined) {
    await close();
    throw new Error(refusal);
  }

  progress("Loading the regions of Indonesia …");
  const loaded = await loadRegions(
    { db: kernel.db, clock },
    await readRegionFile(join(config.projectRoot, "data/regions")),
  );
  if (!loaded.ok) throw new Error(`The regions cannot be loaded: ${loaded.error.message}`);
  kernel.regions.refresh();
  for (const module of modules) await module.seed?.(kernel);
  if (config.env === "demo") await seedDemo(kernel, demoClock, dispatcher.drain, progress);

  for (const module of modules) await module.http?.(app, kernel);
  for (const job of modules.flatMap((module) => module.jobs ?? []))
    kernel.jobs.register(job.name, { every: job.everySeconds }, async () => void (await job.run(kernel)));
  registerKernelJobs(kernel);
  await kernel.live.start();
  await kernel.jobs.start();
  dispatcher.start();
  const address = await app.listen({ port: config.port, host: config.env === "production" ? "0.0.0.0" : "127.0.0.1" });
  unready = undefined;

  return {
    url: config.port === 0 ? address : config.url,
    async stop() {
      unready = "stopping";
      await kernel.live.stop();
      await app.close();
      await kernel.jobs.stop();
      await close();
    },
  };
}

/** How the place is called on its pages: the name of the root region. */
async function placeOf(config: Config): Promise<string> {
  return config.rootRegion === "35.78" ? "Kota Surabaya" : config.rootRegion;
}

/** What production must not be started with; undefined when all is well. */
async function refusalOf(config: Config, kernel: Kernel): Promise<string | undefined> {
  if (config.env !== "production") return undefined;
  if (!config.url.startsWith("https:"))
    return "BALAI_URL must begin with https:// in production: cookies are sent over https only.";
  if (await kernel.accounts.hasDemoAccounts(kernel.db.query))
    return "This database holds demo accounts. Production needs a database of its own.";
  return undefined;
}
