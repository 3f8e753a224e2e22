import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modules } from "../src/app.ts";
import type { Actor } from "../src/kernel/access/index.ts";
import type { Doer } from "../src/kernel/cases/index.ts";
import { newId, type Uuid } from "../src/kernel/ids/index.ts";
import type { Problem, Result } from "../src/kernel/result/index.ts";
import { readRetention } from "../src/kernel/retention.ts";
import { openSession } from "./matrix/world.ts";
import { type TestApp, testApp } from "./support/app.ts";
import { filesOnDisk, tracesOf } from "./support/traces.ts";
import { createVisitor, signIn } from "./support/visitor.ts";

const dayMs = 86_400_000;
const onFault = (rule: string, error: unknown): void => {
  throw new Error(`${rule}: ${error}`);
};
/** Every word that only these people use. */
const words = ["wulandarini", "zwantara", "xylopana", "quevara", "vortisena", "brataxena", "padmakelana"];
const digits = ["81276543210", "85676549876"];

let test: TestApp;
let begin: Date;
let caseIds: { resident: Uuid; guest: Uuid; open: Uuid };
let accountIds: { resident: Uuid; busy: Uuid; officer: Uuid; staying: Uuid };

const must = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const doerOf = (actor: Actor, key: string): Doer => ({ actor, actorKey: key, fileOwnerKey: key });
const residentDoer = (accountId: Uuid) =>
  doerOf({ kind: "resident", accountId, actingFor: null }, `account:${accountId}`);
const officerDoer = (accountId: Uuid, officeId: Uuid): Doer =>
  doerOf(
    { kind: "officer", accountId, assignments: [{ role: "agency-officer", officeId, officeTree: [officeId] }] },
    `account:${accountId}`,
  );

async function stage(doer: Doer, photo = "waste-before"): Promise<string> {
  const bytes = readFileSync(join(test.kernel.config.projectRoot, `data/demo/${photo}.jpg`));
  return must(await test.kernel.files.stage(bytes, { kind: "photo", ownerKey: doer.fileOwnerKey })).id;
}

const theirs = { landmark: "Gang Xylopana", name: "Wulandarini", contact: "0856-7654-9876" };

async function report(doer: Doer, what: string, who = theirs): Promise<Uuid> {
  const answers = {
    kind: "complaint",
    category: "road-damage",
    what,
    where: { region: "35.78.05.1004", landmark: who.landmark, point: { lat: -7.2737, lng: 112.7424 } },
    photos: [await stage(doer)],
    visibility: "public",
    name: who.name,
    contact: who.contact,
  };
  const submission = { service: "reports.report", version: 3, answers, channel: "web", key: newId() } as const;
  return must(await test.kernel.cases.submit(submission, doer)).caseId;
}
const act = async (caseId: Uuid, action: string, by: Doer, answers = {}) =>
  must(await test.kernel.cases.act({ caseId, action, answers, key: newId() }, by));

async function newResident(phone: string, name: string): Promise<{ id: Uuid; sessionId: Uuid }> {
  const visitor = createVisitor(test.app);
  await signIn(test.app, visitor, phone);
  await visitor.post("/saya/nama", { name });
  const session = await test.kernel.accounts.findSession(visitor.cookies.get("balai") ?? "");
  if (session?.holder.kind !== "resident") throw new Error("not signed in");
  return { id: session.holder.accountId, sessionId: session.sessionId };
}

beforeAll(async () => {
  test = await testApp();
  const { kernel, database, clock } = test;
  for (const module of modules) await module.seed?.(kernel);
  const policies = readRetention(kernel.config);
  await database.db.transaction((tx) => kernel.privacy.importRetention(tx, policies));
  const by = () => ({ kind: "terminal", key: newId() }) as const;
  must(await kernel.administration.saveOffices(by(), [{ code: "kota", name: "Kota", region: "35.78" }]));
  for (const [username, name] of [
    ["padma", "Padmakelana"],
    ["tetap", "Tetap"],
  ] as const)
    must(
      await kernel.administration.addOfficer(by(), {
        username,
        name,
        email: `${name.toLowerCase()}@balai.example`,
        lang: "id",
        role: "agency-officer",
        office: "kota",
      }),
    );
  const officers = new Map((await kernel.administration.officers()).map((each) => [each.username, each.accountId]));
  const office = (await kernel.administration.offices())[0]?.id ?? "";
  const worker = officerDoer(officers.get("padma") ?? "", office);

  const resident = await newResident("0812-7654-3210", "Wulandarini");
  clock.advance(60_000);
  const busy = await newResident("0813-1111-2222", "Slamet");
  const owner = residentDoer(resident.id);
  caseIds = { resident: await report(owner, "Lubang zwantara di depan warung."), guest: "", open: "" };
  await act(caseIds.resident, "take", worker);
  await act(caseIds.resident, "ask", worker, { question: "Bu Wulandarini, di sebelah mana?" });
  await act(caseIds.resident, "reply", owner, { reply: "Sebelah tiang quevara.", more: [await stage(owner)] });
  await act(caseIds.resident, "withdraw", owner);
  caseIds.guest = await report(doerOf({ kind: "public" }, "session:guest"), "Titip pesan Brataxena, jalan rusak.");
  await act(caseIds.guest, "withdraw", doerOf({ kind: "guest", caseId: caseIds.guest }, "session:guest"));
  const slamet = { landmark: "Pasar", name: "Slamet", contact: "0813-1111-2222" };
  caseIds.open = await report(residentDoer(busy.id), "Sampah menumpuk di sudut pasar.", slamet);
  await kernel.cases.drafts.start(resident.sessionId, "reports.report", 1, { what: "Belum terkirim vortisena." });
  // Of its own: the same bytes on the same shelf would stay for the other's sake.
  await stage(doerOf({ kind: "public" }, "session:never-sent"), "tree-before");
  must(await kernel.administration.disableOfficer(by(), "padma"));
  accountIds = {
    resident: resident.id,
    busy: busy.id,
    officer: officers.get("padma") ?? "",
    staying: officers.get("tetap") ?? "",
  };
  begin = clock.now();
}, 120_000);
afterAll(() => test.close());

/** So many days after the beginning the job runs; gives what it erased by rule, without the zeros. */
async function runAfter(days: number): Promise<Readonly<Record<string, number>>> {
  test.clock.set(new Date(begin.getTime() + days * dayMs));
  expect(await test.kernel.privacy.enforceRetention(onFault)).toEqual([]);
  await test.kernel.files.settle();
  const lines = await test.kernel.privacy.retention();
  return Object.fromEntries(lines.flatMap(({ rule, lastErased }) => (lastErased > 0 ? [[rule, lastErased]] : [])));
}
const rows = async (query: string): Promise<number> =>
  Number((await test.database.owner.pool.query<{ n: number }>(`select count(*) as n from ${query}`)).rows[0]?.n);

describe("personal data whose time is over", () => {
  it("is found everywhere while it is kept", async () => {
    const places = [...(await tracesOf(test, { words, digits })).keys()].join(" ");
    for (const place of [
      "cases.content.answers",
      "cases.content.sealed",
      "cases.draft",
      "reports.report.title",
      "accounts.",
    ])
      expect(places).toContain(place);
  });

  it("goes by the day of each rule, and nothing goes before", async () => {
    expect(await runAfter(0)).toEqual({});
    const files = filesOnDisk(test).length;
    expect(await runAfter(2)).toMatchObject({ "files.staged": 1, "accounts.attempt": expect.any(Number) });
    expect(await rows("accounts.one_time_code")).toBe(0);
    expect(filesOnDisk(test).length).toBeLessThan(files);
    expect(await rows("cases.draft")).toBe(1);
    expect(await runAfter(8)).toMatchObject({ "cases.draft": 1 });
    expect(await rows("cases.draft")).toBe(0);
    expect(Object.keys(await runAfter(40))).toEqual(expect.arrayContaining(["accounts.enrolment", "notify.sent"]));
    expect(await rows("accounts.enrolment where used_at is null and closed_at is null")).toBe(0);
    await runAfter(75);
    expect(await rows("accounts.session")).toBe(0);
    expect(await rows(`accounts.contact where account_id = '${accountIds.officer}'`)).toBe(1);
    expect((await runAfter(364))["accounts.officer-closed"]).toBeUndefined();
    expect(await runAfter(367)).toMatchObject({ "accounts.officer-closed": 1 });
    expect(await rows(`accounts.contact where account_id = '${accountIds.officer}'`)).toBe(0);
    expect(await rows(`accounts.contact where account_id = '${accountIds.staying}'`)).toBe(1);
    expect(await rows("notify.message where in_app")).toBe(0);
    const later = await runAfter(1824);
    expect(later["cases.closed"]).toBeUndefined();
    expect(later["accounts.resident-unused"]).toBeUndefined();
    expect(await runAfter(1826)).toEqual({ "cases.closed": 2, "accounts.resident-unused": 1 });
    expect(await runAfter(1827)).toEqual({});
  }, 60_000);

  it("has left no trace of the person, whoever wrote it down: in no table, in no sealed field, on no disk", async () => {
    expect([...(await tracesOf(test, { words, digits }))]).toEqual([]);
    const kept = await sql<{
      case_id: string;
    }>`select distinct case_id from cases.content where erased_at is null`.execute(test.database.owner.query);
    expect(kept.rows.map((row) => row.case_id)).toEqual([caseIds.open]);
    expect(await rows(`accounts.account where id = '${accountIds.resident}'`)).toBe(0);
    expect(await rows(`accounts.guest_access where case_id = '${caseIds.guest}'`)).toBe(0);
    expect(await rows("files.file where state = 'attached'")).toBe(1);
    expect(filesOnDisk(test).every((file) => file.includes("public"))).toBe(true);
  });

  it("keeps who still has an open case, what happened, and the numbers; the book says that the content is gone", async () => {
    expect(await rows(`accounts.account where id = '${accountIds.busy}'`)).toBe(1);
    const { kernel } = test;
    const history = await kernel.commands.historyOf(kernel.db.query, "case", caseIds.resident);
    expect(history.map(({ kind }) => kind)).toContain("submitted");
    expect(history.length).toBeGreaterThan(4);
    const found = await kernel.cases.find(caseIds.resident);
    expect(found).toMatchObject({
      headline: "",
      owner: null,
      recipient: null,
      visibility: "private",
      outcome: "withdrawn",
    });
    const entry = await sql<{
      id: string;
    }>`select id from ledger.entry where subject = ${caseIds.resident} limit 1`.execute(test.database.owner.query);
    expect(await kernel.ledger.verifyContent(kernel.db.query, entry.rows[0]?.id ?? "", {})).toBe("erased");
    expect(await rows("reports.report")).toBe(3);
    expect(await rows("privacy.erasure")).toBeGreaterThan(0);
  });

  it("is told to the operator with its basis, the last run and how much", async () => {
    const { kernel } = test;
    const rules = (await kernel.privacy.retention()).map(({ rule }) => rule);
    expect(rules).toEqual(readRetention(kernel.config).map(({ rule }) => rule));
    for (const rule of rules) expect(kernel.messages.has(`retention.${rule}`), rule).toBe(true);
    expect(kernel.privacy.retentionFaults()).toEqual([]);
    const by = { kind: "terminal", key: newId() } as const;
    must(await kernel.administration.assignRole(by, { username: "tetap", role: "operator", office: "kota" }));
    const { secret } = await openSession(test, {
      name: "operator",
      actor: { kind: "public" },
      session: { kind: "officer", accountId: accountIds.staying, caseId: null },
    });
    const page = await test.app.inject({ url: "/konsol/operasi", headers: { cookie: `balai=${secret}` } });
    const row = /<tr><th[^>]*>Isi kasus yang sudah ditutup<\/th>.*?<\/tr>/
      .exec(page.body)?.[0]
      .replace(/<[^>]+>/g, " ");
    // Kept for so long, erased last, when that was, erased in all, by which source.
    expect(row).toMatch(/1\.825 hari +0 .* 2 .*UU 43\/2009.*\(belum diperiksa\)/);
  });
});

describe("an installation's own file of rules", () => {
  it("is read after ours; a wrong line is told by file and line", () => {
    const dataFolder = mkdtempSync(join(tmpdir(), "balai-retention-"));
    const { projectRoot } = test.kernel.config;
    try {
      const file = join(dataFolder, "retention.csv");
      writeFileSync(file, "rule,effective_from,days,source,verified\ncases.closed,2027-01-01,3650,Perda 1/2027,true\n");
      expect(readRetention({ projectRoot, dataFolder }).at(-1)).toEqual({
        rule: "cases.closed",
        effectiveFrom: "2027-01-01",
        days: 3650,
        source: "Perda 1/2027",
        verified: true,
      });
      for (const line of ["cases.closed,soon,1,x,true", "cases.closed,2027-01-01,-1,x,true", "x,2027-01-01,1,x,true"]) {
        writeFileSync(file, `rule,effective_from,days,source,verified\n${line}\n`);
        expect(() => readRetention({ projectRoot, dataFolder })).toThrow(`${file}, line 2: not a retention rule`);
      }
    } finally {
      rmSync(dataFolder, { recursive: true });
    }
  });
});
