import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { challengeAuthenticator } from "./authenticator.ts";
import {
  type CodeSent,
  contactField,
  contactIndex,
  contactIndexes,
  indexKeyId,
  issueCode,
  type Target,
  tryLater,
} from "./codes.ts";
import { type Contact, type ContactKind, parseContact, parseEmail } from "./contact.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";
import { closeWaysIn } from "./enrolment.ts";
import { knownAt } from "./known-browsers.ts";
import { attempt, forgetAttempts, takeAttempts, triedBy } from "./limits.ts";
import { hashPassword, isOutdated, passwordFault, passwordFits } from "./passwords.ts";
import { setName } from "./residents.ts";
import { endSessionsOf } from "./sessions.ts";

export interface NewOfficer {
  /** 3 to 40 of a–z, 0–9, dot, dash, underscore; case does not matter. */
  readonly username: string;
  readonly password: string;
  readonly name: string;
  /** Where the second factor goes. */
  readonly contact: { readonly kind: ContactKind; readonly value: string };
  readonly lang: Lang;
  readonly demo?: boolean;
}

/** An officer who sets up password and authenticator app by a link. */
export interface InvitedOfficer {
  /** As of `NewOfficer`. */
  readonly username: string;
  readonly name: string;
  /** Where messages go, beside the console; null: nowhere. */
  readonly email: string | null;
  readonly lang: Lang;
}

/** A line of the operator's list: a working name and a state, nothing personal. */
export interface OfficerLine {
  readonly accountId: Uuid;
  readonly username: string;
  /** "invited": has a link that is still good; "expired": had one and never used it. */
  readonly state: "active" | "invited" | "expired" | "disabled";
}

interface LoginRow {
  readonly account_id: Uuid;
  readonly password_hash: string | null;
  readonly lang: Lang;
  readonly authenticator_id: Uuid | null;
  readonly contact_id: Uuid | null;
  readonly contact_kind: ContactKind | null;
  readonly contact: Buffer | null;
  readonly contact_index: Buffer | null;
}

const usernamePattern = /^[a-z0-9][a-z0-9._-]{2,39}$/;
const longestName = 100;

/** Makes an officer's account; the roles are given in kernel/access. Problems: username, password or contact not fit, username taken. */
export async function createOfficer(deps: AccountsDeps, tx: Tx, officer: NewOfficer): Promise<Result<Uuid, Problem>> {
  const username = plainUsername(officer.username);
  if (!username.ok) return username;
  const fault = passwordFault(officer.password, username.value);
  if (fault !== undefined) return err(problem("validation-failed", fault, { field: "password" }));
  const contact = parseContact(officer.contact.kind, officer.contact.value);
  if (contact === undefined)
    return err(problem("validation-failed", `accounts.${officer.contact.kind}.invalid`, { field: "contact" }));
  const passwordHash = await hashPassword(officer.password);
  return insertOfficer(deps, tx, { ...officer, username: username.value, passwordHash, contact });
}

/** Makes an officer's account without a password: `openEnrolment` gives the link to set one. Problems: username, name or e-mail not fit, username taken. */
export async function inviteOfficer(
  deps: AccountsDeps,
  tx: Tx,
  officer: InvitedOfficer,
): Promise<Result<Uuid, Problem>> {
  const username = plainUsername(officer.username);
  if (!username.ok) return username;
  const name = officer.name.trim();
  if (name === "" || name.length > longestName)
    return err(problem("validation-failed", "accounts.officer-name.invalid", { field: "name" }));
  const contact = officer.email === null ? null : parseContact("email", officer.email);
  if (contact === undefined) return err(problem("validation-failed", "accounts.email.invalid", { field: "email" }));
  return insertOfficer(deps, tx, { username: username.value, name, lang: officer.lang, passwordHash: null, contact });
}

function plainUsername(text: string): Result<string, Problem> {
  const username = text.trim().toLowerCase();
  if (usernamePattern.test(username)) return ok(username);
  return err(problem("validation-failed", "accounts.username.invalid", { field: "username" }));
}

async function insertOfficer(
  deps: AccountsDeps,
  tx: Tx,
  officer: {
    readonly username: string;
    readonly name: string;
    readonly lang: Lang;
    readonly demo?: boolean;
    readonly passwordHash: string | null;
    readonly contact: Contact | null;
  },
): Promise<Result<Uuid, Problem>> {
  const { username, passwordHash, contact } = officer;
  const at = deps.clock.now();
  const accountId = newId(at.getTime());
  await sql`insert into accounts.account (id, kind, lang, demo, created_at)
    values (${accountId}, 'officer', ${officer.lang}, ${officer.demo ?? false}, ${at})`.execute(tx);
  const login = await sql`
    insert into accounts.officer_login (account_id, username, working_name, password_hash, password_changed_at)
    values (${accountId}, ${username}, ${officer.name.trim() || null}, ${passwordHash}, ${passwordHash === null ? null : at})
    on conflict (username) do nothing`.execute(tx);
  if (Number(login.numAffectedRows ?? 0) === 0) {
    await sql`delete from accounts.account where id = ${accountId}`.execute(tx);
    return err(problem("conflict", "accounts.username.taken", { field: "username" }));
  }
  await setName(deps, tx, accountId, officer.name);
  if (contact === null) return ok(accountId);
  const field = contactField(newId(at.getTime()));
  await sql`
    insert into accounts.contact (id, account_id, account_kind, kind, value, value_index, index_key, created_at)
    values (${field.rowId}, ${accountId}, 'officer', ${contact.kind}, ${deps.privacy.seal(field, contact.value)},
      ${contactIndex(deps, contact.kind, contact.value)}, ${indexKeyId(deps)}, ${at})`.execute(tx);
  return ok(accountId);
}

/**
 * First factor. `login` is the username or the e-mail address. When it fits, the officer's authenticator app has the code, or one goes to their
 * contact where no app is set up, and `verifyCode` completes the sign-in. An unknown name, a wrong password and a closed account get the same answer after the same time.
 */
export async function passwordSignIn(
  deps: AccountsDeps,
  input: { readonly login: string; readonly password: string; readonly device: Device },
): Promise<Result<CodeSent, Problem>> {
  const at = deps.clock.now();
  const login = input.login.trim().toLowerCase();
  const row = await findLogin(deps, deps.db.query, login);
  const door = row === undefined ? undefined : ({ kind: "account", id: row.account_id } as const);
  const byBrowser = await knownAt(deps, deps.db.query, door, input.device, at);
  const by = triedBy(deps.crypto, input.device);
  const tries =
    byBrowser === undefined
      ? [
          attempt(deps.crypto, "password.device", login, input.device.key),
          attempt(deps.crypto, "password.target", login),
        ]
      : [attempt(deps.crypto, "password.known", byBrowser)];
  // Counted before it is tried, in a transaction of its own: tries at the same moment cannot all slip through.
  const taken = await deps.db.transaction((tx) => takeAttempts(tx, tries, at, by));
  if (!taken.allowed) return err(tryLater(taken));
  const known = row?.password_hash ?? undefined;
  const fits = await passwordFits(known, input.password);
  if (row === undefined || known === undefined || !fits)
    return err(problem("not-signed-in", "accounts.password.wrong", { field: "password" }));
  const renewed = isOutdated(known) ? await hashPassword(input.password) : undefined;
  return deps.db.transaction(async (tx) => {
    await forgetAttempts(tx, tries, by);
    if (renewed !== undefined)
      await sql`update accounts.officer_login set password_hash = ${renewed}
        where account_id = ${row.account_id} and password_hash = ${known}`.execute(tx);
    if (row.authenticator_id !== null) return challengeAuthenticator(deps, tx, row.account_id, input.device, at);
    const target = targetOf(row);
    // A password without any second factor opens nothing; the operator gives a new link.
    if (target === undefined) return err(problem("forbidden", "accounts.second-factor.none"));
    return issueCode(deps, tx, target, input.device, row.lang, at);
  });
}

function targetOf(row: LoginRow): Target | undefined {
  const { contact_id: id, contact_kind: contactKind, contact: ciphertext, contact_index: contactIndexed } = row;
  if (id === null || contactKind === null || ciphertext === null || contactIndexed === null) return undefined;
  return {
    purpose: "second-factor",
    accountId: row.account_id,
    contactKind,
    contact: { ...contactField(id), ciphertext },
    contactIndex: contactIndexed,
    maskedContact: null,
  };
}

/** Sets a new password and ends the account's other sessions. Problems: the current one is wrong, the new one will not do. */
export async function changePassword(
  deps: AccountsDeps,
  input: { readonly accountId: Uuid; readonly sessionId: Uuid; readonly current: string; readonly next: string },
): Promise<Result<null, Problem>> {
  const at = deps.clock.now();
  const tries = attempt(deps.crypto, "password.device", input.accountId, input.sessionId);
  const taken = await deps.db.transaction((tx) => takeAttempts(tx, [tries], at));
  if (!taken.allowed) return err(tryLater(taken));
  const found = await sql<{ username: string; password_hash: string | null }>`
    select username, password_hash from accounts.officer_login where account_id = ${input.accountId}`.execute(
    deps.db.query,
  );
  const row = found.rows[0];
  if (!(await passwordFits(row?.password_hash ?? undefined, input.current)) || row === undefined)
    return err(problem("validation-failed", "accounts.password.wrong-current", { field: "current" }));
  const fault = passwordFault(input.next, row.username);
  if (fault !== undefined) return err(problem("validation-failed", fault, { field: "next" }));
  const passwordHash = await hashPassword(input.next);
  await deps.db.transaction(async (tx) => {
    await forgetAttempts(tx, [tries]);
    await sql`update accounts.officer_login set password_hash = ${passwordHash}, password_changed_at = ${at}
      where account_id = ${input.accountId}`.execute(tx);
    await endSessionsOf(tx, input.accountId, input.sessionId, at);
  });
  return ok(null);
}

/** Closes an officer's account: no sign-in any more, all sessions end. What the officer did stays on record. */
export async function disableOfficer(deps: AccountsDeps, tx: Tx, accountId: Uuid, at: Date): Promise<void> {
  await sql`update accounts.account set disabled_at = coalesce(disabled_at, ${at})
    where id = ${accountId} and kind = 'officer'`.execute(tx);
  await closeWaysIn(deps, tx, accountId, at);
}

/** Lets a closed officer's account be used again; nobody can sign in by it until `openEnrolment` gave a link. */
export async function enableOfficer(tx: Tx, accountId: Uuid): Promise<void> {
  await sql`update accounts.account set disabled_at = null
    where id = ${accountId} and kind = 'officer' and erased_at is null`.execute(tx);
}

/** All officers by username, the closed ones too. `username`: that one alone. */
export async function listOfficers(db: Queryable, at: Date, username?: string): Promise<OfficerLine[]> {
  // What cannot be a username is not asked for: PostgreSQL refuses some signs in a text.
  if (username !== undefined && !usernamePattern.test(username)) return [];
  const found = await sql<OfficerLine>`
    select a.id as "accountId", l.username,
      case when a.disabled_at is not null then 'disabled'
        when l.password_hash is not null then 'active'
        when exists (select 1 from accounts.enrolment e where e.account_id = a.id and e.used_at is null
          and e.closed_at is null and e.expires_at > ${at}) then 'invited'
        else 'expired' end as state
    from accounts.account a join accounts.officer_login l on l.account_id = a.id
    where a.kind = 'officer' and a.erased_at is null and (${username ?? null}::text is null or l.username = ${username ?? null})
    order by l.username`.execute(db);
  return found.rows;
}

/** Whether accounts are open, for the audit: every officer after an id, or those of these ids. */
export async function officerStates(
  db: Queryable,
  which: { readonly ids: readonly Uuid[] } | { readonly after: Uuid; readonly limit: number },
): Promise<readonly { readonly accountId: Uuid; readonly isClosed: boolean }[]> {
  const found = await ("ids" in which
    ? sql<{ accountId: Uuid; isClosed: boolean }>`
        select id as "accountId", disabled_at is not null as "isClosed" from accounts.account
        where kind = 'officer' and id = any(${[...which.ids]}::uuid[])`
    : sql<{ accountId: Uuid; isClosed: boolean }>`
        select id as "accountId", disabled_at is not null as "isClosed" from accounts.account
        where kind = 'officer' and id > ${which.after} order by id limit ${which.limit}`
  ).execute(db);
  return found.rows;
}

/** The names officers bear on duty, for their colleagues' lists; the username where there is none. Unknown ids are left out. */
export async function officerNames(db: Queryable, accountIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
  const found = await sql<{ account_id: Uuid; name: string }>`
    select account_id, coalesce(working_name, username) as name from accounts.officer_login
    where account_id = any(${[...accountIds]}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.account_id, row.name]));
}

/** By username, or by an e-mail address that only one officer has. */
async function findLogin(deps: AccountsDeps, db: Queryable, login: string): Promise<LoginRow | undefined> {
  const email = parseEmail(login);
  const indexes = email === undefined ? [] : contactIndexes(deps, "email", email);
  // What cannot be a username is not asked for: PostgreSQL refuses some signs in a text.
  const username = usernamePattern.test(login) ? login : null;
  const found = await sql<LoginRow>`
    select l.account_id, l.password_hash, l.authenticator_id, a.lang, c.id as contact_id, c.kind as contact_kind, c.value as contact,
      c.value_index as contact_index
    from accounts.officer_login l
    join accounts.account a on a.id = l.account_id and a.disabled_at is null and a.erased_at is null
    left join lateral (select * from accounts.contact where account_id = a.id order by created_at, id limit 1) c on true
    where l.username = ${username} or l.account_id in
      (select account_id from accounts.contact where kind = 'email' and value_index = any(${[...indexes]}::bytea[]) and account_kind = 'officer')
    limit 2`.execute(db);
  return found.rows.length === 1 ? found.rows[0] : undefined;
}
