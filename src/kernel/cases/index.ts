import type { RawBuilder } from "kysely";
import type { Actor, Action as Right } from "../access/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { AuditedSubject } from "../ledger/index.ts";
import type { Problem, Result } from "../result/index.ts";
import type { ServiceDefinition } from "../services/index.ts";
import { type Acted, type ActRequest, act, definitionOf, positionOf } from "./act.ts";
import { casesAsWritten, type WrittenCase } from "./audit.ts";
import { asScopedRecord, type Case, type CaseContent } from "./case.ts";
import { type CasesContext, type Doer, ownerOf, refOf } from "./context.ts";
import { type AvailableAction, availableActions, type ClosedAction, closedActions } from "./domain/flow.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { eraseOwner, forgetClosed, hasOpenCase } from "./erase.ts";
import { guestPinOf } from "./guest-pin.ts";
import { judgeFiles } from "./judge-files.ts";
import {
  type CaseFilter,
  type CasePage,
  casesOfOwner,
  countCases,
  findCases,
  listCases,
  listedColumns,
  type OfficeTally,
  scopedTo,
  tallyCases,
} from "./list.ts";
import { caseColumns, contentsOf, findCase, findCaseByCode } from "./rows.ts";
import { type Submission, type SubmittedNow, submit } from "./submit.ts";
import { type Reader, type TimelineStep, timelineOf } from "./timeline.ts";
import { watchCases } from "./watch.ts";

export type { ActRequest } from "./act.ts";
export { caseAudits } from "./audit.ts";
export { brieflyKept } from "./briefly-kept.ts";
export { asScopedRecord, type Case, type CaseContent } from "./case.ts";
export type { CasesContext, Doer } from "./context.ts";
export { type AvailableAction, actionOf, askedIn, type ClosedAction, nextByItself, stateOf } from "./domain/flow.ts";
export type { Draft, Drafts } from "./drafts.ts";
export {
  type AttributeSource,
  type CaseHooks,
  type Issue,
  type Issuing,
  type KeptRule,
  type ListOption,
  moduleOf,
  type OptionList,
  type Route,
  type RouteQuestion,
  type RoutingRule,
  type RoutingTable,
  type ServiceEntry,
} from "./entry.ts";
export type { CaseFilter, CasePage, ListedCase, OfficeTally } from "./list.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { casesPersonalData } from "./personal-data.ts";
export { versionsInUse } from "./rows.ts";
export type { Submission, SubmittedNow } from "./submit.ts";
export { type Reader, saidBy, statesAhead, type TimelineStep } from "./timeline.ts";

/** The case machine on the service definitions. */
export interface Cases {
  submit(submission: Submission, doer: Doer): Promise<Result<SubmittedNow, Problem>>;
  act(request: ActRequest, doer: Doer): Promise<Result<Acted & { repeated: boolean }, Problem>>;
  find(id: Uuid, db?: Queryable): Promise<Case | undefined>;
  findByCode(code: string, db?: Queryable): Promise<Case | undefined>;
  /** Those of these ids that exist, in no order. */
  findMany(ids: readonly Uuid[], db?: Queryable): Promise<Case[]>;
  /** Where cases stand by what the books say of them, and by what was said as far as that is not sealed; for audits of what depends on it. */
  asWritten(db: Queryable, subjects: readonly AuditedSubject[]): Promise<ReadonlyMap<Uuid, WrittenCase>>;
  definitionOf(found: Pick<Case, "service" | "version">): ServiceDefinition;
  /** What `actor` may do with the case now. */
  available(found: Case, actor: Actor): Promise<AvailableAction[]>;
  /** What `actor` may do now, and the state's other actions with the reason why not. */
  choices(
    found: Case,
    actor: Actor,
  ): Promise<{ readonly open: readonly AvailableAction[]; readonly closed: readonly ClosedAction[] }>;
  /** The symbol of each case in lists: its module's, or that of its service. Without one a case is left out. */
  iconsOf(cases: readonly Case[]): Promise<ReadonlyMap<Uuid, string>>;
  contents(caseId: Uuid, db?: Queryable): Promise<CaseContent[]>;
  timeline(found: Case, contents: readonly CaseContent[], reader: Reader): Promise<TimelineStep[]>;
  /** A page of what `right` lets `actor` see. */
  list(
    actor: Actor,
    right: Right,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage>;
  /** The same page with all that is known of each case: for files. */
  listWhole(
    actor: Actor,
    right: Right,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage<Case>>;
  count(actor: Actor, right: Right, filter: CaseFilter): Promise<number>;
  /** Per office, how many open cases fit each named filter: one query for a whole menu of counts. */
  tally<K extends string>(
    actor: Actor,
    right: Right,
    buckets: Readonly<Record<K, CaseFilter>>,
  ): Promise<OfficeTally<K>[]>;
  /** Cases of a resident (or the person acted for), newest first. */
  ofResident(accountId: Uuid, limit: number): Promise<Case[]>;
  /** The predicate on `cases.case c` for a reader, for reports of our own. */
  within(actor: Actor, right: Right): RawBuilder<boolean>;
  /** Warnings, escalations and what the clock does by itself; run it often. */
  watch(): Promise<number>;
  /** The pseudonym under which the service's module knows a resident. */
  ownerKey(actor: Actor, serviceId: string): string | null;
  /** Empties what was said in all cases of one owner and destroys the ledger's openings; history and entries stay. */
  eraseOwner(tx: Tx, owner: string, at: Date): Promise<number>;
  /** Empties some of the cases closed before a moment. Gives how many; 0: none is left. */
  forgetClosed(before: Date, at: Date): Promise<number>;
  /** Says of some older files who may see them. Gives how many; 0: none is left. */
  judgeFiles(): Promise<number>;
  /** Whether a resident has a case that is still open. */
  hasOpen(db: Queryable, accountId: Uuid): Promise<boolean>;
  /** The PIN of a guest's case, to be shown once, right after submission; undefined when none opens it any more. */
  guestPin(caseId: Uuid): Promise<string | undefined>;
  readonly drafts: Drafts;
}

export function createCases(context: CasesContext): Cases {
  const { db, access } = context;
  return {
    submit: (submission, doer) => submit(context, submission, doer),
    act: (request, doer) => act(context, request, doer),
    find: (id, query = db.query) => findCase(query, id),
    findByCode: (code, query = db.query) => findCaseByCode(query, code),
    definitionOf: (found) => definitionOf(context, found),
    available: async (found, actor) => (await choicesOf(context, found, actor)).open,
    choices: (found, actor) => choicesOf(context, found, actor),
    findMany: (ids, query = db.query) => findCases(query, ids),
    asWritten: (query, subjects) => casesAsWritten(context.registry, query, subjects),
    iconsOf: (cases) => iconsOf(context, cases),
    contents: (caseId, query = db.query) => contentsOf(query, caseId),
    timeline: (found, contents, reader) => timelineOf(context, db.query, found, contents, reader),
    list: (actor, right, filter, page) =>
      listCases(db.query, listedColumns, scopedTo(access, actor, right), filter, page),
    listWhole: (actor, right, filter, page) =>
      listCases(db.query, caseColumns, scopedTo(access, actor, right), filter, page),
    count: (actor, right, filter) => countCases(db.query, scopedTo(access, actor, right), filter),
    tally: (actor, right, buckets) => tallyCases(db.query, scopedTo(access, actor, right), buckets),
    ofResident: (accountId, limit) => casesOfOwner(db.query, context.privacy.pseudonymsOf(accountId), limit),
    within: (actor, right) => scopedTo(access, actor, right),
    watch: () => watchCases(context),
    ownerKey: (actor, serviceId) => ownerOf(context.crypto, actor, serviceId),
    eraseOwner: (tx, owner, at) => eraseOwner(context, tx, owner, at),
    forgetClosed: (before, at) => forgetClosed(context, before, at),
    judgeFiles: () => judgeFiles(context),
    hasOpen: (query, accountId) => hasOpenCase(query, context.privacy.pseudonymsOf(accountId)),
    guestPin: (caseId) => guestPinOf(context, caseId),
    drafts: createDrafts(context),
  };
}

async function iconsOf(context: CasesContext, cases: readonly Case[]): Promise<ReadonlyMap<Uuid, string>> {
  const icons = new Map<Uuid, string>();
  for (const found of cases) {
    const { icon } = definitionOf(context, found);
    if (icon !== undefined) icons.set(found.id, icon);
  }
  for (const [service, own] of Map.groupBy(cases, (found) => found.service)) {
    const known = await context.entries.get(service)?.hooks?.icons?.(
      context.db.query,
      own.map(({ id }) => id),
    );
    for (const [id, icon] of known ?? []) icons.set(id, icon);
  }
  return icons;
}

async function choicesOf(context: CasesContext, found: Case, actor: Actor) {
  const record = asScopedRecord(found);
  if (!context.access.decide(actor, "case.act", record)) return { open: [], closed: [] };
  const { ref } = refOf(context.crypto, actor, found.service);
  const who = { roles: context.access.rolesOn(actor, record), actorRef: ref };
  const position = await positionOf(context, context.db.query, found);
  const now = context.clock.now();
  const zone = context.calendars.contextOf(found.region);
  const definition = definitionOf(context, found);
  return {
    open: availableActions(definition, position, who, now, zone),
    closed: closedActions(definition, position, who, now, zone),
  };
}
