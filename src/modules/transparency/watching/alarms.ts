import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { Difference } from "../../../kernel/ledger/index.ts";

/** `fork`: the witness signed another book of this name before. `rollback`: it has seen a larger one. */
export type AlarmKind = "fork" | "rollback";

/** What a witness answered. */
export interface WitnessAlarm {
  readonly kind: AlarmKind;
  readonly book: string;
  readonly witness: string;
  readonly size: number;
}

export type Alarm = (WitnessAlarm | Difference) & { readonly at: Date };

/** Kept once, however often it is found. Gives whether it is new. */
export async function raiseAlarm(db: Queryable, alarm: Alarm): Promise<boolean> {
  const { book = null, witness = null, size = null } = "witness" in alarm ? alarm : {};
  const { table = null, row = null, traits = null } = "table" in alarm ? alarm : {};
  const made =
    await sql`insert into transparency.alarm (id, book, witness, kind, size, table_name, row_name, traits, at)
    values (${newId(alarm.at.getTime())}, ${book}, ${witness}, ${alarm.kind}, ${size}, ${table}, ${row},
      ${traits === null ? null : [...traits]}, ${alarm.at}) on conflict do nothing`.execute(db);
  return Number(made.numAffectedRows ?? 0) > 0;
}

/** What witnesses answered, newest first, as many as a page can show. */
export async function witnessAlarms(db: Queryable): Promise<readonly (WitnessAlarm & { readonly at: Date })[]> {
  const found = await sql<WitnessAlarm & { at: Date }>`
    select book, witness, kind, size, at from transparency.alarm where witness is not null
    order by at desc, id desc limit 50`.execute(db);
  return found.rows;
}

/** What the auditor found, newest first, as many as a page can show. */
export async function auditAlarms(db: Queryable): Promise<readonly (Difference & { readonly at: Date })[]> {
  const found = await sql<Difference & { at: Date }>`
    select kind, table_name as table, row_name as row, traits, at from transparency.alarm where table_name is not null
    order by at desc, id desc limit 50`.execute(db);
  return found.rows;
}
