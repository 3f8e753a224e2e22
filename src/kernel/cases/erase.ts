import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { CasesContext } from "./context.ts";

/**
 * Forgets what a person said in their cases: answers, sealed answers, headline, who is told the news, photos and documents, and the openings that
 * tie the ledger's commitments to them. What happened, when and in which office stays: it holds nothing of the person.
 */
export async function eraseOwner(context: CasesContext, tx: Tx, owner: string, at: Date): Promise<number> {
  const found = await sql<{
    id: Uuid;
    service: string;
  }>`select id, service from cases.case where owner = ${owner} for update`.execute(tx);
  const ids = found.rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await sql`update cases.content set answers = '{}'::jsonb, sealed = null, erased_at = ${at} where case_id = any(${ids}::uuid[]) and author = 'owner'`.execute(
    tx,
  );
  await sql`update cases.case set headline = '', visibility = 'private', owner = null, recipient = null where id = any(${ids}::uuid[])`.execute(
    tx,
  );
  for (const { id, service } of found.rows) {
    await context.files.erase(tx, { caseId: id });
    await context.entries.get(service)?.hooks?.erased?.(tx, id);
    await context.issuing?.forget(tx, id);
    await context.ledger.destroyOpenings(tx, id);
  }
  return ids.length;
}

/** Cases in one transaction: few enough that officers at work do not wait. */
const batch = 50;

/**
 * Empties cases that were closed before a moment, whoever wrote: answers of the person and of the office, headline, who they belong to, photos and
 * documents, the guest's way in, the openings of the ledger. What happened, when and in which office stays. Gives how many; 0: none is left.
 */
export async function forgetClosed(context: CasesContext, before: Date, at: Date): Promise<number> {
  return context.db.transaction(async (tx) => {
    const found = await sql<{ id: Uuid; service: string }>`
      select id, service from cases.case where closed_at < ${before} and forgotten_at is null
      order by closed_at limit ${batch} for update skip locked`.execute(tx);
    const ids = found.rows.map((row) => row.id);
    if (ids.length === 0) return 0;
    await sql`update cases.content set answers = '{}'::jsonb, sealed = null, erased_at = coalesce(erased_at, ${at})
      where case_id = any(${ids}::uuid[])`.execute(tx);
    await sql`update cases.case set headline = '', visibility = 'private', owner = null, recipient = null, forgotten_at = ${at}
      where id = any(${ids}::uuid[])`.execute(tx);
    for (const { id, service } of found.rows) {
      await context.files.erase(tx, { caseId: id });
      await context.entries.get(service)?.hooks?.erased?.(tx, id);
      await context.issuing?.forget(tx, id);
      await context.ledger.destroyOpenings(tx, id);
      await context.endGuestAccess(tx, id);
    }
    return ids.length;
  });
}

/** Whether one of these pseudonyms has a case that is still open. */
export async function hasOpenCase(db: Queryable, owners: readonly string[]): Promise<boolean> {
  const found =
    await sql`select 1 from cases.case where owner = any(${[...owners]}) and closed_at is null limit 1`.execute(db);
  return found.rows.length > 0;
}
