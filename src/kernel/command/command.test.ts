import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openDatabase } from "../db/index.ts";
import { newId } from "../ids/index.ts";
import { createLedger } from "../ledger/index.ts";
import { err, ok, problem } from "../result/index.ts";
import { systemClock } from "../time/index.ts";
import { type CommandRequest, createCommands, type Work } from "./index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const request = (key: string, input: unknown = { wish: "a tennis court" }): CommandRequest => ({
  name: "club.join",
  key,
  actorKey: "account:club",
  actor: { kind: "resident", ref: "ab".repeat(32) },
  input,
});

/** An act of an invented domain: it writes one fact of each kind and says which subject it made. */
const join: Work<{ member: string }> = async (_tx, at) => {
  const member = newId(at.getTime());
  return ok({
    answer: { member },
    history: [
      {
        aggregateType: "member",
        aggregateId: member,
        kind: "joined",
        officeId: null,
        region: null,
        facts: { court: 3 },
      },
    ],
    events: [
      {
        aggregateType: "member",
        aggregateId: member,
        kind: "member.joined",
        payload: { member },
        topics: [`member:${member}`],
      },
    ],
    entries: [
      {
        book: "club",
        kind: "member.joined",
        subject: member,
        officeId: null,
        region: null,
        facts: { court: 3 },
        content: { motto: "ace" },
      },
    ],
  });
};

async function counts() {
  const found = await sql<{ history: number; outbox: number; entries: number; openings: number; keys: number }>`
    select (select count(*) from command.history) as history, (select count(*) from command.outbox) as outbox,
      (select count(*) from ledger.entry) as entries, (select count(*) from ledger.opening) as openings,
      (select count(*) from command.idempotency) as keys`.execute(database.db.query);
  return found.rows[0];
}

describe("command", () => {
  const commandsOn = (db = database.db) => createCommands({ db, ledger: createLedger(), clock: systemClock });

  it("writes history, outbox, ledger entry and key in one transaction", async () => {
    const before = await counts();
    const done = await commandsOn().run(request("first-act-1"), join);
    expect(done).toMatchObject({ ok: true, value: { repeated: false } });
    const after = await counts();
    for (const name of ["history", "outbox", "entries", "openings", "keys"] as const) {
      expect(after?.[name], name).toBe((before?.[name] ?? 0) + 1);
    }
  });

  it("gives a repeated key the first answer and no second effect", async () => {
    const first = await commandsOn().run(request("repeat-me-1"), join);
    const before = await counts();
    const second = await commandsOn().run(request("repeat-me-1"), join);
    expect(second).toEqual({ ok: true, value: { answer: first.ok ? first.value.answer : null, repeated: true } });
    expect(await counts()).toEqual(before);
  });

  it("makes one effect of twenty taps at once in two processes", async () => {
    const other = openDatabase(database.url, 10);
    try {
      const before = await counts();
      const here = commandsOn();
      const there = commandsOn(other);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, tap) => (tap % 2 === 0 ? here : there).run(request("double-tap-1"), join)),
      );
      const members = new Set(answers.map((answer) => (answer.ok ? answer.value.answer.member : "failed")));
      expect(members.size).toBe(1);
      expect(members.has("failed")).toBe(false);
      expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1);
      expect((await counts())?.history).toBe((before?.history ?? 0) + 1);
    } finally {
      await other.close();
    }
  });

  it("refuses a known key with another body", async () => {
    await commandsOn().run(request("same-key-1"), join);
    const other = await commandsOn().run(request("same-key-1", { wish: "a pool" }), join);
    expect(other).toMatchObject({ ok: false, error: { type: "idempotency-key-reused" } });
  });

  it("lets two people use the same key", async () => {
    const first = await commandsOn().run(request("shared-key-1"), join);
    const second = await commandsOn().run({ ...request("shared-key-1"), actorKey: "account:other" }, join);
    expect(second).toMatchObject({ ok: true, value: { repeated: false } });
    expect(first.ok && second.ok && first.value.answer.member !== second.value.answer.member).toBe(true);
  });

  it("leaves nothing behind when the rule says no, and takes the key again afterwards", async () => {
    const before = await counts();
    const refused = await commandsOn().run(request("refused-key-1"), async (tx) => {
      await sql`insert into ledger.entry (id, book, kind, subject, at, body) values (${newId()}, 'x', 'x', ${newId()}, now(), '{}')`.execute(
        tx,
      );
      return err(problem("conflict", "club.full"));
    });
    expect(refused).toMatchObject({ ok: false, error: { type: "conflict" } });
    expect(await counts()).toEqual(before);
    expect(await commandsOn().run(request("refused-key-1"), join)).toMatchObject({
      ok: true,
      value: { repeated: false },
    });
  });

  it("leaves nothing behind when the rule breaks", async () => {
    const before = await counts();
    await expect(
      commandsOn().run(request("broken-key-1"), async () => {
        throw new Error("a bug");
      }),
    ).rejects.toThrow("a bug");
    expect(await counts()).toEqual(before);
  });

  it.each(["", "short", "with space in it", "x".repeat(81)])("refuses the malformed key %j", async (key) => {
    expect(await commandsOn().run(request(key), join)).toMatchObject({ ok: false, error: { type: "bad-request" } });
  });
});
