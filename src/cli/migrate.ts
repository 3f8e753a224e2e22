import { findMigrations, migrate, withDatabaseUrl } from "../kernel/db/index.ts";
import { type Command, fail } from "./command.ts";

/** Applies what the database lacks, as the owner role; safe to run again and beside another. */
export const migrateCommand: Command = async (config) => {
  const files = findMigrations(config.projectRoot);
  const run = await withDatabaseUrl(config, "owner", (url) => migrate(url, files));
  if (!run.ok) return fail(run.error);
  if (!run.value.ok) return fail(run.value.error);
  const { applied, total } = run.value.value;
  console.log(
    applied.length === 0 ? "The database is up to date." : `Applied ${applied.length} of ${total} migrations.`,
  );
  return 0;
};
