import { join } from "node:path";
import { createDemoClock, demoSignIn, seedDemo } from "./demo/index.ts";
import { type Assembled, assemble } from "./kernel/assemble.ts";
import { type Config, WrongSetting } from "./kernel/config/index.ts";
import { faultsOfGiven } from "./kernel/crypto/index.ts";
import type { OpenForWrite } from "./kernel/files/index.ts";
import type { Phase } from "./kernel/http/index.ts";
import type { JobDefinition, Kernel, ModuleManifest } from "./kernel/index.ts";
import { createLog, type Log } from "./kernel/log/index.ts";
import { loadRegions, readRegionFile, regionTitle } from "./kernel/regions/index.ts";
import { readRetention } from "./kernel/retention.ts";
import { importSeeds } from "./kernel/services/index.ts";
import { type Clock, systemClock } from "./kernel/time/index.ts";
import { registerKernelJobs } from "./kernel/upkeep.ts";
import { createAccountModule } from "./modules/account/index.ts";
import { administration } from "./modules/administration/index.ts";
import { catalogue } from "./modules/catalogue/index.ts";
import { officersConsole } from "./modules/console/index.ts";
import { documents } from "./modules/documents/index.ts";
import { population } from "./modules/population/index.ts";
import { reports } from "./modules/reports/index.ts";
import { transparency } from "./modules/transparency/index.ts";
import { siteMessages, siteOf } from "./site.ts";

/** Every module of this Balai. Order matters only for menus. */
const site: ModuleManifest = { name: "site", messages: siteMessages };
export const modules: readonly ModuleManifest[] = [
  site,
  catalogue,
  createAccountModule({ demo: demoSignIn }),
  reports,
  population,
  documents,
  transparency,
  officersConsole,
  administration,
];

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface AppDeps {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly phase: () => Phase;
  /** How files are opened for writing; for tests of a full disk. */
  readonly openForWrite?: OpenForWrite;
  /** As of `assemble`; for tests. */
  readonly patience?: { readonly answerMs: number; readonly beatMs: number };
}

export interface BuiltApp extends Assembled {
  /** Lets pages call the place by the name of the root region, once there are regions. */
  findPlace(): Promise<void>;
}

/** The composition root: the kernel with every module's routes, not listening. Throws sentences for the operator when it cannot. */
export async function buildApp(deps: AppDeps): Promise<BuiltApp> {
  const keyFaults = faultsOfGiven(process.env["BALAI_KEYS"]);
  if (keyFaults.length > 0) throw new WrongSetting(keyFaults.join("\n"));
  const { rootRegion } = deps.config;
  let place = rootRegion;
  const assembled = await assemble({ ...deps, modules, site: siteOf(deps.config, () => place) });
  if (!assembled.ok) throw new Error(assembled.error.join("\n"));
  const { app, kernel } = assembled.value;
  // Pages know the hour of the place: without a zone there is none.
  if (!kernel.calendars.hasZone(rootRegion)) {
    await assembled.value.close();
    throw new WrongSetting(unknownRegion(rootRegion));
  }
  for (const module of modules) await module.http?.(app, kernel);
  const findPlace = async (): Promise<void> => {
    const root = await kernel.regions.find(rootRegion);
    if (root !== undefined) place = regionTitle(root);
  };
  await findPlace();
  return { ...assembled.value, findPlace };
}

function unknownRegion(code: string): string {
  return `BALAI_REGION is "${code}"; no region has this code.`;
}

/** Data every installation needs: regions, its own among them, and what modules seed. Changes nothing the second time. */
export async function seed(kernel: Kernel, progress: (sentence: string) => void): Promise<void> {
  progress("Loading the regions of Indonesia …");
  const loaded = await loadRegions(kernel, await readRegionFile(join(kernel.config.projectRoot, "data/regions")));
  if (!loaded.ok) throw new Error(`The regions cannot be loaded: ${loaded.error.message}`);
  kernel.regions.refresh();
  const { rootRegion } = kernel.config;
  if ((await kernel.regions.find(rootRegion)) === undefined) throw new WrongSetting(unknownRegion(rootRegion));
  await publishSeeds(kernel);
  const retention = readRetention(kernel.config);
  await kernel.db.transaction((tx) => kernel.privacy.importRetention(tx, retention));
  for (const module of modules) await module.seed?.(kernel);
}

/** Publishes the services that came with this program and are not published yet. */
export async function publishSeeds(kernel: Kernel): Promise<void> {
  const definitions = modules.flatMap((module) => module.services ?? []).map((entry) => entry.definition);
  await kernel.db.transaction(async (tx) => {
    const imported = await importSeeds(tx, definitions, kernel.clock.now());
    if (!imported.ok) throw new Error(imported.error.join("\n"));
  });
}

/** Builds, seeds, listens. Throws sentences for the operator when it cannot. */
export async function startServer(deps: {
  config: Config;
  databaseUrl: string;
  log?: Log;
  progress?: (sentence: string) => void;
}): Promise<RunningServer> {
  const { config, databaseUrl, progress = () => {} } = deps;
  const log = deps.log ?? createLog({ level: config.logFrom });
  const demoClock = createDemoClock();
  const clock = config.env === "demo" ? demoClock : systemClock;
  let phase: Phase = "starting";
  const built = await buildApp({ config, databaseUrl, clock, log, phase: () => phase });
  const { kernel, app, dispatcher, sequencer, close } = built;
  const giveUp = async (why: unknown): Promise<never> => {
    await app.close();
    await close();
    throw why;
  };
  const refusal = await refusalOf(config, kernel);
  if (refusal !== undefined) await giveUp(new Error(refusal));
  // Open from the first moment, so that whoever looks after the program sees that it lives, and who comes early reads to be patient.
  const address = await app.listen({ port: config.port, host: config.env === "production" ? "0.0.0.0" : "127.0.0.1" });
  await seed(kernel, progress).catch(giveUp);
  await built.findPlace();
  if (config.env === "demo") await seedDemo(kernel, demoClock, dispatcher.drain, progress);
  for (const job of modules.flatMap((module) => module.jobs ?? [])) registerJob(kernel, job);
  registerKernelJobs(kernel);
  await kernel.live.start();
  await kernel.jobs.start();
  dispatcher.start();
  sequencer.start();
  phase = "serving";
  return {
    url: config.port === 0 ? address : config.url,
    async stop() {
      phase = "stopping";
      await kernel.live.stop();
      await app.close();
      await kernel.jobs.stop();
      await close();
    },
  };
}

function registerJob(kernel: Kernel, { name, timing, timeoutSeconds, run }: JobDefinition): void {
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion).iana;
  kernel.jobs.register(
    name,
    "everySeconds" in timing ? { every: timing.everySeconds } : { cron: cronOf(timing.dailyAt), zone },
    async ({ signal }) => void (await run(kernel, signal)),
    { timeoutSeconds },
  );
}

/** "02:30" as the five fields of cron. */
function cronOf(dailyAt: string): string {
  const [hour = "0", minute = "0"] = dailyAt.split(":");
  return `${Number(minute)} ${Number(hour)} * * *`;
}

/** What this installation must not be started with; undefined when all is well. */
async function refusalOf(config: Config, kernel: Kernel): Promise<string | undefined> {
  if (config.env === "production" && (await kernel.accounts.hasDemoAccounts(kernel.db.query)))
    return "This database holds demo accounts. Production needs a database of its own.";
  if (!(await kernel.privacy.keysFit()))
    return `The keys do not open what the database holds. Bring back the right ones from your copy (docs/backup.md)${config.env === "demo" ? ", or begin a new demo in another folder" : ""}.`;
  return undefined;
}
