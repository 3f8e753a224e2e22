import { constants } from "node:zlib";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Access, Actor, Assignment } from "../access/index.ts";
import type { Config } from "../config/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Log } from "../log/index.ts";
import { type Problem, problem } from "../result/index.ts";
import { pickLanguage } from "../ui/index.ts";
import { actorOf } from "./actor-of.ts";
import { answerLog, onAnswered } from "./answered.ts";
import { closeSoon } from "./closing.ts";
import { type Cookies, createCookies, languageCookie, parseLanguage } from "./cookies.ts";
import type { Limits } from "./limits.ts";
import { addMetrics, isMachine } from "./metrics.ts";
import type { Pages } from "./pages.ts";
import { answerInTime, patienceMs } from "./patience.ts";
import { problemOfFault, sendProblem, wantsPage } from "./problems.tsx";
import { refusedRequests } from "./refused-requests.ts";
import { addSecurityHeaders, checkFormToken, checkOrigin, namesTwoHosts } from "./security.ts";
import { readFieldsOnly } from "./unsent.tsx";
import type { RouteAccess, Session, SessionStore } from "./visit.ts";

export interface HttpDeps {
  readonly config: Config;
  readonly log: Log;
  readonly pages: Pages;
  readonly limits: Limits;
  readonly access: Access;
  readonly sessions: SessionStore;
  readonly assignmentsOf: (accountId: Uuid) => Promise<readonly Assignment[]>;
  readonly metricsToken: string | undefined;
  readonly gauges: Readonly<Record<string, () => Promise<number> | number>>;
  readonly phase: () => Phase;
  /** Undefined, or why nothing can be had of the database now. */
  readonly databaseFault: () => Promise<string | undefined>;
  /** How long an answer may take; for tests. */
  readonly patienceMs?: number;
}

/** Where the program is in its life: loading what it needs, migrated and seeded and open to everyone, or ending. */
export type Phase = "starting" | "serving" | "stopping";

/** A route as it was registered: for tests that walk all of them. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
}

/** 64 kB of text is more than any form of ours; files have limits of their own. */
const bodyLimit = 64 * 1024;
const reads = new Set(["GET", "HEAD"]);
const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** What is answered while the program still loads: whether it lives and is ready, its numbers, and what the page that asks for patience looks like. */
const fromTheFirstMoment = /^\/(healthz|readyz|metrics|favicon\.svg|assets\/.*)$/;
/** After so many seconds the browser of somebody who came too early looks again by itself. */
const lookAgainSeconds = 5;

/** Fastify with everything that every route shares. Modules add their routes, then `listen`. */
export async function createHttp(
  deps: HttpDeps,
): Promise<{ app: FastifyInstance; cookies: Cookies; routes: readonly RegisteredRoute[] }> {
  const { config, log, pages } = deps;
  const https = config.url.startsWith("https:");
  const app: FastifyInstance = Fastify({
    logger: false,
    trustProxy: trustedProxies(config.trustProxy),
    bodyLimit,
    genReqId: () => newId(),
    requestTimeout: 120_000,
    ...refusedRequests(() => pages),
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: "array", removeAdditional: false, allErrors: true } },
  });

  const routes: RegisteredRoute[] = [];
  app.decorateRequest("visit");
  addSecurityHeaders(app, https);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit });
  await app.register(multipart, {
    limits: { fileSize: 15 * 1024 * 1024, files: 3, fields: 60, fieldSize: bodyLimit, parts: 64 },
    throwFileSizeLimit: false,
  });
  await app.register(compress, {
    threshold: 1024,
    // A page is packed on the spot: its stream through another thread costs ten times as much as the packing.
    syncThreshold: 128 * 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
    // Nobody sends us compressed bodies, except to fill our memory.
    globalDecompression: false,
    encodings: ["br", "gzip"],
    customTypes: /^(text\/(?!event-stream)|application\/(.*\+)?json|application\/manifest|image\/svg)/,
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Balai", version: config.version, description: "Public and partner interface of this Balai." },
      servers: [{ url: config.url }],
    },
    // Pages for people are not part of the interface for programs.
    transform: ({ schema, url }) => ({ schema: url.startsWith("/api/") ? schema : { ...schema, hide: true }, url }),
  });
  const cookies = createCookies(app, https);

  closeSoon(app);
  answerInTime(app, deps.patienceMs ?? patienceMs, (request, reply) => {
    log.error("http.no-answer-in-time", { requestId: request.id, route: request.routeOptions.url ?? "none" });
    void sendProblem(request, reply, pages, problem("unavailable", "http.fault.unavailable"));
  });

  app.addHook("onRoute", (route) => {
    if (route.method === "HEAD" || route.method === "OPTIONS") return;
    if (route.config?.access === undefined) throw new Error(`${String(route.method)} ${route.url} names no access`);
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, access: route.config.access });
  });

  // Written with callbacks, because a promise for every hook costs a cached page a fifth of its time.
  app.addHook("onRequest", (request, reply, done) => {
    const wanted = parseLanguage((request.query as Record<string, unknown> | undefined)?.lang);
    const lang =
      wanted ?? pickLanguage(pages.site.languages, request.cookies[languageCookie], request.headers["accept-language"]);
    request.visit = { session: undefined, sessionIsNew: false, actor: { kind: "public" }, lang };
    reply.header("x-request-id", request.id);
    // A target with a host in it, as for a proxy: nothing of ours asks so, and links made of it would lead there.
    if (!request.url.startsWith("/") || namesTwoHosts(request.raw.rawHeaders)) {
      sendProblem(request, reply, pages, problem("bad-request", "http.fault.bad-request"));
      return;
    }
    if (deps.phase() === "starting" && !fromTheFirstMoment.test(request.routeOptions.url ?? "")) {
      if (reads.has(request.method)) reply.header("refresh", String(lookAgainSeconds));
      sendProblem(request, reply, pages, problem("unavailable", "http.fault.starting"));
      return;
    }
    if (wanted !== undefined && reads.has(request.method)) {
      cookies.setLanguage(reply, wanted);
      reply.redirect(withoutLanguage(request.url), 303);
      return;
    }
    if (unsafe.has(request.method) || request.routeOptions.config.counts === true) {
      const foreign = checkOrigin(request, new URL(config.url).origin);
      if (foreign !== undefined) {
        sendProblem(request, reply, pages, foreign);
        return;
      }
    }
    const access = request.routeOptions.config.access;
    if (access === undefined || access.kind === "public") done();
    else admit(access, request, reply).then((admitted) => admitted && done(), done);
  });

  app.addHook("preValidation", (request, reply, done) => {
    const isUnsafe = unsafe.has(request.method);
    const { config: route } = request.routeOptions;
    const limit =
      route.limit ?? (route.files === true && request.isMultipart() ? "upload" : isUnsafe ? "write" : undefined);
    const signedOut = request.visit.refused;
    const refused = isUnsafe && signedOut === undefined ? refusedBody(request) : undefined;
    if (refused !== undefined) sendProblem(request, reply, pages, refused);
    else if (limit === undefined && signedOut === undefined) done();
    else
      deps.limits
        .take(limit ?? "write", request)
        .then((limited) => {
          if (limited !== undefined) sendProblem(request, reply, pages, limited);
          else if (signedOut === undefined) done();
          else return sendUnsent(signedOut, request, reply);
        })
        .catch(done);
  });

  app.setErrorHandler<FastifyError>((fault, request, reply) => {
    request.visit ??= { session: undefined, sessionIsNew: false, actor: { kind: "public" }, lang: "id" };
    const expected = problemOfFault(fault);
    const about = { requestId: request.id, route: request.routeOptions.url ?? "none" };
    if (expected === undefined || expected.type === "storage-full") log.error("http.fault", { ...about, fault });
    // Everyone who asks meanwhile makes such a line: where in our code it was noticed tells nothing.
    if (expected?.type === "unavailable") log.error("http.unavailable", { ...about, reason: fault.message });
    return sendProblem(request, reply, pages, expected ?? problem("internal", "http.fault.internal"));
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found")),
  );

  app.get("/healthz", { config: { access: { kind: "public" } }, logLevel: "silent" }, async () => ({ alive: true }));
  app.get("/readyz", { config: { access: { kind: "public" } } }, async (_request, reply) => {
    const phase = deps.phase();
    const reason = phase === "serving" ? await deps.databaseFault() : phase;
    return reason === undefined ? { ready: true } : reply.code(503).send({ ready: false, reason });
  });
  const measure = addMetrics(app, { token: deps.metricsToken, gauges: deps.gauges });
  const writeLines = answerLog(log);
  onAnswered(app, (answers) => {
    writeLines(answers);
    for (const answer of answers) measure(answer);
  });
  app.get("/api/openapi.json", { config: { access: { kind: "public" } }, schema: { hide: true } }, async () =>
    app.swagger(),
  );

  /** Finds out who calls and whether they may; false: they have their answer. */
  async function admit(access: RouteAccess, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (access.kind === "machine") {
      if (isMachine(request, deps.metricsToken)) return true;
      sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      return false;
    }
    const { lang } = request.visit;
    let session = await findSession(request);
    const sessionIsNew = session === undefined && access.kind === "visitor";
    if (sessionIsNew) {
      const started = await deps.sessions.startAnonymous(
        { key: request.ip, userAgent: request.headers["user-agent"] ?? "", browser: null },
        lang,
      );
      cookies.setSession(reply, started.secret);
      session = started.session;
    }
    const officerId = session?.kind === "officer" ? session.accountId : null;
    const actor = actorOf(session, officerId === null ? [] : await deps.assignmentsOf(officerId));
    request.visit = { session, sessionIsNew, actor, lang };
    const refused = refusal(access, actor, session, deps.access);
    if (refused === undefined) return true;
    const isPage = reads.has(request.method) && (request.headers.accept ?? "").includes("text/html");
    if (refused.type === "not-signed-in" && isPage)
      reply.redirect(`/masuk?kembali=${encodeURIComponent(request.url)}`, 303);
    else if (refused.type === "not-signed-in" && request.method === "POST" && wantsPage(request)) {
      // Answered once it is read: who wrote while the session ended gets it back.
      request.visit = { ...request.visit, refused: problem("not-signed-in", "http.form.signed-out") };
      return true;
    } else sendProblem(request, reply, pages, refused);
    return false;
  }

  async function sendUnsent(refused: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.isMultipart()) request.body = await readFieldsOnly(request);
    sendProblem(request, reply, pages, refused);
  }

  async function findSession(request: FastifyRequest): Promise<Session | undefined> {
    const secret = request.cookies[cookies.session];
    return secret === undefined || secret.length > 100 ? undefined : deps.sessions.find(secret);
  }

  return { app, cookies, routes };
}

function refusedBody(request: FastifyRequest): Problem | undefined {
  if (isTooDeep(request.body)) return problem("bad-request", "http.fault.bad-request");
  return request.isMultipart() ? refusedFiles(request) : refusedForm(request);
}

function refusedFiles(request: FastifyRequest): Problem | undefined {
  return request.routeOptions.config.files === true
    ? undefined
    : problem("unsupported-media", "http.fault.unsupported-media");
}

/** What people send from pages carries the token, in whatever type it comes; programs' JSON cannot come from a foreign page. */
function refusedForm(request: FastifyRequest): Problem | undefined {
  const type = (request.headers["content-type"] ?? "").trim().toLowerCase();
  return request.url.startsWith("/api/") && type.startsWith("application/json")
    ? undefined
    : checkFormToken(request, request.body);
}

/** The same address without the choice of language; never another site's, however the path begins. */
function withoutLanguage(address: string): string {
  const [path = "", query = ""] = address.split(/\?(.*)/s);
  const rest = new URLSearchParams(query);
  rest.delete("lang");
  return `/${path.replace(/^[/\\]+/, "")}${rest.size === 0 ? "" : `?${rest}`}`;
}

/** Deeper than any body of ours; what walks it later must not run out of stack. */
const deepestBody = 32;

function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestBody) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null && !Buffer.isBuffer(value) ? Object.values(value) : [],
    );
  }
  return false;
}

/** A hop count means: believe the nearest that many. */
function trustedProxies(setting: Config["trustProxy"]): boolean | string | ((address: string, hop: number) => boolean) {
  return typeof setting === "number" ? (_address, hop) => hop < setting : setting;
}

/** Why this actor may not call a route of this kind; undefined when they may. */
function refusal(wanted: RouteAccess, actor: Actor, session: Session | undefined, access: Access): Problem | undefined {
  const signedIn = session !== undefined && session.kind !== "anonymous";
  switch (wanted.kind) {
    case "public":
    case "anyone":
    case "visitor":
    case "machine":
      return undefined;
    case "resident":
      if (actor.kind === "resident") return undefined;
      return signedIn
        ? problem("forbidden", "http.fault.forbidden")
        : problem("not-signed-in", "http.fault.not-signed-in");
    case "officer":
      if (actor.kind !== "officer")
        return signedIn
          ? problem("forbidden", "http.fault.forbidden")
          : problem("not-signed-in", "http.fault.not-signed-in");
      return access.mayEver(actor, wanted.action) ? undefined : problem("forbidden", "http.fault.forbidden");
    case "record":
      if (access.mayEver(actor, wanted.action)) return undefined;
      return signedIn
        ? problem("forbidden", "http.fault.forbidden")
        : problem("not-signed-in", "http.fault.not-signed-in");
  }
}
