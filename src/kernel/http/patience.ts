import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Longer than the longest statement may run (30 s): whoever waits beyond that waits for an answer that is not on its way. */
export const patienceMs = 40_000;

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
  app.addHook("onRequest", async (request, reply) => {
    if (request.routeOptions.config.files === true) return;
    const timer = setTimeout(() => {
      if (!reply.sent && !reply.raw.headersSent) giveUp(request, reply);
    }, ms);
    reply.raw.on("close", () => clearTimeout(timer));
  });
}
