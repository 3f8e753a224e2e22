import { sql } from "kysely";
import type { Tx } from "../db/index.ts";
import type { ErasureOutcome, ErasureSubject, PersonalData } from "../privacy/index.ts";

const retention = {
  from: "account-closed",
  days: 0,
  source: "UU 27/2022 art. 43: erased when no longer needed",
  verified: false,
} as const;

/** What accounts hold of a person, and why they read it. */
export const accountsPersonalData: PersonalData = {
  part: "accounts",
  purposes: [
    { key: "accounts.send-code", bases: ["contract", "public_task"] },
    { key: "accounts.send-message", bases: ["contract", "public_task"] },
    { key: "accounts.show-own", bases: ["contract", "legal_obligation"] },
  ],
  fields: [
    { table: "accounts.contact", column: "value", sort: "general", retention },
    { table: "accounts.account", column: "name", sort: "general", retention },
  ],
  namespaces: [],
};

/**
 * Forgets a person. A resident's account goes with everything that hangs on it. An officer's row stays, emptied and closed: decisions
 * point to it, and somebody must have made them.
 */
export async function eraseAccount(tx: Tx, subject: ErasureSubject, at: Date): Promise<ErasureOutcome> {
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
  let erased = 0;
  for (const statement of gone) erased += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  return { erased, kept: officer.rows.length === 0 ? [] : ["accounts.kept.officer"] };
}
