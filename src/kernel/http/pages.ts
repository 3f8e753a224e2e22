import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { type Assets, type Lang, type Messages, renderPage, type Site, type Translate } from "../ui/index.ts";

export interface PageContent {
  /** Translated. */
  readonly title: string;
  readonly body: VNode;
  readonly description?: string;
  readonly image?: string;
  readonly listed?: boolean;
  readonly kind?: "resident" | "officer";
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
}

export interface Pages {
  translator(lang: Lang): Translate;
  readonly site: Site;
  /** Renders and sends; personal by default, so `no-store`. */
  send(request: FastifyRequest, reply: FastifyReply, content: PageContent): FastifyReply;
  /**
   * Sends a page that is the same for everyone, kept for at most a second and dropped when one of `topics` changes.
   * Only for routes with access "public", and `compress: false`: the page is kept compressed. `make` gives undefined when there is no such page.
   */
  sendPublic(
    request: FastifyRequest,
    reply: FastifyReply,
    topics: readonly string[],
    make: () => Promise<PageContent | undefined>,
  ): Promise<FastifyReply | undefined>;
  /** Forgets the kept pages of these topics. */
  changed(topics: readonly string[]): void;
}

interface Kept {
  readonly until: number;
  readonly topics: readonly string[];
  readonly etag: string;
  readonly plain: Buffer;
  /** Made when somebody asks for it first. */
  readonly packed: Map<Encoding, Promise<Buffer>>;
}

type Encoding = keyof typeof packers;

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)];
const packers = {
  br: (plain: Buffer) => brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (plain: Buffer) => gzipped(plain),
};
const keepMs = 1_000;
const mostKept = 300;

/** `moment`: of `Live`, up to which a page that is read from now on is true. */
export function createPages(deps: {
  messages: Messages;
  assets: Assets;
  site: Site;
  moment: () => number;
  now?: () => number;
}): Pages {
  const { messages, assets, site, moment } = deps;
  const now = deps.now ?? (() => performance.now());
  const kept = new Map<string, Promise<Kept | undefined>>();

  function render(request: FastifyRequest, content: PageContent, at?: number): string {
    const { lang } = request.visit;
    return renderPage(content.body, {
      ...content,
      lang,
      t: messages.translator(lang),
      site,
      assets,
      path: request.url,
      moment: at,
    });
  }

  async function make(
    request: FastifyRequest,
    topics: readonly string[],
    build: () => Promise<PageContent | undefined>,
  ): Promise<Kept | undefined> {
    const at = moment();
    const content = await build();
    if (content === undefined) return undefined;
    const html = render(request, content);
    const plain = Buffer.from(withMoment(html, at), "utf8");
    // Weak: the same page at another moment is the same page.
    const etag = `W/"${createHash("sha256").update(html).digest("base64url").slice(0, 22)}"`;
    return { until: now() + keepMs, topics, etag, plain, packed: new Map() };
  }

  return {
    site,
    translator: (lang) => messages.translator(lang),
    send(request, reply, content) {
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
      const at = moment() - Math.ceil(reply.elapsedTime);
      return reply.type("text/html; charset=utf-8").send(render(request, content, at));
    },
    async sendPublic(request, reply, topics, build) {
      const key = `${request.visit.lang} ${request.url}`;
      let page = await kept.get(key);
      if (page === undefined || page.until < now()) {
        // One build for all who ask at the same time.
        const building = make(request, topics, build);
        kept.set(key, building);
        if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? "");
        page = await building.catch((fault: unknown) => {
          kept.delete(key);
          throw fault;
        });
        if (page === undefined) {
          kept.delete(key);
          return undefined;
        }
      }
      reply
        .header("cache-control", "public, max-age=1")
        .header("etag", page.etag)
        .header("vary", "accept-encoding, accept-language, cookie");
      if (request.headers["if-none-match"]?.includes(page.etag)) return reply.code(304).send();
      reply.type("text/html; charset=utf-8");
      const encoding = encodingFor(request);
      if (encoding === undefined) return reply.send(page.plain);
      return reply.header("content-encoding", encoding).send(await packedAs(encoding, page));
    },
    changed(topics) {
      for (const [key, building] of kept) {
        void building.then(
          (page) => {
            if (page?.topics.some((topic) => topics.includes(topic))) kept.delete(key);
          },
          () => {},
        );
      }
    },
  };
}

function encodingFor(request: FastifyRequest): Encoding | undefined {
  const accepted = request.headers["accept-encoding"]?.toString() ?? "";
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

function packedAs(encoding: Encoding, { packed, plain }: Kept): Promise<Buffer> {
  const made = packed.get(encoding) ?? packers[encoding](plain);
  packed.set(encoding, made);
  return made;
}

/** The page with its moment, which is no part of what makes it this page and not another. */
function withMoment(html: string, at: number): string {
  return html.includes(" data-live=") ? html.replace("<html ", `<html data-at="${at}" `) : html;
}
