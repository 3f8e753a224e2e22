import type { FastifyReply, FastifyRequest } from "fastify";
import type { CodePlace } from "../../../kernel/accounts/index.ts";
import { isUuid } from "../../../kernel/ids/index.ts";
import { returnPath } from "../domain/return-path.ts";

/**
 * What the browser keeps between asking for a code and typing it: people leave the page to read the message, and cheap phones forget the
 * page meanwhile. It opens nothing: a code is still wanted, and what it says is checked again.
 */
export interface Ticket {
  readonly challengeId: string;
  /** "+62 812 •••• 001"; null for officers. */
  readonly sentTo: string | null;
  readonly contactKind: CodePlace;
  readonly who: "resident" | "officer";
  readonly resendFrom: Date;
  readonly returnTo: string | undefined;
}

export interface Tickets {
  give(reply: FastifyReply, ticket: Ticket): void;
  /** Undefined when there is none, or when somebody has changed it. */
  read(request: FastifyRequest): Ticket | undefined;
  drop(reply: FastifyReply): void;
}

/** A little longer than an hour, the time in which a code can be sent again. */
const livesSeconds = 65 * 60;

export function createTickets(https: boolean): Tickets {
  const name = https ? "__Host-balai-masuk" : "balai-masuk";
  const options = { path: "/", secure: https, httpOnly: true, sameSite: "lax" } as const;
  return {
    give(reply, ticket) {
      const text = Buffer.from(JSON.stringify(ticket), "utf8").toString("base64url");
      reply.setCookie(name, text, { ...options, maxAge: livesSeconds });
    },
    read: (request) => parse(request.cookies[name]),
    drop(reply) {
      reply.clearCookie(name, options);
    },
  };
}

function parse(text: string | undefined): Ticket | undefined {
  if (text === undefined || text.length > 3000) return undefined;
  try {
    const kept = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Partial<Record<keyof Ticket, unknown>>;
    const resendFrom = new Date(String(kept.resendFrom));
    if (typeof kept.challengeId !== "string" || !isUuid(kept.challengeId) || Number.isNaN(resendFrom.getTime()))
      return undefined;
    return {
      challengeId: kept.challengeId,
      sentTo: typeof kept.sentTo === "string" ? kept.sentTo.slice(0, 40) : null,
      contactKind: kept.contactKind === "email" || kept.contactKind === "authenticator" ? kept.contactKind : "phone",
      who: kept.who === "officer" ? "officer" : "resident",
      resendFrom,
      returnTo: typeof kept.returnTo === "string" ? returnPath(kept.returnTo) : undefined,
    };
  } catch {
    return undefined;
  }
}
