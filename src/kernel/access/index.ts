import type { RawBuilder } from "kysely";
import type { Uuid } from "../ids/index.ts";
import type { Actor, Role, ScopedRecord } from "./actor.ts";
import { decide, mayEver, type OwnerKeys, officesWithin, rolesOn, type ScopeColumns, scope } from "./decide.ts";
import type { Action } from "./rules.ts";

export {
  type Actor,
  type Assignment,
  type OfficerRole,
  officerRoles,
  type Role,
  type ScopedRecord,
  type Visibility,
} from "./actor.ts";
export type { ScopeColumns } from "./decide.ts";
export {
  addOffice,
  assign,
  assignmentsOf,
  assignmentsOfAll,
  changeOffice,
  endAssignment,
  findOffice,
  findOfficeByCode,
  type HeldRole,
  holdersOf,
  idsAfter,
  listOffices,
  nearestOffice,
  type Office,
  officeLine,
  officeMemory,
  officesById,
  officesEverHeld,
  type PastRole,
  type RoleRow,
  rolesEverHeld,
  rolesHeld,
} from "./offices.ts";
export { type Action, actions, rules } from "./rules.ts";

/** Answers from the one rule table; see rules.ts. */
export interface Access {
  decide(actor: Actor, action: Action, record: ScopedRecord): boolean;
  scope(actor: Actor, action: Action, columns: ScopeColumns): RawBuilder<boolean>;
  rolesOn(actor: Actor, record: ScopedRecord): ReadonlySet<Role | "owner" | "system">;
  mayEver(actor: Actor, action: Action): boolean;
  /** The offices whose records an officer reaches with `action`. */
  officesWithin(actor: Actor, action: Action): readonly Uuid[];
}

export function createAccess(ownerKeys: OwnerKeys): Access {
  return {
    decide: (actor, action, record) => decide(actor, action, record, ownerKeys),
    scope: (actor, action, columns) => scope(actor, action, columns, ownerKeys),
    rolesOn: (actor, record) => rolesOn(actor, record, ownerKeys),
    mayEver,
    officesWithin,
  };
}
