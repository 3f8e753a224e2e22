import type { FastifyInstance } from "fastify";
import type { Log } from "../log/index.ts";

/** Beyond this, lines are written out anew: there are as many kinds as routes times statuses. */
const mostKinds = 2_000;

/** A line for every answer, by the route's pattern: addresses can name people. */
export function logAnswers(app: FastifyInstance, log: Log): void {
  const kinds = new Map<string, Log>();

  function kindOf(method: string, route: string, status: number): Log {
    const key = `${method} ${status} ${route}`;
    const kind = kinds.get(key) ?? log.with({ method, route, status });
    if (kinds.size < mostKinds) kinds.set(key, kind);
    return kind;
  }

  app.addHook("onResponse", (request, reply, done) => {
    kindOf(request.method, request.routeOptions.url ?? "none", reply.statusCode).info("http.answered", {
      requestId: request.id,
      ms: Math.round(reply.elapsedTime),
    });
    done();
  });
}
