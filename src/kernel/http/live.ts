import type { FastifyReply, FastifyRequest } from "fastify";
import pg from "pg";
import { notifyChannel } from "../command/index.ts";
import type { Clock } from "../time/index.ts";
import { securityHeaders } from "./security.ts";

/**
 * Live updates (server-sent events). An event says only that a topic changed; the page then fetches itself again, under the
 * same rights as before. So a stream can leak nothing and lose nothing: after a gap the id tells that something was missed.
 */
export interface Live {
  /** Answers the request with the stream of one or more topics. Rights are the caller's to check. */
  stream(request: FastifyRequest, reply: FastifyReply, topic: string | readonly string[]): void;
  /** Called when topics change: for caches that must show it. */
  onChange(listener: (topics: readonly string[]) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly open: number;
}

interface LiveLog {
  warn(event: string, fields?: Record<string, unknown>): void;
}

const usualBeatMs = 25_000;
const connectWithinMs = 5_000;
const reconnectMs = 1_000;
const mostStreams = 5_000;

/** Bytes that wait for a reader who takes none: beyond this the stream is cut, and the browser comes back when it can. */
const mostWaiting = 64 * 1024;

/** `beatMs`: how often streams get a sign of life, and the listening connection is asked for one. */
export function createLive(deps: { databaseUrl: string; log: LiveLog; clock: Clock; beatMs?: number }): Live {
  const beatMs = deps.beatMs ?? usualBeatMs;
  const topics = new Map<string, Set<FastifyReply>>();
  const listeners: ((topics: readonly string[]) => void)[] = [];
  let client: pg.Client | undefined;
  let beat: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  /** Every open stream once, however many topics it follows. */
  const replies = new Set<FastifyReply>();
  /**
   * Grows with every change seen by this process; a page that comes back with an older id refetches once. Counted from the time, so that it
   * also grows over restarts and is much the same in every process.
   */
  let latest = deps.clock.now().getTime();

  function changed(names: readonly string[]): void {
    latest = Math.max(latest + 1, deps.clock.now().getTime());
    for (const listener of listeners) listener(names);
    const told = new Set(names.flatMap((name) => [...(topics.get(name) ?? [])]));
    for (const reply of told) send(reply, latest);
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
        () => changed([...topics.keys()]),
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

  return {
    get open() {
      return replies.size;
    },
    onChange(listener) {
      listeners.push(listener);
    },
    stream(request, reply, topic) {
      const requestId = reply.getHeader("x-request-id")?.toString();
      reply.hijack();
      const raw = reply.raw;
      const isFull = replies.size >= mostStreams;
      raw.writeHead(isFull ? 503 : 200, {
        ...(isFull ? { "retry-after": "30" } : {}),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        ...securityHeaders,
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
      });
      if (isFull || request.method === "HEAD") {
        raw.end();
        return;
      }
      raw.write(`retry: 5000\nid: ${latest}\n: salam\n\n`);
      const seen = Number(request.headers["last-event-id"]);
      if (Number.isFinite(seen) && seen > 0 && seen < latest) send(reply, latest);
      const names = typeof topic === "string" ? [topic] : topic;
      for (const name of names) topics.set(name, (topics.get(name) ?? new Set()).add(reply));
      replies.add(reply);
      raw.on("close", () => {
        replies.delete(reply);
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

function send(reply: FastifyReply, id: number): void {
  write(reply, `id: ${id}\nevent: change\ndata: {}\n\n`);
}

function write({ raw }: FastifyReply, text: string): void {
  if (raw.writableLength > mostWaiting) raw.destroy();
  else raw.write(text);
}
