import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Assignment, OfficerRole } from "./actor.ts";

export interface Office {
  readonly id: Uuid;
  readonly parentId: Uuid | null;
  readonly code: string;
  readonly name: string;
  readonly region: string;
}

const officeColumns = sql`id, parent_id as "parentId", code, name, region`;

export async function findOffice(db: Queryable, id: Uuid): Promise<Office | undefined> {
  return (await sql<Office>`select ${officeColumns} from access.office where id = ${id}`.execute(db)).rows[0];
}

const mostRemembered = 50_000;

/** Whether an office is there, open or closed. Offices are never removed, so one that was seen is not looked for again. */
export function officeMemory(): (db: Queryable, id: Uuid) => Promise<boolean> {
  const seen = new Set<Uuid>();
  return async (db, id) => {
    if (seen.has(id)) return true;
    const isThere = (await findOffice(db, id)) !== undefined;
    if (isThere && seen.size < mostRemembered) seen.add(id);
    return isThere;
  };
}

/** The open office of a code. */
export async function findOfficeByCode(db: Queryable, code: string): Promise<Office | undefined> {
  return (
    await sql<Office>`select ${officeColumns} from access.office where code = ${code} and closed_at is null`.execute(db)
  ).rows[0];
}

/** All open offices, parents before children. */
export async function listOffices(db: Queryable): Promise<Office[]> {
  const found = await sql<Office>`
    with recursive tree as (
      select id, parent_id, code, name, region, array[code] as path from access.office where parent_id is null and closed_at is null
      union all
      select o.id, o.parent_id, o.code, o.name, o.region, t.path || o.code
      from access.office o join tree t on o.parent_id = t.id where o.closed_at is null)
    select ${officeColumns} from tree order by path`.execute(db);
  return found.rows;
}

/** The office itself, then its parent, up to the root. */
export async function officeLine(db: Queryable, id: Uuid): Promise<Office[]> {
  const found = await sql<Office>`
    with recursive line as (
      select o.*, 0 as step from access.office o where id = ${id}
      union all
      select o.*, l.step + 1 from access.office o join line l on o.id = l.parent_id)
    select ${officeColumns} from line order by step`.execute(db);
  return found.rows;
}

/** What an officer's account may do now: each role with its office and all offices below. */
export async function assignmentsOf(db: Queryable, accountId: Uuid, at: Date): Promise<readonly Assignment[]> {
  return (await assignmentsOfAll(db, [accountId], at)).get(accountId) ?? [];
}

/** The same for many accounts at once. */
export async function assignmentsOfAll(
  db: Queryable,
  accountIds: readonly Uuid[],
  at: Date,
): Promise<ReadonlyMap<Uuid, readonly Assignment[]>> {
  if (accountIds.length === 0) return new Map();
  const found = await sql<Assignment & { accountId: Uuid }>`
    with recursive held as (
      select id, account_id, role, office_id from access.assignment
      where account_id = any(${[...accountIds]}::uuid[]) and valid_from <= ${at} and (valid_to is null or valid_to > ${at})),
    tree as (
      select h.id as assignment_id, h.office_id as node from held h
      union all
      select t.assignment_id, o.id from access.office o join tree t on o.parent_id = t.node)
    select h.account_id as "accountId", h.role, h.office_id as "officeId",
      (select array_agg(t.node) from tree t where t.assignment_id = h.id) as "officeTree"
    from held h order by h.id`.execute(db);
  const byAccount = new Map<Uuid, Assignment[]>();
  for (const { accountId, ...assignment } of found.rows)
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), assignment]);
  return byAccount;
}

/** Accounts that hold `role` in exactly this office now. */
export async function holdersOf(db: Queryable, officeId: Uuid, role: OfficerRole, at: Date): Promise<Uuid[]> {
  const found = await sql<{ account_id: Uuid }>`
    select account_id from access.assignment where office_id = ${officeId} and role = ${role}
      and valid_from <= ${at} and (valid_to is null or valid_to > ${at}) order by id`.execute(db);
  return found.rows.map((row) => row.account_id);
}

/** Adds an office. Gives its id; an office with this code is left as it is. */
export async function addOffice(tx: Tx, office: Omit<Office, "id">, at: Date): Promise<Uuid> {
  const known = await findOfficeByCode(tx, office.code);
  if (known !== undefined) return known.id;
  const id = newId(at.getTime());
  await sql`insert into access.office (id, parent_id, code, name, region, created_at)
    values (${id}, ${office.parentId}, ${office.code}, ${office.name}, ${office.region}, ${at})`.execute(tx);
  return id;
}

/** Gives an open office another name, region or place in the tree. The caller sees to it that no circle comes of it. */
export async function changeOffice(tx: Tx, office: Omit<Office, "code">): Promise<void> {
  await sql`update access.office set parent_id = ${office.parentId}, name = ${office.name}, region = ${office.region}
    where id = ${office.id}`.execute(tx);
}

/** Lets an account hold a role in an office from now on. Gives false, and changes nothing, when it does already. */
export async function assign(
  tx: Tx,
  accountId: Uuid,
  role: OfficerRole,
  officeId: Uuid,
  assignedBy: string,
  at: Date,
): Promise<boolean> {
  const made = await sql`insert into access.assignment (id, account_id, role, office_id, valid_from, assigned_by)
    values (${newId(at.getTime())}, ${accountId}, ${role}, ${officeId}, ${at}, ${assignedBy})
    on conflict (account_id, role, office_id) where valid_to is null do nothing`.execute(tx);
  return Number(made.numAffectedRows ?? 0) === 1;
}

/** Ends a role that an account holds in an office. Gives false when it held none. */
export async function endAssignment(
  tx: Tx,
  accountId: Uuid,
  role: OfficerRole,
  officeId: Uuid,
  at: Date,
): Promise<boolean> {
  const ended = await sql`update access.assignment set valid_to = ${at}
    where account_id = ${accountId} and role = ${role} and office_id = ${officeId} and valid_to is null`.execute(tx);
  return Number(ended.numAffectedRows ?? 0) > 0;
}

/** A role that somebody holds. */
export interface HeldRole {
  readonly accountId: Uuid;
  readonly role: OfficerRole;
  readonly officeId: Uuid;
  readonly since: Date;
}

/** Every role held at a moment, or those of one account. */
export async function rolesHeld(db: Queryable, at: Date, accountId?: Uuid): Promise<HeldRole[]> {
  const found = await sql<HeldRole>`
    select account_id as "accountId", role, office_id as "officeId", valid_from as since from access.assignment
    where valid_from <= ${at} and (valid_to is null or valid_to > ${at})
      and (${accountId ?? null}::uuid is null or account_id = ${accountId ?? null}::uuid) order by id`.execute(db);
  return found.rows;
}

/** Offices in which an account holds a role or has ever held one. */
export async function officesEverHeld(db: Queryable, accountId: Uuid): Promise<Uuid[]> {
  const found = await sql<{ office_id: Uuid }>`
    select distinct office_id from access.assignment where account_id = ${accountId} order by office_id`.execute(db);
  return found.rows.map((row) => row.office_id);
}

/** A role that was held for a time. */
export interface PastRole extends HeldRole {
  readonly until: Date | null;
}

/** Every role that these accounts hold or held. */
export async function rolesEverHeld(db: Queryable, accountIds: readonly Uuid[]): Promise<RoleRow[]> {
  const found = await sql<RoleRow>`
    select id, account_id as "accountId", role, office_id as "officeId", valid_from as since, valid_to as until from access.assignment
    where account_id = any(${[...accountIds]}::uuid[]) order by id`.execute(db);
  return found.rows;
}

/** The office nearest to a region: of the region itself or the next one above, the highest of its tree there. Undefined: no office at all. */
export async function nearestOffice(db: Queryable, region: string): Promise<Office | undefined> {
  const line = region.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."));
  const found = await sql<Office>`
    with recursive tree as (
      select o.*, 0 as depth from access.office o where o.parent_id is null and o.closed_at is null
      union all
      select o.*, t.depth + 1 from access.office o join tree t on o.parent_id = t.id where o.closed_at is null)
    select ${officeColumns} from tree
    order by (case when region = any(${line}) then length(region) else 0 end) desc, depth, code limit 1`.execute(db);
  return found.rows[0];
}

/** An office or a role as its audit reads it. */
export interface OfficeRow extends Office {
  readonly closedAt: Date | null;
}
export interface RoleRow extends PastRole {
  readonly id: Uuid;
}

/** Offices of these ids, the closed ones too. */
export async function officesById(db: Queryable, ids: readonly Uuid[]): Promise<readonly OfficeRow[]> {
  const found = await sql<OfficeRow>`select ${officeColumns}, closed_at as "closedAt" from access.office
    where id = any(${[...ids]}::uuid[])`.execute(db);
  return found.rows;
}

/** A page of the ids of all offices, or of all accounts that have or had a role. */
export async function idsAfter(
  db: Queryable,
  which: "office" | "holder",
  after: Uuid,
  limit: number,
): Promise<readonly Uuid[]> {
  const rows =
    which === "office"
      ? sql<{ id: Uuid }>`select id from access.office where id > ${after} order by id limit ${limit}`
      : sql<{ id: Uuid }>`select distinct account_id as id from access.assignment where account_id > ${after}
          order by account_id limit ${limit}`;
  return (await rows.execute(db)).rows.map(({ id }) => id);
}
