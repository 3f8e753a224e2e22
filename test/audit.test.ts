import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoResidents } from "../src/demo/people.ts";
import { newId } from "../src/kernel/ids/index.ts";
import { runAudit } from "../src/modules/transparency/index.ts";
import type { TestApp } from "./support/app.ts";
import { type AuditWorld, auditWorld, guest, must, resident } from "./support/audit-world.ts";
import { demoApp } from "./support/demo-app.ts";

let test: TestApp;
let world: AuditWorld;

beforeAll(async () => {
  test = await demoApp();
  world = auditWorld(test);
}, 120_000);
afterAll(() => test.close());

describe("the auditor over the demo", () => {
  it("finds nothing, and everyone can read how much it compared", async () => {
    expect(await world.openBook()).toContain("Belum pernah dicocokkan.");
    expect(await world.told()).toEqual([]);
    expect(await world.told(false)).toEqual([]);
    expect(await world.openBook()).toContain("Semua cocok.");
  });
});

const terminal = () => ({ kind: "terminal", key: newId() }) as const;

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
    expect(await world.told()).toEqual([]);
  });

  it("leave nothing to find: a case on all its ways, handed over, reopened, taken back, late", async () => {
    const [budi, dewi] = [await world.officer("budi"), await world.officer("dewi")];
    const surabaya = (await test.kernel.administration.offices()).find(({ code }) => code === "dsdabm");
    const [moved, back, mine] = [
      await world.report(guest(), "A"),
      await world.report(guest(), "B"),
      await world.report(guest(), "C"),
    ];
    await world.act(moved, "take", budi);
    await world.act(moved, "ask", budi, { question: "Di sebelah mana?" });
    test.clock.advance(3 * dayMs);
    await world.act(moved, "reply", guest(moved), { reply: "Sebelah kiri.", more: null });
    await world.act(moved, "answer", budi, { note: "Sudah kami perbaiki kemarin." });
    await world.act(moved, "return", dewi, why);
    await world.act(moved, "answer", budi, { note: "Sekarang benar-benar selesai." });
    await world.act(moved, "verify", dewi, { note: null });
    await world.act(moved, "rate", guest(moved), { rating: "1", comment: "Belum." });
    await world.act(moved, "transfer", budi, { office: surabaya?.id ?? "", ...why });
    await world.act(back, "withdraw", guest(back));
    await world.act(mine, "reject", budi, why);
    await world.act(mine, "object", guest(mine), { reason: "Itu jalan kota." });
    test.clock.advance(40 * dayMs);
    await test.kernel.cases.watch();
    await test.sequencer.drain();
    const late = await world.owner(sql<{ n: number }>`select count(*) as n from ledger.entry where kind = 'case.late'`);
    expect(late.n).toBeGreaterThan(0);
    expect(await world.told()).toEqual([]);
  });

  it("leave nothing to find: a letter with sealed rows and a document", async () => {
    const { kernel } = test;
    const accounts = await kernel.db.transaction((tx) => kernel.accounts.seedDemoAccounts(tx, demoResidents));
    const who = demoResidents[0];
    const person = resident(accounts.get(who?.key ?? "") ?? "");
    const bytes = readFileSync(join(kernel.config.projectRoot, "data/demo/tree-before.jpg"));
    const proof = must(await kernel.files.stage(bytes, { kind: "document", ownerKey: person.fileOwnerKey }));
    const answers = {
      fullName: {
        value: who?.name ?? "",
        source: "population.fullName",
        at: "2026-11-24T03:00:00Z",
        confirmed: true as const,
      },
      nik: "3578056509900047",
      village: "35.78.05.1004",
      address: "Jalan Melati 47",
      since: "2020-01-01",
      purpose: "bank",
      household: [{ id: "row-1", answers: { name: "Brata", relation: "child" } }],
      proof: [proof.id],
      true: true,
    };
    const letter = { service: "population.residence-letter", version: 4, answers, channel: "web" } as const;
    const { caseId } = must(await kernel.cases.submit({ ...letter, key: newId() }, person));
    const office = (await kernel.cases.find(caseId))?.officeId;
    const code = (await kernel.administration.offices()).find(({ id }) => id === office)?.code ?? "";
    const clerk = {
      username: "loket",
      name: "Loket",
      email: null,
      lang: "id",
      role: "front-desk",
      office: code,
    } as const;
    must(await kernel.administration.addOfficer(terminal(), clerk));
    await world.act(caseId, "ask", await world.officer("loket"), { question: "Sejak kapan di sini?" });
    await world.act(caseId, "reply", person, { reply: "Sejak 2020." });
    await world.act(caseId, "withdraw", person);
    expect(await world.told()).toEqual([]);
  });

  it("leave nothing to find while people are erased and closed cases forgotten; what cannot be compared is counted", async () => {
    const { kernel, clock } = test;
    const person = newId();
    const [closed, open] = [await world.report(resident(person), "D"), await world.report(guest(), "E")];
    await world.act(closed, "withdraw", resident(person));
    clock.advance(dayMs);
    await kernel.db.transaction((tx) => kernel.privacy.erase(tx, person));
    await test.sequencer.drain();
    const erased = await runAudit(kernel, { whole: true });
    expect(erased).toMatchObject({ found: 0, erased: 1 });
    clock.advance(20 * 365 * dayMs);
    await kernel.privacy.enforceRetention((rule, fault) => {
      throw new Error(`${rule}: ${fault}`);
    });
    await world.act(open, "take", await world.officer("budi"));
    await test.sequencer.drain();
    const forgotten = await runAudit(kernel, { whole: true });
    expect(forgotten.differences).toEqual([]);
    expect(forgotten.erased).toBeGreaterThan(10);
  });

  it("are wholly in an audit or not at all, while a hundred are under way", async () => {
    const budi = await world.officer("budi");
    let isOver = false;
    const acting = Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const id = await world.report(guest(), `jalan ${index}`);
        must(await test.kernel.cases.act({ caseId: id, action: "take", answers: {}, key: newId() }, budi));
        await test.sequencer.drain();
      }),
    ).finally(() => {
      isOver = true;
    });
    let runs = 0;
    while (!isOver || runs < 2) {
      expect(await world.told(runs % 2 === 0)).toEqual([]);
      runs += 1;
    }
    await acting;
    expect(await world.told()).toEqual([]);
  });
});

describe("a run that is broken off", () => {
  it("leaves no trace, and the next one goes on from the last that came to its end", async () => {
    const runs = () => world.owner(sql<{ n: number }>`select count(*) as n from transparency.audit`);
    const before = await runs();
    await expect(runAudit(test.kernel, { whole: true, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await runs()).toEqual(before);
    expect(await world.told(false)).toEqual([]);
  });
});
