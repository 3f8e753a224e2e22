import Fastify, { type FastifyInstance } from "fastify";
import { type SigningKey, verifyEd25519 } from "../../../kernel/crypto/index.ts";
import { merkle } from "../../../kernel/ledger/index.ts";
import type { Clock } from "../../../kernel/time/index.ts";
import {
  cosignature,
  cosignedMessage,
  formatNote,
  formatSignature,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  readWitnessRequest,
  refusalOfSigner,
  refusalOfState,
  type SignedRequest,
  type VerifierKey,
  type WatchedLog,
  type WitnessRefusal,
} from "../../../kernel/tlog/index.ts";
import type { SignedStates } from "./signed-states.ts";

export interface WitnessOptions {
  readonly key: VerifierKey;
  readonly secret: SigningKey;
  /** The keys of the logs that are watched. A log's name is its key's name, or what `origin` says. */
  readonly logs: readonly { readonly origin: string; readonly keys: readonly VerifierKey[] }[];
  readonly states: SignedStates;
  readonly clock: Clock;
}

/** Large enough for 63 hashes and a note of many signatures. */
const mostBytes = 64 * 1024;

/**
 * A witness of other logs (C2SP tlog-witness): it signs that a log only ever grew, and what it was at a time. It keeps what it signed before it
 * answers, so that no two of its signatures ever contradict each other.
 */
export function createWitness(options: WitnessOptions): FastifyInstance {
  const { key, secret, states, clock } = options;
  const app = Fastify({ bodyLimit: mostBytes, logger: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

  function watched(origin: string): WatchedLog | undefined {
    const log = options.logs.find((each) => each.origin === origin);
    if (log === undefined) return undefined;
    const note = parseNote(states.last(origin) ?? "");
    const last = note.ok ? parseCheckpoint(note.value.text) : undefined;
    return { ...log, size: last?.size ?? 0n, root: last?.root };
  }

  /** Without a pause between looking and keeping: no other request comes between. */
  function sign(asked: SignedRequest): string | WitnessRefusal {
    const { checkpoint, note } = asked;
    const log = watched(checkpoint.origin);
    if (log === undefined) return { status: 404, why: "unknown log" };
    const refusal = refusalOfState(merkle, asked, log);
    if (refusal !== undefined) return refusal;
    const seconds = Math.floor(clock.now().getTime() / 1000);
    const own = cosignature(key, seconds, secret.sign(cosignedMessage(note.text, seconds)));
    const ofLog = note.signatures.filter(({ name, keyId }) =>
      log.keys.some((each) => each.name === name && each.keyId === keyId),
    );
    states.keep(checkpoint.origin, formatNote({ text: note.text, signatures: [...ofLog, own] }));
    return formatSignature(own);
  }

  app.post<{ Body: string }>("/add-checkpoint", async (request, reply) => {
    reply.type("text/plain; charset=utf-8");
    const asked = readWitnessRequest(typeof request.body === "string" ? request.body : "");
    if ("status" in asked) return reply.code(asked.status).send(`${asked.why}\n`);
    const stranger = await refusalOfSigner(asked, watched(asked.checkpoint.origin), verifyEd25519);
    const answer = stranger ?? sign(asked);
    if (typeof answer === "string") return reply.send(answer);
    if (answer.size !== undefined) return reply.code(answer.status).type("text/x.tlog.size").send(`${answer.size}\n`);
    return reply.code(answer.status).send(`${answer.why}\n`);
  });
  app.get<{ Params: { hash: string } }>("/:hash/checkpoint", async (request, reply) => {
    const note = states.byHash(request.params.hash);
    reply.type("text/plain; charset=utf-8");
    return note === undefined ? reply.code(404).send("nothing was signed for this log\n") : reply.send(note);
  });
  app.get("/key", async (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send(`${formatVerifierKey(key)}\n`),
  );
  return app;
}
