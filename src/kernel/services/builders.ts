import type {
  Action,
  Branch,
  CaseVisibility,
  Deadline,
  Duration,
  EscalationStep,
  Fee,
  Flow,
  Law,
  ServiceDefinition,
  State,
} from "./definition.ts";

/** A law as cited; unverified until `verified: true` with a source. */
export function law(citation: string, rest: { readonly source?: string; readonly verified?: boolean } = {}): Law {
  return { citation, verified: rest.verified ?? false, ...(rest.source === undefined ? {} : { source: rest.source }) };
}

/** No fee, and the rule that says so. */
export function free(source: string, rest: { readonly verified?: boolean } = {}): Fee {
  return { kind: "free", source, verified: rest.verified ?? false };
}

/** A fee in whole rupiah, and the rule that sets it. */
export function fee(rupiah: number, source: string, rest: { readonly verified?: boolean } = {}): Fee {
  return { kind: "amount", rupiah, source, verified: rest.verified ?? false };
}

interface SourceOfRule {
  readonly source: string;
  readonly verified: boolean;
}

export function workingHours(amount: number): Duration;
export function workingHours(amount: number, source: SourceOfRule): Deadline;
export function workingHours(amount: number, source?: SourceOfRule): Duration | Deadline {
  return { unit: "working-hours", amount, ...source };
}

export function workingDays(amount: number): Duration;
export function workingDays(amount: number, source: SourceOfRule): Deadline;
export function workingDays(amount: number, source?: SourceOfRule): Duration | Deadline {
  return { unit: "working-days", amount, ...source };
}

export function calendarDays(amount: number): Duration;
export function calendarDays(amount: number, source: SourceOfRule): Deadline;
export function calendarDays(amount: number, source?: SourceOfRule): Duration | Deadline {
  return { unit: "calendar-days", amount, ...source };
}

/** Half: the handling officer. 80 %: the head of that office. Late: one office up; half as long again: one more. */
export const standardEscalation: readonly EscalationStep[] = [
  { at: 50, role: "agency-officer", up: 0 },
  { at: 80, role: "head-of-office", up: 0 },
  { at: 100, role: "head-of-office", up: 1 },
  { at: 150, role: "head-of-office", up: 2 },
];

type ActionInput<S extends string> = Omit<Action, "to" | "toIf" | "ask"> & {
  readonly to: S;
  readonly toIf?: readonly (Omit<Branch, "to"> & { readonly to: S })[];
  readonly ask?: Action["ask"];
};

type StateInput<S extends string> = Omit<State, "may"> & {
  readonly may?: Readonly<Record<string, ActionInput<S>>>;
};

/**
 * A flow. `everywhere` are actions added to each state that is not final (e.g. withdraw), unless that state has one of
 * the same name. The compiler already refuses an action that leads to a state nobody wrote; data from elsewhere is
 * refused by `checkDefinition`.
 */
export function flow<const S extends string>(input: {
  readonly start: NoInfer<S>;
  readonly states: { readonly [Name in S]: StateInput<NoInfer<S>> };
  readonly everywhere?: Readonly<Record<string, ActionInput<NoInfer<S>>>>;
  readonly escalation?: readonly EscalationStep[];
}): Flow {
  const states: Record<string, State> = {};
  for (const [name, state] of Object.entries<StateInput<S>>(input.states)) {
    // The state's own ways come first: menus and "what comes next" follow this order.
    const actions = state.final === true ? state.may : { ...state.may, ...input.everywhere, ...state.may };
    const may: Record<string, Action> = {};
    for (const [action, given] of Object.entries(actions ?? {})) may[action] = { ...given, ask: given.ask ?? [] };
    states[name] = { ...state, may };
  }
  return { start: input.start, states, escalation: input.escalation ?? standardEscalation };
}

/**
 * A service definition: plain frozen JSON data, without functions and without `undefined`.
 * `from` is the first calendar day (ISO) on which this version is used.
 */
export function service(
  id: string,
  edition: { readonly version: number; readonly from: string },
  body: Omit<ServiceDefinition, "id" | "version" | "from" | "visibility"> & { readonly visibility?: CaseVisibility },
): ServiceDefinition {
  const given: ServiceDefinition = { id, ...edition, visibility: "private", ...body };
  const stored: ServiceDefinition = JSON.parse(JSON.stringify(given));
  return deepFreeze(stored);
}

/** Freezes data all the way down and gives it back. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
