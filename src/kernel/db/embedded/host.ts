import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { err, ok, type Result } from "../../result/index.ts";
import { type ClusterOptions, openCluster } from "./cluster.ts";
import { embeddedUrl } from "./credentials.ts";
import { removeInstance, writeInstance } from "./instance.ts";
import { type HeldLock, takeLock } from "./lock.ts";
import { startPostgres } from "./server.ts";

export interface HostedDatabase {
  readonly port: number;
  /** The role balai_app's address. Reads its password only when called. */
  appUrl(): string;
  /** Tells other commands of this data folder where the instance serves. */
  announce(url: string): void;
  /** Settles when PostgreSQL has ended for good, wanted or not. */
  readonly ended: Promise<void>;
  /** Stops PostgreSQL and leaves the data folder as if nothing ran; the lock stays with the caller. */
  stop(): Promise<void>;
}

/** Takes the data folder, or says in one sentence that it is in use. */
export function lockDataFolder(dataFolder: string): Result<HeldLock, string> {
  const unusable = whyUnusable(dataFolder);
  if (unusable !== undefined) return err(`The folder ${dataFolder} (BALAI_DATA) cannot be used: ${unusable}.`);
  const lock = takeLock(dataFolder);
  if (lock.ok) return lock;
  return err(`Balai is running already on ${dataFolder} (process ${lock.error}).`);
}

/** Makes the folder where it is missing. Gives why that cannot be, or why nothing can be written there. */
function whyUnusable(folder: string): string | undefined {
  try {
    // Step by step: in /proc the recursive way of Node 24 never ends.
    if (existsSync(dirname(folder)) && !existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    else mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

/**
 * Starts the database of a data folder whose lock the caller holds; it must have been made (`makeCluster`). With `revive`, a PostgreSQL that
 * ends by itself is started again on the same port, and `revive` is told so in a sentence for the operator.
 */
export async function hostDatabase(
  options: ClusterOptions,
  revive?: (sentence: string) => void,
): Promise<Result<HostedDatabase, string>> {
  const { dataFolder } = options;
  const cluster = await openCluster(options);
  if (!cluster.ok) return cluster;
  const started = await startPostgres(cluster.value, dataFolder, options.durable);
  if (!started.ok) return started;
  const { port, way } = started.value;
  let running = started.value;
  let isWanted = true;
  const ended = (async () => {
    for (const deaths: number[] = []; ; ) {
      await running.ended;
      if (!isWanted || revive === undefined || diesTooOften(deaths, performance.now())) return;
      revive("The database ended by itself (see postgres.log); starting it again …");
      const again = await startPostgres(cluster.value, dataFolder, options.durable, port);
      if (!again.ok) return revive(again.error);
      running = again.value;
      if (!isWanted) await running.stop();
    }
  })();
  const instance = { pid: process.pid, port, way };
  writeInstance(dataFolder, instance);
  return ok({
    port,
    ended,
    appUrl: () => embeddedUrl(dataFolder, port, "app"),
    announce: (url) => writeInstance(dataFolder, { ...instance, url }),
    async stop() {
      isWanted = false;
      removeInstance(dataFolder);
      await running.stop();
      await ended;
    },
  });
}

const mostDeaths = 5;
const withinMs = 10 * 60_000;

/** Notes a death. What dies this often has a reason that starting again does not mend. */
function diesTooOften(deaths: number[], now: number): boolean {
  deaths.push(now);
  return deaths.filter((at) => at > now - withinMs).length > mostDeaths;
}
