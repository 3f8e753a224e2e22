import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { contactField, indexKeyId } from "./codes.ts";
import type { ContactKind } from "./contact.ts";
import type { AccountsDeps } from "./deps.ts";

/** Rows in one transaction: few enough that nobody who signs in waits. */
const batch = 200;

/** Makes some of the blind indexes that an older key made anew under the newest. Gives how many; 0: none is left. */
export async function renewIndexes(deps: AccountsDeps): Promise<number> {
  const newest = indexKeyId(deps);
  return deps.db.transaction(async (tx) => {
    const found = await sql<{ id: Uuid; kind: ContactKind; value: Buffer }>`
      select id, kind, value from accounts.contact where index_key is distinct from ${newest}
      order by id limit ${batch} for update skip locked`.execute(tx);
    let renewed = 0;
    for (const { id, kind, value } of found.rows) {
      const [index] = deps.privacy.indexesOf({ ...contactField(id), ciphertext: value }, `accounts.${kind}`);
      // A second account of the same number, made while the key of the first was missing, keeps its place until somebody looks.
      const done = await sql`update accounts.contact c set value_index = ${index}, index_key = ${newest}
        where id = ${id} and (account_kind <> 'resident' or not exists (select 1 from accounts.contact o
          where o.kind = c.kind and o.value_index = ${index} and o.account_kind = 'resident' and o.id <> c.id))`.execute(
        tx,
      );
      renewed += Number(done.numAffectedRows ?? 0);
    }
    return renewed;
  });
}

/** How many contacts each index key finds, by its id; those from before ids were kept stand under "". */
export async function indexKeyUse(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ key: string; contacts: number }>`
    select coalesce(index_key, '') as key, count(*) as contacts from accounts.contact group by 1`.execute(db);
  return new Map(found.rows.map(({ key, contacts }) => [key, contacts]));
}
