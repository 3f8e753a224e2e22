import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { type Database, openDatabase, type Tx } from "./database.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 4);
});
afterAll(async () => {
  await db.close();
  await database.close();
});

const backend = sql<{ pid: number }>`select pg_backend_pid() as pid`;

it("what is asked for in one turn goes to one connection, and each gets its own answer", async () => {
  const asked = Array.from({ length: 8 }, (_, index) =>
    sql<{ pid: number; index: number }>`select pg_backend_pid() as pid, ${index}::int as index`.execute(db.query),
  );
  const rows = (await Promise.all(asked)).map((answer) => answer.rows[0]);
  expect(rows.map((row) => row?.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(rows.map((row) => row?.pid)).size).toBe(1);
});

it("more than eight are shared out, so that the last does not wait for all", async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => backend.execute(db.query)));
  expect(new Set(all.map(({ rows }) => rows[0]?.pid)).size).toBe(2);
});

it("a statement that fails takes none with it, and the connection goes on", async () => {
  const division = (by: number) => sql<{ n: number }>`select 10 / ${by}::int as n`.execute(db.query);
  const answers = await Promise.allSettled([division(5), division(0), division(2)]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await division(1)).rows).toEqual([{ n: 10 }]);
});

it("a transaction has a connection to itself, and nothing asked for outside lands in it", async () => {
  await db.transaction(async (tx) => {
    const [inside, again, outside] = await Promise.all([
      backend.execute(tx),
      backend.execute(tx),
      sql<{ pid: number; opened: boolean }>`
        select pg_backend_pid() as pid, pg_current_xact_id_if_assigned() is not null as opened`.execute(db.query),
    ]);
    expect(inside.rows).toEqual(again.rows);
    expect(outside.rows[0]?.pid).not.toBe(inside.rows[0]?.pid);
  });
});

it("a transaction that throws leaves nothing, in a statement that comes again too", async () => {
  const make = sql`insert into regions.region (code, name, name_key, words) values ('99', 'Uji', 'uji', 'uji')`;
  for (let round = 0; round < 3; round += 1)
    await expect(
      database.owner.transaction(async (tx) => {
        await make.execute(tx);
        throw new Error("changed our mind");
      }),
    ).rejects.toThrow("changed our mind");
  const left = await sql`select 1 from regions.region where code = '99'`.execute(db.query);
  expect(left.rows).toEqual([]);
});

it("the plan of what comes again is kept, of what comes once it is not", async () => {
  const kept = sql<{ statement: string }>`select statement from pg_prepared_statements`;
  for (let round = 0; round < 3; round += 1) await sql`select ${round}::int as again`.execute(db.query);
  await sql`select ${1}::int as once`.execute(db.query);
  const texts = (await kept.execute(db.query)).rows.map(({ statement }) => statement);
  expect(texts).toContain("select $1::int as again");
  expect(texts).not.toContain("select $1::int as once");
});

it("a connection that the server ends is replaced", async () => {
  const [row] = (await backend.execute(db.query)).rows;
  await expect(sql`select pg_terminate_backend(${row?.pid}::int)`.execute(db.query)).rejects.toThrow("terminat");
  const next = (await backend.execute(db.query)).rows[0];
  expect(next?.pid).toBeTypeOf("number");
  expect(next?.pid).not.toBe(row?.pid);
});

it("says how many rows a statement outside a transaction changed", async () => {
  const changed = await sql`update regions.region set name = name where code = 'none'`.execute(database.owner.query);
  expect(changed.numAffectedRows).toBe(0n);
});

it("moments come as dates to the millisecond, in any of their forms", async () => {
  const text = [
    "2026-11-27 02:42:00+00",
    "2026-11-27 02:42:00.1+00",
    "2026-11-27 02:42:00.123456+00",
    "0044-03-15 12:00:00+00",
  ];
  const { rows } = await sql<{ at: Date }>`select unnest(${text}::timestamptz[]) as at`.execute(db.query);
  expect(rows.map(({ at }) => at.toISOString())).toEqual([
    "2026-11-27T02:42:00.000Z",
    "2026-11-27T02:42:00.100Z",
    "2026-11-27T02:42:00.123Z",
    "0044-03-15T12:00:00.000Z",
  ]);
  const forever = await sql<{ at: number }>`select 'infinity'::timestamptz as at`.execute(db.query);
  expect(forever.rows).toEqual([{ at: Number.POSITIVE_INFINITY }]);
});

describe("in a transaction", () => {
  const place = (code: string) =>
    sql`insert into regions.region (code, name, name_key, words) values (${code}, 'Uji', 'uji', 'uji')`;
  const found = async () =>
    (
      await sql<{ code: string }>`select code from regions.region where name = 'Uji' order by code`.execute(db.query)
    ).rows.map(({ code }) => code);
  afterEach(() => sql`delete from regions.region where name = 'Uji'`.execute(database.owner.query));

  it("what is asked for at once happens in its order", async () => {
    const sum = await database.owner.transaction(async (tx) => {
      await Promise.all([place("98").execute(tx), place("98.01").execute(tx)]);
      return sql<{ n: number }>`select count(*) as n from regions.region where name = 'Uji'`.execute(tx);
    });
    expect(sum.rows).toEqual([{ n: 2 }]);
    expect(await found()).toEqual(["98", "98.01"]);
  });

  it("last statements are written with the commit", async () => {
    await database.owner.transaction(async (tx, last) => {
      await place("98").execute(tx);
      last(place("98.02"));
      last(place("98.03"));
    });
    expect(await found()).toEqual(["98", "98.02", "98.03"]);
  });

  it("a last statement that fails undoes all, and says why", async () => {
    const work = database.owner.transaction(async (tx, last) => {
      await place("98").execute(tx);
      last(place("98.02"));
      last(sql`insert into regions.region (code, name, name_key, words) values ('98.04', '', '', '')`);
      last(place("98.03"));
    });
    await expect(work).rejects.toMatchObject({ code: "23514" });
    expect(await found()).toEqual([]);
  });

  it("one that goes on after a failed statement is told that nothing was kept", async () => {
    const work = database.owner.transaction(async (tx) => {
      await place("98").execute(tx);
      await sql`select 1 / 0`.execute(tx).catch(() => {});
      return "fine";
    });
    await expect(work).rejects.toThrow("rolled back");
    expect(await found()).toEqual([]);
  });

  it("what runs beside a part that failed writes nothing after the end", async () => {
    const tooLate: unknown[] = [];
    const slow = async (tx: Tx) => {
      await sql`select pg_sleep(0.05)`.execute(tx);
      await place("98").execute(tx);
    };
    const work = database.owner.transaction(async (tx) => {
      const beside = slow(tx).catch((fault: unknown) => tooLate.push(fault));
      await Promise.all([Promise.reject(new Error("no")), beside]);
    });
    await expect(work).rejects.toThrow("no");
    await expect.poll(() => tooLate).toEqual([new Error("asked for after the end of the transaction")]);
    expect(await found()).toEqual([]);
  });

  it("a work that fails in its first turn, before anything is sent, leaves no transaction open", async () => {
    /** Later than the statement is asked for, sooner than the end of the turn. */
    async function fail(): Promise<never> {
      for (let step = 0; step < 100; step += 1) await null;
      throw new Error("no");
    }
    const work = database.owner.transaction((tx) => Promise.all([place("98").execute(tx), fail()]));
    await expect(work).rejects.toThrow("no");
    const open = sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`;
    await expect.poll(async () => (await open.execute(database.owner.query)).rows).toEqual([{ n: 0 }]);
    expect(await found()).toEqual([]);
  });

  it("nothing is asked of the database for a work that asks nothing", async () => {
    expect(await db.transaction(async () => 7)).toBe(7);
  });

  it("a connection that ends in the middle undoes it and is replaced", async () => {
    const work = database.owner.transaction(async (tx) => {
      await place("98").execute(tx);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    });
    await expect(work).rejects.toThrow();
    expect(await found()).toEqual([]);
    expect(await database.owner.transaction((tx) => place("98.02").execute(tx))).toMatchObject({ numAffectedRows: 1n });
  });
});
