import { sql } from "kysely";
import type { Tx } from "../db/index.ts";
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
    await context.ledger.destroyOpenings(tx, id);
  }
  return ids.length;
}
