import type { Doer } from "../cases/index.ts";
import type { Visit } from "./visit.ts";

/** Who acts on a case by this request. Throws on a route without a session: a bug. */
export function doerOf(visit: Visit): Doer {
  const { session, actor } = visit;
  if (session === undefined) throw new Error("this route has no session to act by");
  const key = session.accountId === null ? `session:${session.id}` : `account:${session.accountId}`;
  return { actor, actorKey: key, fileOwnerKey: key };
}
