import type { RawBuilder } from "kysely";
import type { Actor, Action as Right } from "../access/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Problem, Result } from "../result/index.ts";
import type { ServiceDefinition } from "../services/index.ts";
import { type Acted, type ActRequest, act, definitionOf, positionOf } from "./act.ts";
import { asScopedRecord, type Case, type CaseContent } from "./case.ts";
import { type CasesContext, type Doer, ownerOf, refOf } from "./context.ts";
import { type AvailableAction, availableActions } from "./domain/flow.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { eraseOwner } from "./erase.ts";
import { type CaseFilter, type CasePage, casesOfOwner, countCases, listCases, scopedTo } from "./list.ts";
import { contentsOf, findCase, findCaseByCode } from "./rows.ts";
import { guestPin, type Submission, type Submitted, submit } from "./submit.ts";
import { type Reader, type TimelineStep, timelineOf } from "./timeline.ts";
import { watchCases } from "./watch.ts";

export type { ActRequest } from "./act.ts";
export { asScopedRecord, type Case, type CaseContent } from "./case.ts";
export type { CasesContext, Doer } from "./context.ts";
export { stateOf } from "./domain/flow.ts";
export type { Draft, Drafts } from "./drafts.ts";
export {
  type AttributeSource,
  type CaseHooks,
  type ListOption,
  moduleOf,
  type OptionList,
  type Route,
  type RouteQuestion,
  type ServiceEntry,
} from "./entry.ts";
export type { CaseFilter, CasePage } from "./list.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { casesPersonalData } from "./personal-data.ts";
export type { Submission, Submitted } from "./submit.ts";
export { type Reader, saidBy, statesAhead, type TimelineStep } from "./timeline.ts";

/** The case machine on the service definitions. */
export interface Cases {
  submit(submission: Submission, doer: Doer): Promise<Result<Submitted & { repeated: boolean }, Problem>>;
  act(request: ActRequest, doer: Doer): Promise<Result<Acted & { repeated: boolean }, Problem>>;
  find(id: Uuid, db?: Queryable): Promise<Case | undefined>;
  findByCode(code: string, db?: Queryable): Promise<Case | undefined>;
  definitionOf(found: Pick<Case, "service" | "version">): ServiceDefinition;
  /** What `actor` may do with the case now. */
  available(found: Case, actor: Actor): Promise<AvailableAction[]>;
  contents(caseId: Uuid): Promise<CaseContent[]>;
  timeline(found: Case, contents: readonly CaseContent[], reader: Reader): Promise<TimelineStep[]>;
  /** A page of what `right` lets `actor` see. */
  list(
    actor: Actor,
    right: Right,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage>;
  count(actor: Actor, right: Right, filter: CaseFilter): Promise<number>;
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
  /** The PIN of a guest's case, to be shown once, right after submission. */
  guestPin(caseId: Uuid): string;
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
    async available(found, actor) {
      const record = asScopedRecord(found);
      if (!access.decide(actor, "case.act", record)) return [];
      const who = { roles: access.rolesOn(actor, record), actorRef: refOf(context.crypto, actor, found.service).ref };
      const position = await positionOf(context, db.query, found);
      return availableActions(
        definitionOf(context, found),
        position,
        who,
        context.clock.now(),
        context.calendars.contextOf(found.region),
      );
    },
    contents: (caseId) => contentsOf(db.query, caseId),
    timeline: (found, contents, reader) => timelineOf(context, db.query, found, contents, reader),
    list: (actor, right, filter, page) => listCases(db.query, scopedTo(access, actor, right), filter, page),
    count: (actor, right, filter) => countCases(db.query, scopedTo(access, actor, right), filter),
    ofResident: (accountId, limit) => casesOfOwner(db.query, context.privacy.pseudonymsOf(accountId), limit),
    within: (actor, right) => scopedTo(access, actor, right),
    watch: () => watchCases(context),
    ownerKey: (actor, serviceId) => ownerOf(context.crypto, actor, serviceId),
    eraseOwner: (tx, owner, at) => eraseOwner(context, tx, owner, at),
    guestPin: (caseId) => guestPin(context, caseId),
    drafts: createDrafts(context),
  };
}
