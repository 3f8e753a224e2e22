import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId } from "../../../kernel/ids/index.ts";

/** `fork`: the witness signed another book of this name before. `rollback`: it has seen a larger one. */
export type AlarmKind = "fork" | "rollback";

export interface Alarm {
  /** A witness that was asked, or what is anchored outside. */
  readonly foundBy: "witness" | "anchor";
  readonly book: string;
  /** Name of the witness, or of the anchor's driver. */
  readonly witness: string;
  readonly kind: AlarmKind;
  readonly size: number;
  readonly at: Date;
}

/** Kept once for each finder, book, kind and size. */
export async function raiseAlarm(db: Queryable, { foundBy, book, witness, kind, size, at }: Alarm): Promise<void> {
  await sql`insert into transparency.alarm (id, found_by, book, witness, kind, size, at)
    values (${newId(at.getTime())}, ${foundBy}, ${book}, ${witness}, ${kind}, ${size}, ${at}) on conflict do nothing`.execute(
    db,
  );
}

/** Newest first, as many as a page can show. */
export async function alarms(db: Queryable): Promise<readonly Alarm[]> {
  const found = await sql<Alarm>`
    select found_by as "foundBy", book, witness, kind, size, at from transparency.alarm order by at desc, id desc limit 50`.execute(
    db,
  );
  return found.rows;
}
