import { type RawBuilder, sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { SealedField, Subject } from "../privacy/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { answerAuthenticator } from "./authenticator.ts";
import { type CodeSent, contactField, requestCode, resendCode, subjectOf, useCode } from "./codes.ts";
import type { ContactKind } from "./contact.ts";
import {
  actFor,
  type Delegation,
  delegationsOf,
  grantDelegation,
  lockDelegations,
  type NewDelegation,
  revokeDelegation,
  stopActing,
} from "./delegations.ts";
import { type DemoAccount, hasDemoAccounts, seedDemoAccounts } from "./demo.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";
import {
  type Enrolment,
  type EnrolmentAnswer,
  type EnrolmentForm,
  enrol,
  enrolmentForm,
  enrolmentSecret,
  openEnrolment,
} from "./enrolment.ts";
import { type GuestSignIn, guestAccessRow, guestPinLength, removeGuestAccess, verifyGuest } from "./guests.ts";
import { indexKeyUse, renewIndexes } from "./index-keys.ts";
import { rememberBrowser } from "./known-browsers.ts";
import {
  changePassword,
  createOfficer,
  disableOfficer,
  enableOfficer,
  type InvitedOfficer,
  inviteOfficer,
  listOfficers,
  type NewOfficer,
  type OfficerLine,
  officerNames,
  officerStates,
  passwordSignIn,
} from "./officers.ts";
import {
  accountsPersonalData,
  closedOfficers,
  eraseAccount,
  type Leftover,
  removeLeftovers,
  unusedResidents,
} from "./personal-data.ts";
import { createResident, type NewResident, nameField, residentFor, residentOfCode, setName } from "./residents.ts";
import {
  endSession,
  endSessionsOf,
  findSession,
  listSessions,
  livingSessions,
  type OpenedSession,
  openSession,
  type SessionContext,
  type SessionLine,
  setSessionLang,
} from "./sessions.ts";

export interface SealedContact {
  readonly kind: ContactKind;
  readonly field: SealedField;
}

/** Residents', officers' and guests' ways in, and their sessions. Roles are in kernel/access. */
export interface Accounts {
  /** Sends a sign-in code to a phone, known or not. */
  requestCode(input: { phone: string; device: Device; lang: Lang }): Promise<Result<CodeSent, Problem>>;
  /** Sends another code to where the one of `challengeId` went. */
  resendCode(input: { challengeId: string; device: Device; lang: Lang }): Promise<Result<CodeSent, Problem>>;
  /** Completes a sign-in: of a resident (made at the first one), or of an officer after `passwordSignIn`. */
  verifyCode(input: {
    challengeId: string;
    code: string;
    device: Device;
    lang: Lang;
    /** The browser's session until now; it ends. */
    previousSecret: string | null;
  }): Promise<Result<OpenedSession, Problem>>;
  passwordSignIn(input: { login: string; password: string; device: Device }): Promise<Result<CodeSent, Problem>>;
  changePassword(input: {
    accountId: Uuid;
    sessionId: Uuid;
    current: string;
    next: string;
  }): Promise<Result<null, Problem>>;

  guestAccessRow(caseId: Uuid, pin: string): RawBuilder<unknown>;
  guestPinLength(caseId: Uuid): Promise<number | undefined>;
  removeGuestAccess(tx: Tx, caseId: Uuid): Promise<void>;
  verifyGuest(input: GuestSignIn): Promise<Result<OpenedSession, Problem>>;

  /** An anonymous session: carries drafts and the CSRF secret until sign-in. */
  startSession(input: { device: Device; lang: Lang }): Promise<OpenedSession>;
  findSession(secret: string): Promise<SessionContext | undefined>;
  /** Those of the sessions that live; asking does not count as use. */
  livingSessions(ids: readonly Uuid[]): Promise<SessionContext[]>;
  listSessions(accountId: Uuid): Promise<SessionLine[]>;
  setLang(sessionId: Uuid, lang: Lang): Promise<void>;
  signOut(sessionId: Uuid): Promise<void>;
  /** Ends all of the account's sessions, but `except` when given. Gives how many. */
  signOutEverywhere(accountId: Uuid, except?: Uuid): Promise<number>;
  /** Ends one session of the account's own list. */
  signOutElsewhere(accountId: Uuid, sessionId: Uuid): Promise<void>;

  createResident(tx: Tx, resident: NewResident): Promise<Result<Uuid, Problem>>;
  /** The account of a phone number, made now if there is none. */
  residentFor(tx: Tx, input: { phone: string; lang: Lang }): Promise<Result<Uuid, Problem>>;
  createOfficer(tx: Tx, officer: NewOfficer): Promise<Result<Uuid, Problem>>;
  /** Without a password; `openEnrolment` gives the link to set one. */
  inviteOfficer(tx: Tx, officer: InvitedOfficer): Promise<Result<Uuid, Problem>>;
  /** A one-time link to set up password and app; what was set up before no longer works. */
  openEnrolment(tx: Tx, accountId: Uuid): Promise<Enrolment>;
  enrolmentSecret(enrolmentId: Uuid): string;
  /** Undefined: the link is unknown, used, taken back or too old. */
  enrolmentForm(secret: string, issuer: string): Promise<EnrolmentForm | undefined>;
  enrol(answer: EnrolmentAnswer): Promise<Result<OpenedSession, Problem>>;
  disableOfficer(tx: Tx, accountId: Uuid): Promise<void>;
  enableOfficer(tx: Tx, accountId: Uuid): Promise<void>;
  /** By username, the closed ones too. */
  officers(db: Queryable): Promise<OfficerLine[]>;
  officerNamed(db: Queryable, username: string): Promise<OfficerLine | undefined>;
  setName(tx: Tx, accountId: Uuid, name: string): Promise<void>;
  /** Sealed; `privacy.read` opens it. Null when the person gave no name. */
  nameOf(db: Queryable, accountId: Uuid): Promise<SealedField | null>;
  /** Sealed; oldest first. */
  contactsOf(db: Queryable, accountId: Uuid): Promise<SealedContact[]>;
  /** In whose access log the opening of this contact belongs, also when nobody has an account with it yet. */
  subjectOf(db: Queryable, contact: SealedField): Promise<Subject>;
  langOf(db: Queryable, accountId: Uuid): Promise<Lang | undefined>;
  officerNames(db: Queryable, accountIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>>;
  officerStates: typeof officerStates;

  /** Before counting those given: nobody else gives one until the transaction ends. */
  lockDelegations(tx: Tx, accountId: Uuid): Promise<void>;
  grantDelegation(tx: Tx, grant: NewDelegation): Promise<Result<Uuid, Problem>>;
  revokeDelegation(tx: Tx, revoke: { delegationId: Uuid; by: Uuid }): Promise<Result<null, Problem>>;
  delegationsOf(
    db: Queryable,
    accountId: Uuid,
  ): Promise<{ given: readonly Delegation[]; received: readonly Delegation[] }>;
  actFor(use: { sessionId: Uuid; delegationId: Uuid }): Promise<Result<null, Problem>>;
  stopActing(sessionId: Uuid): Promise<void>;

  seedDemoAccounts(tx: Tx, list: readonly DemoAccount[]): Promise<ReadonlyMap<string, Uuid>>;
  hasDemoAccounts(db: Queryable): Promise<boolean>;
  /** Residents who have not signed in since `before`; `after`: the last id of the page before. */
  unusedResidents(db: Queryable, before: Date, after: Uuid | null): Promise<readonly Uuid[]>;
  /** Officers whose accounts were closed before a moment and still bear a name. */
  closedOfficers(db: Queryable, before: Date): Promise<readonly Uuid[]>;
  /** Makes some of the blind indexes of older keys anew under the newest. Gives how many; 0: none is left. */
  renewIndexes(): Promise<number>;
  /** How many contacts each index key finds, by its id. */
  indexKeyUse(): Promise<ReadonlyMap<string, number>>;
  /** Removes sessions, tries and links that were over before a moment. Gives the rows removed. */
  removeLeftovers(kind: Leftover, before: Date): Promise<number>;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { db, clock, privacy } = deps;
  privacy.declare(accountsPersonalData);
  privacy.registerErasure("accounts", (tx, subject, at) => eraseAccount(deps, tx, subject, at));
  const now = (): Date => clock.now();

  return {
    requestCode: (input) => requestCode(deps, input),
    resendCode: (input) => resendCode(deps, input),
    verifyCode: (input) =>
      db.transaction(async (tx) => {
        const at = now();
        const byApp = await answerAuthenticator(deps, tx, input, at);
        if (byApp !== undefined) {
          if (!byApp.ok) return byApp;
          const found = await openOfficer(tx, byApp.value);
          if (found === undefined) return err(problem("forbidden", "accounts.closed"));
          return ok(await letIn(deps, tx, { kind: "officer", accountId: found }, input, at));
        }
        const used = await useCode(deps, tx, input, at);
        if (!used.ok) return used;
        const code = used.value;
        const officer = code.purpose === "second-factor" ? await openOfficer(tx, code.account_id) : undefined;
        const resident = code.purpose === "sign-in" ? await residentOfCode(deps, tx, code, at) : undefined;
        if (officer !== undefined) return ok(await letIn(deps, tx, { kind: "officer", accountId: officer }, input, at));
        if (resident !== undefined)
          return ok(await letIn(deps, tx, { kind: "resident", accountId: resident }, input, at));
        return err(problem("forbidden", "accounts.closed"));
      }),
    passwordSignIn: (input) => passwordSignIn(deps, input),
    changePassword: (input) => changePassword(deps, input),

    guestAccessRow: (caseId, pin) => guestAccessRow(deps, caseId, pin),
    guestPinLength: (caseId) => guestPinLength(deps, caseId),
    removeGuestAccess: (tx, caseId) => removeGuestAccess(deps, tx, caseId, now()),
    verifyGuest: (input) => verifyGuest(deps, input),

    startSession: (input) =>
      db.transaction((tx) => openSession(tx, { kind: "anonymous" }, { ...input, previousSecret: null }, now())),
    findSession: (secret) => findSession(db.query, secret, now()),
    livingSessions: (ids) => livingSessions(db.query, ids, now()),
    listSessions: (accountId) => listSessions(db.query, accountId, now()),
    setLang: (sessionId, lang) => setSessionLang(db.query, sessionId, lang),
    signOut: (sessionId) => endSession(db.query, sessionId, now()),
    signOutEverywhere: (accountId, except) => endSessionsOf(db.query, accountId, except ?? null, now()),
    async signOutElsewhere(accountId, sessionId) {
      const own = await listSessions(db.query, accountId, now());
      if (own.some((line) => line.sessionId === sessionId)) await endSession(db.query, sessionId, now());
    },

    createResident: (tx, resident) => createResident(deps, tx, resident),
    residentFor: (tx, input) => residentFor(deps, tx, input),
    createOfficer: (tx, officer) => createOfficer(deps, tx, officer),
    inviteOfficer: (tx, officer) => inviteOfficer(deps, tx, officer),
    openEnrolment: (tx, accountId) => openEnrolment(deps, tx, accountId, now()),
    enrolmentSecret: (enrolmentId) => enrolmentSecret(deps, enrolmentId),
    enrolmentForm: (secret, issuer) => enrolmentForm(deps, db.query, secret, issuer, now()),
    enrol: (answer) => enrol(deps, answer),
    disableOfficer: (tx, accountId) => disableOfficer(deps, tx, accountId, now()),
    enableOfficer,
    officers: (query) => listOfficers(query, now()),
    officerNamed: async (query, username) => (await listOfficers(query, now(), username.trim().toLowerCase()))[0],
    setName: (tx, accountId, name) => setName(deps, tx, accountId, name),
    async nameOf(query, accountId) {
      const found = await sql<{ name: Buffer | null }>`
        select name from accounts.account where id = ${accountId}`.execute(query);
      const ciphertext = found.rows[0]?.name ?? null;
      return ciphertext === null ? null : { ...nameField(accountId), ciphertext };
    },
    async contactsOf(query, accountId) {
      const found = await sql<{ id: Uuid; kind: ContactKind; value: Buffer }>`
        select id, kind, value from accounts.contact where account_id = ${accountId} order by created_at, id`.execute(
        query,
      );
      return found.rows.map((row) => ({ kind: row.kind, field: { ...contactField(row.id), ciphertext: row.value } }));
    },
    subjectOf: (query, contact) => subjectOf(deps, query, contact),
    async langOf(query, accountId) {
      const found = await sql<{ lang: Lang }>`select lang from accounts.account where id = ${accountId}`.execute(query);
      return found.rows[0]?.lang;
    },
    officerNames,
    officerStates,

    lockDelegations,
    grantDelegation: (tx, grant) => grantDelegation(tx, grant, now()),
    revokeDelegation: (tx, revoke) => revokeDelegation(tx, revoke, now()),
    delegationsOf,
    actFor: (use) => actFor(db.query, use, now()),
    stopActing: (sessionId) => stopActing(db.query, sessionId),

    seedDemoAccounts: (tx, list) => seedDemoAccounts(deps, tx, list),
    hasDemoAccounts,
    unusedResidents,
    closedOfficers,
    renewIndexes: () => renewIndexes(deps),
    indexKeyUse: () => indexKeyUse(db.query),
    removeLeftovers: (kind, before) => removeLeftovers(db.query, kind, before),
  };
}

/** Opens the session of whoever showed a right code, and keeps that it was by this browser. */
async function letIn(
  deps: AccountsDeps,
  tx: Tx,
  holder: { readonly kind: "officer" | "resident"; readonly accountId: Uuid },
  from: { readonly device: Device; readonly lang: Lang; readonly previousSecret: string | null },
  at: Date,
): Promise<OpenedSession> {
  await rememberBrowser(deps, tx, { kind: "account", id: holder.accountId }, from.device, at);
  return openSession(tx, holder, from, at);
}

async function openOfficer(tx: Tx, accountId: Uuid | null): Promise<Uuid | undefined> {
  const found = await sql<{ id: Uuid }>`
    select id from accounts.account
    where id = ${accountId}::uuid and kind = 'officer' and disabled_at is null and erased_at is null`.execute(tx);
  return found.rows[0]?.id;
}
