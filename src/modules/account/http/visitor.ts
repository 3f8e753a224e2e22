import type { FastifyRequest } from "fastify";
import type { Device } from "../../../kernel/accounts/index.ts";
import type { Cookies, Session } from "../../../kernel/http/index.ts";

/** The session of a page for visitors. Throws where the route makes none: a bug. */
export function sessionOf(request: FastifyRequest): Session {
  const { session } = request.visit;
  if (session === undefined) throw new Error("a page for visitors without a session");
  return session;
}

/** Where a request comes from, for limits and for the list of sessions. */
export function deviceOf(request: FastifyRequest, cookies: Cookies): Device {
  const userAgent = request.headers["user-agent"] ?? "";
  return { key: sessionOf(request).id, userAgent, browser: cookies.browserOf(request) };
}
