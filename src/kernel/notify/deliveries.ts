import { sql } from "kysely";
import type { Database, Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Channel } from "./channel.ts";
import type { Next, Urgency } from "./domain/delivery.ts";
import type { QuietHours } from "./domain/quiet-hours.ts";
import type { MessageLang } from "./preferences.ts";

// SQL of deliveries: made, claimed under a lease, closed.

/** A sealed contact with its place, as kept in JSON. */
export interface SealedJson {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
  readonly ciphertext: string;
}

export interface NewDelivery {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly channel: Channel;
  readonly urgency: Urgency;
  readonly sealed: SealedJson | null;
  readonly quiet: QuietHours | null;
  readonly at: Date;
  readonly nextTryAt: Date;
}

const priorities: Readonly<Record<Urgency, number>> = { code: 0, urgent: 1, normal: 2 };

export async function insertDelivery(tx: Tx, delivery: NewDelivery): Promise<void> {
  const { id, messageId, channel, urgency, sealed, quiet, at, nextTryAt } = delivery;
  await sql`insert into notify.delivery (id, message_id, channel, priority, sealed, quiet, state, next_try_at, created_at)
    values (${id}, ${messageId}, ${channel}, ${priorities[urgency]}, ${json(sealed)}, ${json(quiet)}, 'created',
      ${nextTryAt}, ${at})`.execute(tx);
}

/** How delivery goes, without anybody's name or number. */
export interface DeliveryHealth {
  /** Not yet delivered and not given up. */
  readonly waiting: number;
  readonly failed: readonly { readonly channel: Channel; readonly reason: string | null; readonly count: number }[];
}

/** What waits now, and what failed for good since a moment. */
export async function deliveryHealth(db: Queryable, since: Date): Promise<DeliveryHealth> {
  const waiting = await sql<{ count: number }>`
    select count(*) as count from notify.delivery where finished_at is null`.execute(db);
  const failed = await sql<DeliveryHealth["failed"][number]>`
    select channel, reason, count(*) as count from notify.delivery
    where finished_at >= ${since} and state in ('permanent-failure', 'technical-failure')
    group by channel, reason order by count(*) desc, channel, reason`.execute(db);
  return { waiting: waiting.rows[0]?.count ?? 0, failed: failed.rows };
}

/** A claimed delivery with what its message says. */
export interface Claimed {
  readonly id: Uuid;
  readonly leaseId: Uuid;
  readonly messageId: Uuid;
  readonly channel: Channel;
  readonly sealed: SealedJson | null;
  readonly quiet: QuietHours | null;
  readonly tries: number;
  readonly accountId: Uuid | null;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly lang: MessageLang;
  readonly urgency: Urgency;
  readonly caseId: Uuid | null;
  readonly link: string | null;
  readonly expiresAt: Date | null;
}

/** Takes up to `limit` due deliveries for itself until `leaseUntil`. Of two processes each gets others. */
export async function claimDue(
  db: Queryable,
  claim: { readonly leaseId: Uuid; readonly now: Date; readonly leaseUntil: Date; readonly limit: number },
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select id from notify.delivery
      where (state in ('created', 'temporary-failure') and next_try_at <= ${claim.now})
        or (state = 'sending' and lease_until <= ${claim.now})
      order by priority, next_try_at
      limit ${claim.limit}
      for update skip locked
    )
    update notify.delivery d
    set state = 'sending', tries = d.tries + 1, lease_id = ${claim.leaseId}, lease_until = ${claim.leaseUntil}
    from due, notify.message m
    where d.id = due.id and m.id = d.message_id
    returning d.id, d.lease_id as "leaseId", d.message_id as "messageId", d.channel, d.sealed, d.quiet, d.tries,
      m.account_id as "accountId", m.key, m.params, m.lang, m.urgency, m.case_id as "caseId", m.link,
      m.expires_at as "expiresAt"`.execute(db);
  return rows;
}

/**
 * Writes what came of a try. False when the lease was lost meanwhile (the row is another's now, or gone) and nothing was written.
 * A finished delivery forgets its contact; when all of a code's are finished, the code is forgotten too.
 */
export function closeAttempt(db: Database, delivery: Claimed, next: Next, now: Date): Promise<boolean> {
  const finished = next.state !== "created" && next.state !== "temporary-failure";
  return db.transaction(async (tx) => {
    // Two channels of one code that finish together: the second must see the first.
    if (delivery.urgency === "code")
      await sql`select from notify.message where id = ${delivery.messageId} for update`.execute(tx);
    const written = await sql`update notify.delivery set
        state = ${next.state},
        tries = tries - ${next.state === "created" ? 1 : 0}::int,
        next_try_at = ${"at" in next ? next.at : now},
        reason = ${"reason" in next ? next.reason : null},
        provider_id = ${"providerId" in next ? next.providerId : null},
        sealed = case when ${finished} then null else sealed end,
        finished_at = ${finished ? now : null},
        lease_id = null, lease_until = null
      where id = ${delivery.id} and lease_id = ${delivery.leaseId} and state = 'sending'`.execute(tx);
    if (written.numAffectedRows !== 1n) return false;
    if (finished && delivery.urgency === "code") {
      await sql`update notify.message m set params = '{}' where id = ${delivery.messageId}
        and not exists (select from notify.delivery d where d.message_id = m.id and d.finished_at is null)`.execute(tx);
    }
    return true;
  });
}

export function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
