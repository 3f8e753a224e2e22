import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId } from "../../../kernel/ids/index.ts";

/** `fork`: the witness signed another book of this name before. `rollback`: it has seen a larger one. */
export type AlarmKind = "fork" | "rollback";

export interface Alarm {
  readonly book: string;
  readonly witness: string;
  readonly kind: AlarmKind;
  readonly size: number;
  readonly at: Date;
}

/** Kept once for each book, witness, kind and size. */
export async function raiseAlarm(db: Queryable, { book, witness, kind, size, at }: Alarm): Promise<void> {
  await sql`insert into transparency.alarm (id, book, witness, kind, size, at)
    values (${newId(at.getTime())}, ${book}, ${witness}, ${kind}, ${size}, ${at}) on conflict do nothing`.execute(db);
}

/** Newest first, as many as a page can show. */
export async function alarms(db: Queryable): Promise<readonly Alarm[]> {
  const found = await sql<Alarm>`
    select book, witness, kind, size, at from transparency.alarm order by at desc, id desc limit 50`.execute(db);
  return found.rows;
}
