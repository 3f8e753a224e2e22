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
  /** Settles when PostgreSQL has ended, wanted or not. */
  readonly ended: Promise<void>;
  /** Stops PostgreSQL and leaves the data folder as if nothing ran; the lock stays with the caller. */
  stop(): Promise<void>;
}

/** Takes the data folder, or says in one sentence that it is in use. */
export function lockDataFolder(dataFolder: string): Result<HeldLock, string> {
  const lock = takeLock(dataFolder);
  if (lock.ok) return lock;
  return err(`Balai is running already on ${dataFolder} (process ${lock.error}).`);
}

/** Starts the database of a data folder whose lock the caller holds; it must have been made (`makeCluster`). */
export async function hostDatabase(options: ClusterOptions): Promise<Result<HostedDatabase, string>> {
  const { dataFolder } = options;
  const cluster = await openCluster(options);
  if (!cluster.ok) return cluster;
  const started = await startPostgres(cluster.value, dataFolder, options.durable);
  if (!started.ok) return started;
  const { port, way, ended, stop } = started.value;
  const instance = { pid: process.pid, port, way };
  writeInstance(dataFolder, instance);
  return ok({
    port,
    ended,
    appUrl: () => embeddedUrl(dataFolder, port, "app"),
    announce: (url) => writeInstance(dataFolder, { ...instance, url }),
    async stop() {
      removeInstance(dataFolder);
      await stop();
    },
  });
}
