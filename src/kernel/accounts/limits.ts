import { sql } from "kysely";
import type { Crypto } from "../crypto/index.ts";
import type { Tx } from "../db/index.ts";
import { newId } from "../ids/index.ts";
import type { Device } from "./device.ts";

export type LimitedAction =
  | "code.resend"
  | "code.request"
  | "code.device"
  | "password.device"
  | "password.target"
  | "pin.device"
  | "pin.target"
  | "short-pin.device"
  | "short-pin.target"
  | "authenticator.target"
  | "password.known"
  | "pin.known"
  | "short-pin.known"
  | "code.known"
  | "code.target"
  | "authenticator.known";

export interface Attempt {
  readonly action: LimitedAction;
  readonly key: Buffer;
}

export type Taken =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly action: LimitedAction; readonly waitSeconds: number };

/** An attempt on something: its keyed digest, so that the table names neither target nor device. */
export function attempt(crypto: Crypto, action: LimitedAction, ...on: readonly string[]): Attempt {
  return { action, key: crypto.digest("attempt", action, ...on) };
}

/** Who tried, as `attempt.by` keeps it. */
export function triedBy(crypto: Crypto, device: Device): Buffer {
  return crypto.digest("attempt-by", device.key);
}

/**
 * Counts one attempt against each of the limits, or, when one of them is used up, none, and says how long to wait. Holds across processes:
 * attempts on the same thing wait for each other until the transaction ends. `by`: who tried, so that a success can forget no more than that.
 */
export async function takeAttempts(
  tx: Tx,
  attempts: readonly Attempt[],
  at: Date,
  by: Buffer | null = null,
): Promise<Taken> {
  // Always in the same order, so that two that share several keys cannot wait for each other in a circle.
  const ordered = [...attempts].sort((a, b) => Buffer.compare(a.key, b.key));
  for (const { key } of ordered) await sql`select pg_advisory_xact_lock(${key.readBigInt64BE(0)})`.execute(tx);
  let refused: { action: LimitedAction; waitSeconds: number } | undefined;
  for (const { action, key } of attempts) {
    const waitSeconds = await waitFor(tx, action, key, at);
    if (waitSeconds > (refused?.waitSeconds ?? 0)) refused = { action, waitSeconds };
  }
  if (refused !== undefined) return { allowed: false, ...refused };
  for (const { action, key } of attempts)
    await sql`insert into accounts.attempt (id, action, key, at, by)
      values (${newId(at.getTime())}, ${action}, ${key}, ${at}, ${by})`.execute(tx);
  return { allowed: true };
}

/** After a success the failures before it no longer count; of those that all devices share, only what `by` caused. */
export async function forgetAttempts(tx: Tx, attempts: readonly Attempt[], by: Buffer | null = null): Promise<void> {
  for (const { action, key } of attempts)
    await sql`delete from accounts.attempt where action = ${action} and key = ${key}
      and (${by}::bytea is null or by = ${by})`.execute(tx);
}

/** Seconds until one more is allowed; 0 when it is allowed now. */
async function waitFor(tx: Tx, action: LimitedAction, key: Buffer, at: Date): Promise<number> {
  const found = await sql<{ wait: number }>`
    select greatest(0, ceil(extract(epoch from (nth.at + make_interval(secs => p.seconds) - ${at}::timestamptz))))::integer as wait
    from accounts.limit_policy p
    cross join lateral (
      select a.at from accounts.attempt a
      where a.action = p.action and a.key = ${key} and a.at > ${at}::timestamptz - make_interval(secs => p.seconds)
      order by a.at desc offset p.most - 1 limit 1) nth
    where p.action = ${action}`.execute(tx);
  return found.rows[0]?.wait ?? 0;
}
