import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { newPad } from "../ids/index.ts";
import { type Problem, problem } from "../result/index.ts";

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer, those that bypass Fastify too. */
export const securityHeaders = {
  "content-security-policy": contentPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
} as const;

/** Of a file that a page loads: the rest is about documents, and a first visit counts every byte. A picture that opens as one brings `pictureHeaders`. */
const assetHeaders = {
  "x-content-type-options": securityHeaders["x-content-type-options"],
  "cross-origin-resource-policy": securityHeaders["cross-origin-resource-policy"],
} as const;

/** Of an SVG: opened by itself it is a document. */
export const pictureHeaders = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" } as const;

/** Headers on every answer; a route may bring a stricter policy of its own. HSTS only where the instance is reached by https. */
export function addSecurityHeaders(app: FastifyInstance, https: boolean): void {
  const transport = https ? [["strict-transport-security", "max-age=31536000; includeSubDomains"] as const] : [];
  const ofAsset = [...Object.entries(assetHeaders), ...transport];
  const ofAll = [...Object.entries(securityHeaders), ...transport];
  app.addHook("onSend", (request, reply, _payload, done) => {
    const isAsset = request.routeOptions.config.asset === true && reply.statusCode < 400;
    if (isAsset) reply.removeHeader("x-request-id");
    for (const [name, value] of isAsset ? ofAsset : ofAll) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
}

/**
 * Whether a request names its host twice (RFC 9112, 3.2). Node passes on the first; a proxy before us may have gone by the other. Asked of every
 * request, so it looks at what Node has read already.
 */
export function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts > 1;
}

/** The form field that carries the token. */
export const csrfField = "_csrf";

/** A token for a form: the session's secret under a fresh pad, so that compression never shows it (BREACH). */
export function csrfToken(secret: Buffer): string {
  const pad = newPad(secret.length);
  return Buffer.concat([pad, xor(secret, pad)]).toString("base64url");
}

export function isCsrfToken(token: unknown, secret: Buffer): boolean {
  if (typeof token !== "string" || token.length > 200) return false;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== secret.length * 2) return false;
  const pad = bytes.subarray(0, secret.length);
  return timingSafeEqual(xor(bytes.subarray(secret.length), pad), secret);
}

/** A write, and a read that counts, must come from our own pages: browsers say where it comes from; programs without a browser say nothing. */
export function checkOrigin(request: FastifyRequest, ownOrigin: string): Problem | undefined {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return foreign();
  const origin = request.headers.origin;
  if (origin === undefined) return undefined;
  if (origin === ownOrigin) return undefined;
  // The same machine under another name (127.0.0.1 for localhost, a village's local address): the browser's own Host decides. Who is at home on
  // https takes nothing from a page that anybody on the way may have written.
  const isSafe = !ownOrigin.startsWith("https:") || origin.startsWith("https:");
  if (isSafe && URL.canParse(origin) && new URL(origin).host === request.headers.host) return undefined;
  return foreign();
}

/**
 * Form posts carry the session's token; other content types cannot be sent by a foreign form. A session made by this very request has no
 * rights a foreign page could borrow: whose session ran out is told so by the page itself, with a way on.
 */
export function checkFormToken(request: FastifyRequest, fields: unknown): Problem | undefined {
  const { session, sessionIsNew } = request.visit;
  if (session === undefined || sessionIsNew) return undefined;
  const token = typeof fields === "object" && fields !== null && csrfField in fields ? fields[csrfField] : undefined;
  return isCsrfToken(token, session.csrfSecret) ? undefined : problem("forbidden", "http.form.stale");
}

function foreign(): Problem {
  return problem("forbidden", "http.origin.foreign");
}

function xor(left: Buffer, right: Buffer): Buffer {
  const out = Buffer.alloc(left.length);
  for (let index = 0; index < left.length; index += 1) out[index] = (left[index] ?? 0) ^ (right[index] ?? 0);
  return out;
}
