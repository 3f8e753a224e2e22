import type { FastifyInstance } from "fastify";
import type { Actor } from "./access/index.ts";
import { asScopedRecord, etagOf, type FileRecord } from "./files/index.ts";
import { sendProblem } from "./http/index.ts";
import { isUuid } from "./ids/index.ts";
import type { Kernel } from "./index.ts";
import { problem } from "./result/index.ts";

/**
 * Photos and documents of cases: only through the rules, never by knowing an address on disk. What is sealed (documents, answers to personal
 * questions) needs the right to personal data, and its line stands in the access log before the first byte goes out, for HEAD as for GET.
 */
export function addFileRoutes(app: FastifyInstance, { db, files, access, privacy, crypto, pages }: Kernel): void {
  app.get<{ Params: { id: string; variant: string } }>(
    "/berkas/:id/:variant",
    { config: { access: { kind: "anyone" } }, compress: false },
    async (request, reply) => {
      const { id, variant } = request.params;
      const { actor } = request.visit;
      const unknown = () => sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      if (!isUuid(id) || (variant !== "full" && variant !== "thumb")) return unknown();
      const file = await files.find(id);
      const record = file === undefined ? undefined : asScopedRecord(file);
      if (file === undefined || record === undefined) return unknown();
      const everyone = access.decide({ kind: "public" }, "case.view-public", record);
      if (!everyone && !mayOpen(actor, file)) return unknown();
      reply.header("cache-control", everyone ? "public, max-age=3600" : "private, no-store");
      const etag = etagOf(id, variant);
      if (everyone && request.headers["if-none-match"] === etag) return reply.code(304).send();
      const opened = await files.open(id, variant);
      if (!opened.ok) return sendProblem(request, reply, pages, opened.error);
      try {
        if (file.sealed) await noteOpening(actor, file);
      } catch (fault) {
        opened.value.stream.destroy();
        throw fault;
      }
      return reply
        .header("etag", opened.value.etag)
        .header("content-security-policy", opened.value.contentSecurityPolicy)
        .header("content-disposition", opened.value.disposition)
        .header("content-length", opened.value.bytes)
        .type(opened.value.mime)
        .send(opened.value.stream);
    },
  );

  /** What a question shows to the office only, its owner does not see either: as with what is written. */
  function mayOpen(actor: Actor, file: FileRecord): boolean {
    const record = asScopedRecord(file);
    if (record === undefined) return false;
    if (actor.kind !== "officer") return file.shownTo !== "office" && access.decide(actor, "case.read", record);
    return access.decide(actor, file.sealed ? "case.read-personal" : "case.read", record);
  }

  /** Guests stand in the log under a name made of their case alone. */
  async function noteOpening(actor: Actor, file: FileRecord): Promise<void> {
    const pseudonym = file.owner ?? crypto.pseudonym("guest-case", file.caseId ?? file.id);
    await db.transaction((tx) =>
      privacy.noteOpening(tx, {
        actor,
        officeId: actor.kind === "officer" ? file.officeId : null,
        purpose: actor.kind === "officer" ? "cases.handle" : "cases.own",
        legalBasis: "public_task",
        subject: { kind: "pseudonym", pseudonym },
        caseId: file.caseId,
        field: { table: "files.file", column: "content" },
      }),
    );
  }
}
