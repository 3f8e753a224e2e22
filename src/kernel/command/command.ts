import { type RawBuilder, sql } from "kysely";
import { canonicalHash } from "../canonical/index.ts";
import { asOneStatement, type Database, type Queryable, type Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Ledger, LedgerFact } from "../ledger/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Clock } from "../time/index.ts";

/** Who acts, in the form that history keeps. */
export interface ActorRef {
  readonly kind: "public" | "guest" | "resident" | "officer" | "system";
  /** Officers: account id. Residents: pairwise pseudonym. System: job name. Else null. */
  readonly ref: string | null;
}

export interface CommandRequest {
  /** Name of the act, e.g. "cases.submit". */
  readonly name: string;
  /** Made by the person's side once per intended act (hidden form field, Idempotency-Key header, outbox id). */
  readonly key: string;
  /** Whose key it is: account:<id>, session:<id>, system:<job>. */
  readonly actorKey: string;
  readonly actor: ActorRef;
  /** What was asked; the same key with other input is refused. */
  readonly input: unknown;
  /** What it means that a statement violates a constraint of this name, where that is no fault. */
  readonly refusals?: Readonly<Record<string, Problem>>;
}

export interface HistoryFact {
  readonly aggregateType: string;
  readonly aggregateId: Uuid;
  readonly kind: string;
  readonly officeId: Uuid | null;
  readonly region: string | null;
  readonly contentId?: Uuid | null;
  /** Codes, ids and numbers only: no free text, nothing personal. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface OutboxFact {
  readonly aggregateType: string;
  readonly aggregateId: Uuid;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Streams to wake, e.g. `case:<id>`. */
  readonly topics: readonly string[];
}

/** What the module's rule gives back: the answer and the facts that the kernel writes. */
export interface Outcome<A> {
  readonly answer: A;
  /** Writes whose answers nobody needs: they make one statement with the facts (db's `asOneStatement`), in this order. */
  readonly writes?: readonly RawBuilder<unknown>[];
  readonly history: readonly HistoryFact[];
  readonly events: readonly OutboxFact[];
  readonly entries: readonly LedgerFact[];
}

/** Is begun while the key is still looked up, so that both go in one packet; what it did is undone when the key is known. */
export type Work<A> = (tx: Tx, at: Date) => Promise<Result<Outcome<A>, Problem>>;

export interface Commands {
  /**
   * Runs one act in one transaction. `work` writes its own rows and returns the facts; history, outbox, ledger entries and the
   * idempotency key are written here. A problem from `work` rolls everything back. `answer` must survive JSON.
   * A repeated key gives the first answer with `repeated: true`.
   */
  run<A>(request: CommandRequest, work: Work<A>): Promise<Result<{ answer: A; repeated: boolean }, Problem>>;
  historyOf(db: Queryable, aggregateType: string, aggregateId: Uuid): Promise<HistoryRow[]>;
}

export interface HistoryRow {
  readonly id: Uuid;
  readonly at: Date;
  readonly kind: string;
  readonly actorKind: ActorRef["kind"];
  readonly actorRef: string | null;
  readonly officeId: Uuid | null;
  readonly contentId: Uuid | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

const keyPattern = /^[A-Za-z0-9_-]{8,80}$/;

/** Carries an expected failure out of Kysely's transaction so that it rolls back. */
class RolledBack extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.type);
    this.problem = problem;
  }
}

/** Carries out that the act was done before, so that what was begun anew rolls back. */
class Answered extends Error {
  readonly before: Result<unknown, Problem>;
  constructor(before: Result<unknown, Problem>) {
    super("answered before");
    this.before = before;
  }
}

const keyConstraint = "idempotency_pkey";

export function createCommands(deps: {
  db: Database;
  ledger: Ledger;
  clock: Clock;
  afterCommit?: () => void;
}): Commands {
  const { db, ledger, clock } = deps;

  async function run<A>(
    request: CommandRequest,
    work: Work<A>,
  ): Promise<Result<{ answer: A; repeated: boolean }, Problem>> {
    if (!keyPattern.test(request.key))
      return err(problem("bad-request", "command.key.malformed", { field: "idempotencyKey" }));
    const requestHash = canonicalHash({ name: request.name, input: request.input });
    try {
      const answer = await db.transaction(async (tx, last) => {
        const at = clock.now();
        const looking = findAnswer<A>(tx, request, requestHash);
        const working = work(tx, at);
        working.catch(() => {});
        const before = await looking;
        if (before !== undefined) throw new Answered(before);
        const outcome = await working;
        if (!outcome.ok) throw new RolledBack(outcome.error);
        const { writes = [], entries } = outcome.value;
        const facts = factsOf(request, requestHash, outcome.value, at);
        last(asOneStatement([...facts, ...writes, ...ledger.entriesOf(entries, at).writes]));
        return ok({ answer: outcome.value.answer, repeated: false });
      });
      if (answer.ok && !answer.value.repeated) deps.afterCommit?.();
      return answer;
    } catch (fault) {
      if (fault instanceof Answered) return fault.before as Result<{ answer: A; repeated: boolean }, Problem>;
      if (fault instanceof RolledBack) {
        // The twin may have won while we waited for its row lock and then found the thing done: then its answer is ours too.
        return (await findAnswer<A>(db.query, request, requestHash)) ?? err(fault.problem);
      }
      // Two of the same at once: the loser waits for the winner's commit, fails on the key or on what is there only once, and gives the winner's
      // answer.
      const constraint = constraintOf(fault);
      const refusal = request.refusals?.[constraint ?? ""];
      if (constraint === keyConstraint || refusal !== undefined) {
        const winner = await findAnswer<A>(db.query, request, requestHash);
        if (winner !== undefined) return winner;
      }
      if (refusal !== undefined) return err(refusal);
      throw fault;
    }
  }

  return {
    run,
    async historyOf(query, aggregateType, aggregateId) {
      const found = await sql<HistoryRow>`
        select id, at, kind, actor_kind as "actorKind", actor_ref as "actorRef", office_id as "officeId", content_id as "contentId", facts
        from command.history where aggregate_type = ${aggregateType} and aggregate_id = ${aggregateId} order by id`.execute(
        query,
      );
      return found.rows;
    },
  };
}

async function findAnswer<A>(
  db: Queryable,
  request: CommandRequest,
  requestHash: Buffer,
): Promise<Result<{ answer: A; repeated: boolean }, Problem> | undefined> {
  const found = await sql<{ request_hash: Buffer; answer: { value: A } }>`
    select request_hash, answer from command.idempotency where actor_key = ${request.actorKey} and key = ${request.key}`.execute(
    db,
  );
  const row = found.rows[0];
  if (row === undefined) return undefined;
  if (!row.request_hash.equals(requestHash)) return err(problem("idempotency-key-reused", "command.key.reused"));
  return ok({ answer: row.answer.value, repeated: true });
}

/** The statements that write key, history and outbox. The key comes first: a twin fails on it before all else. */
function factsOf<A>(
  request: CommandRequest,
  requestHash: Buffer,
  outcome: Outcome<A>,
  at: Date,
): readonly RawBuilder<unknown>[] {
  const history = outcome.history.map((fact) => ({ id: newId(at.getTime()), contentId: null, ...fact }));
  const events = outcome.events.map((fact) => ({ id: newId(at.getTime()), ...fact }));
  const key = sql`
    insert into command.idempotency (actor_key, key, name, request_hash, answer, at)
      values (${request.actorKey}, ${request.key}, ${request.name}, ${requestHash}, ${JSON.stringify({ value: outcome.answer })}::jsonb, ${at})`;
  const past = sql`
    insert into command.history (id, aggregate_type, aggregate_id, at, kind, actor_kind, actor_ref, office_id, region, content_id, facts)
      select id, "aggregateType", "aggregateId", ${at}::timestamptz, kind, ${request.actor.kind}, ${request.actor.ref}, "officeId", region, "contentId", facts
      from jsonb_to_recordset(${JSON.stringify(history)}::jsonb)
        as h(id uuid, "aggregateType" text, "aggregateId" uuid, kind text, "officeId" uuid, region text, "contentId" uuid, facts jsonb)`;
  const waiting = sql`
    insert into command.outbox (id, aggregate_type, aggregate_id, kind, payload, topics, at, next_attempt_at)
      select id, "aggregateType", "aggregateId", kind, payload, topics, ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        as e(id uuid, "aggregateType" text, "aggregateId" uuid, kind text, payload jsonb, topics text[])`;
  return [key, ...(history.length === 0 ? [] : [past]), ...(events.length === 0 ? [] : [waiting])];
}

/** The name of the constraint that a statement violated. */
function constraintOf(fault: unknown): string | undefined {
  if (typeof fault !== "object" || fault === null || !("constraint" in fault)) return undefined;
  return typeof fault.constraint === "string" ? fault.constraint : undefined;
}
