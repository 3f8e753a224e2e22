import { sql } from "kysely";
import type { Outcome } from "../command/index.ts";
import type { Uuid } from "../ids/index.ts";
import { err, ok, problem } from "../result/index.ts";
import { addWorkingTime } from "../time/index.ts";
import { act, definitionOf } from "./act.ts";
import type { Case } from "./case.ts";
import { type CasesContext, caseTopics, type Doer } from "./context.ts";
import { nextWarning, nextWatch, type Told, type Warning } from "./domain/deadline.ts";
import { stateOf } from "./domain/flow.ts";
import { moduleOf } from "./entry.ts";
import { findCase, lockCase } from "./rows.ts";

const watcher: Doer = {
  actor: { kind: "system", job: "cases.watch" },
  actorKey: "system:cases.watch",
  fileOwnerKey: "system:cases.watch",
};
const batch = 200;

/**
 * Looks at every case whose moment has come: does what the clock does by itself, tells who must be told that time runs out, and sets the
 * next moment. Telling never changes a state. Gives how many moments it looked at. Safe to run in two processes at once. A case that
 * cannot be looked at holds up no other; all their faults are thrown together at the end.
 */
export async function watchCases(context: CasesContext): Promise<number> {
  const seen = new Set<string>();
  const stuck = new Set<Uuid>();
  const faults: unknown[] = [];
  for (;;) {
    const due = await sql<{ id: Uuid; watch: string; told: string }>`
      select id, extract(epoch from watch_at)::text as watch, concat_ws(' ', revision, warned_at_percent, promise_warned_at_percent) as told
      from cases.case where watch_at <= ${context.clock.now()} and id <> all(${[...stuck]}::uuid[])
      order by watch_at, id limit ${batch}`.execute(context.db.query);
    for (const { id, watch, told } of due.rows) {
      const moment = `${id} ${watch} ${told}`;
      // The same again: looking at it changed nothing, so it waits for the next run.
      if (seen.has(moment)) stuck.add(id);
      seen.add(moment);
      if (stuck.has(id)) continue;
      try {
        await lookAt(context, id, watch);
      } catch (fault) {
        stuck.add(id);
        faults.push(fault);
      }
    }
    if (due.rows.length === 0) break;
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} cases could not be watched`);
  return seen.size;
}

async function lookAt(context: CasesContext, id: Uuid, watch: string): Promise<void> {
  const found = await findCase(context.db.query, id);
  if (found === undefined) return;
  const own = dueActionOf(context, found);
  if (own === undefined) return warn(context, found, watch);
  const done = await act(
    context,
    { caseId: id, action: own, answers: {}, key: `clock-${id}-${found.revision}` },
    watcher,
  );
  // Whoever came first moved the case on: then there is nothing to do here.
  if (!done.ok && done.error.type !== "conflict")
    throw new Error(`the clock could not do ${own} on case ${id}: ${done.error.message}`);
}

async function warn(context: CasesContext, { id, warnedAtPercent, promiseWarnedAtPercent }: Case, watch: string) {
  await context.commands.run(
    {
      name: "cases.warn",
      key: `warn-${id}-${watch.replace(".", "_")}-${warnedAtPercent}-${promiseWarnedAtPercent}`,
      actorKey: watcher.actorKey,
      actor: { kind: "system", ref: "cases.watch" },
      input: { id, watch },
    },
    async (tx, at) => {
      const found = await lockCase(tx, id);
      if (found === undefined) return err(problem("not-found", "cases.case.unknown"));
      const definition = definitionOf(context, found);
      const state = stateOf(definition, found.state);
      const zone = context.calendars.contextOf(found.region);
      const next = nextWarning(definition, state, found, zone);
      const warning = next !== undefined && next.at <= at ? next : undefined;
      const told: Told = {
        warnedAtPercent: warning?.clock === "state" ? warning.step.at : found.warnedAtPercent,
        promiseWarnedAtPercent: warning?.clock === "promise" ? warning.step.at : found.promiseWarnedAtPercent,
      };
      // A moment that has passed again already is taken at once, one step after the other, so none is skipped.
      await sql`update cases.case set warned_at_percent = ${told.warnedAtPercent}, promise_warned_at_percent = ${told.promiseWarnedAtPercent},
          watch_at = ${nextWatch(definition, state, { ...found, ...told }, zone)} where id = ${id}`.execute(tx);
      return ok(warning === undefined ? nothing : warned(context, found, warning));
    },
  );
}

const nothing: Outcome<null> = { answer: null, history: [], events: [], entries: [] };

/** What is written down of a warning. */
function warned(context: CasesContext, found: Case, { clock, step }: Warning): Outcome<null> {
  const { id, service, officeId, region } = found;
  const facts = { clock, percent: step.at, role: step.role, up: step.up };
  const about = { aggregateType: "case", aggregateId: id };
  const late = {
    book: context.entries.get(service)?.book ?? moduleOf(service),
    kind: "case.late",
    subject: id,
    officeId,
    region,
    facts: { clock, percent: step.at },
  };
  return {
    answer: null,
    history: [{ ...about, kind: "warned", officeId, region, facts }],
    events: [
      {
        ...about,
        kind: "case.warned",
        payload: { caseId: id, service, officeId, region, ...facts },
        topics: caseTopics(id, service, [officeId]),
      },
    ],
    // A deadline missed is a public fact; a warning before it is the office's own business.
    entries: step.at < 100 ? [] : [late],
  };
}

/** The action that the clock itself does now, if one is due. */
function dueActionOf(context: CasesContext, found: Case): string | undefined {
  const zone = context.calendars.contextOf(found.region);
  const actions = Object.entries(stateOf(definitionOf(context, found), found.state).may);
  return actions.find(
    ([, action]) =>
      action.who === "system" &&
      action.after !== undefined &&
      addWorkingTime(found.stateSince, action.after, zone).due <= context.clock.now(),
  )?.[0];
}
