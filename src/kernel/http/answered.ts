import type { FastifyInstance } from "fastify";
import type { Log } from "../log/index.ts";

/** An answer that was given. Routes are named by pattern, never by address: addresses can name people. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly requestId: string;
  /** From the request's head to the answer's end. */
  readonly ms: number;
}

const gatherMs = 20;
const mostGathered = 200;

/** Tells of answers many at a time, up to 20 ms later: for a cached page one line of log costs as much as the rest, ten in a row little more. */
export function onAnswered(app: FastifyInstance, tell: (answers: readonly Answered[]) => void): void {
  let gathered: Answered[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const answers = gathered;
    gathered = [];
    tell(answers);
  }

  app.addHook("onResponse", (request, reply, done) => {
    gathered.push({
      method: request.method,
      route: request.routeOptions.url ?? "none",
      status: reply.statusCode,
      requestId: request.id,
      ms: reply.elapsedTime,
    });
    if (gathered.length >= mostGathered) flush();
    else timer ??= setTimeout(flush, gatherMs);
    done();
  });
  app.addHook("onClose", async () => flush());
}

/** Beyond this, what their lines repeat is written out anew: there are as many kinds as routes times statuses. */
const mostKinds = 2_000;

/** Writes a line for each answer. */
export function answerLog(log: Log): (answers: readonly Answered[]) => void {
  const kinds = new Map<string, Log>();

  function kindOf({ method, route, status }: Answered): Log {
    const key = `${method} ${status} ${route}`;
    const kind = kinds.get(key) ?? log.with({ method, route, status });
    if (kinds.size < mostKinds) kinds.set(key, kind);
    return kind;
  }

  return (answers) => {
    for (const answer of answers)
      kindOf(answer).info("http.answered", { requestId: answer.requestId, ms: Math.round(answer.ms) });
  };
}
