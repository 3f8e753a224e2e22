import { startServer } from "../app.ts";
import type { Config } from "../kernel/config/index.ts";
import { clusterExists, type HostedDatabase, hostDatabase, lockDataFolder } from "../kernel/db/index.ts";
import { err, type Result } from "../kernel/result/index.ts";
import { runCommand } from "./child-command.ts";
import { type Command, fail, failBy, wrongCall } from "./command.ts";
import { checkMigrated } from "./migrated.ts";
import { type StopWish, stopWish } from "./stop-wish.ts";

/**
 * Starts the database, brings it up to date, serves, and on Ctrl-C (or SIGTERM) stops all of it, in the reverse order.
 * Whatever needs the owner's password runs in a child that ends before serving begins.
 */
export const start: Command = async (config) => {
  if (config.databaseOwnerUrl !== undefined)
    return wrongCall("DATABASE_OWNER_URL is for `balai migrate` only: run that first, then start without it.");
  const lock = lockDataFolder(config.dataFolder);
  if (!lock.ok) return fail(lock.error);
  const stop = stopWish();
  try {
    return config.databaseUrl === undefined
      ? await startEmbedded(config, stop)
      : await startExternal(config, config.databaseUrl, stop);
  } finally {
    lock.value.release();
  }
};

async function startEmbedded(config: Config, stop: StopWish): Promise<number> {
  const database = await prepareEmbedded(config, stop);
  if (!database.ok) return stop.wished ? 0 : fail(database.error);
  try {
    const migrated = await runCommand("migrate", stop);
    if (!migrated) return stop.wished ? 0 : 1;
    return await serve(config, database.value.appUrl(), stop, database.value);
  } finally {
    await database.value.stop();
    console.log("Stopped.");
  }
}

async function prepareEmbedded(config: Config, stop: StopWish): Promise<Result<HostedDatabase, string>> {
  const { dataFolder } = config;
  if (!clusterExists(dataFolder)) {
    console.log(`Making the database in ${dataFolder} …`);
    if (!(await runCommand("initialise", stop))) return err("The database could not be made.");
  }
  console.log("Starting the database …");
  return hostDatabase({ dataFolder }, (sentence) => console.log(sentence));
}

async function startExternal(config: Config, databaseUrl: string, stop: StopWish): Promise<number> {
  const ready = await checkMigrated(databaseUrl);
  if (!ready.ok) return fail(ready.error);
  const code = await serve(config, databaseUrl, stop);
  console.log("Stopped.");
  return code;
}

async function serve(config: Config, databaseUrl: string, stop: StopWish, hosted?: HostedDatabase): Promise<number> {
  const starting = startServer({ config, databaseUrl, progress: (sentence) => console.log(sentence) });
  // A wish to stop does not wait for the first start's long loading; the database rolls back what is half-done.
  const server = await Promise.race([starting, stop.wish.then(() => undefined)]).catch(failToServe);
  if (typeof server === "number") return server;
  if (server === undefined) {
    starting.catch(() => {});
    return 0;
  }
  hosted?.announce(server.url);
  console.log(`Balai serves at ${server.url} (Ctrl-C stops it).`);
  const databaseEnded = hosted?.ended.then(() => "ended" as const) ?? new Promise<never>(() => {});
  const why = await Promise.race([stop.wish.then(() => "wished" as const), databaseEnded]);
  console.log(
    why === "wished" ? "Stopping …" : "The database ended and cannot be started again (see postgres.log); stopping …",
  );
  await server.stop();
  return why === "wished" ? 0 : 1;
}

/** Tells the operator why serving could not begin, and gives the exit code. */
function failToServe(error: unknown): number {
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return isTaken
    ? fail("Another program serves on this port already: stop it, or set PORT to a free one.")
    : failBy(error);
}
