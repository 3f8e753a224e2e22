import type { OutgoingHttpHeaders } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
  readonly headers: OutgoingHttpHeaders;
}

/** What answers requests: the program itself by Fastify's `inject`, one behind a proxy, or a running server (`reach`). */
export interface Answerer {
  inject(asked: {
    readonly method: "GET" | "POST";
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): PromiseLike<{
    readonly statusCode: number;
    readonly headers: OutgoingHttpHeaders;
    readonly body: string;
    readonly cookies: readonly {
      readonly name: string;
      readonly value: string;
      readonly expires?: Date;
      readonly maxAge?: number;
    }[];
  }>;
}

export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form as the last page got by `get` would: with its token, unless `fields` names another. */
  post(
    path: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** The token of the last page that had one. */
  readonly token: string;
}

/** A browser as far as the server can tell: it keeps cookies, sends Origin with forms, and runs no scripts. */
export function createVisitor(app: Answerer, origin = "http://localhost:8080"): Visitor {
  const cookies = new Map<string, string>();
  let token = "";

  async function send(
    method: "GET" | "POST",
    path: string,
    headers: Readonly<Record<string, string>>,
    payload?: string,
  ): Promise<Answer> {
    const response = await app.inject({
      method,
      url: path,
      headers: {
        host: new URL(origin).host,
        accept: "text/html",
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "user-agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value, expires, maxAge } of response.cookies) {
      if (maxAge === 0 || (expires !== undefined && expires.getTime() === 0)) cookies.delete(name);
      else cookies.set(name, value);
    }
    token = /name="_csrf" value="([^"]+)"/.exec(response.body)?.[1] ?? token;
    const location = response.headers.location;
    return {
      status: response.statusCode,
      location: typeof location === "string" ? location : undefined,
      body: response.body,
      headers: response.headers,
    };
  }

  return {
    cookies,
    get token() {
      return token;
    },
    get: (path, headers = {}) => send("GET", path, headers),
    post(path, fields = {}, headers = {}) {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries({ _csrf: token, ...fields }))
        for (const one of typeof value === "string" ? [value] : value) form.append(name, one);
      return send(
        "POST",
        path,
        { "content-type": "application/x-www-form-urlencoded", origin, ...headers },
        form.toString(),
      );
    },
  };
}

/** The value of a hidden field. Throws when the page has none. */
export function hiddenField(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`);
  return value;
}

/** The sentence at a field that was filled in wrongly; undefined when there is none. */
export function errorAt(page: string, field: string): string | undefined {
  const found = new RegExp(`id="${field}-e"[^>]*>(.*?)</p>`, "s").exec(page)?.[1];
  return found?.replace(/<[^>]+>/g, "").trim();
}

/** Sent right after the answer, or by another request that sends what is due at that moment. */
const mostWaits = 100;
const waitMs = 50;

/** The newest code in the demo message box. Throws when none comes. */
export async function codeFor(app: Answerer, recipient: string): Promise<string> {
  const url = `/demo/pesan.json?untuk=${encodeURIComponent(recipient)}`;
  for (let waits = 0; waits < mostWaits; waits += 1) {
    const answer = await app.inject({ method: "GET", url, headers: {} });
    const code = (JSON.parse(answer.body) as { body: string }[])
      .map(({ body }) => /\b\d{6}\b/.exec(body)?.[0])
      .find((found) => found !== undefined);
    if (code !== undefined) return code;
    await pause(waitMs);
  }
  throw new Error("no code was sent");
}

/** Signs a resident in as a browser without scripts does. */
export async function signIn(app: Answerer, visitor: Visitor, phone: string): Promise<void> {
  await visitor.get("/masuk");
  const asked = await visitor.post("/masuk", { phone });
  if (asked.status !== 303) throw new Error(`no code could be asked for: ${asked.status}`);
  const page = await visitor.get("/masuk/kode");
  const answer = await visitor.post("/masuk/kode", {
    challenge: hiddenField(page.body, "challenge"),
    code: await codeFor(app, phone),
  });
  if (answer.status !== 303) throw new Error(`signing in failed: ${answer.status}`);
  await visitor.get("/saya/nama");
}

/** Signs an officer in: password, then the code of the message box. */
export async function signInOfficer(
  app: Answerer,
  visitor: Visitor,
  officer: { readonly username: string; readonly password: string; readonly email: string },
): Promise<void> {
  await visitor.get("/masuk/petugas");
  const asked = await visitor.post("/masuk/petugas", { username: officer.username, password: officer.password });
  if (asked.status !== 303) throw new Error(`${officer.username} may not sign in: ${asked.status}`);
  const page = await visitor.get("/masuk/kode");
  const answer = await visitor.post("/masuk/kode", {
    challenge: hiddenField(page.body, "challenge"),
    code: await codeFor(app, officer.email),
  });
  if (answer.status !== 303) throw new Error(`signing in failed: ${answer.status}`);
}
