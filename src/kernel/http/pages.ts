import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { type Assets, type Lang, type Messages, renderPage, type Site, type Translate } from "../ui/index.ts";
import { csrfToken } from "./security.ts";

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
  ): FastifyReply | Promise<FastifyReply | undefined>;
  /** Forgets the kept pages of these topics. */
  changed(topics: readonly string[]): void;
}

interface Kept {
  readonly until: number;
  readonly topics: readonly string[];
  readonly etag: string;
  readonly plain: Buffer;
  /** Begun when somebody asks for it first. */
  readonly packing: Map<Encoding, Promise<Buffer>>;
  readonly packed: Map<Encoding, Buffer>;
}

/** `page` once it is built: whoever asks then is answered without a promise, which costs more than the rest of such an answer. */
interface Place {
  readonly building: Promise<Kept | undefined>;
  page: Kept | undefined;
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
  const kept = new Map<string, Place>();

  function render(request: FastifyRequest, content: PageContent, of: { at?: number; acting?: string } = {}): string {
    const { lang } = request.visit;
    return renderPage(content.body, {
      ...content,
      lang,
      t: messages.translator(lang),
      site,
      assets,
      path: request.url,
      moment: of.at,
      acting: of.acting,
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
    return { until: now() + keepMs, topics, etag, plain, packing: new Map(), packed: new Map() };
  }

  async function build(
    key: string,
    request: FastifyRequest,
    topics: readonly string[],
    content: () => Promise<PageContent | undefined>,
  ): Promise<Kept | undefined> {
    const underWay = kept.get(key);
    // One build for all who ask at the same time.
    if (underWay !== undefined && underWay.page === undefined) return underWay.building;
    const place: Place = { building: make(request, topics, content), page: undefined };
    kept.set(key, place);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? "");
    try {
      place.page = await place.building;
      return place.page;
    } finally {
      if (place.page === undefined && kept.get(key) === place) kept.delete(key);
    }
  }

  return {
    site,
    translator: (lang) => messages.translator(lang),
    send(request, reply, content) {
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
      const at = moment() - Math.ceil(reply.elapsedTime);
      return reply.type("text/html; charset=utf-8").send(render(request, content, { at, acting: stopToken(request) }));
    },
    sendPublic(request, reply, topics, content) {
      const key = `${request.visit.lang} ${request.url}`;
      const page = kept.get(key)?.page;
      if (page !== undefined && page.until >= now()) return sendKept(request, reply, page);
      return build(key, request, topics, content).then((built) => built && sendKept(request, reply, built));
    },
    changed(topics) {
      for (const [key, place] of kept) {
        void place.building.then(
          (page) => {
            const isOf = page?.topics.some((topic) => topics.includes(topic)) === true;
            if (isOf && kept.get(key) === place) kept.delete(key);
          },
          () => {},
        );
      }
    },
  };
}

/** Of a session that acts for somebody else. Pages for everyone never ask: they are kept. */
function stopToken({ visit }: FastifyRequest): string | undefined {
  const { session } = visit;
  return session === undefined || session.actingFor === null ? undefined : csrfToken(session.csrfSecret);
}

function encodingFor(request: FastifyRequest): Encoding | undefined {
  const accepted = request.headers["accept-encoding"]?.toString() ?? "";
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

function sendKept(request: FastifyRequest, reply: FastifyReply, page: Kept): FastifyReply | Promise<FastifyReply> {
  reply.headers({
    "cache-control": "public, max-age=1",
    etag: page.etag,
    vary: "accept-encoding, accept-language, cookie",
  });
  if (request.headers["if-none-match"]?.includes(page.etag)) return reply.code(304).send();
  reply.type("text/html; charset=utf-8");
  const encoding = encodingFor(request);
  if (encoding === undefined) return reply.send(page.plain);
  reply.header("content-encoding", encoding);
  const packed = page.packed.get(encoding);
  return packed === undefined ? pack(encoding, page).then((made) => reply.send(made)) : reply.send(packed);
}

/** Compresses once for all who ask at the same time. */
function pack(encoding: Encoding, { packing, packed, plain }: Kept): Promise<Buffer> {
  const begun = packing.get(encoding);
  if (begun !== undefined) return begun;
  const made = packers[encoding](plain);
  packing.set(encoding, made);
  made.then(
    (bytes) => packed.set(encoding, bytes),
    () => packing.delete(encoding),
  );
  return made;
}

/** The page with its moment, which is no part of what makes it this page and not another. */
function withMoment(html: string, at: number): string {
  return html.includes(" data-live=") ? html.replace("<html ", `<html data-at="${at}" `) : html;
}
