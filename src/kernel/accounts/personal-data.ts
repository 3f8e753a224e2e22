import { type RawBuilder, sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { ErasureOutcome, ErasureSubject, PersonalData } from "../privacy/index.ts";
import type { AccountsDeps } from "./deps.ts";
import { forgetBrowsers } from "./known-browsers.ts";

/** What accounts hold of a person, and why they read it. */
export const accountsPersonalData: PersonalData = {
  part: "accounts",
  purposes: [
    { key: "accounts.send-code", bases: ["contract", "public_task"] },
    { key: "accounts.send-message", bases: ["contract", "public_task"] },
    { key: "accounts.show-own", bases: ["contract", "legal_obligation"] },
  ],
  fields: [
    { table: "accounts.contact", column: "value", sort: "general", retention: "accounts.resident-unused" },
    { table: "accounts.account", column: "name", sort: "general", retention: "accounts.resident-unused" },
  ],
  namespaces: [],
};

/**
 * Forgets a person. A resident's account goes with everything that hangs on it. An officer's row stays, emptied and closed: decisions
 * point to it, and somebody must have made them.
 */
export async function eraseAccount(
  deps: AccountsDeps,
  tx: Tx,
  subject: ErasureSubject,
  at: Date,
): Promise<ErasureOutcome> {
  const id = subject.accountId;
  const officer = await sql`select 1 from accounts.account where id = ${id} and kind = 'officer'`.execute(tx);
  const gone = [
    sql`delete from accounts.one_time_code where account_id = ${id}
      or contact_index in (select value_index from accounts.contact where account_id = ${id})`,
    sql`delete from accounts.session where account_id = ${id}`,
    sql`delete from accounts.enrolment where account_id = ${id}`,
    sql`delete from accounts.authenticator_challenge where account_id = ${id}`,
    sql`delete from accounts.delegation where from_account = ${id} or to_account = ${id}`,
    sql`delete from accounts.contact where account_id = ${id}`,
    sql`delete from accounts.officer_login where account_id = ${id}`,
    officer.rows.length === 0
      ? sql`delete from accounts.account where id = ${id}`
      : sql`update accounts.account set name = null, erased_at = ${at} where id = ${id} and erased_at is null`,
  ];
  let erased = await forgetBrowsers(deps, tx, { kind: "account", id });
  for (const statement of gone) erased += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  return { erased, kept: officer.rows.length === 0 ? [] : ["accounts.kept.officer"] };
}

/** Accounts in one page of a search. */
const page = 100;

/** Residents who have not signed in since `before`, by id; `after`: the last id of the page before. */
export async function unusedResidents(db: Queryable, before: Date, after: Uuid | null): Promise<readonly Uuid[]> {
  const found = await sql<{ id: Uuid }>`
    select a.id from accounts.account a
    where a.kind = 'resident' and coalesce(a.last_used_on::timestamptz, a.created_at) < ${before} and (${after}::uuid is null or a.id > ${after}::uuid)
      and not exists (select 1 from accounts.session s where s.account_id = a.id and s.last_seen_at >= ${before})
    order by a.id limit ${page}`.execute(db);
  return found.rows.map(({ id }) => id);
}

/** Officers whose accounts were closed before a moment and still bear a name. */
export async function closedOfficers(db: Queryable, before: Date): Promise<readonly Uuid[]> {
  const found = await sql<{ id: Uuid }>`
    select id from accounts.account where kind = 'officer' and disabled_at < ${before} and erased_at is null
    order by id limit ${page}`.execute(db);
  return found.rows.map(({ id }) => id);
}

/** What is over, by kind: sessions that ended, tries and codes, links that nobody used, browsers by which nobody got in any more. */
export type Leftover = "session" | "attempt" | "enrolment" | "known-browser";

/** Removes what was over before a moment. Gives the rows removed. */
export async function removeLeftovers(db: Queryable, kind: Leftover, before: Date): Promise<number> {
  const statements: Readonly<Record<Leftover, readonly RawBuilder<unknown>[]>> = {
    session: [sql`delete from accounts.session where least(ended_at, expires_at) < ${before}`],
    attempt: [
      sql`delete from accounts.attempt where at < ${before}`,
      sql`delete from accounts.one_time_code where expires_at < ${before}`,
      sql`delete from accounts.authenticator_challenge where expires_at < ${before}`,
    ],
    enrolment: [sql`delete from accounts.enrolment where expires_at < ${before} and used_at is null`],
    "known-browser": [sql`delete from accounts.known_browser where used_at < ${before}`],
  };
  let removed = 0;
  for (const statement of statements[kind]) removed += Number((await statement.execute(db)).numAffectedRows ?? 0);
  return removed;
}
