import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditCommand } from "../src/cli/audit.ts";
import { newId, type Uuid } from "../src/kernel/ids/index.ts";
import type { TestApp } from "./support/app.ts";
import { type AuditWorld, auditWorld, guest, must } from "./support/audit-world.ts";
import { demoApp } from "./support/demo-app.ts";

let test: TestApp;
let world: AuditWorld;

beforeAll(async () => {
  test = await demoApp();
  world = auditWorld(test);
}, 120_000);
afterAll(() => test.close());

/** By the clock of the test: an hourly run looks at rows by the time in their ids. */
const idNow = (): Uuid => newId(test.clock.now().getTime());

describe("an owner of the database", () => {
  it("who changes a row, removes one and puts one in is told of each", async () => {
    const [changed, removed] = await world.twoCases();
    const inserted = idNow();
    const said = await world.owner(sql<{ id: Uuid; line: Uuid }>`select s.id, h.id as line from cases.content s
      join command.history h on h.content_id = s.id where s.case_id = ${removed} and s.action = 'submit'`);
    const named = await world.afterAttack(
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
    const [one] = await world.twoCases();
    const office = await world.owner(sql<{ id: Uuid }>`select id from access.office where code = 'dlh'`);
    expect(
      await world.afterAttack(
        sql`update cases.case set office_id = ${office.id}, region = '35.78', visibility = 'private', rating = 5,
          due_at = due_at + interval '30 days', created_at = created_at + interval '1 day' where id = ${one}`,
      ),
    ).toContain(`changed cases.case ${one} deadline office rating region state time visibility`);
    const row = await world.owner(
      sql<{
        id: Uuid;
      }>`select case_id as id from reports.report where visibility <> 'private' order by case_id desc limit 1`,
    );
    expect(
      await world.afterAttack(
        sql`update reports.report set stage = 'done', category = 'waste', office_id = ${office.id}, rating = 5,
          code = 'ABCDEFGH1239', due_at = due_at + interval '3 days' where case_id = ${row.id}`,
      ),
    ).toEqual([`changed reports.report ${row.id} code deadline kind office rating state`]);
    const other = await world.owner(sql<{ id: Uuid }>`delete from reports.report where case_id =
      (select case_id from reports.report order by case_id offset 5 limit 1) returning case_id as id`);
    expect(await world.told()).toContain(`deleted reports.report ${other.id}`);
  });

  it("who changes what was said, or swaps a sealed answer, is told which", async () => {
    for (const place of ["G", "H", "I", "J"]) await world.report(guest(), place);
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
      await world.afterAttack(
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
    const line = await world.owner(
      sql<{ id: Uuid }>`select id from command.history where kind = 'action:take' order by id limit 1`,
    );
    const gone = await world.owner(
      sql<{ id: Uuid }>`select id from command.history where kind = 'action:take' order by id desc limit 1`,
    );
    const [put, subject] = [idNow(), (await world.twoCases())[0]];
    expect(
      await world.afterAttack(
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
      await world.owner(sql<{ id: Uuid }>`select id from access.office where code = 'dlh'`),
      (await world.officer("budi")).actorKey.slice(8),
    ];
    must(await test.kernel.administration.disableOfficer({ kind: "terminal", key: idNow() }, "tuti"));
    const [role, office, account, rule] = [idNow(), idNow(), idNow(), idNow()];
    const ended = await world.owner(sql<{ id: Uuid }>`select id from access.assignment where role = 'verifier'
      and valid_to is null limit 1`);
    const gone = await world.owner(sql<{
      id: Uuid;
      account: Uuid;
    }>`select id, account_id as account from access.assignment
      where role = 'dispatcher' limit 1`);
    const kept = await world.owner(sql<{ id: Uuid }>`select id from reports.routing_rule where category = 'waste'
      and ended_on is null limit 1`);
    const named = await world.afterAttack(
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
    const entry = await world.owner(
      sql<{ id: Uuid }>`select id from ledger.entry where kind = 'case.take' order by id limit 1`,
    );
    const put = idNow();
    expect(
      await world.afterAttack(
        sql`update ledger.entry set body = replace(body, '"to":"working"', '"to":"closed"') where id = ${entry.id}`,
        sql`insert into ledger.entry (id, book, kind, subject, at, body)
          values (${put}, 'reports', 'case.take', ${idNow()}, now(), '{}')`,
      ),
    ).toEqual(expect.arrayContaining([`changed ledger.entry ${entry.id} entry`, `inserted ledger.entry ${put}`]));
  });
});

describe("what was found", () => {
  it("stands in red for everyone, is kept once, and nothing of what the rows hold is told", async () => {
    const count = () => world.owner(sql<{ n: number }>`select count(*) as n from transparency.alarm`);
    const before = await count();
    await world.told();
    expect(await count()).toEqual(before);
    expect(before.n).toBeGreaterThan(20);
    const page = await world.openBook();
    expect(page).toMatch(/\d+ hal tidak cocok dengan buku\./);
    expect(page).toContain("Urusan warga: diubah");
    expect(page).not.toContain("Orang Lain");
    expect(page).not.toContain("Semua cocok.");
  });

  it("is told to operators and auditors", async () => {
    const told = await world.owner(sql<{ n: number }>`select count(*) as n from notify.message
      where key = 'transparency.audit.notice' and link = '/buku-terbuka'`);
    expect(told.n).toBeGreaterThan(0);
  });

  it("is found within the hour where it is new", async () => {
    test.clock.advance(86_400_000);
    await world.told();
    test.clock.advance(3_600_000);
    const [fresh, put] = [await world.report(guest(), "F"), idNow()];
    await world.owner(sql`update cases.case set region = '35' where id = ${fresh}`);
    await world.owner(sql`insert into access.assignment (id, account_id, role, office_id, valid_from, assigned_by)
      select ${put}, ${put}, 'operator', id, now(), 'nobody' from access.office limit 1`);
    await world.owner(sql`insert into cases.case (id, code, service, version, state, office_id, region, visibility, channel, headline, created_at,
        state_since, due_at, calendar_complete, act_by)
      select ${put}, 'ABCDEFGH1235', service, version, state, office_id, region, visibility, channel, headline, created_at,
        created_at, due_at, true, act_by from cases.case where id = ${fresh}`);
    expect(await world.told(false)).toEqual([
      `changed cases.case ${fresh} region`,
      `inserted cases.case ${put}`,
      `inserted access.assignment ${put}`,
    ]);
  });

  it("stays when an hourly run finds nothing new", async () => {
    test.clock.advance(86_400_000);
    await world.told();
    test.clock.advance(3_600_000);
    expect(await world.told(false)).toEqual([]);
    expect(await world.openBook()).toMatch(/\d+ hal tidak cocok dengan buku\./);
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
