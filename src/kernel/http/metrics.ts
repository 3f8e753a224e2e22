import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Answered } from "./answered.ts";

/** Numbers for the operator, in Prometheus text form. Gives what takes in an answer. */
export function addMetrics(
  app: FastifyInstance,
  deps: { token: string | undefined; gauges: Readonly<Record<string, () => Promise<number> | number>> },
): (answer: Answered) => void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "balai_http_seconds",
    help: "Time to answer, by route pattern and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  for (const [name, read] of Object.entries(deps.gauges)) {
    new Gauge({
      name: `balai_${name}`,
      help: name.replaceAll("_", " "),
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  }
  app.get("/metrics", { config: { access: { kind: "machine" } } }, async (_request, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return ({ method, route, status, ms }) => duration.observe({ method, route, status }, ms / 1000);
}

/** Whichever of them a proxy adds. */
const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** A machine of the operator: the token, or the loopback address reached without any proxy. */
export function isMachine(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined)
    return timingSafeEqual(digest(`Bearer ${token}`), digest(request.headers.authorization ?? ""));
  const remote = request.socket.remoteAddress ?? "";
  const direct = proxyHeaders.every((name) => request.headers[name] === undefined);
  return direct && (remote === "127.0.0.1" || remote === "::1" || remote === "::ffff:127.0.0.1");
}

/** Of one length whatever the text's, so that comparing tells nothing. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
