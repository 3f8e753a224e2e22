import { nearestOffice } from "../access/index.ts";
import type { Outcome } from "../command/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import { type Channel, checkAnswers, validateAll } from "../forms/index.ts";
import { newId, newPublicCode, type Uuid } from "../ids/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Answers, DraftAnswers, ServiceDefinition } from "../services/index.ts";
import { isoDay } from "../time/index.ts";
import { answerChecks, checkingContext } from "./answer-checks.ts";
import type { Case } from "./case.ts";
import { type CasesContext, caseTopics, type Doer, ownerOf, refOf } from "./context.ts";
import { startClocks } from "./domain/deadline.ts";
import { stateOf } from "./domain/flow.ts";
import { filesIn, type GivenFile, meaningOf, splitPersonal } from "./domain/personal.ts";
import { moduleOf, visibilityOf } from "./entry.ts";
import { newGuestPin } from "./guest-pin.ts";
import { caseKeyConstraint, insertCase, insertContent } from "./rows.ts";

export interface Submission {
  readonly service: string;
  readonly version: number;
  readonly answers: DraftAnswers;
  readonly channel: Channel;
  /** Idempotency key. */
  readonly key: string;
  /** The id that the case is to have: that of its draft. */
  readonly caseId?: Uuid;
}

export interface Submitted {
  readonly caseId: Uuid;
  readonly code: string;
}

/** `made`: the case as it was written just now; absent when it was submitted before. */
export type SubmittedNow = Submitted & { readonly repeated: boolean; readonly made?: Case };

/** Every channel ends here: answers validated as a whole, a case made, all in one transaction. */
export async function submit(
  context: CasesContext,
  submission: Submission,
  doer: Doer,
): Promise<Result<SubmittedNow, Problem>> {
  const definition = context.registry.get(submission.service, submission.version);
  if (definition === undefined) return err(problem("not-found", "cases.service.unknown"));
  if (definition.for === "resident" && doer.actor.kind !== "resident")
    return err(problem("not-signed-in", "cases.service.sign-in"));
  if (doer.actor.kind === "officer" || doer.actor.kind === "system")
    return err(problem("forbidden", "cases.submit.not-officers"));
  let made: Case | undefined;
  const done = await context.commands.run<Submitted>(
    {
      name: "cases.submit",
      key: submission.key,
      actorKey: doer.actorKey,
      actor: refOf(context.crypto, doer.actor, definition.id),
      input: {
        service: definition.id,
        version: definition.version,
        answers: meaningOf(submission.answers),
        caseId: submission.caseId,
      },
      // One draft makes one case, under whatever key it is sent.
      refusals: { [caseKeyConstraint]: problem("conflict", "cases.submit.already") },
    },
    async (tx, at) => {
      const making = await make(context, tx, at, definition, submission, doer);
      if (!making.ok) return making;
      made = making.value.made;
      return ok(making.value.outcome);
    },
  );
  if (!done.ok) return done;
  const { answer, repeated } = done.value;
  return ok({ ...answer, repeated, ...(!repeated && { made }) });
}

interface Making {
  readonly made: Case;
  readonly outcome: Outcome<Submitted>;
}

async function make(
  context: CasesContext,
  tx: Tx,
  at: Date,
  definition: ServiceDefinition,
  submission: Submission,
  doer: Doer,
): Promise<Result<Making, Problem>> {
  const valid = validateAll(definition, submission.answers, checkingContext(context, context.rootRegion));
  if (!valid.ok) return err(problem("validation-failed", "cases.answers.check", { errors: valid.error }));
  const answers = valid.value;
  const region = regionOf(definition, answers) ?? context.rootRegion;
  const [checked, destination] = await Promise.all([
    checkAnswers(definition, answers, answerChecks(context, tx, doer)),
    findDestination(context, tx, definition, answers, region, at),
  ]);
  if (!checked.ok) return err(problem("validation-failed", "cases.answers.check", { errors: checked.error }));
  if (destination === undefined) return err(problem("unavailable", "cases.submit.no-office"));
  const entry = context.entries.get(definition.id);
  const state = stateOf(definition, definition.flow.start);
  const clocks = startClocks(definition, state, at, context.calendars.contextOf(region));
  const { plain, personal } = splitPersonal(definition.ask, answers);
  const t = context.messages.translator("id");
  const id = submission.caseId ?? newId(at.getTime());
  const contentId = newId(at.getTime());
  const made: Case = {
    id,
    code: newPublicCode(),
    service: definition.id,
    version: definition.version,
    state: definition.flow.start,
    officeId: destination.officeId,
    region,
    visibility: visibilityOf(definition, answers),
    owner: ownerOf(context.crypto, doer.actor, definition.id),
    recipient:
      doer.actor.kind === "resident"
        ? context.privacy.seal(
            { table: "cases.case", rowId: id, column: "recipient" },
            // Whose case it is; who files it for them is found by their delegation, as long as that lives.
            doer.actor.actingFor ?? doer.actor.accountId,
          )
        : null,
    channel: submission.channel,
    headline: entry?.hooks?.headline?.(plain, t, region) ?? t(definition.title),
    assigneeId: null,
    createdAt: at,
    stateSince: at,
    dueAt: clocks.dueAt,
    calendarComplete: clocks.calendarComplete,
    stateDueAt: clocks.stateDueAt,
    paused: null,
    actBy: clocks.actBy,
    warnedAtPercent: 0,
    promiseWarnedAtPercent: 0,
    closedAt: null,
    outcome: null,
    rating: null,
    revision: 1,
  };
  const sealed =
    Object.keys(personal).length === 0
      ? null
      : context.privacy.seal({ table: "cases.content", rowId: contentId, column: "sealed" }, JSON.stringify(personal));
  const content = {
    id: contentId,
    caseId: id,
    action: "submit",
    state: made.state,
    author: "owner",
    answers: plain,
    sealed,
    at,
  } as const;
  const attached = await attachFiles(context, tx, made, filesIn(definition.ask, answers), "before", doer);
  if (!attached.ok) return attached;
  const outcome: Outcome<Submitted> = {
    writes: [
      insertCase(made, clocks),
      insertContent(content),
      ...(doer.actor.kind === "resident" ? [] : [context.guestAccessRow(id, newGuestPin(context, id))]),
      ...(entry?.hooks?.submitted?.(made, answers) ?? []),
    ],
    answer: { caseId: id, code: made.code },
    history: [
      {
        aggregateType: "case",
        aggregateId: id,
        kind: "submitted",
        officeId: made.officeId,
        region,
        contentId,
        facts: {
          service: definition.id,
          version: definition.version,
          state: made.state,
          channel: made.channel,
          rule: destination.rule,
        },
      },
    ],
    events: [
      {
        aggregateType: "case",
        aggregateId: id,
        kind: "case.submitted",
        payload: { caseId: id, service: definition.id, officeId: made.officeId, region },
        topics: caseTopics(id, definition.id, [made.officeId]),
      },
    ],
    entries: [
      {
        book: entry?.book ?? moduleOf(definition.id),
        kind: "case.submitted",
        subject: id,
        officeId: made.officeId,
        region,
        facts: { service: definition.id, version: definition.version, due: clocks.dueAt.toISOString() },
        content: answers,
      },
    ],
  };
  return ok({ made, outcome });
}

/** Ties the answers' files to the case; each is as visible as the case only when its question is for everyone. */
export async function attachFiles(
  context: CasesContext,
  tx: Tx,
  made: Case,
  found: readonly GivenFile[],
  photoRole: "before" | "after",
  doer: Doer,
): Promise<Result<void, Problem>> {
  const alike = Map.groupBy(found, ({ kind, shownTo, personal }) => `${kind} ${shownTo} ${personal}`);
  for (const [{ kind, shownTo, personal }, ids] of [...alike.values()].flatMap((files) =>
    files[0] === undefined ? [] : [[files[0], files.map(({ id }) => id)] as const],
  )) {
    const attached = await context.files.attach(tx, ids, {
      ownerKey: doer.fileOwnerKey,
      caseId: made.id,
      officeId: made.officeId,
      region: made.region,
      // Documents, and what the public may not see, are private whatever the case is.
      visibility: kind === "photo" && shownTo === "everyone" && !personal ? made.visibility : "private",
      shownTo,
      personal,
      owner: made.owner,
      role: kind === "photo" ? photoRole : "attachment",
    });
    if (!attached.ok) return attached;
  }
  return ok(undefined);
}

interface Destination {
  readonly officeId: Uuid;
  /** Name of the rule that chose it, "nearest", or "dispatcher" when no rule fitted. */
  readonly rule: string;
}

async function findDestination(
  context: CasesContext,
  db: Queryable,
  definition: ServiceDefinition,
  answers: Answers,
  region: string,
  at: Date,
): Promise<Destination | undefined> {
  if (definition.route !== undefined) {
    const route = context.routes[definition.route];
    if (route === undefined) throw new Error(`no route named ${definition.route}`);
    const day = isoDay(at, context.calendars.zoneOf(region));
    const chosen = await route(db, { answers, region, day });
    if (chosen !== undefined && (await context.officeExists(db, chosen.officeId))) return chosen;
  }
  const office = await nearestOffice(db, region);
  return office === undefined
    ? undefined
    : { officeId: office.id, rule: definition.route === undefined ? "nearest" : "dispatcher" };
}

function regionOf(definition: ServiceDefinition, answers: Answers): string | undefined {
  if (definition.regionFrom === undefined) return undefined;
  const value = answers[definition.regionFrom];
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "region" in value ? value.region : undefined;
}
