import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { parsePhone } from "../phone/index.ts";
import { contactIndexes } from "./codes.ts";
import type { AccountsDeps } from "./deps.ts";
import { createOfficer, type NewOfficer } from "./officers.ts";
import { createResident, type NewResident } from "./residents.ts";

/** An invented person of the demo. `key` names them in the seed that gives roles. */
export type DemoAccount =
  | ({ readonly key: string; readonly kind: "resident" } & NewResident)
  | ({ readonly key: string; readonly kind: "officer" } & NewOfficer);

/**
 * Makes the demo's accounts, each marked as such; those that are there already stay as they are. Gives their ids by key.
 * Throws when one does not fit the rules: the list is ours.
 */
export async function seedDemoAccounts(
  deps: AccountsDeps,
  tx: Tx,
  list: readonly DemoAccount[],
): Promise<ReadonlyMap<string, Uuid>> {
  const ids = new Map<string, Uuid>();
  for (const account of list) {
    const known = await findDemoAccount(deps, tx, account);
    if (known !== undefined) {
      ids.set(account.key, known);
      continue;
    }
    const made =
      account.kind === "resident"
        ? await createResident(deps, tx, { ...account, demo: true })
        : await createOfficer(deps, tx, { ...account, demo: true });
    if (!made.ok) throw new Error(`demo account ${account.key}: ${made.error.message}`);
    ids.set(account.key, made.value);
  }
  return ids;
}

/** Whether a demo account exists that can still sign in: production must not start then. */
export async function hasDemoAccounts(db: Queryable): Promise<boolean> {
  const found = await sql<{ found: boolean }>`
    select exists (select 1 from accounts.account where demo and erased_at is null) as found`.execute(db);
  return found.rows[0]?.found ?? false;
}

async function findDemoAccount(deps: AccountsDeps, tx: Tx, account: DemoAccount): Promise<Uuid | undefined> {
  const lookUp =
    account.kind === "officer"
      ? sql<{ id: Uuid }>`select account_id as id from accounts.officer_login where username = ${account.username}`
      : sql<{
          id: Uuid;
        }>`select account_id as id from accounts.contact where account_kind = 'resident' and kind = 'phone'
          and value_index = any(${[...contactIndexes(deps, "phone", parsePhone(account.phone) ?? "")]}::bytea[])`;
  return (await lookUp.execute(tx)).rows[0]?.id;
}
