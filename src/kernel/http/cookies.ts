import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { newSecret } from "../ids/index.ts";
import { type Lang, languages } from "../ui/index.ts";

/** Cookies of this instance. On https the browser itself guards them (`__Host-`); a plain name exists only in demo over http. */
export interface Cookies {
  readonly session: string;
  setSession(reply: FastifyReply, secret: string): void;
  clearSession(reply: FastifyReply): void;
  setLanguage(reply: FastifyReply, lang: Lang): void;
  /** The secret that names this browser over many sign-ins; a new one when it keeps none yet. */
  browserOf(request: FastifyRequest): string;
  /** After somebody got in: the browser keeps its secret as long as it may. */
  keepBrowser(reply: FastifyReply, secret: string): void;
  /** On a shared phone: the next person's browser is nobody's. */
  forgetBrowser(reply: FastifyReply): void;
}

export const languageCookie = "bahasa";
const yearSeconds = 365 * 24 * 3600;
/** Browsers keep no cookie longer (RFC 6265bis §5.5). */
const longestSeconds = 400 * 24 * 3600;
const secretPattern = /^[\w-]{43}$/;

export function createCookies(_app: FastifyInstance, https: boolean): Cookies {
  const session = https ? "__Host-balai" : "balai";
  const browser = https ? "__Host-balai-peramban" : "balai-peramban";
  const shared = { path: "/", secure: https, httpOnly: true, sameSite: "lax" } as const;
  return {
    session,
    setSession: (reply, secret) => {
      reply.setCookie(session, secret, { ...shared, maxAge: yearSeconds });
    },
    clearSession: (reply) => {
      reply.clearCookie(session, shared);
    },
    browserOf: (request) => {
      const kept = request.cookies[browser];
      return kept !== undefined && secretPattern.test(kept) ? kept : newSecret();
    },
    keepBrowser: (reply, secret) => {
      reply.setCookie(browser, secret, { ...shared, maxAge: longestSeconds });
    },
    forgetBrowser: (reply) => {
      reply.clearCookie(browser, shared);
    },
    setLanguage: (reply, lang) => {
      reply.setCookie(languageCookie, lang, { ...shared, maxAge: yearSeconds });
    },
  };
}

export function parseLanguage(value: unknown): Lang | undefined {
  return languages.find((lang) => lang === value);
}
