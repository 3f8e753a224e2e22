import type { FastifyReply, FastifyRequest } from "fastify";
import pg from "pg";
import type { Actor } from "../access/index.ts";
import { notifyChannel } from "../command/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Clock } from "../time/index.ts";
import { createChanges } from "./changes.ts";
import { createPlaces, lineOf, type PlaceRules } from "./places.ts";
import { securityHeaders } from "./security.ts";

/**
 * Live updates (server-sent events). An event says only that a topic changed; the page then fetches itself again, under the
 * same rights as before. So a stream can leak nothing and lose nothing: after a gap, and between the drawing of a page and the opening of its
 * stream, the moment that the reader knows tells whether something was missed.
 */
export interface Live {
  /**
   * Answers the request with the stream of one or more topics. Rights are the caller's to check. `Last-Event-ID`, else `?since=`, is the moment
   * up to which the reader knows them. `mayStill`: asked at every beat, with whoever the reader's session says they are now; the stream ends
   * when they may not. Streams for everyone need none.
   */
  stream(
    request: FastifyRequest,
    reply: FastifyReply,
    topic: string | readonly string[],
    mayStill?: (actor: Actor) => boolean,
  ): void;
  /** Called when topics change: for caches that must show it. */
  onChange(listener: (topics: readonly string[]) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly open: number;
  /** What is read from now on shows every change up to this moment: for `?since=`. */
  moment(): number;
}

interface LiveLog {
  warn(event: string, fields?: Record<string, unknown>): void;
}

const usualBeatMs = 25_000;
const connectWithinMs = 5_000;
const reconnectMs = 1_000;
/** A village may stand behind one address. */
const usualPlaces: PlaceRules = { most: 5_000, perReader: 400, forOfficers: 500 };

/** Bytes that wait for a reader who takes none: beyond this the stream is cut, and the browser comes back when it can. */
const mostWaiting = 64 * 1024;

/** A stream that somebody may lose the right to. */
interface Watched {
  readonly sessionId: Uuid;
  readonly mayStill: (actor: Actor) => boolean;
}

/**
 * `actorsOf`: who the sessions that still live stand for, all in one go. `beatMs`: how often streams get a sign of life and are looked at, and
 * the listening connection is asked for one.
 */
export function createLive(deps: {
  databaseUrl: string;
  log: LiveLog;
  clock: Clock;
  actorsOf: (sessionIds: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, Actor>>;
  beatMs?: number;
}): Live {
  const beatMs = deps.beatMs ?? usualBeatMs;
  const topics = new Map<string, Set<FastifyReply>>();
  const listeners: ((topics: readonly string[]) => void)[] = [];
  let client: pg.Client | undefined;
  let beat: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  /** Every open stream once, however many topics it follows. */
  const replies = new Set<FastifyReply>();
  const watched = new Map<FastifyReply, Watched>();
  let isLooking = false;
  const places = createPlaces(usualPlaces);
  const changes = createChanges(deps.clock);

  function changed(names: readonly string[]): void {
    const moment = changes.note(names);
    for (const listener of listeners) listener(names);
    const told = new Set(names.flatMap((name) => [...(topics.get(name) ?? [])]));
    for (const reply of told) send(reply, moment);
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: deps.databaseUrl,
      application_name: "balai-live",
      keepAlive: true,
      connectionTimeoutMillis: connectWithinMs,
    });
    fresh.on("error", () => retry(fresh));
    fresh.on("notification", (message) => {
      if (message.payload !== undefined) changed(JSON.parse(message.payload) as string[]);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${notifyChannel}`);
    } catch (fault) {
      fresh.end().catch(() => {});
      throw fault;
    }
    client = fresh;
  }

  /** After a lost connection nobody knows what was missed: every open page looks again. */
  function retry(lost: pg.Client): void {
    if (stopped || client !== lost) return;
    client = undefined;
    lost.end().catch(() => {});
    deps.log.warn("live.connection-lost");
    again = setTimeout(() => {
      connect().then(
        () => {
          changes.missed();
          changed([...topics.keys()]);
        },
        () => {
          client = lost;
          retry(lost);
        },
      );
    }, reconnectMs);
  }

  /** A line that a firewall dropped in silence breaks nothing and brings nothing: it is asked, and given up when no answer comes. */
  function probe(): void {
    const asked = client;
    if (asked === undefined) return;
    const late = setTimeout(() => retry(asked), beatMs / 2);
    const answered = () => clearTimeout(late);
    asked.query("select 1").then(answered, answered);
  }

  /** Ends what its reader may no longer follow: signed out, closed, without the role. The browser comes back and is told why. */
  async function endForeign(): Promise<void> {
    if (isLooking || watched.size === 0) return;
    isLooking = true;
    try {
      const asked = [...watched];
      const living = await deps.actorsOf([...new Set(asked.map(([, { sessionId }]) => sessionId))]);
      for (const [reply, { sessionId, mayStill }] of asked)
        if (!mayStill(living.get(sessionId) ?? { kind: "public" })) end(reply);
    } catch {
      // Without the database nothing changes, and nothing is told either.
      deps.log.warn("live.readers-unknown");
    } finally {
      isLooking = false;
    }
  }

  return {
    get open() {
      return replies.size;
    },
    moment: () => changes.now(),
    onChange(listener) {
      listeners.push(listener);
    },
    stream(request, reply, topic, mayStill) {
      const requestId = reply.getHeader("x-request-id")?.toString();
      reply.hijack();
      const raw = reply.raw;
      const { session } = request.visit;
      const isOfficer = session?.kind === "officer";
      const leave = places.take({ key: isOfficer ? session.id : lineOf(request.ip), isOfficer });
      const isFull = leave === undefined;
      raw.writeHead(isFull ? 503 : 200, {
        ...(isFull ? { "retry-after": "30" } : {}),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        ...securityHeaders,
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
      });
      if (isFull || request.method === "HEAD") {
        leave?.();
        raw.end();
        return;
      }
      const names = typeof topic === "string" ? [topic] : topic;
      const moment = changes.now();
      raw.write(`retry: 5000\nid: ${moment}\n: salam\n\n`);
      const seen = seenBy(request);
      if (seen !== undefined && changes.anySince(names, seen)) send(reply, moment);
      for (const name of names) topics.set(name, (topics.get(name) ?? new Set()).add(reply));
      replies.add(reply);
      if (mayStill !== undefined && session !== undefined) watched.set(reply, { sessionId: session.id, mayStill });
      raw.on("close", () => {
        leave();
        replies.delete(reply);
        watched.delete(reply);
        for (const name of names) {
          const set = topics.get(name);
          set?.delete(reply);
          if (set?.size === 0) topics.delete(name);
        }
      });
    },
    async start() {
      await connect();
      beat = setInterval(() => {
        for (const reply of replies) write(reply, ": .\n\n");
        probe();
        void endForeign();
      }, beatMs);
    },
    async stop() {
      stopped = true;
      clearInterval(beat);
      clearTimeout(again);
      for (const reply of replies) reply.raw.end();
      await client?.end();
    },
  };
}

/** The moment up to which the reader knows the topics; undefined when they do not say. */
function seenBy({ headers, query }: FastifyRequest): number | undefined {
  const { since } = query as { readonly since?: unknown };
  const seen = Number(headers["last-event-id"] ?? since);
  return Number.isFinite(seen) && seen > 0 ? seen : undefined;
}

function send(reply: FastifyReply, id: number): void {
  write(reply, `id: ${id}\nevent: change\ndata: {}\n\n`);
}

/** Who does not take the end either is cut at the next beat. */
function end({ raw }: FastifyReply): void {
  if (raw.writableEnded) raw.destroy();
  else raw.end();
}

function write({ raw }: FastifyReply, text: string): void {
  if (raw.writableEnded) return;
  if (raw.writableLength > mostWaiting) raw.destroy();
  else raw.write(text);
}
