import { type RawBuilder, sql } from "kysely";
import type { Database, Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { createRounds, type Rounds } from "../rounds/index.ts";
import type { Clock } from "../time/index.ts";

export interface DomainEvent {
  readonly id: Uuid;
  readonly position: number;
  readonly aggregateType: string;
  readonly aggregateId: Uuid;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Reacts to facts of one kind, in the transaction that marks the fact done: its rows are written exactly once. */
export interface EventHandler {
  readonly on: string;
  /** Name for the log. */
  readonly name: string;
  handle(tx: Tx, event: DomainEvent): Promise<void>;
}

export interface Dispatcher extends Rounds {
  /** Handles what waits, until nothing is due. Gives the number of events done. */
  drain(): Promise<number>;
}

interface DispatcherLog {
  error(event: string, fields?: Record<string, unknown>): void;
}

const batchSize = 100;
const pollMs = 500;
const gatherMs = 25;
const firstRetryMs = 1_000;
const longestRetryMs = 10 * 60_000;
/** Only one dispatcher works at a time, over all processes: order per aggregate needs no more than that. */
const dispatcherLock = 0x62616c61;
export const notifyChannel = "balai_topics";

type WaitingRow = DomainEvent & { topics: string[]; attempts: number };

export function createDispatcher(deps: {
  db: Database;
  clock: Clock;
  log: DispatcherLog;
  handlers: () => readonly EventHandler[];
}): Dispatcher {
  const { db, clock, log } = deps;
  /** One batch in one transaction; a handler's failure undoes only its own event and holds back its aggregate. */
  async function batch(): Promise<number> {
    return db.transaction(async (tx, last) => {
      const now = clock.now();
      // In one packet: what is read without the lock is not used. Those that failed are asked for once, because a database that believes that
      // nothing waits would look at everything that waits for each that waits.
      const locking = sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${dispatcherLock}) as mine`.execute(tx);
      const reading = sql<WaitingRow>`
        select o.id, o.position, o.aggregate_type as "aggregateType", o.aggregate_id as "aggregateId", o.kind, o.payload, o.topics, o.at, o.attempts
        from command.outbox o
        where o.dispatched_at is null and o.next_attempt_at <= ${now}
          and o.aggregate_id <> all (array(select b.aggregate_id from command.outbox b
            where b.dispatched_at is null and b.attempts > 0 and b.next_attempt_at > ${now}))
        order by o.position limit ${batchSize}`.execute(tx);
      const [lock, waiting] = await Promise.all([locking, reading]);
      if (lock.rows[0]?.mine !== true) return 0;
      const heldBack = new Set<Uuid>();
      const done: number[] = [];
      const topics = new Set<string>();
      for (const event of waiting.rows) {
        if (heldBack.has(event.aggregateId)) continue;
        if (await handleOne(tx, event)) {
          done.push(event.position);
          for (const topic of event.topics) topics.add(topic);
        } else heldBack.add(event.aggregateId);
      }
      if (done.length > 0) {
        last(sql`update command.outbox set dispatched_at = ${now} where position = any(${done})`);
        for (const message of messagesOf([...topics])) last(message);
      }
      return done.length;
    });
  }

  async function handleOne(tx: Tx, event: WaitingRow): Promise<boolean> {
    const handlers = deps.handlers().filter((handler) => handler.on === event.kind);
    if (handlers.length === 0) return true;
    await sql`savepoint event`.execute(tx);
    for (const handler of handlers) {
      try {
        await handler.handle(tx, event);
      } catch (fault) {
        await sql`rollback to savepoint event`.execute(tx);
        const wait = Math.min(firstRetryMs * 2 ** event.attempts, longestRetryMs);
        await sql`update command.outbox set attempts = attempts + 1, next_attempt_at = ${new Date(clock.now().getTime() + wait)},
          last_fault = ${handler.name} where position = ${event.position}`.execute(tx);
        log.error("outbox.handler-failed", {
          handler: handler.name,
          kind: event.kind,
          eventId: event.id,
          attempt: event.attempts + 1,
          fault,
        });
        return false;
      }
    }
    await sql`release savepoint event`.execute(tx);
    return true;
  }

  async function drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await batch();
      total += done;
      if (done < batchSize) return total;
    }
  }

  const rounds = createRounds({
    work: drain,
    onFault: (fault) => log.error("outbox.dispatch-failed", { fault }),
    pollMs,
    gatherMs,
    atOnce: true,
  });
  return { drain, ...rounds };
}

/** How many facts wait for their handlers; for the operator. */
export async function countWaiting(db: Queryable): Promise<number> {
  const found = await sql<{
    count: number;
  }>`select count(*) as count from command.outbox where dispatched_at is null`.execute(db);
  return found.rows[0]?.count ?? 0;
}

/** One NOTIFY a batch where the topics fit into PostgreSQL's 8,000 bytes; more topics make more messages. */
function messagesOf(topics: readonly string[]): RawBuilder<unknown>[] {
  const messages: RawBuilder<unknown>[] = [];
  for (let from = 0; from < topics.length; from += 150)
    messages.push(sql`select pg_notify(${notifyChannel}, ${JSON.stringify(topics.slice(from, from + 150))})`);
  return messages;
}
