import { type RawBuilder, sql } from "kysely";
import type { Uuid } from "../ids/index.ts";
import type { Actor, OfficerRole, Role, ScopedRecord } from "./actor.ts";
import { type Action, type ActorKey, type Reach, rules } from "./rules.ts";

/** All pairwise pseudonyms (hex) of an account, one per namespace. */
export type OwnerKeys = (accountId: Uuid) => readonly string[];

/** One right of an actor, spelled out: everything needed to test a record or to build SQL. */
type Grant =
  | { readonly reach: "public-record" }
  | { readonly reach: "installation" }
  | { readonly reach: "this-case"; readonly caseId: Uuid }
  | { readonly reach: "own"; readonly owners: readonly string[] }
  | { readonly reach: "offices"; readonly officeIds: readonly Uuid[] };

/** Columns of the list that `scope` is to narrow, as SQL references, e.g. `c.office_id`. */
export interface ScopeColumns {
  readonly officeId: string;
  readonly visibility: string;
  readonly owner: string;
  readonly caseId: string;
}

/** Whether `actor` may do `action` on `record`. */
export function decide(actor: Actor, action: Action, record: ScopedRecord, ownerKeys: OwnerKeys): boolean {
  return grantsOf(actor, action, ownerKeys).some((grant) => covers(grant, record));
}

/** The same answer for a whole list, as an SQL predicate. No right at all gives `false`. */
export function scope(actor: Actor, action: Action, columns: ScopeColumns, ownerKeys: OwnerKeys): RawBuilder<boolean> {
  const grants = grantsOf(actor, action, ownerKeys);
  const offices = new Set(grants.flatMap((grant) => (grant.reach === "offices" ? grant.officeIds : [])));
  const parts = grants
    .filter(({ reach }) => reach !== "offices")
    .concat(offices.size === 0 ? [] : { reach: "offices", officeIds: [...offices] })
    .map((grant) => predicate(grant, columns));
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** In which roles `actor` may work on `record`: "owner" stands for resident and guest. */
export function rolesOn(
  actor: Actor,
  record: ScopedRecord,
  ownerKeys: OwnerKeys,
): ReadonlySet<Role | "owner" | "system"> {
  const found = new Set<Role | "owner" | "system">();
  if (actor.kind === "officer") {
    for (const assignment of actor.assignments) {
      const grant = officerGrant(rules["case.act"][assignment.role], assignment);
      if (grant !== undefined && covers(grant, record)) found.add(assignment.role);
    }
  } else if (decide(actor, "case.act", record, ownerKeys)) found.add(actor.kind === "system" ? "system" : "owner");
  return found;
}

/** Whether an officer holds `action` in any office at all: for menus and for lists that may be empty. */
export function mayEver(actor: Actor, action: Action): boolean {
  if (actor.kind !== "officer") return rules[action][actor.kind] !== undefined;
  return actor.assignments.some((assignment) => rules[action][assignment.role] !== undefined);
}

/** The offices whose records an officer reaches with `action`, each once: for streams and for pages per office. */
export function officesWithin(actor: Actor, action: Action): readonly Uuid[] {
  const reached = grantsOf(actor, action, () => []).flatMap((grant) =>
    grant.reach === "offices" ? grant.officeIds : [],
  );
  return [...new Set(reached)];
}

function grantsOf(actor: Actor, action: Action, ownerKeys: OwnerKeys): Grant[] {
  const table: Readonly<Partial<Record<ActorKey, Reach>>> = rules[action];
  if (actor.kind === "officer") {
    return actor.assignments.flatMap((assignment) => officerGrant(table[assignment.role], assignment) ?? []);
  }
  const reach = table[actor.kind];
  switch (reach) {
    case "public-record":
    case "installation":
      return [{ reach }];
    case "this-case":
      return actor.kind === "guest" ? [{ reach, caseId: actor.caseId }] : [];
    case "own":
      return actor.kind === "resident" ? [{ reach, owners: ownerKeys(actor.actingFor ?? actor.accountId) }] : [];
    default:
      return [];
  }
}

function officerGrant(
  reach: Reach | undefined,
  assignment: { readonly role: OfficerRole; readonly officeId: Uuid; readonly officeTree: readonly Uuid[] },
): Grant | undefined {
  switch (reach) {
    case "public-record":
    case "installation":
      return { reach };
    case "office":
      return { reach: "offices", officeIds: [assignment.officeId] };
    case "office-tree":
      return { reach: "offices", officeIds: assignment.officeTree };
    default:
      return undefined;
  }
}

function covers(grant: Grant, record: ScopedRecord): boolean {
  switch (grant.reach) {
    case "installation":
      return true;
    case "public-record":
      return record.visibility !== "private";
    case "this-case":
      return record.caseId === grant.caseId;
    case "own":
      return record.owner !== null && grant.owners.includes(record.owner);
    case "offices":
      return grant.officeIds.includes(record.officeId);
  }
}

function predicate(grant: Grant, columns: ScopeColumns): RawBuilder<boolean> {
  switch (grant.reach) {
    case "installation":
      return sql`true`;
    case "public-record":
      return sql`${sql.ref(columns.visibility)} <> 'private'`;
    case "this-case":
      return sql`${sql.ref(columns.caseId)} = ${grant.caseId}`;
    case "own":
      return sql`${sql.ref(columns.owner)} = any(${[...grant.owners]})`;
    case "offices": {
      const [only, ...others] = grant.officeIds;
      // One office, as most officers have: an index on office and deadline then gives the list in its order.
      return others.length === 0
        ? sql`${sql.ref(columns.officeId)} = ${only}::uuid`
        : sql`${sql.ref(columns.officeId)} = any(${[...grant.officeIds]}::uuid[])`;
    }
  }
}
