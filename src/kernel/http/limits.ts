import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { type Problem, problem } from "../result/index.ts";

/** How many times, in how many seconds. */
interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/**
 * Each limit holds per person (session) and, far wider, per address: a village office, a school or a whole carrier
 * may stand behind one address, so the address alone never stops a normal crowd.
 */
const allowances: Readonly<Record<string, { readonly session: Allowance; readonly address: Allowance }>> = {
  write: { session: { points: 60, seconds: 60 }, address: { points: 3000, seconds: 60 } },
  upload: { session: { points: 20, seconds: 60 }, address: { points: 600, seconds: 60 } },
  submit: { session: { points: 10, seconds: 600 }, address: { points: 2000, seconds: 600 } },
  "sign-in": { session: { points: 15, seconds: 600 }, address: { points: 1000, seconds: 600 } },
  search: { session: { points: 120, seconds: 60 }, address: { points: 6000, seconds: 60 } },
};

export interface Limits {
  /** Counts one call; gives the problem when the person or the address is over. */
  take(name: string, request: FastifyRequest): Promise<Problem | undefined>;
}

export function createLimits(): Limits {
  const limiters = new Map<string, { session: RateLimiterMemory; address: RateLimiterMemory }>();
  for (const [name, { session, address }] of Object.entries(allowances)) {
    limiters.set(name, {
      session: new RateLimiterMemory({ points: session.points, duration: session.seconds, keyPrefix: `${name}:s` }),
      address: new RateLimiterMemory({ points: address.points, duration: address.seconds, keyPrefix: `${name}:a` }),
    });
  }
  return {
    async take(name, request) {
      const limiter = limiters.get(name);
      if (limiter === undefined) throw new Error(`no such limit: ${name}`);
      const session = request.visit.session;
      const wait = Math.max(
        session === undefined ? 0 : await consume(limiter.session, session.id),
        await consume(limiter.address, createHash("sha256").update(request.ip).digest("base64url")),
      );
      if (wait === 0) return undefined;
      return problem("too-many-requests", "http.limit.wait", {
        params: { minutes: Math.ceil(wait / 60_000), seconds: Math.ceil(wait / 1000) },
      });
    },
  };
}

/** Milliseconds to wait, 0 when the call is free. */
async function consume(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (typeof refusal === "object" && refusal !== null && "msBeforeNext" in refusal)
      return Math.max(1, Number(refusal.msBeforeNext));
    throw refusal;
  }
}
