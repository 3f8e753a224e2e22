import type pg from "pg";
import { PgBoss } from "pg-boss";

/** PostgreSQL schema of the job queue: pg-boss's own tables. */
export const jobSchema = "pgboss";

/**
 * Installs or upgrades pg-boss's tables as the owner role and lets role balai_app work with them, but not change them:
 * so the app starts pg-boss with `migrate: false, createSchema: false` and makes only queues without a partition.
 */
export async function installJobSchema(owner: pg.ClientBase): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => owner.query(text, values) },
    schema: jobSchema,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => {
    throw error;
  });
  await boss.start();
  await boss.stop({ graceful: false });
  await owner.query(`
    grant usage on schema ${jobSchema} to balai_app;
    grant select, insert, update, delete on all tables in schema ${jobSchema} to balai_app;
    grant usage on all sequences in schema ${jobSchema} to balai_app;
    grant execute on all functions in schema ${jobSchema} to balai_app;
  `);
}
