import type { Answerer } from "./visitor.ts";

/**
 * Reaches a running server as Fastify's `inject` reaches the program. `address` is asked at each request: a server that was started again may be elsewhere.
 * Rejects when the connection breaks before the whole answer is there.
 */
export function reach(address: () => string): Answerer {
  return {
    async inject({ method, url, headers, payload }) {
      const { host: _, ...rest } = headers;
      // A page of the server it came from, wherever that is by now.
      const own = rest.origin === undefined ? rest : { ...rest, origin: address() };
      const answer = await fetch(`${address()}${url}`, { method, headers: own, body: payload, redirect: "manual" });
      return {
        statusCode: answer.status,
        headers: Object.fromEntries(answer.headers),
        cookies: answer.headers.getSetCookie().map(cookieOf),
        body: await answer.text(),
      };
    },
  };
}

function cookieOf(line: string): { name: string; value: string; maxAge?: number } {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  const maxAge = /;\s*max-age=(\d+)/i.exec(line)?.[1];
  return { name, value: decodeURIComponent(value), ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }) };
}
