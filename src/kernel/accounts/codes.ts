import { timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { isUuid, newId, newOneTimeCode, type Uuid } from "../ids/index.ts";
import { parsePhone } from "../phone/index.ts";
import { maskPhone, type SealedField, type Subject } from "../privacy/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import type { ContactKind } from "./contact.ts";
import type { AccountsDeps, CodePurpose } from "./deps.ts";
import type { Device } from "./device.ts";
import { type Door, knownAt } from "./known-browsers.ts";
import { attempt, forgetAttempts, type Taken, takeAttempts, triedBy } from "./limits.ts";

export type CodePlace = ContactKind | "authenticator";

/** What the person is told after a code went out: the same whether an account exists or not. */
export interface CodeSent {
  /** Names the code; goes into the form where it is typed in. Opens nothing by itself. */
  readonly challengeId: Uuid;
  /** Where the code is to be found: sent there, or shown by the officer's authenticator app, to which nothing is sent. */
  readonly contactKind: CodePlace;
  /** The masked number that was typed in; null for officers, whose contact is not shown before they are known, and when sent again. */
  readonly maskedContact: string | null;
  readonly expiresAt: Date;
  /** A new one can be asked for from then on. */
  readonly resendFrom: Date;
}

export interface Target {
  readonly purpose: CodePurpose;
  readonly accountId: Uuid | null;
  readonly contactKind: ContactKind;
  readonly contact: SealedField;
  readonly contactIndex: Buffer;
  readonly maskedContact: string | null;
}

export interface CodeRow {
  readonly id: Uuid;
  readonly purpose: CodePurpose;
  readonly account_id: Uuid | null;
  readonly contact_id: Uuid;
  readonly contact: Buffer;
  readonly contact_index: Buffer;
  readonly lang: Lang;
}

/** Blind index of a contact; the value must be canonical. */
export function contactIndex(deps: AccountsDeps, kind: ContactKind, value: string): Buffer {
  return deps.crypto.blindIndex(`accounts.${kind}`, value);
}

/** The same under each index key, newest first: to look up. */
export function contactIndexes(deps: AccountsDeps, kind: ContactKind, value: string): readonly Buffer[] {
  return deps.crypto.blindIndexes(`accounts.${kind}`, value);
}

/** Id of the key under which contacts are indexed now. */
export function indexKeyId(deps: AccountsDeps): string {
  return deps.crypto.indexKeyIds()[0] ?? "";
}

/** The place where a contact is sealed. */
export function contactField(contactId: Uuid): { table: string; rowId: Uuid; column: string } {
  return { table: "accounts.contact", rowId: contactId, column: "value" };
}

/**
 * Sends a sign-in code to whatever number was typed in; the first sign-in with it makes the account. So the answer cannot tell who has one.
 * Problems: not a phone number; asked again too soon or too often.
 */
export async function requestCode(
  deps: AccountsDeps,
  input: { readonly phone: string; readonly device: Device; readonly lang: Lang },
): Promise<Result<CodeSent, Problem>> {
  const phone = parsePhone(input.phone);
  if (phone === undefined) return err(problem("validation-failed", "accounts.phone.invalid", { field: "phone" }));
  const at = deps.clock.now();
  const index = contactIndex(deps, "phone", phone);
  const field = contactField(newId(at.getTime()));
  const contact = { ...field, ciphertext: deps.privacy.seal(field, phone) };
  const target: Target = {
    purpose: "sign-in",
    accountId: null,
    contactKind: "phone",
    contact,
    contactIndex: index,
    maskedContact: maskPhone(phone),
  };
  return deps.db.transaction((tx) => issueCode(deps, tx, target, input.device, input.lang, at));
}

/**
 * Sends a fresh code to where the one of `challengeId` went, for a page that knows the challenge but must not carry the number. Says nothing
 * of the contact. Problems: the challenge is unknown or over an hour old; asked again too soon or too often.
 */
export async function resendCode(
  deps: AccountsDeps,
  input: { readonly challengeId: string; readonly device: Device; readonly lang: Lang },
): Promise<Result<CodeSent, Problem>> {
  const gone = err(problem("gone", "accounts.challenge.gone"));
  if (!isUuid(input.challengeId)) return gone;
  const at = deps.clock.now();
  const anHourAgo = new Date(at.getTime() - 3600_000);
  return deps.db.transaction(async (tx) => {
    const found = await sql<CodeRow & { contact_kind: ContactKind }>`
      select id, purpose, account_id, contact_kind, contact_id, contact, contact_index, lang from accounts.one_time_code
      where id = ${input.challengeId} and created_at > ${anHourAgo}`.execute(tx);
    const row = found.rows[0];
    if (row === undefined) return gone;
    const target: Target = {
      purpose: row.purpose,
      accountId: row.account_id,
      contactKind: row.contact_kind,
      contact: { ...contactField(row.contact_id), ciphertext: row.contact },
      contactIndex: row.contact_index,
      maskedContact: null,
    };
    return issueCode(deps, tx, target, input.device, input.lang, at);
  });
}

/** In whose access log the opening of a contact belongs: its account's, or a pseudonym's when nobody has an account with it yet. */
export async function subjectOf(deps: AccountsDeps, db: Queryable, contact: SealedField): Promise<Subject> {
  const indexes = (["phone", "email"] as const).flatMap((kind) => deps.privacy.indexesOf(contact, `accounts.${kind}`));
  const found = await sql<{ accountId: Uuid | null }>`
    select coalesce(
      (select account_id from accounts.contact where id = ${contact.rowId}),
      (select c.account_id from accounts.one_time_code o
        join accounts.contact c on c.kind = o.contact_kind and c.value_index = any(${indexes}::bytea[]) and c.account_kind = 'resident'
        where o.contact_id = ${contact.rowId})) as "accountId"`.execute(db);
  const accountId = found.rows[0]?.accountId ?? null;
  if (accountId !== null) return { kind: "account", accountId };
  return { kind: "pseudonym", pseudonym: deps.crypto.pseudonym("accounts.contact", contact.rowId) };
}

/** Whose account a code opens; undefined when it would make one. */
async function doorOf(
  deps: AccountsDeps,
  tx: Tx,
  target: Pick<Target, "accountId" | "contact" | "contactKind">,
): Promise<Door | undefined> {
  if (target.accountId !== null) return { kind: "account", id: target.accountId };
  const indexes = deps.privacy.indexesOf(target.contact, `accounts.${target.contactKind}`);
  const found = await sql<{ account_id: Uuid }>`
    select account_id from accounts.contact
    where kind = ${target.contactKind} and value_index = any(${[...indexes]}::bytea[]) and account_kind = 'resident'`.execute(
    tx,
  );
  const id = found.rows[0]?.account_id;
  return id === undefined ? undefined : { kind: "account", id };
}

/** Makes a code and hands it to delivery. Older codes of the target stay good: else a stranger could keep a person out by asking. */
export async function issueCode(
  deps: AccountsDeps,
  tx: Tx,
  target: Target,
  device: Device,
  lang: Lang,
  at: Date,
): Promise<Result<CodeSent, Problem>> {
  const on = target.contactIndex.toString("hex");
  const byBrowser = await knownAt(deps, tx, await doorOf(deps, tx, target), device, at);
  const onTarget =
    byBrowser === undefined
      ? [
          attempt(deps.crypto, "code.resend", target.purpose, on),
          attempt(deps.crypto, "code.request", target.purpose, on),
        ]
      : [attempt(deps.crypto, "code.resend", byBrowser), attempt(deps.crypto, "code.known", byBrowser)];
  const taken = await takeAttempts(tx, [...onTarget, attempt(deps.crypto, "code.device", device.key)], at);
  if (!taken.allowed) return err(tooSoon(taken));
  const rules = await codeRules(tx);
  const challengeId = newId(at.getTime());
  const code = newOneTimeCode();
  const expiresAt = new Date(at.getTime() + rules.liveSeconds * 1000);
  await sql`
    insert into accounts.one_time_code (id, purpose, account_id, contact_kind, contact_id, contact, contact_index, code_digest, lang,
      created_at, expires_at)
    values (${challengeId}, ${target.purpose}, ${target.accountId}, ${target.contactKind}, ${target.contact.rowId},
      ${target.contact.ciphertext}, ${target.contactIndex}, ${deps.crypto.digest("one-time-code", challengeId, code)}, ${lang},
      ${at}, ${expiresAt})`.execute(tx);
  await deps.sendCode(tx, {
    purpose: target.purpose,
    code,
    lang,
    expiresAt,
    contactKind: target.contactKind,
    contact: target.contact,
  });
  const { contactKind, maskedContact } = target;
  const resendFrom = new Date(at.getTime() + rules.resendSeconds * 1000);
  return ok({ challengeId, contactKind, maskedContact, expiresAt, resendFrom });
}

/**
 * Tries a code; wrong tries are counted on the code itself, whatever device they come from, and those of browsers that are not known on the
 * contact, whatever the code: else ten codes an hour would make a day of guessing. On success the code is used up.
 * The caller must let the transaction commit on failure too, so that the try counts.
 */
export async function useCode(
  deps: AccountsDeps,
  tx: Tx,
  input: { readonly challengeId: string; readonly code: string; readonly device: Device },
  at: Date,
): Promise<Result<CodeRow, Problem>> {
  const gone = err(problem("validation-failed", "accounts.code.expired", { field: "code" }));
  if (!isUuid(input.challengeId)) return gone;
  const found = await sql<CodeRow & { contact_kind: ContactKind; code_digest: Buffer; wrong_tries: number }>`
    select id, purpose, account_id, contact_kind, contact_id, contact, contact_index, lang, code_digest, wrong_tries from accounts.one_time_code
    where id = ${input.challengeId} and closed_at is null and expires_at > ${at} for update`.execute(tx);
  const row = found.rows[0];
  if (row === undefined) return gone;
  const contact = { ...contactField(row.contact_id), ciphertext: row.contact };
  const door = await doorOf(deps, tx, { accountId: row.account_id, contactKind: row.contact_kind, contact });
  const isKnown = (await knownAt(deps, tx, door, input.device, at)) !== undefined;
  const by = triedBy(deps.crypto, input.device);
  const tries = isKnown ? [] : [attempt(deps.crypto, "code.target", row.purpose, row.contact_index.toString("hex"))];
  const taken = await takeAttempts(tx, tries, at, by);
  if (!taken.allowed) return err(tryLater(taken));
  if (timingSafeEqual(deps.crypto.digest("one-time-code", row.id, plainCode(input.code)), row.code_digest)) {
    await sql`update accounts.one_time_code set closed_at = ${at} where id = ${row.id}`.execute(tx);
    await forgetAttempts(tx, tries, by);
    return ok(row);
  }
  const { wrongTries } = await codeRules(tx);
  const left = wrongTries - row.wrong_tries - 1;
  await sql`
    update accounts.one_time_code set wrong_tries = wrong_tries + 1, closed_at = ${left <= 0 ? at : null}
    where id = ${row.id}`.execute(tx);
  if (left <= 0) return err(problem("validation-failed", "accounts.code.used-up", { field: "code" }));
  return err(problem("validation-failed", "accounts.code.wrong", { field: "code", params: { left } }));
}

/** A typed code or PIN without what people type and paste along: full-width digits, "123 456", dots, dashes of any length. */
export function plainCode(typed: string): string {
  return typed.normalize("NFKC").replace(/[\s.\p{Pd}]/gu, "");
}

/** How long codes live, how often one may be tried, how soon another may be sent: settings of the installation. */
export async function codeRules(tx: Tx): Promise<{ wrongTries: number; liveSeconds: number; resendSeconds: number }> {
  const found = await sql<{ wrongTries: number; liveSeconds: number; resendSeconds: number }>`
    select w.most as "wrongTries", w.seconds as "liveSeconds", r.seconds as "resendSeconds"
    from accounts.limit_policy w, accounts.limit_policy r where w.action = 'code.wrong' and r.action = 'code.resend'`.execute(
    tx,
  );
  const rules = found.rows[0];
  if (rules === undefined) throw new Error("accounts.limit_policy lacks the rules of codes");
  return rules;
}

function tooSoon(taken: Extract<Taken, { allowed: false }>): Problem {
  if (taken.action === "code.resend")
    return problem("too-many-requests", "accounts.code.wait", { params: { seconds: taken.waitSeconds } });
  return tryLater(taken);
}

/** What all devices that are not known share: others may have used it up. */
const shared: ReadonlySet<string> = new Set([
  "password.target",
  "pin.target",
  "short-pin.target",
  "code.request",
  "code.target",
  "authenticator.target",
]);

/** Says when to come back, rounded up, and, where strangers may have tried, what helps at once. */
export function tryLater(taken: Extract<Taken, { allowed: false }>): Problem {
  if (shared.has(taken.action))
    return problem("too-many-requests", "accounts.try-later.shared", {
      params: { count: Math.ceil(taken.waitSeconds / 3600) },
    });
  return problem("too-many-requests", "accounts.try-later", { params: { minutes: Math.ceil(taken.waitSeconds / 60) } });
}
