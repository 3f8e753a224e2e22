import { listOffices, type Office, type OfficerRole, rolesHeld } from "../access/index.ts";
import { enrolmentPath, type OfficerLine } from "../accounts/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Problem, Result } from "../result/index.ts";
import type { AdministrationContext, Administrator } from "./context.ts";
import {
  addOfficer,
  assignRole,
  disableOfficer,
  endRole,
  type Invitation,
  type OfficerInput,
  type RoleInput,
  resetOfficer,
} from "./officers.ts";
import { type OfficeInput, type OfficesSaved, saveOffices } from "./offices.ts";
import { endRule, type RoutedService, type RuleInput, routedServices, setRules } from "./routing.ts";

export { administrationAudits } from "./audit.ts";
export type { Administrator } from "./context.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export type { OfficerInput, RoleInput } from "./officers.ts";
export type { OfficeInput, OfficesSaved } from "./offices.ts";
export type { RoutedService, RuleInput } from "./routing.ts";

/** An officer with the roles they hold. */
export interface Officer extends OfficerLine {
  readonly roles: readonly { readonly role: OfficerRole; readonly officeId: Uuid }[];
}

/** A link for an officer, to be handed over by hand. */
export interface OfficerLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Offices, officers and routing rules: what an installation needs before the first case. See README.md. */
export interface Administration {
  /** Open offices, parents before children. */
  offices(): Promise<readonly Office[]>;
  /** By username, the closed accounts too. */
  officers(): Promise<readonly Officer[]>;
  /** Services that find their office by rules, with these. */
  routing(): Promise<readonly RoutedService[]>;
  saveOffices(by: Administrator, offices: readonly OfficeInput[]): Promise<Result<OfficesSaved, Problem>>;
  addOfficer(by: Administrator, officer: OfficerInput): Promise<Result<OfficerLink, Problem>>;
  assignRole(by: Administrator, role: RoleInput): Promise<Result<boolean, Problem>>;
  endRole(by: Administrator, role: RoleInput): Promise<Result<boolean, Problem>>;
  disableOfficer(by: Administrator, username: string): Promise<Result<boolean, Problem>>;
  /** A new link in place of password, app and sessions. `reopen`: also for a closed account, which comes back without its roles. */
  resetOfficer(by: Administrator, reset: { username: string; reopen: boolean }): Promise<Result<OfficerLink, Problem>>;
  setRules(
    by: Administrator,
    rules: readonly RuleInput[],
  ): Promise<Result<{ readonly set: number; readonly same: number }, Problem>>;
  endRule(
    by: Administrator,
    rule: { service: string; key: string; region: string; on?: string },
  ): Promise<Result<boolean, Problem>>;
}

/** `url`: how people reach this installation, for links. */
export function createAdministration(deps: AdministrationContext & { readonly url: string }): Administration {
  const context: AdministrationContext = deps;
  const { db, clock, accounts } = deps;
  const linkOf = (made: Result<Invitation, Problem>): Result<OfficerLink, Problem> =>
    made.ok
      ? {
          ok: true,
          value: {
            url: `${deps.url}${enrolmentPath}/${accounts.enrolmentSecret(made.value.enrolmentId)}`,
            expiresAt: new Date(made.value.expiresAt),
          },
        }
      : made;
  return {
    offices: () => listOffices(db.query),
    async officers() {
      const [lines, held] = await Promise.all([accounts.officers(db.query), rolesHeld(db.query, clock.now())]);
      return lines.map((line) => ({ ...line, roles: held.filter(({ accountId }) => accountId === line.accountId) }));
    },
    routing: () => routedServices(context),
    saveOffices: (by, offices) => saveOffices(context, by, offices),
    addOfficer: async (by, officer) => linkOf(await addOfficer(context, by, officer)),
    assignRole: (by, role) => assignRole(context, by, role),
    endRole: (by, role) => endRole(context, by, role),
    disableOfficer: (by, username) => disableOfficer(context, by, username),
    resetOfficer: async (by, reset) => linkOf(await resetOfficer(context, by, reset)),
    setRules: (by, rules) => setRules(context, by, rules),
    endRule: (by, rule) => endRule(context, by, rule),
  };
}
