import pg from "pg";
import type { Config } from "../config/index.ts";
import { err, ok, type Result } from "../result/index.ts";
import { makeCluster } from "./embedded/cluster.ts";
import { embeddedUrl, readPassword } from "./embedded/credentials.ts";
import { hostDatabase, lockDataFolder } from "./embedded/host.ts";
import { awaitInstance } from "./embedded/instance.ts";
import { lockHolder } from "./embedded/lock.ts";
import { ensureRolesAndDatabase } from "./roles.ts";

/** What a command works as: `owner` changes tables, `app` reads and writes rows. */
export type WorkRole = "owner" | "app";

type Settings = Pick<Config, "dataFolder" | "databaseUrl" | "databaseOwnerUrl">;

/**
 * Runs `work` with the address of this instance's database for one role: the server of DATABASE_URL when one is set,
 * else the embedded one of the instance that runs on the data folder, else one started for this work and stopped after.
 * Gives what `work` gives, or one sentence when there is no database to be had. The long-lived serving process must not
 * call it for the owner.
 */
export async function withDatabaseUrl<T>(
  settings: Settings,
  role: WorkRole,
  work: (url: string) => Promise<T>,
): Promise<Result<T, string>> {
  const external = externalUrl(settings, role);
  if (external !== undefined) return external.ok ? ok(await work(external.value)) : external;
  if (lockHolder(settings.dataFolder) !== undefined) return attach(settings.dataFolder, role, work);
  return hostFor(settings.dataFolder, role, work);
}

function externalUrl(settings: Settings, role: WorkRole): Result<string, string> | undefined {
  if (settings.databaseUrl === undefined && settings.databaseOwnerUrl === undefined) return undefined;
  const url = role === "app" ? settings.databaseUrl : settings.databaseOwnerUrl;
  if (url !== undefined) return ok(url);
  return err(`This command works as the ${role} role: set ${role === "app" ? "DATABASE_URL" : "DATABASE_OWNER_URL"}.`);
}

async function attach<T>(
  dataFolder: string,
  role: WorkRole,
  work: (url: string) => Promise<T>,
): Promise<Result<T, string>> {
  const instance = await awaitInstance(dataFolder);
  if (instance === undefined) return err(`The instance on ${dataFolder} ended before its database was ready.`);
  if (role === "owner") await ensurePlace(dataFolder, instance.port);
  return ok(await work(embeddedUrl(dataFolder, instance.port, role)));
}

async function hostFor<T>(
  dataFolder: string,
  role: WorkRole,
  work: (url: string) => Promise<T>,
): Promise<Result<T, string>> {
  const lock = lockDataFolder(dataFolder);
  if (!lock.ok) return lock;
  try {
    const made = await makeCluster({ dataFolder });
    if (!made.ok) return made;
    const hosted = await hostDatabase({ dataFolder });
    if (!hosted.ok) return hosted;
    try {
      await ensurePlace(dataFolder, hosted.value.port);
      return ok(await work(embeddedUrl(dataFolder, hosted.value.port, role)));
    } finally {
      await hosted.value.stop();
    }
  } finally {
    lock.value.release();
  }
}

/** The two roles and Balai's database on the embedded server. */
async function ensurePlace(dataFolder: string, port: number): Promise<void> {
  const admin = new pg.Client({ connectionString: embeddedUrl(dataFolder, port, "superuser", "postgres") });
  await admin.connect();
  try {
    const passwords = { owner: readPassword(dataFolder, "owner"), app: readPassword(dataFolder, "app") };
    await ensureRolesAndDatabase(admin, passwords, "balai");
  } finally {
    await admin.end();
  }
}
