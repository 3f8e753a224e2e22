import { sql } from "kysely";
import type { Database, Queryable, Tx } from "../db/index.ts";
import { newId } from "../ids/index.ts";
import type { Clock } from "../time/index.ts";

/**
 * Erases some of what is older than `before`, in transactions of its own, and gives how much; 0: nothing is left. It is called again until then, and
 * must bear to be called again after a crash.
 */
export type RetentionHandler = (before: Date, at: Date) => Promise<number>;

/** A line of `data/privacy/retention.csv`. */
export interface RetentionPolicy {
  readonly rule: string;
  /** ISO day. */
  readonly effectiveFrom: string;
  readonly days: number;
  readonly source: string;
  readonly verified: boolean;
}

/** A rule with the policy in force and its last run, for the operator. */
export interface RetentionLine {
  readonly rule: string;
  readonly days: number;
  readonly source: string;
  readonly verified: boolean;
  /** Null before the first run. */
  readonly lastRunAt: Date | null;
  readonly lastErased: number;
  readonly lastFailed: boolean;
  /** Of all runs. */
  readonly erased: number;
}

const dayMs = 86_400_000;

/** Takes over dated policies; one that is known for its day stays as it is: what held then is on record. */
export async function importPolicies(tx: Tx, policies: readonly RetentionPolicy[]): Promise<void> {
  for (const { rule, effectiveFrom, days, source, verified } of policies)
    await sql`insert into privacy.retention_policy (rule, effective_from, days, source, verified)
      values (${rule}, ${effectiveFrom}, ${days}, ${source}, ${verified})
      on conflict (rule, effective_from) do nothing`.execute(tx);
}

/** The policies in force on a day (ISO), by rule. */
export async function policiesOn(db: Queryable, day: string): Promise<ReadonlyMap<string, RetentionPolicy>> {
  const found = await sql<RetentionPolicy>`
    select distinct on (rule) rule, effective_from as "effectiveFrom", days, source, verified from privacy.retention_policy
    where effective_from <= ${day}::date order by rule, effective_from desc`.execute(db);
  return new Map(found.rows.map((policy) => [policy.rule, policy]));
}

/**
 * Applies each rule's policy in force: what is older is erased, and the run is written down, with a number and nothing else. One rule's fault does
 * not stop the others. Gives the rules that failed. `signal`: no further rule is begun.
 */
export async function enforce(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  handlers: ReadonlyMap<string, RetentionHandler>,
  onFault: (rule: string, error: unknown) => void,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const isStopped = (): boolean => signal?.aborted ?? false;
  const policies = await policiesOn(db.query, isoDayOf(clock.now()));
  for (const [rule, handler] of handlers) {
    const policy = policies.get(rule);
    if (policy === undefined || isStopped()) continue;
    const at = clock.now();
    const before = new Date(at.getTime() - policy.days * dayMs);
    let erased = 0;
    let fault: unknown;
    try {
      for (let some = await handler(before, at); some > 0 && !isStopped(); some = await handler(before, at))
        erased += some;
    } catch (error) {
      fault = error;
      failed.push(rule);
      onFault(rule, error);
    }
    await sql`insert into privacy.retention_run (id, at, rule, days, before, erased, failed)
      values (${newId(at.getTime())}, ${at}, ${rule}, ${policy.days}, ${before}, ${erased}, ${fault !== undefined})`.execute(
      db.query,
    );
  }
  return failed;
}

/** The rules of these names with their policy in force and their last run. A rule without a policy is left out: nothing is erased by it. */
export async function retentionLines(
  db: Queryable,
  rules: readonly string[],
  at: Date,
): Promise<readonly RetentionLine[]> {
  const policies = await policiesOn(db, isoDayOf(at));
  const runs = await sql<{ rule: string; at: Date; erased: number; failed: boolean; total: number }>`
    select distinct on (rule) rule, at, erased, failed, sum(erased) over (partition by rule) as total
    from privacy.retention_run order by rule, id desc`.execute(db);
  const last = new Map(runs.rows.map((run) => [run.rule, run]));
  return rules.flatMap((rule) => {
    const policy = policies.get(rule);
    if (policy === undefined) return [];
    const run = last.get(rule);
    return [
      {
        rule,
        days: policy.days,
        source: policy.source,
        verified: policy.verified,
        lastRunAt: run?.at ?? null,
        lastErased: run?.erased ?? 0,
        lastFailed: run?.failed ?? false,
        erased: Number(run?.total ?? 0),
      },
    ];
  });
}

/** The day in UTC: a policy that begins some hours earlier or later erases nothing that matters. */
export function isoDayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
