import type { FastifyRequest } from "fastify";
import type { Device } from "../../../kernel/accounts/index.ts";
import type { Session } from "../../../kernel/http/index.ts";

/** The session of a page for visitors. Throws where the route makes none: a bug. */
export function sessionOf(request: FastifyRequest): Session {
  const { session } = request.visit;
  if (session === undefined) throw new Error("a page for visitors without a session");
  return session;
}

/** Where a request comes from, for limits and for the list of sessions. */
export function deviceOf(request: FastifyRequest): Device {
  return { key: sessionOf(request).id, userAgent: request.headers["user-agent"] ?? "" };
}
