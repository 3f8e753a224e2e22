import type { Actor, Assignment } from "../access/index.ts";
import type { Session } from "./visit.ts";

/** Who calls by a session. `assignments`: what an officer holds now. */
export function actorOf(session: Session | undefined, assignments: readonly Assignment[]): Actor {
  if (session?.kind === "officer" && session.accountId !== null)
    return { kind: "officer", accountId: session.accountId, assignments };
  if (session?.kind === "resident" && session.accountId !== null)
    return { kind: "resident", accountId: session.accountId, actingFor: session.actingFor };
  if (session?.guestCaseId != null) return { kind: "guest", caseId: session.guestCaseId };
  return { kind: "public" };
}
