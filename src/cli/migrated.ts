import { projectRoot } from "../kernel/config/index.ts";
import { findMigrations, isHalfRestored, openDatabase, pendingMigrations } from "../kernel/db/index.ts";
import { err, ok, type Result } from "../kernel/result/index.ts";

/** What to do about a database into which a restore has begun. */
export const halfRestored =
  "A restore into this database is under way or was broken off: run `balai restore` again, which clears what was left, or take another database.";

/** Whether a database (as role app) has every migration of this version; else one sentence that says what to do. */
export async function checkMigrated(databaseUrl: string): Promise<Result<void, string>> {
  const database = openDatabase(databaseUrl, 1);
  try {
    if (await isHalfRestored(database.pool)) return err(halfRestored);
    const pending = await pendingMigrations(database.pool, findMigrations(projectRoot));
    if (pending.length === 0) return ok(undefined);
    return err(`The database lacks ${pending.length} migrations: run \`balai migrate\` with DATABASE_OWNER_URL first.`);
  } catch {
    // The driver's words may hold the address with its password.
    return err("The database of DATABASE_URL does not answer, or refuses this role.");
  } finally {
    await database.close();
  }
}
