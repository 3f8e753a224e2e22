import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId } from "../ids/index.ts";
import { createLedger } from "./append.ts";

let database: TestDatabase;
const ledger = createLedger();
const at = new Date("2026-11-24T03:00:00Z");
const content = { said: "Lubang di depan sekolah", name: "Sumiati" };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function append(subject: string) {
  const fact = { book: "club", kind: "said", subject, officeId: null, region: "35.78", facts: { version: 1 }, content };
  const [id] = await database.db.transaction((tx) => ledger.append(tx, [fact], at));
  if (id === undefined) throw new Error("no entry was made");
  return id;
}

describe("ledger", () => {
  it("keeps a commitment, not the content", async () => {
    const id = await append(newId());
    const found = await sql<{ body: string }>`select body from ledger.entry where id = ${id}`.execute(
      database.db.query,
    );
    expect(found.rows[0]?.body).not.toContain("Sumiati");
    expect(found.rows[0]?.body).not.toContain("sekolah");
    expect(JSON.parse(found.rows[0]?.body ?? "{}")).toMatchObject({
      book: "club",
      kind: "said",
      v: 1,
      region: "35.78",
    });
  });

  it("verifies the content, and notices one changed letter", async () => {
    const id = await append(newId());
    expect(await ledger.verifyContent(database.db.query, id, content)).toBe("valid");
    expect(await ledger.verifyContent(database.db.query, id, { ...content, said: "Lubang di depan Sekolah" })).toBe(
      "invalid",
    );
    expect(await ledger.verifyContent(database.db.query, newId(), content)).toBe("invalid");
  });

  it("gives equal contents different commitments, so that nothing can be guessed by comparing", async () => {
    const [first, second] = [await append(newId()), await append(newId())];
    const found = await sql<{ body: string }>`select body from ledger.entry where id in (${first}, ${second})`.execute(
      database.db.query,
    );
    const commitments = new Set(found.rows.map((row) => JSON.parse(row.body).commitment));
    expect(commitments.size).toBe(2);
  });

  it("cannot link a commitment any more once its opening is destroyed; the entry stays", async () => {
    const subject = newId();
    const id = await append(subject);
    expect(await database.db.transaction((tx) => ledger.destroyOpenings(tx, subject))).toBe(1);
    expect(await ledger.verifyContent(database.db.query, id, content)).toBe("erased");
    expect((await sql`select 1 from ledger.entry where id = ${id}`.execute(database.db.query)).rows).toHaveLength(1);
  });

  it.each([
    "update ledger.entry set body = '{}'",
    "delete from ledger.entry",
    "truncate ledger.entry cascade",
    "update ledger.opening set opening = gen_random_uuid()::text::bytea",
    "update command.history set kind = 'x'",
    "delete from command.history",
    "alter table ledger.entry add column x int",
    "drop table ledger.entry cascade",
  ])("refuses the app's role: %s", async (attack) => {
    await append(newId());
    await expect(sql.raw(attack).execute(database.db.query)).rejects.toThrow(/permission denied|must be owner/);
  });
});
