import { sql } from "kysely";
import type { Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { parsePhone } from "../phone/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { type CodeRow, contactField, contactIndexes, indexKeyId } from "./codes.ts";
import type { AccountsDeps } from "./deps.ts";

export interface NewResident {
  readonly phone: string;
  /** How the person wants to be called. */
  readonly name: string | null;
  readonly lang: Lang;
  readonly demo?: boolean;
}

/** Makes a resident's account at the counter or in the demo; by phone it comes into being at the first sign-in. Problems: phone wrong, phone taken. */
export async function createResident(
  deps: AccountsDeps,
  tx: Tx,
  resident: NewResident,
): Promise<Result<Uuid, Problem>> {
  const phone = parsePhone(resident.phone);
  if (phone === undefined) return err(problem("validation-failed", "accounts.phone.invalid", { field: "phone" }));
  const at = deps.clock.now();
  const field = contactField(newId(at.getTime()));
  const contact = {
    id: field.rowId,
    value: deps.privacy.seal(field, phone),
    indexes: contactIndexes(deps, "phone", phone),
  };
  const accountId = await insertResident(
    deps,
    tx,
    contact,
    { lang: resident.lang, demo: resident.demo ?? false, verifiedAt: null },
    at,
  );
  if (accountId === undefined) return err(problem("conflict", "accounts.phone.taken", { field: "phone" }));
  if (resident.name !== null) await setName(deps, tx, accountId, resident.name);
  return ok(accountId);
}

/** The account of a phone number, made now if there is none: whoever asks cannot learn which it was. Problem: phone wrong. */
export async function residentFor(
  deps: AccountsDeps,
  tx: Tx,
  input: { readonly phone: string; readonly lang: Lang },
): Promise<Result<Uuid, Problem>> {
  const phone = parsePhone(input.phone);
  if (phone === undefined) return err(problem("validation-failed", "accounts.phone.invalid", { field: "phone" }));
  const indexes = contactIndexes(deps, "phone", phone);
  const known = await findByIndex(tx, indexes);
  if (known !== undefined) return ok(known.account_id);
  const made = await createResident(deps, tx, { ...input, name: null });
  if (made.ok) return made;
  // Somebody with the same number was quicker, by a hair.
  const other = await findByIndex(tx, indexes);
  return other === undefined ? made : ok(other.account_id);
}

/** The account of the number that a code proved; made now if there is none. Undefined when that account was closed. */
export async function residentOfCode(deps: AccountsDeps, tx: Tx, code: CodeRow, at: Date): Promise<Uuid | undefined> {
  // From the number itself: the account, or the code, may be indexed under the key of before.
  const place = { ...contactField(code.contact_id), ciphertext: code.contact };
  const indexes = deps.privacy.indexesOf(place, "accounts.phone");
  const known = await findByIndex(tx, indexes);
  if (known === undefined) {
    const contact = { id: code.contact_id, value: code.contact, indexes };
    const made = await insertResident(deps, tx, contact, { lang: code.lang, demo: false, verifiedAt: at }, at);
    // Undefined: somebody with the same number was quicker, by a hair.
    return made ?? (await findByIndex(tx, indexes))?.account_id;
  }
  if (known.disabled_at !== null) return undefined;
  await sql`update accounts.contact set verified_at = ${at} where id = ${known.contact_id} and verified_at is null`.execute(
    tx,
  );
  return known.account_id;
}

async function findByIndex(
  tx: Tx,
  indexes: readonly Buffer[],
): Promise<{ account_id: Uuid; contact_id: Uuid; disabled_at: Date | null } | undefined> {
  const found = await sql<{ account_id: Uuid; contact_id: Uuid; disabled_at: Date | null }>`
    select c.account_id, c.id as contact_id, a.disabled_at from accounts.contact c join accounts.account a on a.id = c.account_id
    where c.kind = 'phone' and c.value_index = any(${[...indexes]}::bytea[]) and c.account_kind = 'resident'`.execute(
    tx,
  );
  return found.rows[0];
}

export async function setName(deps: AccountsDeps, tx: Tx, accountId: Uuid, name: string): Promise<void> {
  const sealed = deps.privacy.seal(nameField(accountId), name.normalize("NFC").trim());
  await sql`update accounts.account set name = ${sealed} where id = ${accountId} and erased_at is null`.execute(tx);
}

export function nameField(accountId: Uuid): { table: string; rowId: Uuid; column: string } {
  return { table: "accounts.account", rowId: accountId, column: "name" };
}

/** Undefined, and nothing written, when the number has an account: the unique index decides, also between two at once. */
async function insertResident(
  deps: AccountsDeps,
  tx: Tx,
  contact: { readonly id: Uuid; readonly value: Buffer; readonly indexes: readonly Buffer[] },
  account: { readonly lang: Lang; readonly demo: boolean; readonly verifiedAt: Date | null },
  at: Date,
): Promise<Uuid | undefined> {
  if ((await findByIndex(tx, contact.indexes)) !== undefined) return undefined;
  const accountId = newId(at.getTime());
  await sql`insert into accounts.account (id, kind, lang, demo, created_at)
    values (${accountId}, 'resident', ${account.lang}, ${account.demo}, ${at})`.execute(tx);
  const inserted = await sql`
    insert into accounts.contact (id, account_id, account_kind, kind, value, value_index, index_key, verified_at, created_at)
    values (${contact.id}, ${accountId}, 'resident', 'phone', ${contact.value}, ${contact.indexes[0]}, ${indexKeyId(deps)},
      ${account.verifiedAt}, ${at})
    on conflict (kind, value_index) where account_kind = 'resident' do nothing`.execute(tx);
  if (Number(inserted.numAffectedRows ?? 0) === 1) return accountId;
  await sql`delete from accounts.account where id = ${accountId}`.execute(tx);
  return undefined;
}
