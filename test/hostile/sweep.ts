import type { LightMyRequestResponse } from "fastify";
import { newId } from "../../src/kernel/ids/index.ts";
import { type RouteUse, routeUses } from "../matrix/routes.ts";
import { entryLets, isOwnRoute, keyOf, type Route } from "../matrix/walk.ts";
import { type Caller, type OpenSession, openSession, reopenSession, type World } from "../matrix/world.ts";
import type { TestApp } from "../support/app.ts";
import { hostileTexts, htmlMark, noiseBytes } from "./values.ts";

/** One bad request: which, and how it is sent. */
interface Attempt {
  readonly about: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

const own = { host: "localhost:8080", origin: "http://localhost:8080" };
const form = "application/x-www-form-urlencoded";
let addresses = 0;

/** Sends every route all kinds of bad input, as callers who may use it. Gives what was wrong with the answers, one sentence each. */
export async function sweep(
  test: TestApp,
  world: World,
  names: readonly string[],
  routes: readonly Route[],
): Promise<{ faults: string[]; sent: number }> {
  const faults: string[] = [];
  let sent = 0;
  for (const route of routes.filter(isOwnRoute)) {
    const use = routeUses[keyOf(route)];
    if (use === undefined) continue;
    for (const caller of callersFor(route, world)) {
      for (const attempt of attemptsOn(route, use, world, names)) {
        const session = await sessionOf(test, world, use, caller);
        const answer = await send(test, attempt, session);
        sent += 1;
        const at = `${keyOf(route)} as ${caller?.name ?? "anybody"}, ${attempt.about}`;
        faults.push(...faultsOf(answer, attempt).map((fault) => `${at}: ${fault}`));
      }
    }
  }
  return { faults, sent };
}

/** Who gets far enough for the input to be read; of officers one or two who do, and one who is turned away. */
function callersFor({ access, url }: Route, { callers }: World): (Caller | undefined)[] {
  const named = (name: string) => callers.find((caller) => caller.name === name);
  if (access.kind === "public" || access.kind === "machine") return [undefined];
  if (access.kind === "officer" || url.startsWith("/konsol")) {
    const officers = callers.filter(({ actor }) => actor.kind === "officer");
    const welcome = officers.filter((caller) => entryLets(access, caller));
    const refused = officers.filter((caller) => !welcome.includes(caller));
    return [...welcome.slice(0, url.includes(":") ? 1 : 2), ...refused.slice(0, 1)];
  }
  if (access.kind === "resident") return [named("owner")];
  return [undefined, named("owner")];
}

async function sessionOf(
  test: TestApp,
  world: World,
  use: RouteUse,
  caller: Caller | undefined,
): Promise<OpenSession | undefined> {
  if (caller?.session === undefined) return undefined;
  return use.drafting === true && caller.name === "owner"
    ? reopenSession(test, world.draft.sessionId)
    : openSession(test, caller);
}

function attemptsOn(route: Route, use: RouteUse, world: World, names: readonly string[]): Attempt[] {
  const [first] = world.subjects;
  if (first === undefined) return [];
  const path = use.path(world, first);
  const attempts: Attempt[] = [];
  const method = route.method;
  // A stream that opens never ends: only its refusals and its head are looked at.
  const plain = use.stream === true ? "HEAD" : method;
  for (const [about, value] of Object.entries(hostileTexts)) {
    const url = (route.url.match(/:\w+/g) ?? []).map((param) => {
      const index = route.url.split("/").indexOf(param);
      return path
        .split("/")
        .map((part, at) => (at === index ? encode(value) : part))
        .join("/");
    });
    for (const [index, each] of url.entries())
      attempts.push({ about: `param ${index}: ${about}`, method: plain, url: each, ...emptyBody(method) });
    if (method === "GET") {
      const query = names.map((name) => `${name}=${encode(value)}`).join("&");
      // An address of 10,000 signs for each name would only test the parser's limit.
      attempts.push({
        about: `query: ${about}`,
        method: plain,
        url: `${path}?${value.length > 500 ? query.slice(0, 14_000) : query}`,
      });
    } else
      attempts.push({
        about: `form: ${about}`,
        method,
        url: path,
        headers: { "content-type": form },
        payload: formOf(names, value),
      });
  }
  return [...attempts, ...oddities(method, plain, path, names)];
}

function emptyBody(method: string): Partial<Attempt> {
  return method === "GET" ? {} : { headers: { "content-type": form }, payload: "" };
}

/** What is wrong with the request itself rather than with a value. */
function oddities(method: string, plain: string, path: string, names: readonly string[]): Attempt[] {
  const at = (about: string, rest: Omit<Partial<Attempt>, "about">): Attempt => ({
    about,
    method: plain,
    url: path,
    ...rest,
  });
  const json = { "content-type": "application/json" };
  const query = [...names.slice(0, 40)];
  const chunks = Array.from({ length: Math.ceil(names.length / 40) }, (_, index) =>
    names.slice(index * 40, index * 40 + 40),
  );
  if (method === "GET")
    return [
      ...chunks.map((some, index) =>
        at(`each name twice, ${index}`, { url: `${path}?${some.map((name) => `${name}=1&${name}=2`).join("&")}` }),
      ),
      at("lists and objects", { url: `${path}?${query.map((name) => `${name}[]=1&${name}[a]=2`).join("&")}` }),
      at("broken encoding", { url: `${path}?${query.map((name) => `${name}=%zz%ff%c0%ae`).join("&")}` }),
      at("broken cookies", { headers: { cookie: "balai=%ff; bahasa=%00; =;; balai=x; __Host-balai=y" } }),
      at("odd headers", {
        headers: {
          "if-none-match": '"',
          "last-event-id": "-1e999",
          accept: "*/*;q=x",
          "accept-language": "x".repeat(3000),
          range: "bytes=9-1",
        },
      }),
      at("the wrong method", { method: "PUT", headers: json, payload: "{}" }),
    ];
  const parts = (end: string) =>
    `--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--b\r\ncontent-disposition: form-data; name="photos"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`.concat(
      noiseBytes(300).toString("latin1"),
      end,
    );
  const multipart = { "content-type": "multipart/form-data; boundary=b" };
  return [
    at("each field twice", {
      headers: { "content-type": form },
      payload: names.map((name) => `${name}=1&${name}=2`).join("&"),
    }),
    at("broken encoding", { headers: { "content-type": form }, payload: "a=%zz&%ff=%c0%ae&b=%" }),
    at("bytes", { headers: { "content-type": form }, payload: noiseBytes(2000) }),
    at("no content type", { payload: noiseBytes(200) }),
    at("a content type nobody knows", { headers: { "content-type": "application/x-balai" }, payload: "x" }),
    at("plain text", { headers: { "content-type": "text/plain" }, payload: '{"answers":{}}' }),
    ...[
      "[]",
      "null",
      "1",
      '"text"',
      "{",
      '{"answers":[[]]}',
      '{"answers":{"what":["a"],"where":"x","photos":{"a":1}},"version":1e400}',
      `{"answers":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`,
    ].map((payload, index) => at(`JSON ${index}`, { headers: { ...json, "idempotency-key": newId() }, payload })),
    at("a bad key", { headers: { ...json, "idempotency-key": "'; --" }, payload: '{"answers":{}}' }),
    at("multipart without end", { headers: multipart, payload: Buffer.from(parts(""), "latin1") }),
    at("multipart with a false picture", {
      headers: multipart,
      payload: Buffer.from(parts("\r\n--b--\r\n"), "latin1"),
    }),
    ...["", "b".repeat(300)].map((boundary) =>
      at(`multipart with a boundary of ${boundary.length} signs`, {
        headers: { "content-type": `multipart/form-data; boundary="${boundary}"` },
        payload: parts("\r\n--b--\r\n"),
      }),
    ),
    at("multipart without boundary", {
      headers: { "content-type": "multipart/form-data" },
      payload: parts("\r\n--b--\r\n"),
    }),
    at("packed", { headers: { "content-type": form, "content-encoding": "gzip" }, payload: noiseBytes(100) }),
  ];
}

function formOf(names: readonly string[], value: string): string {
  const fields = names.map((name) => `${encode(name)}=${encode(value)}`);
  if (value.length <= 200) return fields.join("&");
  // Within the limit of a body, so that the fields are read at all: some of the names each time.
  const some = Math.max(1, Math.floor(60_000 / (encode(value).length + 30)));
  return fields.filter((_, index) => index % Math.ceil(fields.length / some) === 0).join("&");
}

/** Percent-encoded, half characters too. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("'", "%27");
}

async function send(
  test: TestApp,
  attempt: Attempt,
  session: OpenSession | undefined,
): Promise<LightMyRequestResponse> {
  addresses += 1;
  const cookie = session === undefined ? {} : { cookie: `balai=${session.secret}` };
  const isForm = attempt.headers?.["content-type"] === form && typeof attempt.payload === "string";
  const payload =
    isForm && session !== undefined ? `_csrf=${session.token}&_once=${newId()}&${attempt.payload}` : attempt.payload;
  return test.app.inject({
    method: attempt.method as "GET",
    url: attempt.url,
    // Each from elsewhere: the limits have tests of their own.
    remoteAddress: `198.51.${(addresses >> 8) & 255}.${addresses & 255}`,
    headers: { ...own, accept: addresses % 2 === 0 ? "text/html" : "application/json", ...cookie, ...attempt.headers },
    ...(payload === undefined ? {} : { payload }),
  });
}

function faultsOf({ statusCode, headers, body, rawPayload }: LightMyRequestResponse, { about }: Attempt): string[] {
  const faults: string[] = [];
  const type = String(headers["content-type"] ?? "");
  if (statusCode >= 500) faults.push(`answered ${statusCode}: ${body.slice(0, 300)}`);
  if (/\n\s+at .+:\d+:\d+|node_modules|\.tsx?:\d+/.test(body)) faults.push("shows a stack trace");
  if (type.startsWith("text/html") && body.includes(htmlMark)) faults.push("gives back HTML as it was sent");
  // A file that pages load is no document: a policy on it would say nothing to anybody.
  const isFile = statusCode === 200 && /^(text\/css|application\/(javascript|manifest)|image\/png)/.test(type);
  if (!isFile && !String(headers["content-security-policy"]).includes("default-src 'none'"))
    faults.push("has no content policy");
  for (const [name, value] of Object.entries(headers))
    if (/[\r\n]/.test(String(value))) faults.push(`breaks the header ${name}`);
  const location = String(headers.location ?? "/");
  if (!location.startsWith("/") && !location.startsWith(own.origin)) faults.push(`leads to ${location.slice(0, 80)}`);
  if (/^\/[/\\]/.test(location)) faults.push(`leads to ${location.slice(0, 80)}`);
  if (statusCode >= 400 && statusCode < 500 && rawPayload.length > 0)
    faults.push(...withoutSentence(type, body, about.endsWith("no number")));
  return faults;
}

function withoutSentence(type: string, body: string, saidByPerson: boolean): string[] {
  if (type.includes("json")) {
    const { title, detail, requestId } = JSON.parse(body) as Record<string, unknown>;
    const told = [title, detail].every(
      (text) => typeof text === "string" && / /.test(text) && !/^[a-z]+(\.[a-z-]+)+$/.test(text),
    );
    return told && typeof requestId === "string" ? [] : [`says ${body.slice(0, 200)}`];
  }
  const text = body.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ");
  if (!/<h1[\s>]/.test(body)) return [`has no heading: ${text.slice(0, 200)}`];
  // What the person wrote comes back in the form: that is theirs, not ours.
  return !saidByPerson && /\bundefined\b|\[object|\bNaN\b/.test(text)
    ? [`says ${/.{30}(\bundefined\b|\[object|\bNaN\b).{30}/s.exec(text)?.[0]}`]
    : [];
}
