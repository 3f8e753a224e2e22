import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openDatabase } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { createLedger } from "../ledger/index.ts";
import { ok } from "../result/index.ts";
import { movableClock } from "../time/index.ts";
import { createCommands, createDispatcher, type EventHandler, notifyChannel } from "./index.ts";

let database: TestDatabase;
const silent = { error: () => {} };

beforeAll(async () => {
  database = await testDatabase();
  // Where handlers leave their traces: a table of the invented club, made by the owner for this test.
  await sql`create schema club`.execute(database.owner.query);
  await sql`create table club.trace (id bigint generated always as identity primary key, event uuid not null, kind text not null)`.execute(
    database.owner.query,
  );
  await sql`grant usage on schema club to balai_app`.execute(database.owner.query);
  await sql`grant select, insert on club.trace to balai_app`.execute(database.owner.query);
});
beforeEach(async () => {
  await sql`truncate command.outbox, club.trace`.execute(database.owner.query);
});
afterAll(() => database.close());

let acts = 0;
async function happen(
  subject: Uuid,
  kinds: readonly string[],
  clock = movableClock("2026-11-24T03:00:00Z"),
): Promise<void> {
  acts += 1;
  const commands = createCommands({ db: database.db, ledger: createLedger(), clock });
  const done = await commands.run(
    {
      name: "club.act",
      key: `act-number-${acts}`,
      actorKey: "system:test",
      actor: { kind: "system", ref: "test" },
      input: acts,
    },
    async () =>
      ok({
        answer: null,
        history: [],
        entries: [],
        events: kinds.map((kind) => ({
          aggregateType: "member",
          aggregateId: subject,
          kind,
          payload: {},
          topics: [`member:${subject}`],
        })),
      }),
  );
  if (!done.ok) throw new Error(done.error.type);
}

const tracing = (kinds: readonly string[]): EventHandler[] =>
  kinds.map((on) => ({
    on,
    name: `trace ${on}`,
    handle: async (tx, event) =>
      void (await sql`insert into club.trace (event, kind) values (${event.id}, ${event.kind})`.execute(tx)),
  }));

async function traces(): Promise<string[]> {
  return (await sql<{ kind: string }>`select kind from club.trace order by id`.execute(database.db.query)).rows.map(
    (row) => row.kind,
  );
}

describe("outbox dispatcher", () => {
  it("hands over in order, once, and publishes the topics together", async () => {
    const member = newId();
    await happen(member, ["one", "two"]);
    await happen(member, ["three"]);
    const listener = await database.db.pool.connect();
    const heard: string[] = [];
    listener.on("notification", (message) => heard.push(message.payload ?? ""));
    await listener.query(`listen ${notifyChannel}`);
    const dispatcher = createDispatcher({
      db: database.db,
      clock: movableClock("2026-11-24T03:00:01Z"),
      log: silent,
      handlers: () => tracing(["one", "two", "three"]),
    });
    expect(await dispatcher.drain()).toBe(3);
    expect(await dispatcher.drain()).toBe(0);
    await listener.query("select 1");
    listener.release(true);
    expect(await traces()).toEqual(["one", "two", "three"]);
    expect(heard).toEqual([JSON.stringify([`member:${member}`])]);
  });

  it("handles the backlog of a flood in time, though the database believes that nothing waits", async () => {
    const dispatcher = createDispatcher({
      db: database.db,
      clock: movableClock("2026-11-24T03:00:01Z"),
      log: silent,
      handlers: () => [],
    });
    await flood(20_000);
    await sql`update command.outbox set dispatched_at = now()`.execute(database.owner.query);
    await sql`analyze command.outbox`.execute(database.owner.query);
    // Often enough for the plan to be kept.
    for (let round = 0; round < 10; round += 1) await dispatcher.drain();
    await flood(12_000);
    const start = performance.now();
    expect(await dispatcher.drain()).toBe(12_000);
    // About a second. By a plan that looks at all that waits for each that waits it takes ten times as long.
    expect(performance.now() - start).toBeLessThan(5_000);
  }, 120_000);

  /** Facts written past the commands. */
  async function flood(count: number): Promise<void> {
    await sql`insert into command.outbox (id, aggregate_type, aggregate_id, kind, payload, topics, at, next_attempt_at)
      select gen_random_uuid(), 'member', gen_random_uuid(), 'flood', '{}', array['flood'], '2026-11-24T03:00:00Z', '2026-11-24T03:00:00Z'
      from generate_series(1, ${count}::int)`.execute(database.owner.query);
  }

  it("holds back only the aggregate whose handler fails, and tries again later", async () => {
    const [sick, healthy] = [newId(), newId()];
    await happen(sick, ["one", "two"]);
    await happen(healthy, ["one"]);
    let broken = true;
    const handlers: EventHandler[] = [
      {
        on: "one",
        name: "sometimes broken",
        async handle(tx, event) {
          await sql`insert into club.trace (event, kind) values (${event.id}, 'one')`.execute(tx);
          if (broken && event.aggregateId === sick) throw new Error("partner away");
        },
      },
      ...tracing(["two"]),
    ];
    const clock = movableClock("2026-11-24T03:00:01Z");
    const dispatcher = createDispatcher({ db: database.db, clock, log: silent, handlers: () => handlers });
    expect(await dispatcher.drain()).toBe(1);
    expect(await traces()).toEqual(["one"]);
    broken = false;
    expect(await dispatcher.drain()).toBe(0);
    clock.advance(5_000);
    expect(await dispatcher.drain()).toBe(2);
    expect(await traces()).toEqual(["one", "one", "two"]);
  });

  it("does each event once when two processes dispatch at the same time", async () => {
    const members = Array.from({ length: 40 }, () => newId());
    for (const member of members) await happen(member, ["one", "two"]);
    const other = openDatabase(database.url, 4);
    try {
      const clock = movableClock("2026-11-24T03:00:01Z");
      const make = (db: typeof other) =>
        createDispatcher({ db, clock, log: silent, handlers: () => tracing(["one", "two"]) });
      const both = [make(database.db), make(other)];
      let done = 0;
      while (done < 80)
        for (const count of await Promise.all(both.map((dispatcher) => dispatcher.drain()))) done += count;
      const found = await sql<{
        all: number;
        different: number;
      }>`select count(*) as all, count(distinct event) as different from club.trace`.execute(database.db.query);
      expect(found.rows[0]).toEqual({ all: 80, different: 80 });
    } finally {
      await other.close();
    }
  });

  it("loses and doubles nothing when its connection is killed in the middle of a batch", async () => {
    for (let member = 0; member < 30; member += 1) await happen(newId(), ["one"]);
    let calls = 0;
    const executioner = openDatabase(database.url, 1);
    const killing: EventHandler = {
      on: "one",
      name: "killed",
      async handle(tx, event) {
        calls += 1;
        await sql`insert into club.trace (event, kind) values (${event.id}, 'one')`.execute(tx);
        if (calls === 15) {
          const backend = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
          await sql`select pg_terminate_backend(${backend.rows[0]?.pid ?? 0})`.execute(executioner.query);
        }
      },
    };
    const dispatcher = createDispatcher({
      db: database.db,
      clock: movableClock("2026-11-24T03:00:01Z"),
      log: silent,
      handlers: () => [killing],
    });
    await expect(dispatcher.drain()).rejects.toThrow();
    expect(await traces()).toEqual([]);
    expect(await dispatcher.drain()).toBe(30);
    expect(await traces()).toHaveLength(30);
    await executioner.close();
  });
});
