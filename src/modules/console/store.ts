import { sql } from "kysely";
import type { Queryable, Tx } from "../../kernel/db/index.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";

export interface ExportQuota {
  /** ISO day. */
  readonly effectiveFrom: string;
  readonly rowsPerDay: number;
  readonly source: string;
  readonly verified: boolean;
}

/** Takes in the dated quotas; one that is known stays as it is. */
export async function importQuotas(tx: Tx, quotas: readonly ExportQuota[]): Promise<void> {
  for (const { effectiveFrom, rowsPerDay, source, verified } of quotas)
    await sql`insert into console.export_quota (effective_from, rows_per_day, source, verified)
      values (${effectiveFrom}, ${rowsPerDay}, ${source}, ${verified}) on conflict (effective_from) do nothing`.execute(
      tx,
    );
}

/** Rows one officer may take on `day`; 0 where no quota has begun: then nothing may be taken. */
export async function quotaOn(db: Queryable, day: string): Promise<number> {
  const found = await sql<{ rows_per_day: number }>`select rows_per_day from console.export_quota
    where effective_from <= ${day}::date order by effective_from desc limit 1`.execute(db);
  return found.rows[0]?.rows_per_day ?? 0;
}

export interface ExportEntry {
  readonly accountId: Uuid;
  /** ISO day in the zone of the installation. */
  readonly day: string;
  readonly rows: number;
  /** Codes only. */
  readonly filters: Readonly<Record<string, string | boolean>>;
}

/**
 * Writes down an export if it fits into what is left of the officer's day. Gives how many rows are left without it; the entry was written when
 * that is at least `rows`. Two exports at once follow one another.
 */
export async function takeQuota(tx: Tx, entry: ExportEntry, at: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('console.export ' || ${entry.accountId}, 0))`.execute(tx);
  const taken = await sql<{ rows: number }>`select coalesce(sum(rows), 0) as rows from console.export_log
    where account_id = ${entry.accountId} and day = ${entry.day}::date`.execute(tx);
  const left = (await quotaOn(tx, entry.day)) - (taken.rows[0]?.rows ?? 0);
  if (entry.rows <= left)
    await sql`insert into console.export_log (id, at, day, account_id, filters, rows)
      values (${newId(at.getTime())}, ${at}, ${entry.day}::date, ${entry.accountId}, ${JSON.stringify(entry.filters)}::jsonb, ${entry.rows})`.execute(
      tx,
    );
  return left;
}
