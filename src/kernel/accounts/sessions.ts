import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, newSecret, type Uuid } from "../ids/index.ts";
import type { Lang } from "../ui/index.ts";
import { type Device, describeDevice } from "./device.ts";

export type SessionHolder =
  | { readonly kind: "anonymous" }
  | { readonly kind: "guest"; readonly caseId: Uuid }
  | { readonly kind: "resident"; readonly accountId: Uuid }
  | { readonly kind: "officer"; readonly accountId: Uuid };

/** For whom the holder acts, by a delegation that is valid now. */
export interface ActingFor {
  readonly accountId: Uuid;
  readonly delegationId: Uuid;
  readonly scope: string;
  readonly validTo: Date;
}

export interface SessionContext {
  readonly sessionId: Uuid;
  readonly holder: SessionHolder;
  /** Null: for oneself. */
  readonly actingFor: ActingFor | null;
  readonly csrfSecret: Buffer;
  readonly lang: Lang;
  /** The anonymous or guest session this one replaced at sign-in: its drafts move over. */
  readonly previousSessionId: Uuid | null;
  /** When it ends at the latest, if not used again. */
  readonly expiresAt: Date;
}

/** A new session. The secret goes into the cookie and is kept nowhere else. */
export interface OpenedSession {
  readonly secret: string;
  readonly session: SessionContext;
}

/** A line of "where am I signed in". */
export interface SessionLine {
  readonly sessionId: Uuid;
  /** "Android, Chrome"; empty when unknown. */
  readonly device: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

interface SessionRow {
  readonly id: Uuid;
  readonly kind: SessionHolder["kind"];
  readonly accountId: Uuid | null;
  readonly guestCaseId: Uuid | null;
  readonly csrfSecret: Buffer;
  readonly lang: Lang;
  readonly previousSessionId: Uuid | null;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly delegationId: Uuid | null;
  readonly fromAccount: Uuid | null;
  readonly scope: string | null;
  readonly validTo: Date | null;
}

const secretPattern = /^[A-Za-z0-9_-]{43}$/;
const seenEveryMs = 60_000;

const hashOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/**
 * Opens a session with a new secret and ends the one of `previousSecret` (unless `keepPrevious`), so that a secret planted before sign-in is
 * worth nothing after.
 * Drafts carry over from an anonymous or guest session only: one person's never reach the next person on the same phone.
 */
export async function openSession(
  tx: Tx,
  holder: SessionHolder,
  from: {
    readonly device: Device;
    readonly lang: Lang;
    readonly previousSecret: string | null;
    readonly keepPrevious?: boolean;
  },
  at: Date,
): Promise<OpenedSession> {
  const previous = from.previousSecret === null ? undefined : await findSession(tx, from.previousSecret, at);
  if (previous !== undefined && from.keepPrevious !== true) await endSession(tx, previous.sessionId, at);
  const carries = previous?.holder.kind === "anonymous" || previous?.holder.kind === "guest";
  const secret = newSecret();
  await sql`
    insert into accounts.session (id, secret_hash, kind, account_id, guest_case_id, csrf_secret, lang, device, previous_session_id,
      created_at, last_seen_at, expires_at)
    select ${newId(at.getTime())}::uuid, ${hashOf(secret)}::bytea, kind, ${"accountId" in holder ? holder.accountId : null}::uuid,
      ${"caseId" in holder ? holder.caseId : null}::uuid, ${Buffer.from(newSecret(), "base64url")}::bytea, ${from.lang}, ${describeDevice(from.device.userAgent)},
      ${carries ? previous.sessionId : null}::uuid, ${at}::timestamptz, ${at}::timestamptz,
      ${at}::timestamptz + make_interval(mins => longest_minutes)
    from accounts.session_policy where kind = ${holder.kind}`.execute(tx);
  if ("accountId" in holder)
    await sql`update accounts.account set last_used_on = ${at}::date
      where id = ${holder.accountId} and last_used_on is distinct from ${at}::date`.execute(tx);
  const session = await findSession(tx, secret, at);
  if (session === undefined) throw new Error("a session just opened was not found");
  return { secret, session };
}

/**
 * The session of this secret, or undefined when there is none, or it ended, was idle too long, or its account was closed.
 * A delegation that ran out or was revoked no longer shows in `actingFor`.
 */
export async function findSession(db: Queryable, secret: string, at: Date): Promise<SessionContext | undefined> {
  if (!secretPattern.test(secret)) return undefined;
  const [row] = await livingRows(db, sql`s.secret_hash = ${hashOf(secret)}`, at);
  if (row === undefined) return undefined;
  if (at.getTime() - row.lastSeenAt.getTime() >= seenEveryMs)
    await sql`update accounts.session set last_seen_at = ${at} where id = ${row.id} and last_seen_at < ${at}`.execute(
      db,
    );
  return contextOf(row);
}

/** Those of the sessions that live. Asking does not count as use. */
export async function livingSessions(db: Queryable, ids: readonly Uuid[], at: Date): Promise<SessionContext[]> {
  return (await livingRows(db, sql`s.id = any(${[...ids]}::uuid[])`, at)).map(contextOf);
}

async function livingRows(db: Queryable, which: RawBuilder<unknown>, at: Date): Promise<readonly SessionRow[]> {
  const found = await sql<SessionRow>`
    select s.id, s.kind, s.account_id as "accountId", s.guest_case_id as "guestCaseId", s.csrf_secret as "csrfSecret", s.lang,
      s.previous_session_id as "previousSessionId", s.last_seen_at as "lastSeenAt",
      least(s.expires_at, ${at}::timestamptz + make_interval(mins => p.idle_minutes)) as "expiresAt",
      d.id as "delegationId", d.from_account as "fromAccount", d.scope, d.valid_to as "validTo"
    from accounts.session s
    join accounts.session_policy p on p.kind = s.kind
    left join accounts.account a on a.id = s.account_id
    left join accounts.delegation d on d.id = s.acting_delegation_id and d.to_account = s.account_id
      and d.revoked_at is null and d.valid_from <= ${at} and d.valid_to > ${at}
    where ${which} and s.ended_at is null and s.expires_at > ${at}
      and s.last_seen_at + make_interval(mins => p.idle_minutes) > ${at}
      and (a.id is null or (a.disabled_at is null and a.erased_at is null))`.execute(db);
  return found.rows;
}

export async function endSession(db: Queryable, sessionId: Uuid, at: Date): Promise<void> {
  await sql`update accounts.session set ended_at = ${at} where id = ${sessionId} and ended_at is null`.execute(db);
}

/** Ends all sessions of the account but `except`. Gives how many. */
export async function endSessionsOf(db: Queryable, accountId: Uuid, except: Uuid | null, at: Date): Promise<number> {
  const ended = await sql`
    update accounts.session set ended_at = ${at}
    where account_id = ${accountId} and ended_at is null and id is distinct from ${except}::uuid`.execute(db);
  return Number(ended.numAffectedRows ?? 0);
}

/** The account's sessions that still live, last used first. */
export async function listSessions(db: Queryable, accountId: Uuid, at: Date): Promise<SessionLine[]> {
  const found = await sql<SessionLine>`
    select s.id as "sessionId", s.device, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
    from accounts.session s join accounts.session_policy p on p.kind = s.kind
    where s.account_id = ${accountId} and s.ended_at is null and s.expires_at > ${at}
      and s.last_seen_at + make_interval(mins => p.idle_minutes) > ${at}
    order by s.last_seen_at desc, s.id desc`.execute(db);
  return found.rows;
}

export async function setSessionLang(db: Queryable, sessionId: Uuid, lang: Lang): Promise<void> {
  await sql`
    with mine as (update accounts.session set lang = ${lang} where id = ${sessionId} returning account_id)
    update accounts.account a set lang = ${lang} from mine where a.id = mine.account_id`.execute(db);
}

function contextOf(row: SessionRow): SessionContext {
  const acting =
    row.delegationId === null || row.fromAccount === null || row.scope === null || row.validTo === null
      ? null
      : { accountId: row.fromAccount, delegationId: row.delegationId, scope: row.scope, validTo: row.validTo };
  return {
    sessionId: row.id,
    holder: holderOf(row),
    actingFor: acting,
    csrfSecret: row.csrfSecret,
    lang: row.lang,
    previousSessionId: row.previousSessionId,
    expiresAt: row.expiresAt,
  };
}

function holderOf(row: SessionRow): SessionHolder {
  if (row.kind === "anonymous") return { kind: "anonymous" };
  if (row.kind === "guest" && row.guestCaseId !== null) return { kind: "guest", caseId: row.guestCaseId };
  if ((row.kind === "resident" || row.kind === "officer") && row.accountId !== null)
    return { kind: row.kind, accountId: row.accountId };
  throw new Error("a session without its holder");
}
