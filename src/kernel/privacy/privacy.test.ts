import { createSecretKey, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../access/index.ts";
import { createCrypto } from "../crypto/index.ts";
import { newId } from "../ids/index.ts";
import { movableClock } from "../time/index.ts";
import { createPrivacy, type Privacy, type ReadRequest, type SealedField } from "./privacy.ts";

const crypto = createCrypto({
  data: [{ id: "0000000a", secret: createSecretKey(randomBytes(32)) }],
  index: [{ id: "0000000b", secret: createSecretKey(randomBytes(32)) }],
  ledger: [{ id: "0000000c", secret: createSecretKey(randomBytes(32)) }],
  anchor: [],
  document: [{ id: "0000000d", secret: createSecretKey(randomBytes(32)) }],
  pseudonym: createSecretKey(randomBytes(32)),
  code: createSecretKey(randomBytes(32)),
});
const clock = movableClock("2026-11-24T03:00:00Z");
const office = newId();
const branch = newId();
const officer: Actor = {
  kind: "officer",
  accountId: newId(),
  assignments: [
    { role: "auditor", officeId: newId(), officeTree: [] },
    { role: "head-of-office", officeId: office, officeTree: [office, branch] },
  ],
};

let database: TestDatabase;
let privacy: Privacy;
let member: string;
let fields: SealedField[];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  privacy = createPrivacy({ db: database.db, crypto, clock });
  const retention = "tennis.member-left";
  privacy.declare({
    part: "tennis",
    purposes: [{ key: "tennis.call-member", bases: ["contract"] }],
    fields: [
      { table: "tennis.member", column: "phone", sort: "general", retention },
      { table: "tennis.member", column: "name", sort: "general", retention },
    ],
    namespaces: ["tennis"],
  });
  member = newId();
  fields = [sealed("phone", "+6281234567890"), sealed("name", "Sari Dewi")];
});

function sealed(column: string, text: string): SealedField {
  const field = { table: "tennis.member", rowId: newId(), column };
  return { ...field, ciphertext: privacy.seal(field, text) };
}
const request = (change: Partial<ReadRequest> = {}): ReadRequest => ({
  actor: officer,
  officeId: branch,
  purpose: "tennis.call-member",
  legalBasis: "contract",
  subject: { kind: "account", accountId: member },
  caseId: null,
  fields,
  ...change,
});
const read = (change?: Partial<ReadRequest>): Promise<string[]> =>
  database.db.transaction((tx) => privacy.read(tx, request(change)));
const linesOf = (actor: Actor, withOwn = false) =>
  privacy.accessLogFor({ actor, officeId: null, accountId: member, before: null, limit: 50, withOwn });
const self = (): Actor => ({ kind: "resident", accountId: member, actingFor: null });

describe("reading personal fields", () => {
  it("gives the texts and leaves a line that says who, why and which fields, but nothing personal", async () => {
    const caseId = newId();
    expect(await read({ caseId })).toEqual(["+6281234567890", "Sari Dewi"]);
    const { lines } = await linesOf(self());
    expect(lines).toEqual([
      {
        id: expect.any(String),
        at: clock.now(),
        readerKind: "officer",
        readerRole: "head-of-office",
        officeId: branch,
        own: false,
        action: "view",
        purpose: "tennis.call-member",
        legalBasis: "contract",
        fields: ["tennis.member.name", "tennis.member.phone"],
        caseId,
        residentId: null,
      },
    ]);
    const stored = await sql<{ line: string }>`select l::text as line from privacy.access_log l`.execute(
      database.owner.query,
    );
    for (const { line } of stored.rows) expect(line).not.toMatch(/Sari|81234567890/);
    expect(JSON.stringify(stored.rows)).not.toContain(member);
  });

  it("and its line stand or fall together", async () => {
    await expect(
      database.db.transaction(async (tx) => {
        await privacy.read(tx, request());
        throw new Error("later failure");
      }),
    ).rejects.toThrow("later failure");
    expect((await linesOf(self())).lines).toEqual([]);
  });

  it("under a pseudonym is seen by the person it stands for, and by nobody else", async () => {
    await read({ subject: { kind: "pseudonym", pseudonym: crypto.pseudonym("tennis", member) } });
    expect((await linesOf(self())).lines).toHaveLength(1);
    const stranger = newId();
    const seen = await privacy.accessLogFor({
      actor: { kind: "resident", accountId: stranger, actingFor: null },
      officeId: null,
      accountId: stranger,
      before: null,
      limit: 50,
      withOwn: true,
    });
    expect(seen.lines).toEqual([]);
  });

  it("of many people writes one line for each", async () => {
    const other = newId();
    const texts = await database.db.transaction((tx) =>
      privacy.readMany(tx, [
        request({ action: "export" }),
        request({ action: "export", subject: { kind: "account", accountId: other }, fields: [sealed("name", "Budi")] }),
      ]),
    );
    expect(texts).toEqual([["+6281234567890", "Sari Dewi"], ["Budi"]]);
    expect((await linesOf(self())).lines.map((line) => line.action)).toEqual(["export"]);
  });

  it("of one's own is not logged; a delegate's reading is", async () => {
    await read({ actor: self(), officeId: null });
    expect((await linesOf(self())).lines).toEqual([]);
    await read({ actor: { kind: "resident", accountId: newId(), actingFor: member }, officeId: null });
    const { lines } = await linesOf(self());
    expect(lines.map((line) => [line.readerKind, line.readerRole, line.own])).toEqual([
      ["resident", "resident", false],
    ]);
  });

  it("without a declared purpose, basis or field is refused, and nothing is written", async () => {
    await expect(read({ purpose: "tennis.curiosity" })).rejects.toThrow(/no part declared the purpose/);
    await expect(read({ legalBasis: "consent" })).rejects.toThrow(/on the basis consent/);
    const diary = { table: "tennis.member", rowId: "1", column: "diary", ciphertext: Buffer.alloc(40) };
    await expect(read({ fields: [diary] })).rejects.toThrow(/tennis.member.diary/);
    expect(() => privacy.seal(diary, "x")).toThrow(/tennis.member.diary/);
    expect((await linesOf(self())).lines).toEqual([]);
  });

  it("fails when a value was moved to another row, and shows no value in the fault", async () => {
    const [phone] = fields;
    if (phone === undefined) throw new Error("no field");
    await expect(read({ fields: [{ ...phone, rowId: newId() }] })).rejects.toThrow(
      "a personal field did not open: tennis.member.phone, not-authentic",
    );
  });
});

describe("a machine that compares", () => {
  const judging = {
    job: "tennis.compare",
    purpose: "tennis.call-member",
    legalBasis: "contract",
    fields: [{ table: "tennis.member", column: "phone" }],
  } as const;

  it("gets an answer and no text, for one line a run and none in anybody's log", async () => {
    const [phone, name] = fields as [SealedField, SealedField];
    const lines = () => sql`select * from privacy.access_log`.execute(database.db.query);
    const before = (await lines()).rows.length;
    const judge = await privacy.beginJudging(judging);
    expect(judge(phone, (text) => text.startsWith("+62"))).toBe("right");
    expect(judge(phone, (text) => text.startsWith("+63"))).toBe("wrong");
    expect(judge({ ...phone, rowId: newId() }, () => true)).toBe("unreadable");
    expect(() => judge(name, () => true)).toThrow("not among what is judged");
    expect((await lines()).rows).toHaveLength(before);
    const runs = await sql`select job, purpose, legal_basis as basis, fields from privacy.judging`.execute(
      database.db.query,
    );
    expect(runs.rows).toEqual([
      { job: "tennis.compare", purpose: "tennis.call-member", basis: "contract", fields: ["tennis.member.phone"] },
    ]);
  });

  it("needs a declared purpose, basis and field", async () => {
    const runs = () => sql`select 1 from privacy.judging`.execute(database.db.query);
    const before = (await runs()).rows.length;
    for (const wrong of [
      { purpose: "tennis.gossip" },
      { legalBasis: "consent" as const },
      { fields: [{ table: "tennis.member", column: "scar" }] },
    ])
      await expect(privacy.beginJudging({ ...judging, ...wrong })).rejects.toThrow("no part declared");
    expect((await runs()).rows).toHaveLength(before);
  });
});

describe("the access log", () => {
  it("writes down that it was looked at, by whom", async () => {
    await linesOf(self());
    await privacy.accessLogFor({
      actor: officer,
      officeId: office,
      accountId: member,
      before: null,
      limit: 10,
      withOwn: true,
    });
    const { lines } = await linesOf(self(), true);
    expect(lines.map((line) => [line.action, line.readerKind, line.own])).toEqual(
      expect.arrayContaining([
        ["log", "officer", false],
        ["log", "resident", true],
      ]),
    );
    expect((await linesOf(self())).lines.map((line) => line.readerKind)).toEqual(["officer"]);
  });

  it("comes in pages, newest first, each line once", async () => {
    for (let count = 0; count < 7; count += 1) {
      clock.advance(1000);
      await read();
    }
    const times: number[] = [];
    let before: string | null = null;
    do {
      const page = await privacy.accessLogFor({
        actor: self(),
        officeId: null,
        accountId: member,
        before,
        limit: 3,
        withOwn: false,
      });
      expect(page.lines.length).toBeLessThanOrEqual(3);
      times.push(...page.lines.map((line) => line.at.getTime()));
      before = page.next;
    } while (before !== null);
    expect(times).toHaveLength(7);
    expect(times).toEqual([...new Set(times)].sort((a, b) => b - a));
  });

  it("cannot be changed by the app's role, in any way", async () => {
    await read();
    for (const attack of [
      "update privacy.access_log set purpose = 'tennis.other'",
      "delete from privacy.access_log",
      "truncate privacy.access_log",
      "drop table privacy.access_log",
      "alter table privacy.access_log add column note text",
      "insert into privacy.access_log select * from privacy.access_log on conflict (id) do update set own = true",
      "update privacy.erasure set erased = 0",
      "delete from privacy.erasure",
      "truncate privacy.erasure",
    ])
      await expect(database.db.pool.query(attack), attack).rejects.toThrow(/permission denied|must be owner/);
    // A grant by a role without the right to it only warns, so the rights are looked at.
    await database.db.pool.query("grant update on privacy.access_log to balai_app");
    const rights = await sql<{ right: string }>`
      select privilege_type as right from information_schema.role_table_grants
      where grantee = 'balai_app' and table_schema = 'privacy' order by 1`.execute(database.owner.query);
    expect(new Set(rights.rows.map((row) => row.right))).toEqual(new Set(["INSERT", "SELECT"]));
  });

  it("takes no free text and nothing personal, even by hand", async () => {
    const insert = (column: string, value: string): Promise<unknown> => {
      const line: Record<string, unknown> = {
        reader_id: null,
        reader_role: null,
        action: "view",
        purpose: "tennis.call-member",
        legal_basis: "contract",
        subject: "0".repeat(64),
        fields: "{tennis.member.phone}",
      };
      line[column] = value;
      return database.db.pool.query(
        `insert into privacy.access_log (id, at, reader_kind, own, ${Object.keys(line).join(", ")})
         values (gen_random_uuid(), now(), 'system', false, $1, $2, $3, $4, $5, $6, $7)`,
        Object.values(line),
      );
    };
    await insert("action", "view");
    for (const [column, value] of [
      ["reader_id", "Sari Dewi"],
      ["reader_role", "Kepala Dinas"],
      ["action", "menelepon"],
      ["purpose", "called Sari at home"],
      ["legal_basis", "because"],
      ["subject", "+6281234567890"],
      ["fields", '{"tennis member Sari"}'],
      ["fields", "{}"],
    ] as const)
      await expect(insert(column, value), `${column}: ${value}`).rejects.toThrow(/check constraint/);
  });
});

describe("erasure", () => {
  it("runs every part's handler in one transaction and keeps proof without naming the person", async () => {
    const asked: string[] = [];
    privacy.registerErasure("tennis", async (_tx, subject) => {
      asked.push(subject.accountId, subject.pseudonym("tennis"));
      return { erased: 2, kept: ["tennis.kept.invoices"] };
    });
    privacy.registerErasure("swimming", async () => ({ erased: 0, kept: [] }));
    await read();
    const outcomes = await database.db.transaction((tx) => privacy.erase(tx, member));
    expect(outcomes).toEqual([
      { part: "tennis", erased: 2, kept: ["tennis.kept.invoices"] },
      { part: "swimming", erased: 0, kept: [] },
    ]);
    expect(asked).toEqual([member, crypto.pseudonym("tennis", member)]);
    const proof = await sql<{ part: string; erased: number }>`
      select part, erased from privacy.erasure where subject = ${crypto.pseudonym("privacy", member)} order by part`.execute(
      database.db.query,
    );
    expect(proof.rows).toEqual([
      { part: "swimming", erased: 0 },
      { part: "tennis", erased: 2 },
    ]);
    expect((await linesOf(self())).lines).toHaveLength(1);
  });

  it("is undone as a whole when one part fails", async () => {
    privacy.registerErasure("tennis", async () => ({ erased: 1, kept: [] }));
    privacy.registerErasure("swimming", async () => {
      throw new Error("pool is closed");
    });
    await expect(database.db.transaction((tx) => privacy.erase(tx, member))).rejects.toThrow("pool is closed");
    const proof = await sql`
      select 1 from privacy.erasure where subject = ${crypto.pseudonym("privacy", member)}`.execute(database.db.query);
    expect(proof.rows).toEqual([]);
  });
});

describe("declarations", () => {
  it("are made once per part, in its own name", () => {
    const nothing = { purposes: [], fields: [], namespaces: [] };
    expect(() => privacy.declare({ part: "tennis", ...nothing })).toThrow(/twice/);
    expect(() =>
      privacy.declare({ ...nothing, part: "golf", purposes: [{ key: "tennis.spy", bases: ["consent"] }] }),
    ).toThrow(/not named after its part/);
    expect(privacy.declared().map(({ part }) => part)).toEqual(["tennis"]);
  });
});
