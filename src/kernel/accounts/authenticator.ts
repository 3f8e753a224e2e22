import { sql } from "kysely";
import type { Tx } from "../db/index.ts";
import { isUuid, newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { type CodeSent, codeRules, plainCode, tryLater } from "./codes.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";
import { matchingStep } from "./domain/totp.ts";
import { knownAt } from "./known-browsers.ts";
import { type Attempt, attempt, forgetAttempts, takeAttempts, triedBy } from "./limits.ts";

/** Bytes of the secret that the app holds: the length of HMAC-SHA-1 (RFC 4226 §4). */
const secretBytes = 20;

/** The secret of an authenticator app: derived under a key outside the database, so that a stolen table opens nothing. */
export function authenticatorSecret(deps: Pick<AccountsDeps, "crypto">, accountId: Uuid, id: Uuid): Buffer {
  return deps.crypto.digest("officer-authenticator", accountId, id).subarray(0, secretBytes);
}

/** After the right password: waits for a code of the officer's app. Problem: too many such sign-ins without a right code. */
export async function challengeAuthenticator(
  deps: AccountsDeps,
  tx: Tx,
  accountId: Uuid,
  device: Device,
  at: Date,
): Promise<Result<CodeSent, Problem>> {
  const onTarget = await signInsOf(deps, tx, accountId, device, at);
  const onDevice = attempt(deps.crypto, "code.device", device.key);
  const taken = await takeAttempts(tx, [onTarget, onDevice], at, triedBy(deps.crypto, device));
  if (!taken.allowed) return err(tryLater(taken));
  const { liveSeconds } = await codeRules(tx);
  const challengeId = newId(at.getTime());
  const expiresAt = new Date(at.getTime() + liveSeconds * 1000);
  await sql`insert into accounts.authenticator_challenge (id, account_id, created_at, expires_at)
    values (${challengeId}, ${accountId}, ${at}, ${expiresAt})`.execute(tx);
  return ok({ challengeId, contactKind: "authenticator", maskedContact: null, expiresAt, resendFrom: expiresAt });
}

/**
 * Tries a code on a challenge of an app. Undefined: no such challenge, it may be that of a sent code. Wrong tries are counted on the challenge:
 * the caller must let the transaction commit on failure too.
 */
export async function answerAuthenticator(
  deps: AccountsDeps,
  tx: Tx,
  input: { readonly challengeId: string; readonly code: string; readonly device: Device },
  at: Date,
): Promise<Result<Uuid, Problem> | undefined> {
  if (!isUuid(input.challengeId)) return undefined;
  const found = await sql<{ account_id: Uuid; wrong_tries: number; open: boolean }>`
    select account_id, wrong_tries, closed_at is null and expires_at > ${at} as open
    from accounts.authenticator_challenge where id = ${input.challengeId} for update`.execute(tx);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  if (!row.open) return err(problem("validation-failed", "accounts.authenticator.over", { field: "code" }));
  if (await useAuthenticatorCode(deps, tx, row.account_id, input.code, at)) {
    await forgetAttempts(tx, [await signInsOf(deps, tx, row.account_id, input.device, at)]);
    await sql`update accounts.authenticator_challenge set closed_at = ${at} where id = ${input.challengeId}`.execute(
      tx,
    );
    return ok(row.account_id);
  }
  const { wrongTries } = await codeRules(tx);
  const left = wrongTries - row.wrong_tries - 1;
  await sql`update accounts.authenticator_challenge set wrong_tries = wrong_tries + 1, closed_at = ${left <= 0 ? at : null}
    where id = ${input.challengeId}`.execute(tx);
  if (left <= 0) return err(problem("validation-failed", "accounts.authenticator.over", { field: "code" }));
  return err(problem("validation-failed", "accounts.authenticator.wrong", { field: "code", params: { left } }));
}

/** What sign-ins that wait for a code are counted on: a browser that is known by itself, all others together. */
async function signInsOf(deps: AccountsDeps, tx: Tx, accountId: Uuid, device: Device, at: Date): Promise<Attempt> {
  const byBrowser = await knownAt(deps, tx, { kind: "account", id: accountId }, device, at);
  return byBrowser === undefined
    ? attempt(deps.crypto, "authenticator.target", accountId)
    : attempt(deps.crypto, "authenticator.known", byBrowser);
}

/** Whether the code is one of the officer's app now; it is used up then. */
async function useAuthenticatorCode(
  deps: AccountsDeps,
  tx: Tx,
  accountId: Uuid,
  code: string,
  at: Date,
): Promise<boolean> {
  const found = await sql<{ authenticator_id: Uuid; authenticator_step: number | null }>`
    select authenticator_id, authenticator_step from accounts.officer_login
    where account_id = ${accountId} and authenticator_id is not null for update`.execute(tx);
  const row = found.rows[0];
  if (row === undefined) return false;
  const secret = authenticatorSecret(deps, accountId, row.authenticator_id);
  const step = matchingStep(secret, plainCode(code), at, row.authenticator_step);
  if (step === undefined) return false;
  await sql`update accounts.officer_login set authenticator_step = ${step} where account_id = ${accountId}`.execute(tx);
  return true;
}
