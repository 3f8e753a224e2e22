import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { Difference } from "../../../kernel/ledger/index.ts";

/** `fork`: another book of this name is known outside. `rollback`: a larger one is. */
export type AlarmKind = "fork" | "rollback";

/** What others know of a book that is not what we show. */
export interface OutsideAlarm {
  /** A witness that was asked, or what is anchored outside. */
  readonly foundBy: "witness" | "anchor";
  readonly kind: AlarmKind;
  readonly book: string;
  /** Name of the witness, or of the anchor's driver. */
  readonly witness: string;
  readonly size: number;
}

export type Alarm = (OutsideAlarm | (Difference & { readonly foundBy: "auditor" })) & { readonly at: Date };

/** Kept once, however often it is found. Gives whether it is new. */
export async function raiseAlarm(db: Queryable, alarm: Alarm): Promise<boolean> {
  const { book = null, witness = null, size = null } = "witness" in alarm ? alarm : {};
  const { table = null, row = null, traits = null } = "table" in alarm ? alarm : {};
  const made =
    await sql`insert into transparency.alarm (id, found_by, book, witness, kind, size, table_name, row_name, traits, at)
    values (${newId(alarm.at.getTime())}, ${alarm.foundBy}, ${book}, ${witness}, ${alarm.kind}, ${size}, ${table}, ${row},
      ${traits === null ? null : [...traits]}, ${alarm.at}) on conflict do nothing`.execute(db);
  return Number(made.numAffectedRows ?? 0) > 0;
}

/** What others know that we do not show, newest first, as many as a page can show. */
export async function outsideAlarms(db: Queryable): Promise<readonly (OutsideAlarm & { readonly at: Date })[]> {
  const found = await sql<OutsideAlarm & { at: Date }>`
    select found_by as "foundBy", book, witness, kind, size, at from transparency.alarm where found_by <> 'auditor'
    order by at desc, id desc limit 50`.execute(db);
  return found.rows;
}

/** What the auditor found, newest first, as many as a page can show. */
export async function auditAlarms(db: Queryable): Promise<readonly (Difference & { readonly at: Date })[]> {
  const found = await sql<Difference & { at: Date }>`
    select kind, table_name as table, row_name as row, traits, at from transparency.alarm where found_by = 'auditor'
    order by at desc, id desc limit 50`.execute(db);
  return found.rows;
}
