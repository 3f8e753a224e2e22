import type { ServiceDefinition } from "../../../kernel/services/index.ts";

/** A state in which somebody with a role must act; with `officeId` only when the case lies at that office. */
export interface TurnState {
  readonly service: string;
  readonly state: string;
  readonly officeId?: string;
}

/**
 * The states in which it is the turn of somebody who holds these roles. A state that names the role is theirs wherever they reach; a state that
 * gives the role only some action of its own (a dispatcher's) is theirs in their own office, where nobody else would see to it.
 */
export function turnStates(
  definitions: readonly ServiceDefinition[],
  held: readonly { readonly role: string; readonly officeId: string }[],
): TurnState[] {
  const found = new Map<string, TurnState>();
  for (const { id: service, flow } of definitions) {
    for (const [state, { who, may, final, waitsFor }] of Object.entries(flow.states)) {
      if (final === true || waitsFor !== undefined) continue;
      for (const { role, officeId } of held) {
        if (who === role) found.set(`${service} ${state}`, { service, state });
        else if (Object.values(may).some((action) => action.who === role))
          found.set(`${service} ${state} ${officeId}`, { service, state, officeId });
      }
    }
  }
  return [...found.values()];
}
