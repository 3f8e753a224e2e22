import type { Role } from "../../access/index.ts";
import {
  type Action,
  type Answers,
  conditionHolds,
  type Question,
  type ServiceDefinition,
  type State,
} from "../../services/index.ts";
import { addWorkingTime, type Duration, type WorkingContext } from "../../time/index.ts";

/** A party that may act: an officer's role, the owner, or the clock. */
export type PartyName = Role | "owner" | "system";

/** What the flow must know of a case to say what may happen. */
export interface FlowPosition {
  readonly state: string;
  readonly stateSince: Date;
  /** Who did which action so far: officers by account id. */
  readonly doneBy: readonly { readonly action: string; readonly actorRef: string | null }[];
}

export interface AvailableAction {
  readonly name: string;
  readonly action: Action;
}

/** The state's definition. Throws on a state that the pinned version does not have: a bug, the checker refuses such definitions. */
export function stateOf(definition: ServiceDefinition, name: string): State {
  const state = Object.hasOwn(definition.flow.states, name) ? definition.flow.states[name] : undefined;
  if (state === undefined) throw new Error(`${definition.id} v${definition.version} has no state ${name}`);
  return state;
}

/** The action of that name, which may have come from anybody: "constructor" is none. */
export function actionOf(state: State, name: string): Action | undefined {
  return Object.hasOwn(state.may, name) ? state.may[name] : undefined;
}

/** The questions that a content answers: those of the service, or of an action in the state it was done in. */
export function askedIn(
  definition: ServiceDefinition,
  content: { readonly action: string; readonly state: string },
): readonly Question[] {
  if (content.action === "submit") return definition.ask;
  return actionOf(stateOf(definition, content.state), content.action)?.ask ?? [];
}

/** Why an action is not open to somebody; undefined: it is. */
export type Refusal = "unknown-action" | "not-your-role" | "not-by-the-same-person" | "too-late" | "too-early";

export function refusalOf(
  definition: ServiceDefinition,
  position: FlowPosition,
  actionName: string,
  who: { readonly roles: ReadonlySet<PartyName>; readonly actorRef: string | null },
  now: Date,
  context: WorkingContext,
): Refusal | undefined {
  const state = stateOf(definition, position.state);
  const action = actionOf(state, actionName);
  if (action === undefined) return "unknown-action";
  const party = action.who ?? state.who;
  if (party === undefined || !who.roles.has(party as PartyName)) return "not-your-role";
  for (const earlier of action.notBy ?? []) {
    if (
      position.doneBy.some(
        (done) => done.action === earlier && done.actorRef !== null && done.actorRef === who.actorRef,
      )
    ) {
      return "not-by-the-same-person";
    }
  }
  if (action.openFor !== undefined && now > addWorkingTime(position.stateSince, action.openFor, context).due)
    return "too-late";
  if (action.after !== undefined && now < addWorkingTime(position.stateSince, action.after, context).due)
    return "too-early";
  return undefined;
}

/** All actions open to somebody now, in the order of the definition. */
export function availableActions(
  definition: ServiceDefinition,
  position: FlowPosition,
  who: { readonly roles: ReadonlySet<PartyName>; readonly actorRef: string | null },
  now: Date,
  context: WorkingContext,
): AvailableAction[] {
  return Object.entries(stateOf(definition, position.state).may)
    .filter(([name]) => refusalOf(definition, position, name, who, now, context) === undefined)
    .map(([name, action]) => ({ name, action }));
}

/** An action of the case's state that somebody may not do now, and why. */
export interface ClosedAction extends AvailableAction {
  readonly refusal: Refusal;
}

/** The other actions of the state, each with the reason why it is not open to them. */
export function closedActions(
  definition: ServiceDefinition,
  position: FlowPosition,
  who: { readonly roles: ReadonlySet<PartyName>; readonly actorRef: string | null },
  now: Date,
  context: WorkingContext,
): ClosedAction[] {
  return Object.entries(stateOf(definition, position.state).may).flatMap(([name, action]) => {
    const refusal = refusalOf(definition, position, name, who, now, context);
    return refusal === undefined ? [] : [{ name, action, refusal }];
  });
}

/** Where an action leads, by its answers. */
export function targetOf(action: Action, answers: Answers): string {
  return action.toIf?.find((branch) => conditionHolds(branch.when, answers))?.to ?? action.to;
}

/** What the clock does next by itself in the state, and when; undefined: nothing. */
export function nextByItself(
  definition: ServiceDefinition,
  { state, stateSince }: Pick<FlowPosition, "state" | "stateSince">,
  context: WorkingContext,
): { readonly action: Action; readonly after: Duration; readonly at: Date } | undefined {
  return Object.values(stateOf(definition, state).may)
    .flatMap((action) =>
      action.who === "system" && action.after !== undefined
        ? [{ action, after: action.after, at: addWorkingTime(stateSince, action.after, context).due }]
        : [],
    )
    .sort((left, right) => left.at.getTime() - right.at.getTime())[0];
}
