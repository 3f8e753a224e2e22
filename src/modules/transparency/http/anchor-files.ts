import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { sha256 } from "../../../kernel/ledger/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { toHex, utf8Bytes } from "../../../kernel/tlog/index.ts";
import { type AnchoredRow, anchoredAt } from "../anchoring/store.ts";

const config = { access: { kind: "public" } } as const;
const params = {
  type: "object",
  properties: {
    book: { type: "string", maxLength: 63 },
    driver: { type: "string", maxLength: 40 },
    size: { type: "string", pattern: "^[1-9]\\d{0,14}$" },
  },
} as const;

interface AnchorParams {
  readonly book: string;
  readonly driver: string;
  readonly size: string;
}

/** What one needs to check an anchor with the tools of others; none of it ever changes. */
export function addAnchorFiles(app: FastifyInstance, kernel: Kernel): void {
  const { db, pages } = kernel;
  const send = (path: string, answer: (anchor: AnchoredRow, reply: FastifyReply) => FastifyReply | undefined) =>
    app.get<{ Params: AnchorParams }>(
      `/ledger/:book/anchors/:driver/:size${path}`,
      { config, exposeHeadRoute: false, schema: { hide: true, params } },
      async (request: FastifyRequest<{ Params: AnchorParams }>, reply) => {
        const { book, driver, size } = request.params;
        const anchor = await anchoredAt(db.query, { book, driver, size: Number(size) });
        const sent = anchor === undefined ? undefined : answer(anchor, reply);
        if (sent === undefined)
          return sendProblem(request, reply, pages, problem("not-found", "transparency.unknown.file"));
        return sent;
      },
    );
  const kept = (reply: FastifyReply, type: string) =>
    reply.header("cache-control", "public, max-age=31536000, immutable").type(type);
  send("", (anchor, reply) => kept(reply, "text/plain; charset=utf-8").send(particularsOf(anchor)));
  send("/checkpoint", ({ note }, reply) => kept(reply, "text/plain; charset=utf-8").send(note));
  send("/stamp.tsr", ({ content }, reply) =>
    content === null ? undefined : kept(reply, "application/timestamp-reply").send(content),
  );
}

/** One line each, for people and programs. */
function particularsOf({ target, size, root, note, reference, provedAt }: AnchoredRow): string {
  return [
    `target ${target}`,
    `reference ${reference}`,
    `time ${provedAt.toISOString()}`,
    `size ${size}`,
    `root ${toHex(root)}`,
    `checkpoint-sha256 ${toHex(sha256(utf8Bytes(note)))}`,
    "",
  ].join("\n");
}
