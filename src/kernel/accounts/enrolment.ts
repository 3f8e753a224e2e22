import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { authenticatorSecret } from "./authenticator.ts";
import { plainCode } from "./codes.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";
import { base32, keyUri, matchingStep } from "./domain/totp.ts";
import { forgetBrowsers, rememberBrowser } from "./known-browsers.ts";
import { hashPassword, passwordFault } from "./passwords.ts";
import { endSessionsOf, type OpenedSession, openSession } from "./sessions.ts";

/** Below it, on the installation's own address, stands the secret of a link. */
export const enrolmentPath = "/masuk/petugas/siapkan";

/** A one-time link by which an officer sets up password and authenticator app. */
export interface Enrolment {
  readonly id: Uuid;
  readonly expiresAt: Date;
}

/** What the page of an open link shows. */
export interface EnrolmentForm {
  readonly username: string;
  /** For apps that cannot scan: base32. */
  readonly key: string;
  /** For the QR code. */
  readonly keyUri: string;
}

export interface EnrolmentAnswer {
  /** Of the link. */
  readonly secret: string;
  readonly password: string;
  /** What the app shows now: proof that it holds the secret. */
  readonly code: string;
  readonly device: Device;
  readonly lang: Lang;
  readonly previousSecret: string | null;
}

interface OpenRow {
  readonly id: Uuid;
  readonly account_id: Uuid;
  readonly username: string;
}

/**
 * Makes a link for an officer and takes back what was set up before: password, app and older links no longer work, all sessions end.
 * The link is good for as long as `accounts.limit_policy` says. Closed accounts get none: the caller looks before.
 */
export async function openEnrolment(deps: AccountsDeps, tx: Tx, accountId: Uuid, at: Date): Promise<Enrolment> {
  const policy = await sql<{ seconds: number }>`
    select seconds from accounts.limit_policy where action = 'enrolment.link'`.execute(tx);
  const seconds = policy.rows[0]?.seconds;
  if (seconds === undefined) throw new Error("accounts.limit_policy lacks the rule of enrolments");
  const id = newId(at.getTime());
  const expiresAt = new Date(at.getTime() + seconds * 1000);
  await sql`update accounts.officer_login
    set password_hash = null, password_changed_at = null, authenticator_id = null, authenticator_step = null
    where account_id = ${accountId}`.execute(tx);
  await closeWaysIn(deps, tx, accountId, at);
  await sql`insert into accounts.enrolment (id, account_id, secret_hash, created_at, expires_at)
    values (${id}, ${accountId}, ${hashOf(enrolmentSecret(deps, id))}, ${at}, ${expiresAt})`.execute(tx);
  return { id, expiresAt };
}

/** Ends whatever an officer could still come in by without the password: links, codes on the way, sessions. No browser is known any more. */
export async function closeWaysIn(deps: AccountsDeps, tx: Tx, accountId: Uuid, at: Date): Promise<void> {
  await sql`update accounts.enrolment set closed_at = ${at}
    where account_id = ${accountId} and used_at is null and closed_at is null`.execute(tx);
  await sql`update accounts.one_time_code set closed_at = ${at} where account_id = ${accountId} and closed_at is null`.execute(
    tx,
  );
  await sql`update accounts.authenticator_challenge set closed_at = ${at}
    where account_id = ${accountId} and closed_at is null`.execute(tx);
  await forgetBrowsers(deps, tx, { kind: "account", id: accountId });
  await endSessionsOf(tx, accountId, null, at);
}

/** The secret of a link: derived, so that an act asked for twice gives the same link and no table holds it. 43 signs of base64url. */
export function enrolmentSecret(deps: Pick<AccountsDeps, "crypto">, id: Uuid): string {
  return deps.crypto.digest("officer-enrolment", id).toString("base64url");
}

/** What to show for a link; undefined when it is unknown, used, taken back or too old. `issuer`: how the app names this installation. */
export async function enrolmentForm(
  deps: AccountsDeps,
  db: Queryable,
  secret: string,
  issuer: string,
  at: Date,
): Promise<EnrolmentForm | undefined> {
  const row = await findOpen(db, secret, at);
  if (row === undefined) return undefined;
  const shared = authenticatorSecret(deps, row.account_id, row.id);
  return { username: row.username, key: base32(shared), keyUri: keyUri(shared, issuer, row.username) };
}

/**
 * Sets password and app, uses the link up, and signs the officer in. Problems: the link is gone; the password will not do; the code is not of
 * the app. Nothing changes then, and the link stays good.
 */
export async function enrol(deps: AccountsDeps, answer: EnrolmentAnswer): Promise<Result<OpenedSession, Problem>> {
  const at = deps.clock.now();
  const gone = err(problem("gone", "accounts.enrolment.gone"));
  const seen = await findOpen(deps.db.query, answer.secret, at);
  if (seen === undefined) return gone;
  const fault = passwordFault(answer.password, seen.username);
  if (fault !== undefined) return err(problem("validation-failed", fault, { field: "password" }));
  const step = matchingStep(authenticatorSecret(deps, seen.account_id, seen.id), plainCode(answer.code), at, null);
  if (step === undefined) return err(problem("validation-failed", "accounts.enrolment.code", { field: "code" }));
  const passwordHash = await hashPassword(answer.password);
  return deps.db.transaction(async (tx) => {
    const used = await sql`update accounts.enrolment set used_at = ${at}
      where id = ${seen.id} and used_at is null and closed_at is null`.execute(tx);
    if (Number(used.numAffectedRows ?? 0) === 0) return gone;
    await sql`update accounts.officer_login
      set password_hash = ${passwordHash}, password_changed_at = ${at}, authenticator_id = ${seen.id}, authenticator_step = ${step}
      where account_id = ${seen.account_id}`.execute(tx);
    await rememberBrowser(deps, tx, { kind: "account", id: seen.account_id }, answer.device, at);
    return ok(await openSession(tx, { kind: "officer", accountId: seen.account_id }, answer, at));
  });
}

async function findOpen(db: Queryable, secret: string, at: Date): Promise<OpenRow | undefined> {
  if (!/^[\w-]{43}$/.test(secret)) return undefined;
  const found = await sql<OpenRow>`
    select e.id, e.account_id, l.username from accounts.enrolment e
    join accounts.officer_login l on l.account_id = e.account_id
    join accounts.account a on a.id = e.account_id and a.disabled_at is null and a.erased_at is null
    where e.secret_hash = ${hashOf(secret)} and e.used_at is null and e.closed_at is null and e.expires_at > ${at}`.execute(
    db,
  );
  return found.rows[0];
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
