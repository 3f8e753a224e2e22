import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { entryOf, firstOf } from "../../../kernel/case-pages/index.ts";
import { doerOf, sendProblem } from "../../../kernel/http/index.ts";
import { newId, parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import { onceField } from "../../../kernel/ui/index.ts";
import type { Shell } from "../../console/index.ts";
import { endDocument, mayEnd } from "../ending.ts";
import { EndPage } from "../pages/end.tsx";
import { endings, findByCode, type Registered, whys } from "../store.ts";
import { registerView } from "../views.ts";

interface Params {
  readonly code: string;
}

const heads = { access: { kind: "officer", action: "document.revoke" } } as const;
const leastReason = 10;
const mostReason = 500;

/** Taking a document back, or issuing it anew: for whoever heads the office that issued it. */
export function addOfficePages(app: FastifyInstance, kernel: Kernel, shell: Shell): void {
  const { pages } = kernel;

  app.get<{ Params: Params }>("/konsol/dokumen/:code", { config: heads }, async (request, reply) => {
    const row = await find(request);
    return row === undefined ? unknown(request, reply) : show(request, reply, row, {});
  });

  app.post<{ Params: Params }>("/konsol/dokumen/:code", { config: heads }, async (request, reply) => {
    const row = await find(request);
    if (row === undefined) return unknown(request, reply);
    const entry = entryOf(request.body);
    const [kind, why] = [
      endings.find((each) => each === firstOf(entry, "kind")),
      whys.find((each) => each === firstOf(entry, "why")),
    ];
    const reason = firstOf(entry, "reason");
    const values = { kind, why, reason };
    if (kind === undefined || why === undefined || reason.length < leastReason || reason.length > mostReason)
      return show(request, reply, row, { values, fault: problem("validation-failed", "documents.end.incomplete") });
    const ended = await endDocument(
      kernel,
      { documentId: row.id, kind, why, reason, key: firstOf(entry, onceField) },
      doerOf(request.visit),
    );
    if (!ended.ok) return show(request, reply, row, { values, fault: ended.error });
    return reply.redirect(`/konsol/dokumen/${row.code}`, 303);
  });

  /** A document of another office is answered as one that does not exist. */
  async function find(request: FastifyRequest<{ Params: Params }>): Promise<Registered | undefined> {
    const code = parsePublicCode(request.params.code);
    const row = code === undefined ? undefined : await findByCode(kernel.db.query, code);
    return row !== undefined && mayEnd(kernel, request.visit.actor, row) ? row : undefined;
  }

  function unknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return sendProblem(request, reply, pages, problem("not-found", "documents.unknown"));
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    row: Registered,
    tried: {
      readonly values?: { readonly kind?: string; readonly why?: string; readonly reason: string };
      readonly fault?: Problem;
    },
  ): Promise<FastifyReply> {
    const desk = await shell.open(request);
    const found = await kernel.cases.find(row.caseId);
    if (tried.fault !== undefined) reply.code(problemStatus[tried.fault.type]);
    return shell.send(request, reply, desk, {
      title: desk.t("documents.end.title"),
      current: "/konsol",
      body: (
        <EndPage
          view={await registerView(kernel, request.visit.lang, row)}
          path={`/konsol/dokumen/${row.code}`}
          caseHref={found === undefined ? "/konsol" : `/konsol/kasus/${found.code}`}
          csrf={desk.csrf}
          once={newId()}
          isOpen={row.ending === null}
          values={tried.values ?? { reason: "" }}
          fault={tried.fault === undefined ? undefined : desk.t(tried.fault.message, tried.fault.params)}
          mostReason={mostReason}
        />
      ),
    });
  }
}
