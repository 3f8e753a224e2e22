import type { ServiceDefinition, State } from "../../services/index.ts";
import {
  addWorkingTime,
  budgetMs,
  type Duration,
  type PausedClock,
  pauseClock,
  resumeClock,
  type WorkingContext,
  warningPoint,
} from "../../time/index.ts";

/** The clocks of a case: the promise for the whole, and how long the present state may last. */
export interface Clocks {
  readonly dueAt: Date;
  readonly calendarComplete: boolean;
  readonly stateDueAt: Date | null;
  /** Set while the case waits for its owner: the promise stands still. */
  readonly paused: PausedClock | null;
  /** The nearer deadline that runs now; null while nothing runs. */
  readonly actBy: Date | null;
  /** When somebody or the clock itself must look next; null: never. */
  readonly watchAt: Date | null;
}

/** The clocks at submission. */
export function startClocks(definition: ServiceDefinition, state: State, at: Date, context: WorkingContext): Clocks {
  const promise = addWorkingTime(at, definition.deadline, context);
  return withState(
    definition,
    state,
    { dueAt: promise.due, calendarComplete: promise.calendarComplete, paused: null },
    at,
    0,
    context,
  );
}

/** The clocks when a case enters `state`: the promise stops, goes on or simply runs; the state's own clock begins anew. */
export function advanceClocks(
  definition: ServiceDefinition,
  state: State,
  before: Pick<Clocks, "dueAt" | "calendarComplete" | "paused">,
  at: Date,
  context: WorkingContext,
): Clocks {
  const waits = state.waitsFor === "person" || state.final === true;
  if (waits) {
    const paused = before.paused ?? pauseClock(at, before.dueAt, definition.deadline.unit, context);
    return withState(definition, state, { ...before, paused }, at, 0, context);
  }
  if (before.paused === null) return withState(definition, state, before, at, 0, context);
  const resumed = resumeClock(at, before.paused, context);
  return withState(
    definition,
    state,
    { dueAt: resumed.due, calendarComplete: before.calendarComplete && resumed.calendarComplete, paused: null },
    at,
    0,
    context,
  );
}

/** When to look again after the step `warnedPercent` was told. */
export function nextWatch(
  definition: ServiceDefinition,
  state: State,
  clocks: Pick<Clocks, "dueAt" | "paused">,
  stateSince: Date,
  warnedPercent: number,
  context: WorkingContext,
): Date | null {
  const candidates: Date[] = [];
  for (const action of Object.values(state.may)) {
    if (action.who === "system" && action.after !== undefined)
      candidates.push(addWorkingTime(stateSince, action.after, context).due);
  }
  const runs = state.final !== true && state.waitsFor === undefined && clocks.paused === null;
  const step = definition.flow.escalation.find((next) => next.at > warnedPercent);
  if (runs && step !== undefined)
    candidates.push(stepPoint(definition, state, clocks.dueAt, stateSince, step.at, context));
  return candidates.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}

/**
 * When so many per cent of the running clock are used up: that of the state where it has one, else the promise.
 * Beyond 100 %, the same share again is counted from the deadline.
 */
export function stepPoint(
  definition: ServiceDefinition,
  state: State,
  dueAt: Date,
  stateSince: Date,
  percent: number,
  context: WorkingContext,
): Date {
  const duration: Duration = state.within ?? definition.deadline;
  const due = state.within === undefined ? dueAt : addWorkingTime(stateSince, state.within, context).due;
  if (percent > 100) {
    const extra =
      duration.unit === "working-hours"
        ? (duration.amount * (percent - 100)) / 100
        : Math.max(1, Math.round((duration.amount * (percent - 100)) / 100));
    return addWorkingTime(due, { unit: duration.unit, amount: extra }, context).due;
  }
  return warningPoint(due, budgetMs(stateSince, duration, context), duration.unit, percent / 100, context);
}

function withState(
  definition: ServiceDefinition,
  state: State,
  promise: Pick<Clocks, "dueAt" | "calendarComplete" | "paused">,
  at: Date,
  warnedPercent: number,
  context: WorkingContext,
): Clocks {
  const own = state.within === undefined ? undefined : addWorkingTime(at, state.within, context);
  const stateDueAt = own?.due ?? null;
  const runs = state.final !== true && state.waitsFor === undefined && promise.paused === null;
  const actBy = runs ? (stateDueAt !== null && stateDueAt < promise.dueAt ? stateDueAt : promise.dueAt) : null;
  return {
    ...promise,
    calendarComplete: promise.calendarComplete && (own?.calendarComplete ?? true),
    stateDueAt,
    actBy,
    watchAt: nextWatch(definition, state, promise, at, warnedPercent, context),
  };
}
