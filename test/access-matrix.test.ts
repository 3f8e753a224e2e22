import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routeUses } from "./matrix/routes.ts";
import { isOwnRoute, keyOf, walk } from "./matrix/walk.ts";
import { makeWorld, openSession, type World } from "./matrix/world.ts";
import { type TestApp, testApp } from "./support/app.ts";

let test: TestApp;
let world: World;
let address: string;

beforeAll(async () => {
  test = await testApp();
  world = await makeWorld(test);
  await test.kernel.live.start();
  address = await test.app.listen({ port: 0, host: "127.0.0.1" });
}, 120_000);
afterAll(async () => {
  await test.kernel.live.stop();
  // Streams were left after their first line: nobody waits for the other end to notice.
  test.app.server.closeAllConnections();
  await test.close();
});

const listing = () => test.routes.filter((route) => isOwnRoute(route) && routeUses[keyOf(route)]?.lists !== undefined);

describe("every route × every role × own and foreign office", () => {
  it("is known to the matrix, and the matrix knows no others", () => {
    const registered = test.routes.filter(isOwnRoute).map(keyOf);
    expect(registered.filter((key) => routeUses[key] === undefined)).toEqual([]);
    expect(Object.keys(routeUses).filter((key) => !registered.includes(key))).toEqual([]);
    expect(registered.length).toBeGreaterThan(80);
  });

  it("lets in whom the rule table lets in, and nobody else", async () => {
    expect(await walk(test, world, address, test.routes)).toEqual([]);
  }, 240_000);

  it("turns red when a list forgets its scope", async () => {
    const { scope } = test.kernel.access;
    test.kernel.access.scope = () => sql<boolean>`true`;
    try {
      const faults = await walk(test, world, address, listing());
      expect(faults).toContain("GET /konsol as agency-officer: shows foreign office, private");
      expect(faults).toContain("GET /konsol/ekspor.csv as auditor: shows foreign office, private");
      expect(faults).toContain("GET /konsol/terlambat as head-of-office: shows foreign office, public");
    } finally {
      test.kernel.access.scope = scope;
    }
  }, 120_000);

  it("turns red when a page forgets to ask for one record", async () => {
    const { decide } = test.kernel.access;
    test.kernel.access.decide = () => true;
    const routes = test.routes.filter((route) => keyOf(route) === "GET /konsol/kasus/:code");
    const honest = { ...test, kernel: { ...test.kernel, access: { ...test.kernel.access, decide } } };
    try {
      expect(await walk(honest, world, address, routes)).toContain(
        "GET /konsol/kasus/:code as verifier on foreign office, name-hidden: in (200 ), but must be out",
      );
    } finally {
      test.kernel.access.decide = decide;
    }
  }, 60_000);

  it("turns red when a route is new", async () => {
    const route = { method: "GET", url: "/konsol/baru", access: { kind: "public" } } as const;
    expect(await walk(test, world, address, [route])).toEqual([
      "GET /konsol/baru: the matrix does not know how to call it",
    ]);
  });
});

describe("the stream of the officer's desk", () => {
  it("speaks when a case of one's own office changes, and is silent about others", async () => {
    const caller = world.callers.find(({ name }) => name === "agency-officer");
    const { secret } = await openSession(test, caller);
    const stopped = new AbortController();
    const response = await fetch(`${address}/konsol/langsung`, {
      headers: { cookie: `balai=${secret}` },
      signal: stopped.signal,
    });
    const officeOf = (name: string) => world.subjects.find((subject) => subject.name.startsWith(name))?.found.officeId;
    const tell = (officeId: string | undefined) =>
      sql`select pg_notify('balai_topics', ${JSON.stringify([`office:${officeId}`])})`.execute(test.database.db.query);
    await tell(officeOf("foreign"));
    await tell(officeOf("own"));
    let said = "";
    for await (const chunk of response.body ?? []) {
      said += Buffer.from(chunk).toString();
      if (said.includes("event: change")) break;
    }
    stopped.abort();
    expect(said.match(/event: change/g)).toHaveLength(1);
  });
});
