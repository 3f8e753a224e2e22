import { findMigrations, isHalfRestored, migrate, openDatabase, withDatabaseUrl } from "../kernel/db/index.ts";
import { err } from "../kernel/result/index.ts";
import { type Command, fail } from "./command.ts";
import { halfRestored } from "./migrated.ts";

/** Applies what the database lacks, as the owner role; safe to run again and beside another. */
export const migrateCommand: Command = async (config) => {
  const files = findMigrations(config.projectRoot);
  const run = await withDatabaseUrl(config, "owner", async (url) =>
    (await isRestoring(url)) ? err(halfRestored) : migrate(url, files),
  );
  if (!run.ok) return fail(run.error);
  if (!run.value.ok) return fail(run.value.error);
  const { applied, total } = run.value.value;
  console.log(
    applied.length === 0 ? "The database is up to date." : `Applied ${applied.length} of ${total} migrations.`,
  );
  return 0;
};

async function isRestoring(url: string): Promise<boolean> {
  const database = openDatabase(url, 1);
  try {
    return await isHalfRestored(database.pool);
  } finally {
    await database.close();
  }
}
