import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeWorld, type OpenSession, openSession, type World } from "../../../test/matrix/world.ts";
import { type TestApp, testApp } from "../../../test/support/app.ts";

let test: TestApp;
let world: World;

beforeAll(async () => {
  test = await testApp();
  world = await makeWorld(test);
}, 180_000);
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.owner.pool.query("delete from console.export_log; delete from console.export_quota");
});

const sessionOf = (name: string): Promise<OpenSession> =>
  openSession(
    test,
    world.callers.find((caller) => caller.name === name),
  );
const exported = ({ secret }: OpenSession, query = "") =>
  test.app.inject({
    url: `/konsol/ekspor.csv${query}`,
    headers: { host: "localhost:8080", cookie: `balai=${secret}`, accept: "text/html" },
  });
const rowsOf = (body: string) => body.trimEnd().split("\r\n").length - 1;
const allow = (rows: number) =>
  test.database.owner.pool.query(
    "insert into console.export_quota (effective_from, rows_per_day, source, verified) values ('2020-01-01', $1, 'test', true)",
    [rows],
  );
const log = async () =>
  (await test.database.owner.pool.query("select rows, filters, day from console.export_log order by id")).rows;

describe("an officer's rows as a file", () => {
  it("are written down before they leave: how many and by which filters, never what was searched", async () => {
    await allow(1_000);
    const officer = await sessionOf("agency-officer");
    const file = await exported(officer);
    expect(file.statusCode).toBe(200);
    expect(rowsOf(file.body)).toBeGreaterThan(0);
    expect(await log()).toMatchObject([{ rows: rowsOf(file.body), day: test.clock.now().toISOString().slice(0, 10) }]);
    await exported(officer, "?q=Wulandari");
    expect((await log())[1]).toMatchObject({ rows: 0, filters: { q: true } });
    expect(JSON.stringify(await log())).not.toContain("Wulandari");
  });

  it("show no number of a person that stands in a headline", async () => {
    await allow(1_000);
    await test.database.owner.pool.query("update cases.case set headline = 'Jalan rusak, WA 0812-3456-7890'");
    const { body } = await exported(await sessionOf("agency-officer"));
    expect(body).toContain("Jalan rusak, WA [phone]");
    expect(body).not.toContain("7890");
  });

  it("are so many a day and no more: then a sentence says how many are left, and when to come back", async () => {
    const officer = await sessionOf("agency-officer");
    await allow(1_000);
    const rows = rowsOf((await exported(officer)).body);
    await test.database.owner.pool.query("delete from console.export_log");
    await test.database.owner.pool.query("update console.export_quota set rows_per_day = $1", [2 * rows - 1]);
    expect((await exported(officer)).statusCode).toBe(200);
    const refused = await exported(officer);
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain(`${rows - 1} baris`);
    // 10.00 in Surabaya: fourteen hours to midnight.
    expect(refused.headers["retry-after"]).toBe(String(14 * 3600));
    expect(await log()).toHaveLength(1);
    test.clock.advance(14 * 3600_000);
    expect((await exported(await sessionOf("agency-officer"))).statusCode).toBe(200);
    test.clock.advance(-14 * 3600_000);
  });

  it("asked for twice at once do not share the last rows", async () => {
    const officer = await sessionOf("agency-officer");
    await allow(1_000);
    const rows = rowsOf((await exported(officer)).body);
    await test.database.owner.pool.query("delete from console.export_log");
    await test.database.owner.pool.query("update console.export_quota set rows_per_day = $1", [rows]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => exported(officer)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 429, 429, 429, 429]);
    expect(await log()).toHaveLength(1);
  });

  it("are none at all where no quota has begun", async () => {
    expect((await exported(await sessionOf("agency-officer"))).statusCode).toBe(429);
    expect(await log()).toEqual([]);
  });
});
