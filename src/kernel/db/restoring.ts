/** The schema that marks a database whose restore has begun and is not complete; `kernel/backup` makes it and takes it away. */
export const restoringSchema = "restoring";

/** Whether a restore into this database is under way or was broken off; works with either role. Nothing but a restore may touch it then. */
export async function isHalfRestored(database: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<boolean> {
  const found = await database.query(`select 1 from pg_catalog.pg_namespace where nspname = '${restoringSchema}'`);
  return found.rows.length > 0;
}
