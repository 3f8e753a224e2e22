import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";

export interface NewDelegation {
  /** The person acted for. */
  readonly from: Uuid;
  /** Who acts. */
  readonly to: Uuid;
  /** "all", or the name of a module. */
  readonly scope: string;
  readonly validTo: Date;
  /** The person acted for, or the officer who took it down at the counter. */
  readonly createdBy: Uuid;
}

export interface Delegation extends NewDelegation {
  readonly id: Uuid;
  readonly validFrom: Date;
  readonly revokedAt: Date | null;
}

const columns = sql`id, from_account as "from", to_account as "to", scope, valid_from as "validFrom", valid_to as "validTo",
  created_by as "createdBy", revoked_at as "revokedAt"`;

/** Lets `to` act for `from`. Nobody can give themselves the right: `to` is refused as maker. Problems: times or persons that do not fit. */
export async function grantDelegation(tx: Tx, grant: NewDelegation, at: Date): Promise<Result<Uuid, Problem>> {
  if (!/^[a-z][a-z0-9.-]{0,39}$/.test(grant.scope))
    return err(problem("validation-failed", "accounts.delegation.scope", { field: "scope" }));
  if (grant.validTo <= at) return err(problem("validation-failed", "accounts.delegation.past", { field: "validTo" }));
  if (grant.from === grant.to || grant.createdBy === grant.to)
    return err(problem("validation-failed", "accounts.delegation.self", { field: "to" }));
  const fit = await sql<{ id: Uuid }>`
    select t.id from accounts.account f, accounts.account t, accounts.account m
    where f.id = ${grant.from} and f.kind = 'resident' and t.id = ${grant.to} and t.kind = 'resident' and m.id = ${grant.createdBy}
      and (m.id = f.id or m.kind = 'officer')
      and coalesce(f.disabled_at, f.erased_at, t.disabled_at, t.erased_at, m.disabled_at, m.erased_at) is null`.execute(
    tx,
  );
  if (fit.rows.length === 0) return err(problem("validation-failed", "accounts.delegation.nobody", { field: "to" }));
  const id = newId(at.getTime());
  await sql`
    insert into accounts.delegation (id, from_account, to_account, scope, valid_from, valid_to, created_by)
    values (${id}, ${grant.from}, ${grant.to}, ${grant.scope}, ${at}, ${grant.validTo}, ${grant.createdBy})`.execute(
    tx,
  );
  return ok(id);
}

/**
 * Ends a delegation at once, also for sessions that use it now; one that was ended before stays as it is. Both persons and its maker may;
 * others are told it is not there.
 */
export async function revokeDelegation(
  tx: Tx,
  revoke: { readonly delegationId: Uuid; readonly by: Uuid },
  at: Date,
): Promise<Result<null, Problem>> {
  const ended = await sql`
    update accounts.delegation set revoked_at = coalesce(revoked_at, ${at}), revoked_by = coalesce(revoked_by, ${revoke.by})
    where id = ${revoke.delegationId}
      and ${revoke.by}::uuid in (from_account, to_account, created_by)`.execute(tx);
  if (Number(ended.numAffectedRows ?? 0) === 0) return err(problem("not-found", "accounts.delegation.gone"));
  return ok(null);
}

/** Until the transaction ends nobody else gives delegations of this account: what is counted stays so until one is added. */
export async function lockDelegations(tx: Tx, accountId: Uuid): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('accounts.delegation ' || ${accountId}, 0))`.execute(tx);
}

/** All delegations that name the account, newest first, also those that ended. */
export async function delegationsOf(
  db: Queryable,
  accountId: Uuid,
): Promise<{ readonly given: readonly Delegation[]; readonly received: readonly Delegation[] }> {
  const found = await sql<Delegation>`
    select ${columns} from accounts.delegation
    where from_account = ${accountId} or to_account = ${accountId} order by id desc`.execute(db);
  return {
    given: found.rows.filter((row) => row.from === accountId),
    received: found.rows.filter((row) => row.to === accountId),
  };
}

/** From now on this session acts for the one who gave the delegation. Problem: it is not for this session's account, or not valid now. */
export async function actFor(
  db: Queryable,
  use: { readonly sessionId: Uuid; readonly delegationId: Uuid },
  at: Date,
): Promise<Result<null, Problem>> {
  const set = await sql`
    update accounts.session s set acting_delegation_id = d.id from accounts.delegation d
    where s.id = ${use.sessionId} and s.ended_at is null and s.kind = 'resident' and d.id = ${use.delegationId}
      and d.to_account = s.account_id and d.revoked_at is null and d.valid_from <= ${at} and d.valid_to > ${at}`.execute(
    db,
  );
  if (Number(set.numAffectedRows ?? 0) === 0) return err(problem("not-found", "accounts.delegation.gone"));
  return ok(null);
}

/** The session acts for its own account again. */
export async function stopActing(db: Queryable, sessionId: Uuid): Promise<void> {
  await sql`update accounts.session set acting_delegation_id = null where id = ${sessionId}`.execute(db);
}

/** Whether a delegation of `scope` reaches into `module`. */
export function reachesInto(scope: string, module: string): boolean {
  return scope === "all" || scope === module;
}
