import type { EscalationStep, ServiceDefinition, State } from "../../services/index.ts";
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

/** How far each of the two clocks has been told. */
export interface Told {
  /** Per cent of the state's own clock told since the case entered it. */
  readonly warnedAtPercent: number;
  /** Per cent of the promise told so far: it runs through all states, so it is told once in the life of a case. */
  readonly promiseWarnedAtPercent: number;
}

/** The part of a case that says how its clocks stand. */
export type Standing = Told &
  Pick<Clocks, "dueAt" | "paused"> & { readonly createdAt: Date; readonly stateSince: Date };

/** The clocks at submission. */
export function startClocks(definition: ServiceDefinition, state: State, at: Date, context: WorkingContext): Clocks {
  const promise = addWorkingTime(at, definition.deadline, context);
  return withState(
    definition,
    state,
    { dueAt: promise.due, calendarComplete: promise.calendarComplete, paused: null },
    { createdAt: at, promiseWarnedAtPercent: 0 },
    at,
    context,
  );
}

/** The clocks when a case enters `state`: the promise stops, goes on or simply runs; the state's own clock begins anew. */
export function advanceClocks(
  definition: ServiceDefinition,
  state: State,
  before: Pick<Clocks, "dueAt" | "calendarComplete" | "paused"> &
    Pick<Standing, "createdAt" | "promiseWarnedAtPercent">,
  at: Date,
  context: WorkingContext,
): Clocks {
  const { dueAt, calendarComplete } = before;
  const waits = state.waitsFor === "person" || state.final === true;
  if (waits) {
    const paused = before.paused ?? pauseClock(at, dueAt, definition.deadline.unit, context);
    return withState(definition, state, { dueAt, calendarComplete, paused }, before, at, context);
  }
  if (before.paused === null)
    return withState(definition, state, { dueAt, calendarComplete, paused: null }, before, at, context);
  const resumed = resumeClock(at, before.paused, context);
  return withState(
    definition,
    state,
    { dueAt: resumed.due, calendarComplete: calendarComplete && resumed.calendarComplete, paused: null },
    before,
    at,
    context,
  );
}

/** When to look again: a warning not told yet, or something the clock does by itself. */
export function nextWatch(
  definition: ServiceDefinition,
  state: State,
  standing: Standing,
  context: WorkingContext,
): Date | null {
  const moments = Object.values(state.may).flatMap((action) =>
    action.who === "system" && action.after !== undefined
      ? [addWorkingTime(standing.stateSince, action.after, context).due]
      : [],
  );
  const warning = nextWarning(definition, state, standing, context);
  if (warning !== undefined) moments.push(warning.at);
  return moments.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}

/** A step of the escalation that has not been told, with its moment. */
export interface Warning {
  readonly clock: "state" | "promise";
  readonly step: EscalationStep;
  readonly at: Date;
}

/**
 * The next warning to tell; undefined while the clocks stand still or when all was told. A state with a clock of its own is warned by that,
 * and of the promise only that it is missed: two warnings of one coming deadline would teach people to read neither.
 */
export function nextWarning(
  definition: ServiceDefinition,
  state: State,
  standing: Standing,
  context: WorkingContext,
): Warning | undefined {
  if (state.final === true || state.waitsFor !== undefined || standing.paused !== null) return undefined;
  const { escalation } = definition.flow;
  const ofState =
    state.within === undefined ? undefined : escalation.find((step) => step.at > standing.warnedAtPercent);
  const least = state.within === undefined ? 0 : 100;
  const ofPromise = escalation.find((step) => step.at > standing.promiseWarnedAtPercent && step.at >= least);
  const warnings: Warning[] = [];
  if (ofState !== undefined && state.within !== undefined) {
    const due = addWorkingTime(standing.stateSince, state.within, context).due;
    const at = stepPoint(due, standing.stateSince, state.within, ofState.at, context);
    warnings.push({ clock: "state", step: ofState, at });
  }
  if (ofPromise !== undefined) {
    const at = stepPoint(standing.dueAt, standing.createdAt, definition.deadline, ofPromise.at, context);
    warnings.push({ clock: "promise", step: ofPromise, at });
  }
  return warnings.toSorted((left, right) => left.at.getTime() - right.at.getTime())[0];
}

/**
 * When so many per cent of a clock begun at `start` and due at `due` (later than its duration says, when it was stopped) are used up.
 * Beyond 100 %, the same share again is counted from the deadline.
 */
function stepPoint(due: Date, start: Date, duration: Duration, percent: number, context: WorkingContext): Date {
  if (percent > 100) {
    const extra = (duration.amount * (percent - 100)) / 100;
    const amount = duration.unit === "working-hours" ? extra : Math.max(1, Math.round(extra));
    return addWorkingTime(due, { unit: duration.unit, amount }, context).due;
  }
  return warningPoint(due, budgetMs(start, duration, context), duration.unit, percent / 100, context);
}

function withState(
  definition: ServiceDefinition,
  state: State,
  promise: Pick<Clocks, "dueAt" | "calendarComplete" | "paused">,
  life: Pick<Standing, "createdAt" | "promiseWarnedAtPercent">,
  at: Date,
  context: WorkingContext,
): Clocks {
  const own = state.within === undefined ? undefined : addWorkingTime(at, state.within, context);
  const stateDueAt = own?.due ?? null;
  const runs = state.final !== true && state.waitsFor === undefined && promise.paused === null;
  const actBy = runs ? (stateDueAt !== null && stateDueAt < promise.dueAt ? stateDueAt : promise.dueAt) : null;
  const { createdAt, promiseWarnedAtPercent } = life;
  const standing = { ...promise, createdAt, promiseWarnedAtPercent, stateSince: at, warnedAtPercent: 0 };
  return {
    ...promise,
    calendarComplete: promise.calendarComplete && (own?.calendarComplete ?? true),
    stateDueAt,
    actBy,
    watchAt: nextWatch(definition, state, standing, context),
  };
}
