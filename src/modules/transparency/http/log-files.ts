import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { noteOf } from "../../../kernel/ledger/index.ts";
import { problem } from "../../../kernel/result/index.ts";

const everyone = { access: { kind: "public" } } as const;
const tags = ["ledger"];
/** A tile never changes; a wider one has another address. */
const forEver = "public, max-age=31536000, immutable";
const book = {
  type: "object",
  properties: { book: { type: "string", maxLength: 63, description: "For example reports" } },
} as const;

interface BookParams {
  readonly book: string;
}

/** The books as the files of C2SP tlog-tiles, for the programs of others. */
export function addLogFiles(app: FastifyInstance, kernel: Kernel): void {
  const { books } = kernel;
  const unknown = (request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(request, reply, kernel.pages, problem("not-found", "transparency.unknown.file"));
  /** Pages of others, and one that was mailed, may check our books in the browser. */
  const forAll = (reply: FastifyReply, caching: string) =>
    reply
      .header("cache-control", caching)
      .header("access-control-allow-origin", "*")
      .header("cross-origin-resource-policy", "cross-origin");

  app.get<{ Params: BookParams }>(
    "/ledger/:book/checkpoint",
    {
      config: everyone,
      schema: {
        tags,
        operationId: "transparency.api.checkpoint",
        summary: "Newest signed state of a book",
        params: book,
      },
    },
    async (request, reply) => {
      const state = await books.state(request.params.book);
      if (state === undefined) return unknown(request, reply);
      return forAll(reply, "public, max-age=1").type("text/plain; charset=utf-8").send(noteOf(state));
    },
  );
  app.get<{ Params: BookParams }>(
    "/ledger/:book/key",
    {
      config: everyone,
      schema: {
        tags,
        operationId: "transparency.api.key",
        summary: "Keys that sign a book, newest first, one vkey a line",
        params: book,
      },
    },
    async (request, reply) => {
      const found = await books.find(request.params.book);
      if (found === undefined) return unknown(request, reply);
      return forAll(reply, "public, max-age=300")
        .type("text/plain; charset=utf-8")
        .send(`${books.keys(found).join("\n")}\n`);
    },
  );
  // Hashes do not pack; entries do.
  for (const [part, compress] of [
    ["tile/entries", { customTypes: /octet-stream/ }],
    ["tile", false],
  ] as const)
    app.get<{ Params: BookParams & { "*": string } }>(
      `/ledger/:book/${part}/*`,
      { config: everyone, compress, exposeHeadRoute: false, schema: { hide: true } },
      async (request, reply) => {
        const tile = await books.tile(request.params.book, `${part}/${request.params["*"]}`);
        if (tile === undefined) return unknown(request, reply);
        return forAll(reply, forEver).type("application/octet-stream").send(tile);
      },
    );
}
