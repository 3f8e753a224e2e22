import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { noteOf } from "../../../kernel/ledger/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { dayNumbers, dayOf } from "../numbers.ts";

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
  addDays(app, kernel, forAll, unknown);
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

/** A day of a book, to count and to take away. */
function addDays(
  app: FastifyInstance,
  kernel: Kernel,
  forAll: (reply: FastifyReply, caching: string) => FastifyReply,
  unknown: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
  const params = {
    type: "object",
    properties: { ...book.properties, day: { type: "string", maxLength: 10, description: "For example 2026-11-27" } },
  } as const;
  type Asked = { Params: BookParams & { readonly day: string } };

  app.get<Asked>(
    "/ledger/:book/numbers/:day",
    {
      config: { ...everyone, limit: "search" },
      schema: {
        tags,
        operationId: "transparency.api.numbers",
        summary: "How many entries of each kind and office a day has",
        description: "Whoever reads the entries of that day (from, until) counts the same: `balai monitor` does.",
        params,
      },
    },
    async (request, reply) => {
      const { book: name, day } = request.params;
      const numbers = (await kernel.books.find(name)) && (await dayNumbers(kernel, name, day));
      return numbers === undefined ? unknown(request, reply) : forAll(reply, "public, max-age=1").send(numbers);
    },
  );
  app.get<Asked>(
    "/ledger/:book/entries/:day",
    {
      config: { ...everyone, limit: "search" },
      exposeHeadRoute: false,
      schema: {
        tags,
        operationId: "transparency.api.entries",
        summary: "The entries of a day, one a line",
        params,
      },
    },
    async (request, reply) => {
      const { book: name, day } = request.params;
      const bounds = dayOf(kernel, day);
      if (bounds === undefined || (await kernel.books.find(name)) === undefined) return unknown(request, reply);
      const entries = kernel.books.entriesBetween(name, bounds.from, bounds.until);
      return forAll(reply, "public, max-age=1")
        .header("content-disposition", `attachment; filename="${name}-${day}.jsonl"`)
        .type("application/x-ndjson; charset=utf-8")
        .send(Readable.from(inLines(entries)));
    },
  );
}

async function* inLines(entries: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${entry}\n`;
}
