import { checkCondition, checkQuestions, isGoodName, type KnownNames } from "./check-questions.ts";
import {
  type Action,
  type Duration,
  durationUnits,
  type Flow,
  outcomes,
  owner,
  type ServiceDefinition,
  type State,
  system,
} from "./definition.ts";
import { type DefinitionFault, fault } from "./faults.ts";

export interface KnownForFlow extends KnownNames {
  readonly roles: ReadonlySet<string>;
}

/** Faults of a flow: its graph must be complete, every state reachable and able to end, every act someone's. */
export function checkFlow(flow: Flow, known: KnownForFlow): readonly DefinitionFault[] {
  const states = new Map(Object.entries(flow.states));
  const start = states.get(flow.start);
  return [
    ...(start === undefined || start.final === true
      ? [fault("unknown-start", "flow.start", { name: flow.start })]
      : []),
    ...[...states].flatMap(([name, state]) => checkState(name, state, states, known)),
    ...checkPaths(flow.start, states),
    ...checkEscalation(flow, known),
  ];
}

/** Where an action can lead. */
function targets(action: Action): readonly string[] {
  return [action.to, ...(action.toIf ?? []).map((branch) => branch.to)];
}

function checkState(
  name: string,
  state: State,
  states: ReadonlyMap<string, State>,
  known: KnownForFlow,
): readonly DefinitionFault[] {
  const at = `flow.states.${name}`;
  const faults: DefinitionFault[] = [];
  if (!isGoodName(name)) faults.push(fault("bad-name", at, { name }));
  faults.push(...checkParty(state.who, at, known), ...checkDuration(state.within, `${at}.within`));
  const actions = Object.entries(state.may);
  const isOutcome = state.outcome !== undefined && outcomes.includes(state.outcome);
  if ((state.final === true) !== isOutcome) faults.push(fault("final-without-outcome", at));
  if (state.final !== true && actions.length === 0) faults.push(fault("no-way-out", at));
  const partyOf = (action: Action) => action.who ?? state.who;
  if (state.waitsFor === "person" && !actions.some(([, action]) => partyOf(action) === owner))
    faults.push(fault("waiting-without-owner", at));
  for (const [actionName, action] of actions) {
    const here = `${at}.may.${actionName}`;
    if (!isGoodName(actionName)) faults.push(fault("bad-name", here, { name: actionName }));
    if (partyOf(action) === undefined) faults.push(fault("missing-role", here));
    if (state.final === true && !isReopening(action, partyOf(action), states))
      faults.push(fault("final-with-actions", here));
    faults.push(...checkAction(action, here, partyOf(action), states, known));
  }
  return faults;
}

const sealedInCode = new Set(["text", "attribute", "date", "choice", "region"]);

/** A document shows answers of the service; what stands in its code is short. */
export function checkIssued({ ask, flow }: ServiceDefinition): readonly DefinitionFault[] {
  const asked = new Map(ask.map((question) => [question.name, question.type]));
  return Object.entries(flow.states).flatMap(([name, { issues }]) => {
    if (issues === undefined) return [];
    const at = `flow.states.${name}.issues`;
    const isNamed =
      /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(issues.type) && /^[0-9A-Z.-]{1,12}$/.test(issues.filing);
    return [
      ...(isNamed ? [] : [fault("bad-name", at, { name: issues.type })]),
      ...issues.rows.flatMap(({ from, compare }) => {
        const type = asked.get(from);
        if (type === undefined) return [fault("unknown-question", at, { name: from })];
        return compare !== undefined && !sealedInCode.has(type) ? [fault("wrong-type", at, { name: from })] : [];
      }),
    ];
  });
}

/** The only act on a closed case: its owner objects, within a limited time, and it may open again. */
function isReopening(action: Action, who: string | undefined, states: ReadonlyMap<string, State>): boolean {
  return (
    who === owner &&
    action.openFor !== undefined &&
    targets(action).some((target) => states.get(target)?.final !== true)
  );
}

function checkAction(
  action: Action,
  at: string,
  who: string | undefined,
  states: ReadonlyMap<string, State>,
  known: KnownForFlow,
): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [
    ...checkParty(action.who, at, known),
    ...checkQuestions(action.ask, `${at}.ask`, known),
  ];
  for (const name of targets(action)) if (!states.has(name)) faults.push(fault("dangling-state", at, { name }));
  const asked = new Map(action.ask.map((question) => [question.name, question]));
  for (const branch of action.toIf ?? []) faults.push(...checkCondition(branch.when, `${at}.toIf`, asked));
  const actionNames = new Set([...states.values()].flatMap((state) => Object.keys(state.may)));
  for (const name of action.notBy ?? [])
    if (!actionNames.has(name)) faults.push(fault("unknown-action", `${at}.notBy`, { name }));
  const timed = action.after !== undefined;
  if (timed !== (who === system) || (who === system && action.ask.length > 0)) faults.push(fault("bad-timer", at));
  faults.push(...checkDuration(action.after, `${at}.after`), ...checkDuration(action.openFor, `${at}.openFor`));
  if (action.assign === "self" && (who === owner || who === system)) faults.push(fault("missing-role", `${at}.assign`));
  if (action.handover !== undefined) {
    const question = asked.get(action.handover);
    if (question === undefined) faults.push(fault("unknown-question", `${at}.handover`, { name: action.handover }));
    else if (question.type !== "choice" || question.optional === true || question.when !== undefined)
      faults.push(fault("wrong-type", `${at}.handover`, { name: action.handover }));
  }
  return faults;
}

function checkParty(who: string | undefined, at: string, known: KnownForFlow): readonly DefinitionFault[] {
  if (who === undefined || who === owner || who === system || known.roles.has(who)) return [];
  return [fault("unknown-role", at, { name: who })];
}

/** A duration must be a whole number above zero; none is fine. */
export function checkDuration(duration: Duration | undefined, at: string): readonly DefinitionFault[] {
  if (duration === undefined || isDuration(duration)) return [];
  return [fault("bad-duration", at)];
}

export function isDuration(duration: Duration): boolean {
  return (
    durationUnits.includes(duration.unit) &&
    Number.isInteger(duration.amount) &&
    duration.amount > 0 &&
    duration.amount <= 3650
  );
}

/** Every state is reached from the start, and every reached state can come to an end. */
function checkPaths(start: string, states: ReadonlyMap<string, State>): readonly DefinitionFault[] {
  const forward = new Map<string, readonly string[]>();
  const backward = new Map<string, string[]>();
  for (const [name, state] of states) {
    const next = Object.values(state.may)
      .flatMap(targets)
      .filter((target) => states.has(target));
    forward.set(name, next);
    for (const target of next) backward.set(target, [...(backward.get(target) ?? []), name]);
  }
  const reached = closure([start], forward);
  const finals = [...states].filter(([, state]) => state.final === true).map(([name]) => name);
  const ending = closure(finals, backward);
  const faults: DefinitionFault[] = [];
  for (const [name, state] of states) {
    if (!reached.has(name)) faults.push(fault("unreachable-state", `flow.states.${name}`));
    // A state without any action is reported as such; here are those that only lead round in circles.
    if (!ending.has(name) && Object.keys(state.may).length > 0) faults.push(fault("never-ends", `flow.states.${name}`));
  }
  return faults;
}

function closure(from: readonly string[], edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>(from);
  for (const name of seen) for (const next of edges.get(name) ?? []) seen.add(next);
  return seen;
}

function checkEscalation(flow: Flow, known: KnownForFlow): readonly DefinitionFault[] {
  return flow.escalation.flatMap((step, index) => {
    const at = `flow.escalation.${index}`;
    const before = flow.escalation[index - 1]?.at ?? 0;
    const good =
      Number.isInteger(step.at) &&
      step.at > before &&
      step.at <= 1000 &&
      Number.isInteger(step.up) &&
      step.up >= 0 &&
      step.up <= 5;
    return [
      ...(good ? [] : [fault("bad-escalation", at)]),
      ...(known.roles.has(step.role) ? [] : [fault("unknown-role", at, { name: step.role })]),
    ];
  });
}
