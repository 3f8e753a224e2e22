import type { Action, Actor } from "../access/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Problem } from "../result/index.ts";
import type { Lang } from "../ui/index.ts";

/** Who may call a route at all. A route that works on one record names the action and asks `decide` itself with the record. */
export type RouteAccess =
  /** The same answer for everyone; no session is looked up, so the answer may be cached. */
  | { readonly kind: "public" }
  /** Anyone; who is signed in is known, but no session is made: pages and files that show more to some. */
  | { readonly kind: "anyone" }
  /** Anyone, with a session (made when missing): forms, sign-in. */
  | { readonly kind: "visitor" }
  /** A signed-in resident. */
  | { readonly kind: "resident" }
  /** An officer who holds `action` in some office; lists are narrowed by `scope`. */
  | { readonly kind: "officer"; readonly action: Action }
  /** Whoever may do `action` on the record in question. */
  | { readonly kind: "record"; readonly action: Action }
  /** The operator's own machines: a bearer token, or the loopback address without a proxy. */
  | { readonly kind: "machine" };

/** A session as http needs it; kernel/accounts keeps them. */
export interface Session {
  readonly id: Uuid;
  readonly kind: "anonymous" | "resident" | "officer";
  readonly accountId: Uuid | null;
  readonly actingFor: Uuid | null;
  /** The one case whose code and PIN were given in this session. */
  readonly guestCaseId: Uuid | null;
  /** The session that this one replaced at sign-in: its drafts move over. */
  readonly previousSessionId: Uuid | null;
  readonly csrfSecret: Buffer;
}

export interface SessionStore {
  /** The living session of this cookie, or undefined. */
  find(secret: string): Promise<Session | undefined>;
  startAnonymous(
    device: { readonly key: string; readonly userAgent: string; readonly browser: null },
    lang: Lang,
  ): Promise<{ secret: string; session: Session }>;
}

/** What a request is about, beside its route: who calls, in which language. */
export interface Visit {
  readonly session: Session | undefined;
  /** The session was made by this very request: nobody can have abused it yet, and no form of it exists. */
  readonly sessionIsNew: boolean;
  readonly actor: Actor;
  readonly lang: Lang;
  /** Why this post is not let in, while what was written is still being read. */
  readonly refused?: Problem;
}

declare module "fastify" {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Named limit of kernel/http/limits.ts; writes have "write" when they name none, and "upload" when files come with them. */
    limit?: string;
    /** Reads multipart forms itself, and checks their token before the first file. No other route takes any. */
    files?: true;
    /** A read that counts against the reader (a quota, a line in a log about them): as little as a write may another site cause it. */
    counts?: true;
    /** A file that pages load, no document: its answer carries only the security headers that mean something for one. */
    asset?: true;
  }
  interface FastifyRequest {
    visit: Visit;
  }
}
