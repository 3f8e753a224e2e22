import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditCommand } from "../src/cli/audit.ts";
import { assignmentsOf } from "../src/kernel/access/index.ts";
import type { Doer } from "../src/kernel/cases/index.ts";
import { newId, type Uuid } from "../src/kernel/ids/index.ts";
import type { Problem, Result } from "../src/kernel/result/index.ts";
import type { DraftAnswers } from "../src/kernel/services/index.ts";
import { runAudit } from "../src/modules/transparency/index.ts";
import type { TestApp } from "./support/app.ts";
import { demoApp } from "./support/demo-app.ts";

let test: TestApp;

beforeAll(async () => {
  test = await demoApp();
}, 120_000);
afterAll(() => test.close());

/** What a whole run says, one line each. */
async function told(whole = true): Promise<readonly string[]> {
  const run = await runAudit(test.kernel, { whole });
  expect(run.differences).toHaveLength(run.found);
  return run.differences.map(({ kind, table, row, traits }) => [kind, table, row, ...traits].join(" "));
}

/** As whoever owns the database. */
const owner = async <Row>(statement: RawBuilder<Row>): Promise<Row> =>
  (await statement.execute(test.database.owner.query)).rows[0] as Row;

/** Does something behind the program's back; gives what the auditor names that it did not name before. */
async function afterAttack(...statements: readonly RawBuilder<unknown>[]): Promise<readonly string[]> {
  const before = new Set(await told());
  for (const statement of statements) await owner(statement);
  return (await told()).filter((line) => !before.has(line)).toSorted();
}

/** An open report of the demo, and another. */
async function twoCases(): Promise<readonly [Uuid, Uuid]> {
  const found = await sql<{ id: Uuid }>`select c.id from cases.case c join cases.content s on s.case_id = c.id
    where closed_at is null and s.action = 'submit' and s.sealed is not null order by c.id limit 2`.execute(
    test.database.owner.query,
  );
  const [one, other] = found.rows;
  if (one === undefined || other === undefined) throw new Error("the demo has no two open reports");
  return [one.id, other.id];
}

const openBook = async () =>
  (await test.app.inject({ url: "/buku-terbuka", headers: { accept: "text/html", cookie: "bahasa=id" } })).body;

describe("the auditor over the demo", () => {
  it("finds nothing, and everyone can read how much it compared", async () => {
    expect(await openBook()).toContain("Belum pernah dicocokkan.");
    expect(await told()).toEqual([]);
    expect(await told(false)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await openBook()).toContain("Semua cocok.");
  });
});

const must = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const terminal = () => ({ kind: "terminal", key: newId() }) as const;
const guest = (caseId?: Uuid): Doer => ({
  actor: caseId === undefined ? { kind: "public" } : { kind: "guest", caseId },
  actorKey: "session:guest",
  fileOwnerKey: "session:guest",
});
const resident = (accountId: Uuid): Doer => ({
  actor: { kind: "resident", accountId, actingFor: null },
  actorKey: `account:${accountId}`,
  fileOwnerKey: `account:${accountId}`,
});
const officerId = async (username: string) =>
  (await test.kernel.accounts.officerNamed(test.kernel.db.query, username))?.accountId ?? "";
async function officer(username: string): Promise<Doer> {
  const accountId = await officerId(username);
  const assignments = await assignmentsOf(test.kernel.db.query, accountId, test.clock.now());
  const key = `account:${accountId}`;
  return { actor: { kind: "officer", accountId, assignments }, actorKey: key, fileOwnerKey: key };
}
async function report(doer: Doer, landmark: string): Promise<Uuid> {
  const answers: DraftAnswers = {
    kind: "complaint",
    category: "road-damage",
    what: `Lubang 1e3 dekat ${landmark} \u00e9 \ud83d\udea7.`,
    where: { region: "35.78.05.1004", landmark, point: { lat: -7.28034, lng: 112.7 } },
    photos: null,
    visibility: "public",
    name: "Wagiman Sentosa",
    contact: "0812-9999-0000",
  };
  const submission = { service: "reports.report", version: 3, answers, channel: "web", key: newId() } as const;
  return must(await test.kernel.cases.submit(submission, doer)).caseId;
}
async function act(caseId: Uuid, action: string, by: Doer, answers: DraftAnswers = {}): Promise<void> {
  test.clock.advance(60_000);
  must(await test.kernel.cases.act({ caseId, action, answers, key: newId() }, by));
}

describe("acts of every kind", () => {
  const dayMs = 86_400_000;
  const why = { reason: "Bukan wewenang kantor kami, mohon maaf." };

  it("leave nothing to find: offices, officers, roles and rules", async () => {
    const { administration } = test.kernel;
    const office = { code: "baru", name: "Kantor Baru", region: "35.78", parent: "surabaya" };
    must(await administration.saveOffices(terminal(), [office]));
    must(await administration.saveOffices(terminal(), [{ ...office, name: "Kantor Lama", region: "35.78.05" }]));
    const who = { username: "wati", name: "Wati", email: null, lang: "id" } as const;
    must(await administration.addOfficer(terminal(), { ...who, role: "front-desk", office: "baru" }));
    const role = { username: "wati", role: "verifier", office: "surabaya" };
    for (const change of [administration.assignRole, administration.endRole, administration.assignRole] as const) {
      test.clock.advance(60_000);
      must(await change(terminal(), role));
    }
    must(await administration.disableOfficer(terminal(), "wati"));
    must(await administration.resetOfficer(terminal(), { username: "wati", reopen: true }));
    must(await administration.disableOfficer(terminal(), "wati"));
    const rule = { service: "reports.report", key: "road-damage", region: "35.78.05", office: "baru" };
    must(await administration.setRules(terminal(), [rule, { ...rule, key: "waste", from: "2027-01-01" }]));
    test.clock.advance(dayMs);
    must(await administration.setRules(terminal(), [{ ...rule, office: "dsdabm" }]));
    must(await administration.endRule(terminal(), { ...rule, on: "2026-12-01" }));
    must(await administration.endRule(terminal(), { ...rule, key: "waste" }));
    expect(await told()).toEqual([]);
  });

  it("leave nothing to find: a case on all its ways, handed over, reopened, taken back, late", async () => {
    const [budi, dewi] = [await officer("budi"), await officer("dewi")];
    const surabaya = (await test.kernel.administration.offices()).find(({ code }) => code === "dsdabm");
    const [moved, back, mine] = [await report(guest(), "A"), await report(guest(), "B"), await report(guest(), "C")];
    await act(moved, "take", budi);
    await act(moved, "ask", budi, { question: "Di sebelah mana?" });
    test.clock.advance(3 * dayMs);
    await act(moved, "reply", guest(moved), { reply: "Sebelah kiri.", more: null });
    await act(moved, "answer", budi, { note: "Sudah kami perbaiki kemarin." });
    await act(moved, "return", dewi, why);
    await act(moved, "answer", budi, { note: "Sekarang benar-benar selesai." });
    await act(moved, "verify", dewi, { note: null });
    await act(moved, "rate", guest(moved), { rating: "1", comment: "Belum." });
    await act(moved, "transfer", budi, { office: surabaya?.id ?? "", ...why });
    await act(back, "withdraw", guest(back));
    await act(mine, "reject", budi, why);
    await act(mine, "object", guest(mine), { reason: "Itu jalan kota." });
    test.clock.advance(40 * dayMs);
    await test.kernel.cases.watch();
    await test.sequencer.drain();
    const late = await owner(sql<{ n: number }>`select count(*) as n from ledger.entry where kind = 'case.late'`);
    expect(late.n).toBeGreaterThan(0);
    expect(await told()).toEqual([]);
  });

  it("leave nothing to find while people are erased and closed cases forgotten; what cannot be compared is counted", async () => {
    const { kernel, clock } = test;
    const person = newId();
    const [closed, open] = [await report(resident(person), "D"), await report(guest(), "E")];
    await act(closed, "withdraw", resident(person));
    clock.advance(dayMs);
    await kernel.db.transaction((tx) => kernel.privacy.erase(tx, person));
    await test.sequencer.drain();
    const erased = await runAudit(kernel, { whole: true });
    expect(erased).toMatchObject({ found: 0, erased: 1 });
    clock.advance(20 * 365 * dayMs);
    await kernel.privacy.enforceRetention((rule, fault) => {
      throw new Error(`${rule}: ${fault}`);
    });
    await act(open, "take", await officer("budi"));
    await test.sequencer.drain();
    const forgotten = await runAudit(kernel, { whole: true });
    expect(forgotten.differences).toEqual([]);
    expect(forgotten.erased).toBeGreaterThan(10);
  });

  it("are wholly in an audit or not at all, while a hundred are under way", async () => {
    const budi = await officer("budi");
    let isOver = false;
    const acting = Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const id = await report(guest(), `jalan ${index}`);
        must(await test.kernel.cases.act({ caseId: id, action: "take", answers: {}, key: newId() }, budi));
        await test.sequencer.drain();
      }),
    ).finally(() => {
      isOver = true;
    });
    let runs = 0;
    while (!isOver || runs < 2) {
      expect(await told(runs % 2 === 0)).toEqual([]);
      runs += 1;
    }
    await acting;
    expect(await told()).toEqual([]);
  });
});

describe("an owner of the database", () => {
  it("who changes a row, removes one and puts one in is told of each", async () => {
    const [changed, removed] = await twoCases();
    const inserted = newId(test.clock.now().getTime());
    const said = await owner(sql<{ id: Uuid; line: Uuid }>`select s.id, h.id as line from cases.content s
      join command.history h on h.content_id = s.id where s.case_id = ${removed} and s.action = 'submit'`);
    const named = await afterAttack(
      sql`update cases.case set state = 'closed', outcome = 'resolved' where id = ${changed}`,
      sql`delete from cases.content where case_id = ${removed}`,
      sql`delete from cases.case where id = ${removed}`,
      sql`insert into cases.case (id, code, service, version, state, office_id, region, visibility, channel, headline, created_at,
          state_since, due_at, calendar_complete, act_by)
        select ${inserted}, 'ABCDEFGH1234', service, version, 'submitted', office_id, region, visibility, channel, headline, created_at,
          created_at, due_at, true, act_by from cases.case where id = ${changed}`,
    );
    expect(said.line).toBeDefined();
    expect(named).toEqual([
      `changed cases.case ${changed} state`,
      `deleted cases.case ${removed}`,
      expect.stringMatching(/^deleted cases\.content entry /),
      `inserted cases.case ${inserted}`,
    ]);
  });

  it("who moves a case, its deadline or its visibility is told, and so it is with the row of the public pages", async () => {
    const [one] = await twoCases();
    const office = await owner(sql<{ id: Uuid }>`select id from access.office where code = 'dlh'`);
    expect(
      await afterAttack(
        sql`update cases.case set office_id = ${office.id}, region = '35.78', visibility = 'private', rating = 5,
          due_at = due_at + interval '30 days', created_at = created_at + interval '1 day' where id = ${one}`,
      ),
    ).toContain(`changed cases.case ${one} deadline office rating region state time visibility`);
    const row = await owner(
      sql<{
        id: Uuid;
      }>`select case_id as id from reports.report where visibility <> 'private' order by case_id desc limit 1`,
    );
    expect(
      await afterAttack(
        sql`update reports.report set stage = 'done', category = 'waste', office_id = ${office.id}, rating = 5,
          code = 'ABCDEFGH1239', due_at = due_at + interval '3 days' where case_id = ${row.id}`,
      ),
    ).toEqual([`changed reports.report ${row.id} code deadline kind office rating state`]);
    const other = await owner(sql<{ id: Uuid }>`delete from reports.report where case_id =
      (select case_id from reports.report order by case_id offset 5 limit 1) returning case_id as id`);
    expect(await told()).toContain(`deleted reports.report ${other.id}`);
  });

  it("who changes what was said, or swaps a sealed answer, is told which", async () => {
    const last = await sql<{
      id: Uuid;
      caseId: Uuid;
      sealed: Buffer;
    }>`select id, case_id as "caseId", sealed from cases.content
      where action = 'submit' and sealed is not null and erased_at is null order by id desc limit 4`.execute(
      test.database.owner.query,
    );
    const [one, two, three, four] = last.rows;
    if (one === undefined || two === undefined || three === undefined || four === undefined)
      throw new Error("too few reports");
    const forged = test.kernel.privacy.seal(
      { table: "cases.content", rowId: three.id, column: "sealed" },
      JSON.stringify({ name: "Orang Lain", contact: "0812-0000-0000" }),
    );
    expect(
      await afterAttack(
        sql`update cases.content set answers = jsonb_set(answers, '{what}', '"Sudah beres."') where id = ${one.id}`,
        sql`update cases.content set sealed = ${one.sealed} where id = ${two.id}`,
        sql`update cases.content set sealed = ${forged} where id = ${three.id}`,
        // As if the person had asked for it, though nobody did.
        sql`update cases.content set answers = '{}', sealed = null, erased_at = at + interval '1 day' where id = ${four.id}`,
        sql`delete from ledger.opening where entry_id in (select id from ledger.entry where subject = ${four.caseId}
          and kind = 'case.submitted')`,
      ),
    ).toEqual([
      `changed cases.case ${four.caseId} visibility`,
      ...[`${three.id} answers`, `${two.id} seal`, `${one.id} answers`].map((said) => `changed cases.content ${said}`),
      expect.stringMatching(/^changed reports\.report .* visibility$/),
      expect.stringMatching(/^deleted ledger\.opening /),
    ]);
  });

  it("who rewrites what happened is told", async () => {
    const line = await owner(
      sql<{ id: Uuid }>`select id from command.history where kind = 'action:take' order by id limit 1`,
    );
    const gone = await owner(
      sql<{ id: Uuid }>`select id from command.history where kind = 'action:take' order by id desc limit 1`,
    );
    const [put, subject] = [newId(test.clock.now().getTime()), (await twoCases())[0]];
    expect(
      await afterAttack(
        sql`update command.history set at = at - interval '2 days', facts = facts || '{"to": "checking"}' where id = ${line.id}`,
        sql`delete from command.history where id = ${gone.id}`,
        sql`insert into command.history (id, aggregate_type, aggregate_id, at, kind, actor_kind, facts)
          values (${put}, 'case', ${subject}, now(), 'action:verify', 'officer', '{}')`,
      ),
    ).toEqual(
      expect.arrayContaining([
        `changed command.history ${line.id} state time`,
        expect.stringMatching(/^deleted command\.history entry /),
        `inserted command.history ${put}`,
      ]),
    );
  });

  it("who gives or takes roles, offices, accounts and rules by hand is told", async () => {
    const [dlh, budi] = [
      await owner(sql<{ id: Uuid }>`select id from access.office where code = 'dlh'`),
      await officerId("budi"),
    ];
    const [role, office, account, rule] = [newId(), newId(), newId(), newId()];
    const ended = await owner(sql<{ id: Uuid }>`select id from access.assignment where role = 'verifier'
      and valid_to is null limit 1`);
    const gone = await owner(sql<{ id: Uuid; account: Uuid }>`select id, account_id as account from access.assignment
      where role = 'dispatcher' limit 1`);
    const kept = await owner(sql<{ id: Uuid }>`select id from reports.routing_rule where category = 'waste'
      and ended_on is null limit 1`);
    const named = await afterAttack(
      sql`insert into access.assignment (id, account_id, role, office_id, valid_from, assigned_by)
        values (${role}, ${budi}, 'head-of-office', ${dlh.id}, now(), 'nobody')`,
      sql`update access.assignment set role = 'auditor' where id = ${ended.id}`,
      sql`delete from access.assignment where id = ${gone.id}`,
      sql`update access.office set name = 'Dinas Lain', parent_id = null where id = ${dlh.id}`,
      sql`insert into access.office (id, code, name, region, created_at) values (${office}, 'gelap', 'Gelap', '35.78', now())`,
      sql`insert into accounts.account (id, kind, lang, created_at) values (${account}, 'officer', 'id', now())`,
      sql`update accounts.account set disabled_at = null where disabled_at is not null and kind = 'officer'`,
      sql`update reports.routing_rule set office_id = ${office} where id = ${kept.id}`,
      sql`insert into reports.routing_rule (id, category, region, office_id, effective_from)
        values (${rule}, 'waste', '35.78.05', ${office}, '2026-01-01')`,
    );
    const expected = [
      `inserted access.assignment ${role}`,
      `changed access.assignment ${ended.id} role`,
      expect.stringMatching(/^deleted access\.assignment entry /),
      `changed access.office ${dlh.id} name parent`,
      `inserted access.office ${office}`,
      `inserted accounts.account ${account}`,
      expect.stringMatching(/^changed accounts\.account .* state$/),
      `changed reports.routing_rule ${kept.id} office`,
      `inserted reports.routing_rule ${rule}`,
    ];
    expect(named).toEqual(expect.arrayContaining(expected));
    expect(named).toHaveLength(expected.length);
  });

  it("who edits an entry of a book, or puts one in, is told", async () => {
    const entry = await owner(
      sql<{ id: Uuid }>`select id from ledger.entry where kind = 'case.take' order by id limit 1`,
    );
    const put = newId(test.clock.now().getTime());
    expect(
      await afterAttack(
        sql`update ledger.entry set body = replace(body, '"to":"working"', '"to":"closed"') where id = ${entry.id}`,
        sql`insert into ledger.entry (id, book, kind, subject, at, body)
          values (${put}, 'reports', 'case.take', ${newId()}, now(), '{}')`,
      ),
    ).toEqual(expect.arrayContaining([`changed ledger.entry ${entry.id} entry`, `inserted ledger.entry ${put}`]));
  });
});

describe("what was found", () => {
  it("stands in red for everyone, is kept once, and nothing of what the rows hold is told", async () => {
    const count = () => owner(sql<{ n: number }>`select count(*) as n from transparency.alarm`);
    const before = await count();
    await told();
    expect(await count()).toEqual(before);
    expect(before.n).toBeGreaterThan(20);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const page = await openBook();
    expect(page).toMatch(/\d+ hal tidak cocok dengan buku\./);
    expect(page).toContain("Urusan warga: diubah");
    expect(page).not.toContain("Orang Lain");
    expect(page).not.toContain("Semua cocok.");
  });

  it("is told to operators and auditors", async () => {
    const told = await owner(sql<{ n: number }>`select count(*) as n from notify.message
      where key = 'transparency.audit.notice' and link = '/buku-terbuka'`);
    expect(told.n).toBeGreaterThan(0);
  });

  it("is found within the hour where it is new", async () => {
    test.clock.advance(86_400_000);
    await told();
    test.clock.advance(3_600_000);
    const [fresh, put] = [await report(guest(), "F"), newId(test.clock.now().getTime())];
    await owner(sql`update cases.case set region = '35' where id = ${fresh}`);
    await owner(sql`insert into access.assignment (id, account_id, role, office_id, valid_from, assigned_by)
      select ${put}, ${put}, 'operator', id, now(), 'nobody' from access.office limit 1`);
    await owner(sql`insert into cases.case (id, code, service, version, state, office_id, region, visibility, channel, headline, created_at,
        state_since, due_at, calendar_complete, act_by)
      select ${put}, 'ABCDEFGH1235', service, version, state, office_id, region, visibility, channel, headline, created_at,
        created_at, due_at, true, act_by from cases.case where id = ${fresh}`);
    expect(await told(false)).toEqual([
      `changed cases.case ${fresh} region`,
      `inserted cases.case ${put}`,
      `inserted access.assignment ${put}`,
    ]);
  });

  it("stays when an hourly run finds nothing new", async () => {
    test.clock.advance(86_400_000);
    await told();
    test.clock.advance(3_600_000);
    expect(await told(false)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await openBook()).toMatch(/\d+ hal tidak cocok dengan buku\./);
  });
});

describe("balai audit", () => {
  async function said(config = test.kernel.config, args: readonly string[] = []) {
    const lines: string[] = [];
    for (const stream of ["log", "error"] as const)
      vi.spyOn(console, stream).mockImplementation((line: string) => void lines.push(line));
    try {
      return { code: await auditCommand(config, args), said: lines.join("\n") };
    } finally {
      vi.restoreAllMocks();
    }
  }

  it("says what differs, what it cannot reach, and how it is called", async () => {
    const config = { ...test.kernel.config, databaseUrl: test.database.url };
    expect(await said(config)).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /CHANGED cases\.case (.|\n)*DIFFERS in \d+ things: compared \d+ rows with \d+ entries/,
      ),
    });
    const away = { ...config, databaseUrl: "postgres://nobody@127.0.0.1:1/none" };
    expect(await said(away)).toMatchObject({ code: 3, said: expect.stringContaining("CANNOT CHECK NOW") });
    expect((await said(config, ["now"])).code).toBe(2);
  });
});
