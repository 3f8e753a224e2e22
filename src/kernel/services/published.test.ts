import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openDatabase } from "../db/index.ts";
import { importSeeds, readPublished, type ServiceDefinition } from "./index.ts";
import { tennisClub } from "./testing/tennis-club.ts";

const at = new Date("2026-11-24T03:00:00Z");
const second: ServiceDefinition = { ...tennisClub, version: 2, from: "2026-07-01" };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const importAll = (definitions: readonly ServiceDefinition[], when = at, db = database.db) =>
  db.transaction((tx) => importSeeds(tx, definitions, when));

async function rows() {
  return (
    await sql`select id, version, hash, from_day, published_at from services.definition order by id, version`.execute(
      database.owner.query,
    )
  ).rows;
}

describe("published versions", () => {
  it("are imported once; the same content again changes nothing", async () => {
    expect((await importAll([tennisClub])).ok).toBe(true);
    const first = await rows();
    expect(first).toHaveLength(1);
    const copy: ServiceDefinition = JSON.parse(JSON.stringify(tennisClub));
    expect((await importAll([copy, second], new Date("2027-01-01T00:00:00Z"))).ok).toBe(true);
    const both = await rows();
    expect(both[0]).toEqual(first[0]);
    expect(both).toHaveLength(2);
  });

  it("with other content under the same version are refused with a sentence for the operator", async () => {
    const changed = { ...tennisClub, title: "club.other" };
    const refused = await importAll([changed]);
    expect(refused.ok ? [] : refused.error).toEqual([
      expect.stringContaining("Version 1 of the service club.membership was published with other content"),
    ]);
    expect(await readPublished(database.db.query)).toEqual([tennisClub, second]);
  });

  it("come back as they were written, the order of states and actions too", async () => {
    const [first] = await readPublished(database.db.query);
    const { states } = tennisClub.flow;
    expect(Object.keys(first?.flow.states ?? {})).toEqual(Object.keys(states));
    for (const name of Object.keys(states))
      expect(Object.keys(first?.flow.states[name]?.may ?? {})).toEqual(Object.keys(states[name]?.may ?? {}));
  });

  it("cannot be changed or removed by the program", async () => {
    for (const attack of [
      "update services.definition set hash = hash",
      "delete from services.definition",
      "truncate services.definition",
    ])
      await expect(sql.raw(attack).execute(database.db.query), attack).rejects.toThrow("permission denied");
  });

  it("changed behind its back are noticed", async () => {
    await sql`update services.definition set body = (replace(body::text, 'club.title', 'club.other'))::json where version = 2`.execute(
      database.owner.query,
    );
    await expect(readPublished(database.db.query)).rejects.toThrow("club.membership v2 is not what its hash says");
  });

  it("are imported by two programs at once without harm", async () => {
    const third: ServiceDefinition = { ...tennisClub, id: "club.other" };
    const pool = openDatabase(database.url, 2);
    try {
      const done = await Promise.all([importAll([third]), importAll([third], at, pool)]);
      expect(done.map((one) => one.ok)).toEqual([true, true]);
    } finally {
      await pool.close();
    }
  });
});
