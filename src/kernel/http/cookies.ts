import type { FastifyInstance, FastifyReply } from "fastify";
import { type Lang, languages } from "../ui/index.ts";

/** Cookies of this instance. On https the browser itself guards them (`__Host-`); a plain name exists only in demo over http. */
export interface Cookies {
  readonly session: string;
  setSession(reply: FastifyReply, secret: string): void;
  clearSession(reply: FastifyReply): void;
  setLanguage(reply: FastifyReply, lang: Lang): void;
}

export const languageCookie = "bahasa";
const yearSeconds = 365 * 24 * 3600;

export function createCookies(_app: FastifyInstance, https: boolean): Cookies {
  const session = https ? "__Host-balai" : "balai";
  const shared = { path: "/", secure: https, httpOnly: true, sameSite: "lax" } as const;
  return {
    session,
    setSession: (reply, secret) => {
      reply.setCookie(session, secret, { ...shared, maxAge: yearSeconds });
    },
    clearSession: (reply) => {
      reply.clearCookie(session, shared);
    },
    setLanguage: (reply, lang) => {
      reply.setCookie(languageCookie, lang, { ...shared, maxAge: yearSeconds });
    },
  };
}

export function parseLanguage(value: unknown): Lang | undefined {
  return languages.find((lang) => lang === value);
}
