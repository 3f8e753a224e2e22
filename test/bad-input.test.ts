import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fieldNames } from "./hostile/names.ts";
import { sweep } from "./hostile/sweep.ts";
import { isOwnRoute, keyOf } from "./matrix/walk.ts";
import { makeWorld, openSession, type World } from "./matrix/world.ts";
import { type TestApp, testApp } from "./support/app.ts";

let test: TestApp;
let world: World;
const names = fieldNames();

beforeAll(async () => {
  test = await testApp();
  world = await makeWorld(test);
}, 180_000);
afterAll(() => test.close());

/** Cases of which a part is missing: each act is written whole or not at all. */
async function halfWritten(): Promise<unknown[]> {
  const found = await sql`
    with acts as (
      select c.id, c.revision,
        (select count(*) from cases.content d where d.case_id = c.id and d.action = 'submit') as submissions,
        (select count(*) from command.history h where h.aggregate_id = c.id and (h.kind = 'submitted' or h.kind like 'action:%')) as history,
        (select count(*) from command.history h where h.aggregate_id = c.id and h.content_id is not null
          and not exists (select 1 from cases.content d where d.id = h.content_id)) as dangling,
        (select count(*) from command.outbox o where o.aggregate_id = c.id and o.kind in ('case.submitted', 'case.advanced')) as outbox,
        (select count(*) from ledger.entry e where e.subject = c.id and e.kind <> 'case.late') as entries,
        (select count(*) from reports.report r where r.case_id = c.id) as reports,
        c.service
      from cases.case c)
    select * from acts where submissions <> 1 or history <> revision or dangling <> 0 or outbox <> revision or entries <> revision
      or reports <> (case when service = 'reports.report' then 1 else 0 end)`.execute(test.database.owner.query);
  return found.rows;
}

async function counts(): Promise<unknown> {
  const found = await sql`select
    (select count(*) from cases.case) as cases, (select count(*) from accounts.account) as accounts,
    (select count(*) from access.assignment) as assignments, (select count(*) from access.office) as offices,
    (select count(*) from accounts.delegation) as delegations, (select count(*) from privacy.erasure) as erasures`.execute(
    test.database.owner.query,
  );
  return found.rows[0];
}

describe("bad input", () => {
  it("knows the names that routes read", () => {
    expect(names).toEqual(expect.arrayContaining(["phone", "q", "what", "where.region", "rating", "code", "kembali"]));
    expect(names.length).toBeGreaterThan(60);
  });

  it("to every route gets a sentence: no fault of ours, no trace of the inside, nothing half-written, no case nobody asked for", async () => {
    const before = await counts();
    const { faults, sent } = await sweep(test, world, names, test.routes);
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(2000);
    expect(await halfWritten()).toEqual([]);
    expect(await counts()).toEqual(before);
  }, 900_000);

  it("every write refuses other sites, and forms without the session's token", async () => {
    const owner = world.callers.find(({ name }) => name === "owner");
    const officer = world.callers.find(({ name }) => name === "agency-officer");
    for (const route of test.routes.filter(isOwnRoute).filter(({ method }) => method !== "GET")) {
      const session = await openSession(test, route.url.startsWith("/konsol") ? officer : owner);
      const url = route.url.replace(/:\w+/g, "x");
      const send = (headers: Record<string, string>, payload = "a=1") =>
        test.app.inject({
          method: "POST",
          url,
          payload,
          remoteAddress: "198.51.100.9",
          headers: {
            host: "localhost:8080",
            cookie: `balai=${session.secret}`,
            "content-type": "application/x-www-form-urlencoded",
            ...headers,
          },
        });
      const foreign = await send({ origin: "https://evil.example" }, `_csrf=${session.token}`);
      expect([keyOf(route), foreign.statusCode]).toEqual([keyOf(route), 403]);
      const bare = await send({ origin: "http://localhost:8080" });
      expect([keyOf(route), bare.statusCode]).toEqual([keyOf(route), 403]);
      const boundary = { origin: "http://localhost:8080", "content-type": "multipart/form-data; boundary=b" };
      const parts = await send(boundary, '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n');
      expect(parts.statusCode, `${keyOf(route)} by multipart`).toBeGreaterThanOrEqual(400);
    }
  });
});
