import {
  assign,
  endAssignment,
  findOfficeByCode,
  holdersOf,
  type Office,
  type OfficerRole,
  officeLine,
  officerRoles,
  officesEverHeld,
  rolesHeld,
} from "../access/index.ts";
import type { OfficerLine } from "../accounts/index.ts";
import type { Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";
import { type AdministrationContext, type Administrator, type Fact, nameOf, outcome, run } from "./context.ts";

/** A new officer with a first role; more come by `assignRole`. */
export interface OfficerInput {
  readonly username: string;
  readonly name: string;
  /** Where messages go beside the console; null: nowhere. */
  readonly email: string | null;
  readonly lang: Lang;
  readonly role: string;
  /** Code of the office. */
  readonly office: string;
}

/** A role in an office, of an officer by username. */
export interface RoleInput {
  readonly username: string;
  readonly role: string;
  readonly office: string;
}

/** A link that the officer must get, and nobody else. */
export interface Invitation {
  readonly enrolmentId: Uuid;
  /** ISO moment: the answer of a command is kept as JSON. */
  readonly expiresAt: string;
}

/** Makes an officer's account with one role, and a link to set it up. Problems name the field; also: the username is taken. */
export function addOfficer(
  context: AdministrationContext,
  by: Administrator,
  input: OfficerInput,
): Promise<Result<Invitation, Problem>> {
  return run(context, by, { name: "administration.add-officer", input }, async (tx, at) => {
    const place = await placeOf(tx, input);
    if (!place.ok) return place;
    const { role, office } = place.value;
    const known = await context.accounts.officerNamed(tx, input.username);
    if (known !== undefined)
      return err(
        problem("conflict", "administration.officer.exists", {
          field: "username",
          params: { username: known.username },
        }),
      );
    const made = await context.accounts.inviteOfficer(tx, input);
    if (!made.ok) return made;
    await assign(tx, made.value, role, office.id, nameOf(by), at);
    await tellOfNewcomer(context, tx, office, made.value, input.username, at);
    const invitation = await invite(context, tx, made.value);
    return ok(
      outcome(invitation, [factOf(made.value, "added", office), factOf(made.value, "assigned", office, { role })]),
    );
  });
}

/** Gives an officer a role. Answer: whether anything changed. Problems: unknown officer, role or office; a closed account; one's own. */
export function assignRole(
  context: AdministrationContext,
  by: Administrator,
  input: RoleInput,
): Promise<Result<boolean, Problem>> {
  return run(context, by, { name: "administration.assign", input }, async (tx, at) => {
    const found = await otherOfficer(context, tx, by, input.username);
    if (!found.ok) return found;
    if (found.value.state === "disabled") return err(closed(found.value));
    const place = await placeOf(tx, input);
    if (!place.ok) return place;
    const { role, office } = place.value;
    const changed = await assign(tx, found.value.accountId, role, office.id, nameOf(by), at);
    if (!changed) return ok(outcome(false, []));
    await tellOfNewcomer(context, tx, office, found.value.accountId, found.value.username, at);
    return ok(outcome(true, [factOf(found.value.accountId, "assigned", office, { role })]));
  });
}

/** Ends a role. Answer: whether the officer held it. Problems as of `assignRole`. */
export function endRole(
  context: AdministrationContext,
  by: Administrator,
  input: RoleInput,
): Promise<Result<boolean, Problem>> {
  return run(context, by, { name: "administration.end-role", input }, async (tx, at) => {
    const found = await otherOfficer(context, tx, by, input.username);
    if (!found.ok) return found;
    const place = await placeOf(tx, input);
    if (!place.ok) return place;
    const { role, office } = place.value;
    const ended = await endAssignment(tx, found.value.accountId, role, office.id, at);
    return ok(outcome(ended, ended ? [factOf(found.value.accountId, "role-ended", office, { role })] : []));
  });
}

/** Closes an account: all roles end, all sessions end, links die. Answer: whether it was open. Problems: unknown, one's own. */
export function disableOfficer(
  context: AdministrationContext,
  by: Administrator,
  username: string,
): Promise<Result<boolean, Problem>> {
  return run(context, by, { name: "administration.disable", input: { username } }, async (tx, at) => {
    const found = await otherOfficer(context, tx, by, username);
    if (!found.ok) return found;
    const { accountId, state } = found.value;
    if (state === "disabled") return ok(outcome(false, []));
    await context.accounts.disableOfficer(tx, accountId);
    const facts: Fact[] = [factOf(accountId, "disabled", undefined)];
    for (const held of await rolesHeld(tx, at, accountId)) {
      await endAssignment(tx, accountId, held.role, held.officeId, at);
      facts.push(factOf(accountId, "role-ended", { id: held.officeId, region: null }, { role: held.role }));
    }
    return ok(outcome(true, facts));
  });
}

/**
 * Gives an officer a new link: the password, the app and all sessions of before are worth nothing any more. A closed account is opened again,
 * without its roles, when `reopen` says so. The heads of the officer's offices and the officer are told:
 * whoever holds the link could sign in by it in the officer's place. Problems: unknown, closed, one's own.
 */
export function resetOfficer(
  context: AdministrationContext,
  by: Administrator,
  input: { readonly username: string; readonly reopen: boolean },
): Promise<Result<Invitation, Problem>> {
  return run(context, by, { name: "administration.reset", input }, async (tx, at) => {
    const found = await otherOfficer(context, tx, by, input.username);
    if (!found.ok) return found;
    const { accountId, state } = found.value;
    if (state === "disabled" && !input.reopen) return err(closed(found.value));
    const facts: Fact[] = [];
    if (state === "disabled") {
      await context.accounts.enableOfficer(tx, accountId);
      facts.push(factOf(accountId, "enabled", undefined));
    }
    await tellOfLink(context, tx, found.value, at);
    const invitation = await invite(context, tx, accountId);
    return ok(outcome(invitation, [...facts, factOf(accountId, "reset", undefined)]));
  });
}

async function invite(context: AdministrationContext, tx: Tx, accountId: Uuid): Promise<Invitation> {
  const { id, expiresAt } = await context.accounts.openEnrolment(tx, accountId);
  return { enrolmentId: id, expiresAt: expiresAt.toISOString() };
}

async function placeOf(
  tx: Tx,
  input: { readonly role: string; readonly office: string },
): Promise<Result<{ readonly role: OfficerRole; readonly office: Office }, Problem>> {
  const role = officerRoles.find((known) => known === input.role);
  if (role === undefined)
    return err(
      problem("validation-failed", "administration.role.unknown", {
        field: "role",
        params: { role: input.role, roles: officerRoles.join(", ") },
      }),
    );
  const office = await findOfficeByCode(tx, input.office);
  if (office === undefined)
    return err(
      problem("validation-failed", "administration.office.unknown", {
        field: "office",
        params: { code: input.office },
      }),
    );
  return ok({ role, office });
}

/** An officer by username, who must be somebody else: nobody changes their own rights, whatever these are. */
async function otherOfficer(
  context: AdministrationContext,
  tx: Tx,
  by: Administrator,
  username: string,
): Promise<Result<OfficerLine, Problem>> {
  const found = await context.accounts.officerNamed(tx, username);
  if (found === undefined)
    return err(problem("not-found", "administration.officer.unknown", { field: "username", params: { username } }));
  if (by.kind === "officer" && by.accountId === found.accountId)
    return err(problem("forbidden", "administration.officer.own"));
  return ok(found);
}

function closed({ username }: OfficerLine): Problem {
  return problem("conflict", "administration.officer.closed", { field: "username", params: { username } });
}

/** An operator could invent an officer; so those who answer for the office are told of each one, at once. */
async function tellOfNewcomer(
  context: AdministrationContext,
  tx: Tx,
  office: Office,
  accountId: Uuid,
  username: string,
  at: Date,
): Promise<void> {
  for (const head of await headsOf(tx, office.id, accountId, at))
    await tell(context, tx, head, "administration.notice.assigned", { username, office: office.name });
}

/**
 * An operator could keep a link and sign in by it as the officer. So the officer is told, by every way there is, and whoever answers for an
 * office where the officer has a role, or had one when the account was closed.
 */
async function tellOfLink(context: AdministrationContext, tx: Tx, officer: OfficerLine, at: Date): Promise<void> {
  const { accountId, username } = officer;
  const heads = new Set<Uuid>();
  for (const officeId of await officesEverHeld(tx, accountId))
    for (const head of await headsOf(tx, officeId, accountId, at)) heads.add(head);
  for (const head of heads) await tell(context, tx, head, "administration.notice.link", { username });
  await tell(context, tx, accountId, "administration.notice.own-link", {});
}

/** Who heads the office, else the nearest one above with a head that is somebody else. */
async function headsOf(tx: Tx, officeId: Uuid, accountId: Uuid, at: Date): Promise<readonly Uuid[]> {
  for (const above of await officeLine(tx, officeId)) {
    const heads = (await holdersOf(tx, above.id, "head-of-office", at)).filter((id) => id !== accountId);
    if (heads.length > 0) return heads;
  }
  return [];
}

async function tell(
  context: AdministrationContext,
  tx: Tx,
  accountId: Uuid,
  key: string,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const lang = (await context.accounts.langOf(tx, accountId)) ?? "id";
  await context.notify.enqueue(tx, {
    to: { kind: "account", accountId },
    key,
    params,
    lang: lang === "en" ? "en" : "id",
    link: "/konsol/kabar",
  });
}

function factOf(
  accountId: Uuid,
  kind: string,
  office: { readonly id: Uuid; readonly region: string | null } | undefined,
  facts: Fact["facts"] = {},
): Fact {
  return { about: "officer", id: accountId, kind, officeId: office?.id ?? null, region: office?.region ?? null, facts };
}
