import { sql } from "kysely";
import type { Uuid } from "../ids/index.ts";
import { err, ok, problem } from "../result/index.ts";
import { addWorkingTime } from "../time/index.ts";
import { act, definitionOf } from "./act.ts";
import type { Case } from "./case.ts";
import { type CasesContext, caseTopics, type Doer } from "./context.ts";
import { nextWatch, stepPoint } from "./domain/deadline.ts";
import { stateOf } from "./domain/flow.ts";
import { lockCase } from "./rows.ts";

const watcher: Doer = {
  actor: { kind: "system", job: "cases.watch" },
  actorKey: "system:cases.watch",
  fileOwnerKey: "system:cases.watch",
};
const batch = 200;

/**
 * Looks at every case whose moment has come: does what the clock does by itself, tells who must be told that time runs out, and sets the
 * next moment. Telling never changes a state. Gives how many cases it looked at. Safe to run in two processes at once.
 */
export async function watchCases(context: CasesContext): Promise<number> {
  let seen = 0;
  for (;;) {
    const due = await sql<{
      id: Uuid;
      watch: string;
    }>`select id, extract(epoch from watch_at)::text as watch from cases.case
      where watch_at <= ${context.clock.now()} order by watch_at limit ${batch}`.execute(context.db.query);
    for (const row of due.rows) await lookAt(context, row.id, row.watch);
    seen += due.rows.length;
    if (due.rows.length < batch) return seen;
  }
}

async function lookAt(context: CasesContext, id: Uuid, watch: string): Promise<void> {
  const own = await dueActionOf(context, id);
  if (own !== undefined) {
    await act(context, { caseId: id, action: own.action, answers: {}, key: `clock-${id}-${own.revision}` }, watcher);
    return;
  }
  await context.commands.run(
    {
      name: "cases.warn",
      key: `warn-${id}-${watch.replace(".", "_")}`,
      actorKey: watcher.actorKey,
      actor: { kind: "system", ref: "cases.watch" },
      input: { id, watch },
    },
    async (tx, at) => {
      const found = await lockCase(tx, id);
      if (found === undefined) return err(problem("not-found", "cases.case.unknown"));
      const step = reachedStep(context, found, at);
      const definition = definitionOf(context, found);
      const percent = step?.at ?? found.warnedAtPercent;
      const next = nextWatch(
        definition,
        stateOf(definition, found.state),
        found,
        found.stateSince,
        percent,
        context.calendars.contextOf(found.region),
      );
      // A moment that has passed again already is taken at once, one step after the other, so none is skipped.
      await sql`update cases.case set warned_at_percent = ${percent}, watch_at = ${next} where id = ${id}`.execute(tx);
      if (step === undefined) return ok({ answer: null, history: [], events: [], entries: [] });
      const facts = { percent: step.at, role: step.role, up: step.up };
      return ok({
        answer: null,
        history: [
          {
            aggregateType: "case",
            aggregateId: id,
            kind: "warned",
            officeId: found.officeId,
            region: found.region,
            facts,
          },
        ],
        events: [
          {
            aggregateType: "case",
            aggregateId: id,
            kind: "case.warned",
            payload: { caseId: id, service: found.service, officeId: found.officeId, region: found.region, ...facts },
            topics: caseTopics(id, found.service, [found.officeId]),
          },
        ],
        // A deadline missed is a public fact; a warning before it is the office's own business.
        entries:
          step.at < 100
            ? []
            : [
                {
                  book: found.service.split(".")[0] ?? found.service,
                  kind: "case.late",
                  subject: id,
                  officeId: found.officeId,
                  region: found.region,
                  facts: { percent: step.at },
                },
              ],
      });
    },
  );
}

/** The action that the clock itself does now, if one is due. */
async function dueActionOf(context: CasesContext, id: Uuid): Promise<{ action: string; revision: number } | undefined> {
  const found = await context.db.transaction((tx) => lockCase(tx, id));
  if (found === undefined) return undefined;
  const definition = definitionOf(context, found);
  const zone = context.calendars.contextOf(found.region);
  for (const [name, action] of Object.entries(stateOf(definition, found.state).may)) {
    if (action.who !== "system" || action.after === undefined) continue;
    if (addWorkingTime(found.stateSince, action.after, zone).due <= context.clock.now())
      return { action: name, revision: found.revision };
  }
  return undefined;
}

/** The next step of the escalation that has not been told yet and whose moment has come. */
function reachedStep(
  context: CasesContext,
  found: Case,
  now: Date,
): { at: number; role: string; up: number } | undefined {
  if (found.paused !== null || found.closedAt !== null) return undefined;
  const definition = definitionOf(context, found);
  const state = stateOf(definition, found.state);
  const step = definition.flow.escalation.find((next) => next.at > found.warnedAtPercent);
  if (step === undefined) return undefined;
  const zone = context.calendars.contextOf(found.region);
  return stepPoint(definition, state, found.dueAt, found.stateSince, step.at, zone) <= now ? step : undefined;
}
