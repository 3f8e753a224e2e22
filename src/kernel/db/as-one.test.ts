import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { asOneStatement } from "./as-one.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const { query } = database.owner;
  await sql`create schema club`.execute(query);
  await sql`create table club.member (name text primary key, turn bigint generated always as identity)`.execute(query);
  await sql`create table club.visit (member text references club.member (name), at timestamptz)`.execute(query);
});
afterAll(() => database.close());

const member = (name: string) => sql`insert into club.member (name) values (${name})`;

it("writes are done in their order, and may refer to what comes later", async () => {
  const names = ["Eka", "Budi", "Citra", "Ayu", "Dewi"];
  const visit = sql`insert into club.visit (member, at) values (${"Dewi"}, ${new Date(0)})`;
  await asOneStatement([visit, ...names.map(member)]).execute(database.owner.query);
  const found = await sql<{ name: string }>`select name from club.member order by turn`.execute(database.owner.query);
  expect(found.rows.map(({ name }) => name)).toEqual(names);
  expect((await sql`select from club.visit`.execute(database.owner.query)).rows).toHaveLength(1);
});

it("the first that cannot be done says why, and none is done", async () => {
  const work = asOneStatement([member("Fajar"), member("Ayu"), member("Eka")]).execute(database.owner.query);
  await expect(work).rejects.toMatchObject({ constraint: "member_pkey", detail: expect.stringContaining("Ayu") });
  expect((await sql`select from club.member where name = 'Fajar'`.execute(database.owner.query)).rows).toEqual([]);
});
