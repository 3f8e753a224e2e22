import type { FastifyInstance } from "fastify";
import { asScopedRecord, etagOf } from "./files/index.ts";
import { sendProblem } from "./http/index.ts";
import { isUuid } from "./ids/index.ts";
import type { Kernel } from "./index.ts";
import { problem } from "./result/index.ts";

/** Photos and documents of cases: only through the rules, never by knowing an address on disk. */
export function addFileRoutes(app: FastifyInstance, { files, access, pages }: Kernel): void {
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
      if (record === undefined) return unknown();
      const everyone = access.decide({ kind: "public" }, "case.view-public", record);
      if (!everyone && !access.decide(actor, "case.read", record)) return unknown();
      reply.header("cache-control", everyone ? "public, max-age=3600" : "private, no-store");
      const etag = etagOf(id, variant);
      if (everyone && request.headers["if-none-match"] === etag) return reply.code(304).send();
      const opened = await files.open(id, variant);
      if (!opened.ok) return sendProblem(request, reply, pages, opened.error);
      return reply
        .header("etag", opened.value.etag)
        .header("content-security-policy", opened.value.contentSecurityPolicy)
        .header("content-disposition", opened.value.disposition)
        .header("content-length", opened.value.bytes)
        .type(opened.value.mime)
        .send(opened.value.stream);
    },
  );
}
