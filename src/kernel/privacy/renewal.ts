import { sql } from "kysely";
import type { Crypto } from "../crypto/index.ts";
import { openSealed } from "../crypto/open.ts";
import type { Database, Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { PersonalField } from "./declaration.ts";

/** Rows in one transaction: few enough that nobody waits. */
const batch = 200;

/** The key's id stands after the version's byte (kernel/crypto/envelope.ts). */
const keyIdIn = (column: string) => sql`encode(substring(${sql.ref(column)} from 2 for 4), 'hex')`;

/**
 * Seals some of what is sealed under an older data key under the newest one: whoever has an old key and a new copy of the database opens nothing with
 * it then. No text leaves this part, so nobody has read anything. Gives how many values; 0: none is left.
 */
export async function renew(db: Database, crypto: Crypto, fields: readonly PersonalField[]): Promise<number> {
  const [newest = ""] = crypto.keyIds();
  for (const { table, column } of fields) {
    const renewed = await db.transaction(async (tx) => {
      const found = await sql<{ id: Uuid; sealed: Buffer }>`
        select id, ${sql.ref(column)} as sealed from ${sql.table(table)}
        where ${sql.ref(column)} is not null and ${keyIdIn(column)} <> ${newest}
        order by id limit ${batch} for update skip locked`.execute(tx);
      for (const { id, sealed } of found.rows) {
        const field = { table, rowId: id, column };
        const text = openSealed(crypto, field, sealed);
        if (!text.ok) throw new Error(`a personal field did not open: ${table}.${column}, ${text.error}`);
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${crypto.seal(field, text.value)} where id = ${id}`.execute(
          tx,
        );
      }
      return found.rows.length;
    });
    if (renewed > 0) return renewed;
  }
  return 0;
}

/** How many values each data key opens, by its id; keys that no value needs are left out. */
export async function dataKeyUse(
  db: Queryable,
  fields: readonly PersonalField[],
): Promise<ReadonlyMap<string, number>> {
  const use = new Map<string, number>();
  for (const { table, column } of fields) {
    const found = await sql<{ key: string; values: number }>`
      select ${keyIdIn(column)} as key, count(*) as values from ${sql.table(table)}
      where ${sql.ref(column)} is not null group by 1`.execute(db);
    for (const { key, values } of found.rows) use.set(key, (use.get(key) ?? 0) + values);
  }
  return use;
}

/** Whether these keys open what is there: false when of one value of each field none opens. A value that somebody changed is no sign of wrong keys. */
export async function keysFit(db: Queryable, crypto: Crypto, fields: readonly PersonalField[]): Promise<boolean> {
  let seen = 0;
  for (const { table, column } of fields) {
    const found = await sql<{ id: Uuid; sealed: Buffer }>`
      select id, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(column)} is not null order by id desc limit 1`.execute(db);
    for (const { id, sealed } of found.rows) {
      seen += 1;
      if (openSealed(crypto, { table, rowId: id, column }, sealed).ok) return true;
    }
  }
  return seen === 0;
}
