import { timingSafeEqual } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../db/index.ts";
import { shortGuestPinLength, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { plainCode, tryLater } from "./codes.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";
import { forgetBrowsers, knownAt, rememberBrowser } from "./known-browsers.ts";
import { attempt, forgetAttempts, takeAttempts, triedBy } from "./limits.ts";
import { type OpenedSession, openSession } from "./sessions.ts";

export interface GuestSignIn {
  /** The tracking code in its canonical form, as typed: limits are keyed on it, so that unknown codes are limited alike. */
  readonly code: string;
  /** The case it stands for; null when there is none. */
  readonly caseId: Uuid | null;
  readonly pin: string;
  readonly device: Device;
  readonly lang: Lang;
  readonly previousSecret: string | null;
  /**
   * The session of `previousSecret` lives on: for the answer that brings a new secret together with a receipt. If that answer gets lost,
   * the old session is the only way back to it.
   */
  readonly keepPrevious?: boolean;
}

const nobodysCase: Uuid = "00000000-0000-7000-8000-000000000000";
const nobodysDigest = Buffer.alloc(32);

/** The statement that lets whoever holds `pin` follow the case without an account. */
export function guestAccessRow(deps: AccountsDeps, caseId: Uuid, pin: string): RawBuilder<unknown> {
  return sql`insert into accounts.guest_access (case_id, pin_digest, pin_digits, created_at)
    values (${caseId}, ${digestOf(deps, caseId, pin)}, ${pin.length}, ${deps.clock.now()})`;
}

/** How many digits the case's PIN has; undefined when none opens it. */
export async function guestPinLength(deps: AccountsDeps, caseId: Uuid): Promise<number | undefined> {
  const found = await sql<{ pin_digits: number }>`
    select pin_digits from accounts.guest_access where case_id = ${caseId}`.execute(deps.db.query);
  return found.rows[0]?.pin_digits;
}

/** Takes the guest's way in away, e.g. when the case's person is erased. Open sessions end. */
export async function removeGuestAccess(deps: AccountsDeps, tx: Tx, caseId: Uuid, at: Date): Promise<void> {
  await sql`delete from accounts.guest_access where case_id = ${caseId}`.execute(tx);
  await forgetBrowsers(deps, tx, { kind: "case", id: caseId });
  await sql`update accounts.session set ended_at = ${at} where guest_case_id = ${caseId} and ended_at is null`.execute(
    tx,
  );
}

/**
 * Opens a guest's session. An unknown code and a wrong PIN get the same answer after the same work; wrong tries are limited per case, those of a
 * browser that opened it before by themselves. Six digits are few, so tries of that length have narrower limits, whatever PIN the case has: who
 * guesses at short PINs shuts nobody with a long one out, and learns nothing from being stopped.
 */
export async function verifyGuest(deps: AccountsDeps, input: GuestSignIn): Promise<Result<OpenedSession, Problem>> {
  const at = deps.clock.now();
  const pin = plainCode(input.pin);
  const limits = pin.length === shortGuestPinLength ? "short-pin" : "pin";
  const door = input.caseId === null ? undefined : ({ kind: "case", id: input.caseId } as const);
  const byBrowser = await knownAt(deps, deps.db.query, door, input.device, at);
  const by = triedBy(deps.crypto, input.device);
  const tries =
    byBrowser === undefined
      ? [
          attempt(deps.crypto, `${limits}.device`, input.code, input.device.key),
          attempt(deps.crypto, `${limits}.target`, input.code),
        ]
      : [attempt(deps.crypto, `${limits}.known`, byBrowser)];
  const taken = await deps.db.transaction((tx) => takeAttempts(tx, tries, at, by));
  if (!taken.allowed) return err(tryLater(taken));
  return deps.db.transaction(async (tx) => {
    const caseId = input.caseId ?? nobodysCase;
    const found = await sql<{ pin_digest: Buffer }>`
      select pin_digest from accounts.guest_access where case_id = ${caseId}`.execute(tx);
    const fits = timingSafeEqual(digestOf(deps, caseId, pin), found.rows[0]?.pin_digest ?? nobodysDigest);
    if (!fits) return err(problem("not-signed-in", "accounts.guest.wrong", { field: "pin" }));
    await forgetAttempts(tx, tries, by);
    await rememberBrowser(deps, tx, { kind: "case", id: caseId }, input.device, at);
    return ok(await openSession(tx, { kind: "guest", caseId }, input, at));
  });
}

function digestOf(deps: AccountsDeps, caseId: Uuid, pin: string): Buffer {
  return deps.crypto.digest("guest-pin", caseId, pin);
}
