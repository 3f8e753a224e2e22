import type { FastifyReply, FastifyRequest } from "fastify";
import { asScopedRecord, type Case, type Draft } from "../../kernel/cases/index.ts";
import type { Session } from "../../kernel/http/index.ts";
import { isUuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { ServiceDefinition } from "../../kernel/services/index.ts";

/** A draft with the very version of the service it was begun with. */
export interface OpenDraft {
  readonly draft: Draft;
  readonly definition: ServiceDefinition;
}

/** Under which name the photos of a draft wait. */
export function draftFilesKey(draftId: string): string {
  return `draft:${draftId}`;
}

/** The draft of this address, when the session holds it. What an earlier session of the same browser held comes along. */
export async function findDraft(kernel: Kernel, session: Session, id: string): Promise<OpenDraft | undefined> {
  if (!isUuid(id)) return undefined;
  const { drafts } = kernel.cases;
  let draft = await drafts.find(session.id, id);
  if (draft === undefined && (await takeOver(kernel, session))) draft = await drafts.find(session.id, id);
  const definition = draft === undefined ? undefined : kernel.services.get(draft.service, draft.version);
  return draft === undefined || definition === undefined ? undefined : { draft, definition };
}

/** Drafts of the session that this one replaced at sign-in become this one's. False: there was none. */
export async function takeOver(kernel: Kernel, session: Session): Promise<boolean> {
  if (session.previousSessionId === null) return false;
  await kernel.cases.drafts.move(session.previousSessionId, session.id);
  return true;
}

/** The case a draft has become, for whoever sent it. */
export async function sentCase(kernel: Kernel, request: FastifyRequest, draftId: string): Promise<Case | undefined> {
  if (!isUuid(draftId)) return undefined;
  const found = await kernel.cases.find(draftId);
  if (found === undefined) return undefined;
  const { actor, session } = request.visit;
  if (actor.kind !== "officer" && kernel.access.decide(actor, "case.read", asScopedRecord(found))) return found;
  return session !== undefined && (await findDraft(kernel, session, draftId)) !== undefined ? found : undefined;
}

/**
 * For routes of a form: once the form was sent, every page of it leads to the receipt. This stands before the check of the form's token,
 * because a guest's session changes with the first submission and the second tab still has the old token. Nothing is done here, so nothing
 * can be abused.
 */
export function leadToReceipt(kernel: Kernel) {
  return async (request: FastifyRequest<{ Params: { draft: string } }>, reply: FastifyReply): Promise<unknown> => {
    const { draft } = request.params;
    return (await sentCase(kernel, request, draft)) === undefined ? undefined : reply.redirect(`/terima/${draft}`, 303);
  };
}

/** Open drafts of a session, newest first, with the service each is for. Those already sent are none. */
export async function openDrafts(
  kernel: Kernel,
  session: Session,
): Promise<readonly { readonly id: string; readonly service: string; readonly updatedAt: Date }[]> {
  await takeOver(kernel, session);
  const held = await kernel.cases.drafts.of(session.id);
  if (held.length === 0) return [];
  const sent = new Set((await kernel.cases.findMany(held.map(({ id }) => id))).map(({ id }) => id));
  return held.filter(({ id }) => !sent.has(id));
}
