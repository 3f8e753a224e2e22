import type { asScopedRecord, Doer } from "../../kernel/cases/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { err, ok, type Problem, problem, type Result } from "../../kernel/result/index.ts";
import { book, factsOf, make } from "./issuing.ts";
import { tellOwner } from "./prepare.ts";
import { insertEnding, lock, type Registered, type Why } from "./store.ts";

export interface EndRequest {
  readonly documentId: Uuid;
  /** "superseded": a new one takes its place, made of the same answers with today's date, offices and signer. */
  readonly kind: "revoked" | "superseded";
  readonly why: Why;
  /** To the person. */
  readonly reason: string;
  /** Idempotency key. */
  readonly key: string;
}

/** Ends a document that still holds, by whoever heads the office that issued it. Gives the code of the one that takes its place, if any. */
export async function endDocument(
  kernel: Kernel,
  request: EndRequest,
  doer: Doer,
): Promise<Result<{ readonly replacedBy: string | null }, Problem>> {
  const { actor, actorKey } = doer;
  if (actor.kind !== "officer") return err(problem("not-found", "documents.unknown"));
  const { documentId, kind, why, reason, key } = request;
  const done = await kernel.commands.run<{ readonly replacedBy: string | null }>(
    {
      name: "documents.end",
      key,
      actorKey,
      actor: { kind: "officer", ref: actor.accountId },
      input: { documentId, kind, why, reason },
    },
    async (tx, at) => {
      const row = await lock(tx, documentId);
      const found = row === undefined ? undefined : await kernel.cases.find(row.caseId, tx);
      if (row === undefined || found === undefined || !mayEnd(kernel, actor, row))
        return err(problem("not-found", "documents.unknown"));
      if (row.ending !== null) return err(problem("conflict", "documents.ended-already"));
      if (kind === "superseded" && row.sealed === null) return err(problem("conflict", "documents.forgotten"));
      const definition = kernel.cases.definitionOf(found);
      const document = Object.values(definition.flow.states).find(({ issues }) => issues?.type === row.type)?.issues;
      if (document === undefined) throw new Error(`${definition.id} issues no ${row.type}`);
      const next =
        kind === "revoked" ? undefined : await make(kernel, tx, at, { found, definition, document, by: actor }, row);
      const issued = next === undefined ? undefined : factsOf(next, found.id);
      const sealed = kernel.privacy.seal({ table: "documents.ending", rowId: row.id, column: "reason" }, reason);
      await tellOwner(kernel, tx, row, `documents.${kind}`);
      const { officeId, region } = row;
      const facts = { type: row.type, number: row.number, why, by: next?.row.id ?? null };
      return ok({
        answer: { replacedBy: next?.row.code ?? null },
        writes: [...(issued?.writes ?? []), insertEnding({ documentId, kind, why, at, reason: sealed })],
        history: [
          { aggregateType: "document", aggregateId: documentId, kind: `document.${kind}`, officeId, region, facts },
          ...(issued?.history ?? []),
        ],
        events: [
          {
            aggregateType: "document",
            aggregateId: documentId,
            kind: `document.${kind}`,
            payload: { documentId },
            topics: [`case:${row.caseId}`, `document:${row.id}`],
          },
          ...(issued?.events ?? []),
        ],
        entries: [
          { book, kind: `document.${kind}`, subject: documentId, officeId, region, facts, content: { reason } },
          ...(issued?.entries ?? []),
        ],
      });
    },
  );
  return done.ok ? ok(done.value.answer) : done;
}

/** Whether this officer may end the document. */
export function mayEnd(kernel: Kernel, actor: Doer["actor"], row: Registered): boolean {
  return kernel.access.decide(actor, "document.revoke", recordOf(row));
}

/** A document as the rules know it: as private as a case can be. */
export function recordOf({ officeId, region, owner, caseId }: Registered): ReturnType<typeof asScopedRecord> {
  return { officeId, region, visibility: "private", owner, caseId, assigneeId: null };
}
