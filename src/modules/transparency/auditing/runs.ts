import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { AuditedBook } from "../../../kernel/ledger/index.ts";

/** A run of the auditor that came to its end. */
export interface AuditRun {
  /** The moment whose state it compared. */
  readonly at: Date;
  readonly endedAt: Date;
  /** Everything was compared, else what is new since the run before. */
  readonly whole: boolean;
  readonly rows: number;
  readonly entries: number;
  readonly erased: number;
  readonly found: number;
  readonly books: readonly AuditedBook[];
}

export async function keepRun(db: Queryable, run: AuditRun): Promise<void> {
  await sql`insert into transparency.audit (id, at, ended_at, whole, rows, entries, erased, found, books)
    values (${newId(run.endedAt.getTime())}, ${run.at}, ${run.endedAt}, ${run.whole}, ${run.rows}, ${run.entries}, ${run.erased}, ${run.found},
      ${JSON.stringify(run.books)}::jsonb)`.execute(db);
}

const columns = sql`at, ended_at as "endedAt", whole, rows, entries, erased, found, books`;

export async function lastRun(db: Queryable): Promise<AuditRun | undefined> {
  const found = await sql<AuditRun>`select ${columns} from transparency.audit order by id desc limit 1`.execute(db);
  return found.rows[0];
}

/** How things stand: the newest run, the newest whole one, and what was found by that and since. Undefined before the first. */
export async function auditState(
  db: Queryable,
): Promise<{ readonly last: AuditRun; readonly whole: AuditRun; readonly found: number } | undefined> {
  const found = await sql<AuditRun>`
    select ${columns} from transparency.audit
    where id >= (select id from transparency.audit where whole order by id desc limit 1) order by id`.execute(db);
  const [whole, last] = [found.rows[0], found.rows.at(-1)];
  if (whole === undefined || last === undefined) return undefined;
  return { last, whole, found: found.rows.reduce((sum, run) => sum + run.found, 0) };
}
