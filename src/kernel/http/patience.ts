import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Longer than the longest statement may run (30 s): whoever waits beyond that waits for an answer that is not on its way. */
export const patienceMs = 40_000;

const lookEveryMs = 500;

/**
 * Answers by `giveUp` what has no answer after `ms`: a database behind a line that swallows everything would leave people before an empty
 * window. What it was working on goes on and finds its answer given; the same key sent again then gets what came of it. Answers that have
 * begun take as long as the reader needs, and so do routes that read files, whose sender sets the pace.
 */
export function answerInTime(
  app: FastifyInstance,
  ms: number,
  giveUp: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const waiting = new Map<FastifyRequest, { readonly reply: FastifyReply; readonly until: number }>();
  app.addHook("onRequest", (request, reply, done) => {
    if (request.routeOptions.config.files !== true) waiting.set(request, { reply, until: performance.now() + ms });
    done();
  });
  app.addHook("onResponse", (request, _reply, done) => {
    waiting.delete(request);
    done();
  });
  // One look at all of them: a timer for each would cost a cached page more than its own making.
  const looking = setInterval(
    () => {
      const now = performance.now();
      for (const [request, { reply, until }] of waiting) {
        // In the order in which they came.
        if (until > now) break;
        waiting.delete(request);
        if (!reply.sent && !reply.raw.headersSent) giveUp(request, reply);
      }
    },
    Math.min(ms, lookEveryMs),
  );
  app.addHook("onClose", async () => clearInterval(looking));
}
