import type { RawBuilder } from "kysely";
import { findOffice } from "../access/index.ts";
import type { Outcome } from "../command/index.ts";
import type { Tx } from "../db/index.ts";
import { checkAnswers, validateAll } from "../forms/index.ts";
import { isUuid, newId, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Action, Answers, DraftAnswers, ServiceDefinition } from "../services/index.ts";
import { answerChecks, checkingContext } from "./answer-checks.ts";
import { asScopedRecord, type Case } from "./case.ts";
import { type CasesContext, caseTopics, type Doer, refOf } from "./context.ts";
import { advanceClocks, type Clocks } from "./domain/deadline.ts";
import { actionOf, type FlowPosition, type Refusal, refusalOf, stateOf, targetOf } from "./domain/flow.ts";
import { filesIn, meaningOf, splitPersonal } from "./domain/personal.ts";
import { moduleOf, withoutName } from "./entry.ts";
import { insertContent, lockCase, updateCase } from "./rows.ts";
import { attachFiles } from "./submit.ts";

export interface ActRequest {
  readonly caseId: Uuid;
  readonly action: string;
  readonly answers: DraftAnswers;
  /** Idempotency key. */
  readonly key: string;
  /** The revision the actor saw; an act on a page that is out of date is refused. */
  readonly revision?: number;
}

export interface Acted {
  readonly caseId: Uuid;
  readonly state: string;
}

/** One action of the flow on one case: rights, rule, rows and facts in one transaction. */
export async function act(
  context: CasesContext,
  request: ActRequest,
  doer: Doer,
): Promise<Result<Acted & { repeated: boolean }, Problem>> {
  const service = await serviceOf(context, request.caseId);
  const done = await context.commands.run<Acted>(
    {
      name: "cases.act",
      key: request.key,
      actorKey: doer.actorKey,
      actor: refOf(context.crypto, doer.actor, service),
      input: { caseId: request.caseId, action: request.action, answers: meaningOf(request.answers) },
    },
    (tx, at) => advance(context, tx, at, request, doer),
  );
  return done.ok ? ok({ ...done.value.answer, repeated: done.value.repeated }) : done;
}

async function serviceOf(context: CasesContext, caseId: Uuid): Promise<string> {
  const row = await context.db.query
    .selectFrom("cases.case")
    .select("service")
    .where("id", "=", caseId)
    .executeTakeFirst();
  return row?.service ?? "unknown";
}

async function advance(
  context: CasesContext,
  tx: Tx,
  at: Date,
  request: ActRequest,
  doer: Doer,
): Promise<Result<Outcome<Acted>, Problem>> {
  const before = await lockCase(tx, request.caseId);
  // Who may not read a case is told the same as when there is none.
  if (before === undefined || !context.access.decide(doer.actor, "case.act", asScopedRecord(before)))
    return err(problem("not-found", "cases.case.unknown"));
  if (request.revision !== undefined && request.revision !== before.revision)
    return err(problem("conflict", "cases.act.changed-meanwhile"));
  const definition = definitionOf(context, before);
  const zone = context.calendars.contextOf(before.region);
  const actorRef = refOf(context.crypto, doer.actor, before.service).ref;
  const roles = context.access.rolesOn(doer.actor, asScopedRecord(before));
  const position = await positionOf(context, tx, before);
  const refused = refusalOf(definition, position, request.action, { roles, actorRef }, at, zone);
  if (refused !== undefined) return err(problem(refusalTypes[refused], `cases.act.${refused}`));

  const action = actionOf(stateOf(definition, before.state), request.action);
  if (action === undefined) throw new Error("an action that was allowed has gone");
  const valid = validateAll(action, request.answers, checkingContext(context, before.region));
  if (!valid.ok) return err(problem("validation-failed", "cases.answers.check", { errors: valid.error }));
  const checked = await checkAnswers(action, valid.value, answerChecks(context, tx, doer));
  if (!checked.ok) return err(problem("validation-failed", "cases.answers.check", { errors: checked.error }));
  const office = await handedOver(tx, action, valid.value, before);
  if (!office.ok) return office;

  return write(context, tx, at, {
    definition,
    action,
    actionName: request.action,
    answers: valid.value,
    before,
    officeId: office.value,
    doer,
    actorRef,
  });
}

interface Step {
  readonly definition: ServiceDefinition;
  readonly action: Action;
  readonly actionName: string;
  readonly answers: Answers;
  readonly before: Case;
  readonly officeId: Uuid;
  readonly doer: Doer;
  readonly actorRef: string | null;
}

async function write(context: CasesContext, tx: Tx, at: Date, step: Step): Promise<Result<Outcome<Acted>, Problem>> {
  const { definition, action, actionName, answers, before, officeId, doer } = step;
  const target = targetOf(action, answers);
  const entered = stateOf(definition, target);
  const stays = target === before.state;
  const clocks: Clocks = stays
    ? {
        dueAt: before.dueAt,
        calendarComplete: before.calendarComplete,
        stateDueAt: before.stateDueAt,
        paused: before.paused,
        actBy: before.actBy,
        watchAt: null,
      }
    : advanceClocks(definition, entered, before, at, context.calendars.contextOf(before.region));
  const rating = answers["rating"];
  const after: Case = {
    ...before,
    state: target,
    officeId,
    visibility: entered.outcome === "withdrawn" ? withoutName(before.visibility) : before.visibility,
    assigneeId: assigneeAfter(step),
    stateSince: stays ? before.stateSince : at,
    dueAt: clocks.dueAt,
    calendarComplete: clocks.calendarComplete,
    stateDueAt: clocks.stateDueAt,
    paused: clocks.paused,
    actBy: clocks.actBy,
    warnedAtPercent: stays ? before.warnedAtPercent : 0,
    closedAt: entered.final === true ? (before.closedAt ?? at) : null,
    outcome: entered.outcome ?? null,
    rating:
      typeof rating === "number"
        ? rating
        : typeof rating === "string" && /^[1-5]$/.test(rating)
          ? Number(rating)
          : before.rating,
    revision: before.revision + 1,
  };
  const contentId = Object.keys(answers).length === 0 ? null : newId(at.getTime());
  const author = doer.actor.kind === "officer" ? "office" : doer.actor.kind === "system" ? "system" : "owner";
  const said: RawBuilder<unknown>[] = [];
  if (contentId !== null) {
    const { plain, personal } = splitPersonal(action.ask, answers);
    const sealed =
      Object.keys(personal).length === 0
        ? null
        : context.privacy.seal(
            { table: "cases.content", rowId: contentId, column: "sealed" },
            JSON.stringify(personal),
          );
    const { id: caseId, state } = before;
    said.push(insertContent({ id: contentId, caseId, action: actionName, state, author, answers: plain, sealed, at }));
  }
  // Who handles the case sees its photos; who handed it over no longer does.
  if (officeId !== before.officeId) await context.files.handOver(tx, before.id, officeId);
  const attached = await attachFiles(
    context,
    tx,
    after,
    filesIn(action.ask, answers),
    author === "office" ? "after" : "before",
    doer,
  );
  if (!attached.ok) return attached;
  const entry = context.entries.get(definition.id);
  const facts = { action: actionName, from: before.state, to: target, office: officeId };
  const issued =
    entered.issues === undefined || stays
      ? undefined
      : await context.issuing?.issue(tx, at, {
          found: after,
          definition,
          document: entered.issues,
          by: doer.actor,
        });
  return ok({
    answer: { caseId: before.id, state: target },
    writes: [
      updateCase(after, clocks, stays),
      ...said,
      ...(entry?.hooks?.advanced?.(before, after, actionName, answers) ?? []),
      ...(issued?.writes ?? []),
    ],
    history: [
      ...(issued?.history ?? []),
      {
        aggregateType: "case",
        aggregateId: before.id,
        kind: `action:${actionName}`,
        officeId,
        region: before.region,
        contentId,
        facts,
      },
    ],
    events: [
      ...(issued?.events ?? []),
      {
        aggregateType: "case",
        aggregateId: before.id,
        kind: "case.advanced",
        payload: {
          caseId: before.id,
          service: definition.id,
          action: actionName,
          from: before.state,
          to: target,
          officeId,
          region: before.region,
        },
        topics: caseTopics(before.id, definition.id, [before.officeId, officeId]),
      },
    ],
    entries: [
      ...(issued?.entries ?? []),
      {
        book: entry?.book ?? moduleOf(definition.id),
        kind: `case.${actionName}`,
        subject: before.id,
        officeId,
        region: before.region,
        facts: { from: before.state, to: target, due: after.dueAt.toISOString() },
        content: contentId === null ? undefined : answers,
      },
    ],
  });
}

/** The definition that the case was made with. Throws when that version is gone: versions in use cannot be removed. */
export function definitionOf(context: CasesContext, found: Pick<Case, "service" | "version">): ServiceDefinition {
  const definition = context.registry.get(found.service, found.version);
  if (definition === undefined)
    throw new Error(`${found.service} v${found.version} is not published, but a case stands on it`);
  return definition;
}

export async function positionOf(
  context: CasesContext,
  tx: Tx | CasesContext["db"]["query"],
  found: Case,
): Promise<FlowPosition> {
  const history = await context.commands.historyOf(tx, "case", found.id);
  const doneBy = history.flatMap(({ kind, actorRef }) =>
    kind.startsWith("action:") ? [{ action: kind.slice("action:".length), actorRef }] : [],
  );
  return { state: found.state, stateSince: found.stateSince, doneBy };
}

const refusalTypes: Readonly<Record<Refusal, Problem["type"]>> = {
  "unknown-action": "conflict",
  "not-your-role": "forbidden",
  "not-by-the-same-person": "forbidden",
  "too-late": "conflict",
  "too-early": "conflict",
};

function assigneeAfter({ action, before, officeId, doer }: Step): Uuid | null {
  if (action.assign === "self" && doer.actor.kind === "officer") return doer.actor.accountId;
  if (action.assign === "nobody" || officeId !== before.officeId) return null;
  return before.assigneeId;
}

/** The office that gets the case; the present one when the action hands nothing over. */
async function handedOver(tx: Tx, action: Action, answers: Answers, before: Case): Promise<Result<Uuid, Problem>> {
  if (action.handover === undefined) return ok(before.officeId);
  const chosen = answers[action.handover];
  const fault = problem("validation-failed", "cases.act.office-unknown", { field: action.handover });
  if (typeof chosen !== "string" || !isUuid(chosen)) return err(fault);
  return (await findOffice(tx, chosen)) === undefined ? err(fault) : ok(chosen);
}
