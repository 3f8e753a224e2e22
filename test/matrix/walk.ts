import { rules } from "../../src/kernel/access/index.ts";
import type { Assembled } from "../../src/kernel/assemble.ts";
import { formatPublicCode, newId } from "../../src/kernel/ids/index.ts";
import type { TestApp } from "../support/app.ts";
import { type RouteUse, routeUses } from "./routes.ts";
import { type Caller, mayOn, openSession, reopenSession, type Subject, type World } from "./world.ts";

export type Route = Assembled["routes"][number];

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

export const keyOf = ({ method, url }: Pick<Route, "method" | "url">): string => `${method} ${url}`;
/** Fastify answers HEAD by GET's handler and OPTIONS not at all: they are not routes of their own. */
export const isOwnRoute = ({ method }: Pick<Route, "method">): boolean => method !== "HEAD" && method !== "OPTIONS";

/** Whether the route's `access` entry lets a caller in, read from the rule table by its roles: a second reading, not the server's own. */
export function entryLets(access: Route["access"], { actor }: Caller): boolean {
  switch (access.kind) {
    case "public":
    case "anyone":
    case "visitor":
      return true;
    case "machine":
      return false;
    case "resident":
      return actor.kind === "resident";
    case "officer":
      return actor.kind === "officer" && actor.assignments.some(({ role }) => rules[access.action][role] !== undefined);
    case "record":
      return actor.kind === "officer"
        ? actor.assignments.some(({ role }) => rules[access.action][role] !== undefined)
        : rules[access.action][actor.kind] !== undefined;
  }
}

/** Whether a caller must be let in to a route about a subject. */
export function mustLetIn(test: TestApp, route: Route, use: RouteUse, caller: Caller, subject: Subject): boolean {
  if (use.missing === true || !entryLets(route.access, caller)) return false;
  if (use.only !== undefined) return use.only(caller);
  if (use.on === undefined) return true;
  // What everyone may see of a case, everyone may see, whatever their own rights.
  const { kernel } = test;
  const everyone = mayOn(
    kernel,
    { name: "public", actor: { kind: "public" }, session: undefined },
    "case.view-public",
    subject,
  );
  if (keyOf(route) === "GET /berkas/:id/:variant" && everyone) return true;
  // Officers are led from the owner's page to their desk, which decides; the stream and the page of a code say nothing before.
  if (keyOf(route) === "GET /kasus/:code" && caller.actor.kind === "officer") return true;
  if (route.access.kind === "public") return everyone;
  // A document is opened by those who may read what is personal; an officer who may only read the case is told that there is one.
  const isSealedFile = keyOf(route) === "GET /berkas/:id/:variant" && subject.sealed && caller.actor.kind === "officer";
  return mayOn(kernel, caller, isSealedFile ? "case.read-personal" : use.on, subject);
}

/** What the walk found wrong, one sentence each. */
export async function walk(test: TestApp, world: World, address: string, routes: readonly Route[]): Promise<string[]> {
  const faults: string[] = [];
  for (const route of routes.filter(isOwnRoute)) {
    const use = routeUses[keyOf(route)];
    if (use === undefined) {
      faults.push(`${keyOf(route)}: the matrix does not know how to call it`);
      continue;
    }
    const [first] = world.subjects;
    const subjects = use.on === undefined && first !== undefined ? [first] : world.subjects;
    for (const caller of world.callers)
      for (const subject of subjects) {
        const answer = await call(test, world, address, route, use, caller, subject);
        const about = `${keyOf(route)} as ${caller.name}${use.on === undefined ? "" : ` on ${subject.name}`}`;
        const expected = mustLetIn(test, route, use, caller, subject);
        const found = judged(answer);
        if (found === "fault") faults.push(`${about}: answered ${answer.status}`);
        else if (found !== (expected ? "in" : "out"))
          faults.push(
            `${about}: ${found} (${answer.status} ${answer.location}), but must be ${expected ? "in" : "out"}`,
          );
        if (use.lists !== undefined && found === "in" && answer.status === 200)
          faults.push(...listFaults(test, world, use.lists, caller, answer.body).map((fault) => `${about}: ${fault}`));
      }
  }
  return faults;
}

/** Let in: answered, also with a complaint about the form. Out: sent to sign in, refused, or told that there is no such thing (any more). */
function judged({ status, location }: Answer): "in" | "out" | "fault" {
  if (status >= 500 || status === 429) return "fault";
  if ([401, 403, 404, 410].includes(status)) return "out";
  return status === 303 && /^\/(masuk\?kembali|lacak\?kode)/.test(location) ? "out" : "in";
}

/** A list shows the codes of exactly those cases that the right covers. */
function listFaults(
  { kernel }: TestApp,
  world: World,
  { right, part }: NonNullable<RouteUse["lists"]>,
  caller: Caller,
  body: string,
): string[] {
  return world.subjects.flatMap((subject) => {
    const shown = body.includes(subject.found.code) || body.includes(formatPublicCode(subject.found.code));
    const covered = mayOn(kernel, caller, right, subject);
    if (shown && !covered) return [`shows ${subject.name}`];
    return !shown && covered && part !== true ? [`hides ${subject.name}`] : [];
  });
}

async function call(
  test: TestApp,
  world: World,
  address: string,
  route: Route,
  use: RouteUse,
  caller: Caller,
  subject: Subject,
): Promise<Answer> {
  const session =
    caller.session === undefined
      ? undefined
      : use.drafting === true && caller.name === "owner"
        ? await reopenSession(test, world.draft.sessionId)
        : await openSession(test, caller);
  const path = use.path(world, subject);
  const headers = {
    accept: "text/html",
    ...(session === undefined ? {} : { cookie: `balai=${session.secret}` }),
  };
  if (use.stream === true) {
    const stopped = new AbortController();
    const response = await fetch(address + path, { headers, redirect: "manual", signal: stopped.signal });
    const answer = { status: response.status, location: response.headers.get("location") ?? "", body: "" };
    stopped.abort();
    return answer;
  }
  const isWrite = route.method !== "GET";
  const form = new URLSearchParams({ _csrf: session?.token ?? "", _once: newId(), ...use.fields });
  const answer = await test.app.inject({
    method: isWrite ? "POST" : "GET",
    url: path,
    // A caller from elsewhere: the operator's own machine may more.
    remoteAddress: "203.0.113.7",
    headers: {
      ...headers,
      host: "localhost:8080",
      ...(isWrite ? { origin: "http://localhost:8080", "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(isWrite ? { payload: form.toString() } : {}),
  });
  const location = answer.headers.location;
  return { status: answer.statusCode, location: typeof location === "string" ? location : "", body: answer.body };
}
