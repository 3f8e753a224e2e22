import type { FastifyInstance } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import { parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { recordOf } from "../ending.ts";
import { subjectOf } from "../prepare.ts";
import { findByCode, findPaper, type Registered } from "../store.ts";

/** The signed PDF, for the person and for the office: the line of the access log is written before the first byte goes out. */
export function addPaperRoute(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { code: string } }>(
    "/dokumen/:code/berkas",
    { config: { access: { kind: "anyone" } }, compress: false, exposeHeadRoute: false },
    async (request, reply) => {
      const { actor } = request.visit;
      const code = parsePublicCode(request.params.code);
      const row = code === undefined ? undefined : await findByCode(kernel.db.query, code);
      // A document of another and none at all are answered alike.
      if (row === undefined || !kernel.access.decide(actor, "case.read-personal", recordOf(row)))
        return sendProblem(request, reply, kernel.pages, problem("not-found", "documents.unknown"));
      const pdf = await open(row, request.visit);
      if (pdf === undefined)
        return sendProblem(request, reply, kernel.pages, problem("unavailable", "documents.preparing"));
      return reply
        .header("cache-control", "private, no-store")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("content-disposition", `attachment; filename="${row.number.replaceAll(/[^A-Za-z0-9]+/g, "-")}.pdf"`)
        .type("application/pdf")
        .send(pdf);
    },
  );

  async function open(row: Registered, { actor }: { actor: Parameters<typeof kernel.access.decide>[0] }) {
    const sealed = await findPaper(kernel.db.query, row.id);
    if (sealed === undefined) return undefined;
    const [text = ""] = await kernel.db.transaction((tx) =>
      kernel.privacy.read(tx, {
        actor,
        officeId: actor.kind === "officer" ? row.officeId : null,
        purpose: "documents.give",
        legalBasis: "public_task",
        action: "export",
        subject: subjectOf(kernel, row),
        caseId: row.caseId,
        fields: [{ table: "documents.paper", rowId: row.id, column: "sealed", ciphertext: sealed }],
      }),
    );
    return Buffer.from(text, "base64");
  }
}
