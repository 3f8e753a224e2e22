import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { openStream } from "../../../test/support/event-stream.ts";
import { addOffice, assign, assignmentsOf, type OfficerRole } from "../../kernel/access/index.ts";
import type { Case, Doer } from "../../kernel/cases/index.ts";
import { formatPublicCode, newId, type Uuid } from "../../kernel/ids/index.ts";
import type { DraftAnswers } from "../../kernel/services/index.ts";
import { reports } from "./index.ts";
import { reportRecords } from "./open-data.ts";
import { addRoutingRule } from "./routing.ts";
import { listPublic } from "./store.ts";

let test: TestApp;
let url: string;
const officers = new Map<string, Uuid>();
const hour = 3600_000;

beforeAll(async () => {
  test = await testApp();
  const { kernel, clock, database } = test;
  await reports.seed?.(kernel);
  // Tuesday, 10.00 in Surabaya.
  clock.set("2026-11-24T03:00:00Z");
  const at = clock.now();
  await database.db.transaction(async (tx) => {
    const city = { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" };
    const root = await addOffice(tx, city, at);
    const roads = { parentId: root, code: "jalan", name: '=Dinas "Jalan"', region: "35.78" };
    const office = await addOffice(tx, roads, at);
    await addRoutingRule(tx, { category: "road-damage", region: "35.78", officeId: office, from: "2020-01-01" }, at);
    for (const [name, role, place] of [
      ["budi", "agency-officer", office],
      ["dewi", "verifier", root],
    ] satisfies [string, OfficerRole, Uuid][]) {
      const made = await kernel.accounts.createOfficer(tx, {
        username: name,
        password: "rumah-bersama-45",
        name,
        contact: { kind: "email", value: `${name}@balai.example` },
        lang: "id",
      });
      if (!made.ok) throw new Error(made.error.message);
      officers.set(name, made.value);
      await assign(tx, made.value, role, place, "test", at);
    }
  });
  await kernel.live.start();
  url = await test.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await test.kernel.live.stop();
  await test.close();
});

type Seen = "public" | "name-hidden" | "private";
const owner = { kind: "resident", accountId: newId(), actingFor: null } as const;

/** A report of somebody who writes more than they should. */
async function report(visibility: Seen, landmark: string): Promise<Case> {
  const doer: Doer = { actor: owner, actorKey: `account:${owner.accountId}`, fileOwnerKey: "x" };
  const answers: DraftAnswers = {
    kind: "complaint",
    category: "road-damage",
    what: `Lubang besar. Hubungi saya di 0812-3456-7890 (${landmark}).`,
    where: { region: "35.78.05.1004", landmark, point: { lat: -7.28034, lng: 112.74312 } },
    photos: null,
    visibility,
    name: "Wagiman Sentosa",
    contact: "0812-9999-0000",
  };
  const sent = await test.kernel.cases.submit(
    { service: "reports.report", version: 3, answers, channel: "web", key: newId() },
    doer,
  );
  if (!sent.ok) throw new Error(JSON.stringify(sent.error));
  const found = await test.kernel.cases.find(sent.value.caseId);
  if (found === undefined) throw new Error("a report just sent was not found");
  return found;
}

async function act(name: string, found: Case, action: string, answers: DraftAnswers = {}): Promise<void> {
  const accountId = officers.get(name) ?? "";
  const assignments = await assignmentsOf(test.kernel.db.query, accountId, test.clock.now());
  const key = `account:${accountId}`;
  const doer: Doer = { actor: { kind: "officer", accountId, assignments }, actorKey: key, fileOwnerKey: key };
  await done(test.kernel.cases.act({ caseId: found.id, action, answers, key: newId() }, doer));
}

async function rate(found: Case, rating: string): Promise<void> {
  const doer: Doer = { actor: owner, actorKey: `account:${owner.accountId}`, fileOwnerKey: "x" };
  await done(test.kernel.cases.act({ caseId: found.id, action: "rate", answers: { rating }, key: newId() }, doer));
}

async function done(acting: ReturnType<TestApp["kernel"]["cases"]["act"]>): Promise<void> {
  const result = await acting;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
}

const page = async (path: string) => test.app.inject({ url: path, headers: { accept: "text/html" } });
const everywhere = async (code: string) =>
  Promise.all(
    [`/laporan/${code}`, "/laporan", "/laporan/peta", "/api/reports", "/api/reports.csv"].map(
      async (path) => (await page(path)).body,
    ),
  );

describe("what everyone sees of a report", () => {
  it("whose name is hidden: neither name nor numbers of theirs, and the place only roughly", async () => {
    const found = await report("name-hidden", "Jl. Dinoyo 1");
    const [own = "", ...others] = await everywhere(found.code);
    expect(own).toContain("Nama disembunyikan");
    expect(own).toContain("Letak dibulatkan sekitar 110 meter.");
    expect(own).toContain("Lubang besar. Hubungi saya di [phone] (Jl. Dinoyo 1).");
    for (const text of [own, ...others]) expect(text).not.toMatch(/Wagiman|Sentosa|7890|9999|112[.,]7431|7[.,]28034/);
    const { reports: listed } = (await page("/api/reports")).json<{ reports: { lat: number; lng: number }[] }>();
    expect(listed).toMatchObject([{ lat: -7.28, lng: 112.743 }]);
  });

  it("whose name is shown: the name and the place as given; numbers of people still not", async () => {
    const found = await report("public", "Jl. Dinoyo 2");
    const [own = "", ...others] = await everywhere(found.code);
    expect(own).toContain("Wagiman Sentosa");
    expect(own).not.toContain("Letak dibulatkan");
    for (const text of [own, ...others]) expect(text).not.toMatch(/7890|9999/);
    expect((await page("/api/reports")).json().reports[0]).toMatchObject({ lat: -7.28034, lng: 112.74312 });
  });

  it("taken back by whoever showed their name: no name any more, and the place only roughly", async () => {
    const found = await report("public", "Jl. Dinoyo 9");
    const doer: Doer = { actor: owner, actorKey: `account:${owner.accountId}`, fileOwnerKey: "x" };
    await done(test.kernel.cases.act({ caseId: found.id, action: "withdraw", answers: {}, key: newId() }, doer));
    await test.dispatcher.drain();
    const [own = "", ...others] = await everywhere(found.code);
    expect(own).toContain("Pelapor menarik laporan ini.");
    expect(own).not.toContain("Ini laporan Anda?");
    expect(own).toContain("Nama disembunyikan");
    expect(own).toContain("Letak dibulatkan sekitar 110 meter.");
    expect(own).not.toMatch(/Wagiman|Sentosa/);
    expect((await page("/api/reports")).json().reports[0]).toMatchObject({
      state: "withdrawn",
      lat: -7.28,
      lng: 112.743,
    });
    const line = others[3]?.split("\r\n").find((row) => row.startsWith(formatPublicCode(found.code)));
    expect(line).toMatch(/-7\.28,112\.743$/);
    expect((await test.kernel.cases.find(found.id))?.visibility).toBe("name-hidden");
    await test.database.owner.pool.query("delete from reports.report where case_id = $1", [found.id]);
  });

  it("that is private: nothing, as if there were none, by whatever way", async () => {
    const before = await everywhere("000000000000");
    const found = await report("private", "Jl. Rahasia 3");
    await test.dispatcher.drain();
    for (const path of [`/laporan/${found.code}`, `/laporan/${found.code}/langsung`])
      expect((await page(path)).statusCode).toBe(404);
    const listed = await page(`/laporan?q=${encodeURIComponent("Rahasia")}`);
    expect(listed.body).not.toContain(found.code);
    const after = await everywhere("000000000000");
    expect(after[3]).toBe(before[3]);
    expect((await page("/api/reports/numbers")).json()).toMatchObject({ total: 2, open: 2 });
  });
});

describe("the list", () => {
  it("in pages is the whole list, newest first, each report once, also of those that came at one moment", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      made.push((await report(count % 2 === 0 ? "public" : "name-hidden", `Gang ${count}`)).code);
      if (count === 3) test.clock.advance(60_000);
    }
    await report("private", "Gang rahasia");
    const codes: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const { rows, next } = await listPublic(test.kernel.db.query, {}, { after, limit: 2 });
      codes.push(...rows.map(({ code }) => code));
      after = next;
      if (after === undefined) break;
    }
    const whole = await listPublic(test.kernel.db.query, {}, { limit: 100 });
    expect(codes).toEqual(whole.rows.map(({ code }) => code));
    expect(codes.toSorted()).toEqual(made.toSorted());
    expect(new Set(codes.slice(0, 3))).toEqual(new Set(made.slice(4)));
  });
});

describe("an open list", () => {
  it("hears of a new report, and the list it then loads holds it, though it was kept a moment ago", async () => {
    const stream = await openStream(`${url}/laporan/langsung`);
    await page("/laporan");
    const found = await report("public", "Jl. Baru 4");
    await test.dispatcher.drain();
    expect((await stream.next())?.event).toBe("change");
    expect((await page("/laporan")).body).toContain(`/laporan/${found.code}`);
    stream.close();
  });
});

describe("the open data", () => {
  it("holds every public report once, in as many pieces as it takes, with times of both promise and step", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const made = [await report("public", "Jl. Data 1"), await report("name-hidden", "Jl. Data 2")];
    const hidden = await report("private", "Jl. Data 3");
    made.push(await report("public", "Jl. Data 4"));
    const file = (await page("/api/reports.csv")).body;
    const parts: string[] = [];
    for await (const part of reportRecords(test.kernel, {}, 2, 1)) parts.push(part);
    const [head, ...rows] = file
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    expect(head?.slice(0, 12).join()).toBe(
      "code,kind,category,category_name,region,region_name,office,stage,state,outcome,received_at,due_at",
    );
    expect(rows.map(([code]) => code).toSorted()).toEqual(made.map(({ code }) => formatPublicCode(code)).toSorted());
    expect(file).not.toMatch(/Jl\. Data|Wagiman|7890|9999/);
    expect(file).not.toContain(formatPublicCode(hidden.code));
    expect(rows[0]?.[3]).toBe("Jalan rusak");
    expect(file).toMatch(/,waiting,submitted,,\d{4}-\d\d-\d\dT[\d:.]+\+07:00,/);
    expect(parts.join("").trimEnd().split("\r\n")).toEqual(file.trimEnd().split("\r\n").slice(0, 3));
    const [first] = (await page("/api/reports")).json<{ reports: { dueAt: string; stepDueAt: string }[] }>().reports;
    expect([first?.dueAt, first?.stepDueAt]).toEqual([
      made[0]?.dueAt.toISOString(),
      made[0]?.stateDueAt?.toISOString(),
    ]);
  });

  it("narrows as the list does", async () => {
    expect((await page("/api/reports.csv?tahap=done")).body.trimEnd().split("\r\n")).toHaveLength(1);
    expect((await page("/api/reports.csv?wilayah=35.78.05")).body.trimEnd().split("\r\n")).toHaveLength(4);
    // Programs must not take all for some; people with a mangled address see all.
    for (const path of ["/api/reports", "/api/reports.csv"])
      for (const [name, value] of [
        ["tahap", "xxx"],
        ["wilayah", "surabaya"],
      ]) {
        const refused = await page(`${path}?${name}=${value}`);
        expect([refused.statusCode, refused.json()], path).toMatchObject([422, { errors: [{ field: name }] }]);
      }
    expect((await page("/laporan?tahap=xxx")).statusCode).toBe(200);
  });

  it("gives the offices the same figures in both shapes", async () => {
    const [record] = (await page("/api/reports/offices")).json<{ offices: Record<string, unknown>[] }>().offices;
    const [, row] = (await page("/api/reports/offices.csv")).body.split("\r\n");
    expect(record).toMatchObject({ office: '=Dinas "Jalan"', received: 4, open: 4, fixed: 0 });
    expect(row).toMatch(/^"'=Dinas ""Jalan""",4,4,0,/);
  });
});

describe("the numbers of an office", () => {
  it("are those of its reports: how many, how fast, how satisfied", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const [fast, slow, ...waiting] = [
      await report("public", "a"),
      await report("private", "b"),
      await report("name-hidden", "c"),
    ];
    if (fast === undefined || slow === undefined) throw new Error("no reports");
    expect(waiting).toHaveLength(1);
    test.clock.advance(1 * hour);
    await act("budi", fast, "take");
    test.clock.advance(1 * hour);
    // Answered 2 hours after it came, checked, and rated 5.
    await act("budi", fast, "answer", { note: "Sudah ditambal rata." });
    await act("dewi", fast, "verify");
    await rate(fast, "5");
    // Taken after 20 days, answered far beyond its time; a rating of 2 opens it again.
    test.clock.advance(20 * 24 * hour);
    await act("budi", slow, "take");
    await act("budi", slow, "answer", { note: "Baru sempat kami kerjakan." });
    await act("dewi", slow, "verify");
    await rate(slow, "2");
    const row = async () => (await page("/laporan/kantor.csv")).body.split("\r\n")[1];
    expect((await page("/laporan/kantor.csv")).body.split("\r\n")[0]).toBe(
      "office,received,open,late,median_answer_seconds,median_fix_seconds,fixed,fixed_in_time,ratings,mean_rating,reopened",
    );
    // Three came, one private among them. Two are open: one reopened, one untouched. The first answer came after 1 hour and after
    // 20 days and 2 hours: the middle is 10 days and 1.5 hours. One holds, 2 hours after it came. The mean of 5 and 2 is 3.5.
    expect(await row()).toBe(`"'=Dinas ""Jalan""",3,2,0,${10 * 86_400 + 5_400},7200,1,1,2,3.5,1`);
    const untouched = await test.kernel.cases.find(waiting[0]?.id ?? "");
    test.clock.set(new Date((untouched?.dueAt.getTime() ?? 0) + 1));
    expect(await row()).toBe(`"'=Dinas ""Jalan""",3,2,2,${10 * 86_400 + 5_400},7200,1,1,2,3.5,1`);
    // Of all that everyone may see: two, one of them closed, which is not late however old it is.
    const numbers = async () => (await page("/api/reports/numbers")).json();
    expect(await numbers()).toEqual({ total: 2, open: 1, done: 1, closed: 0, late: 1 });
  });

  it("count a rejected report as rejected, and the list says so", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const found = await report("public", "Jl. Ditolak 1");
    await act("budi", found, "reject", { reason: "Bukan jalan milik kota." });
    await test.dispatcher.drain();
    expect((await page("/api/reports/numbers")).json()).toEqual({ total: 1, open: 0, done: 0, closed: 1, late: 0 });
    // The invitation stands as long as the reporter may object.
    expect((await page(`/laporan/${found.code}`)).body).toContain("Ini laporan Anda?");
    test.clock.advance(21 * 24 * hour);
    expect((await page(`/laporan/${found.code}?not-kept`)).body).not.toContain("Ini laporan Anda?");
    expect((await page("/laporan?tahap=closed")).body).toMatch(/Jl\. Ditolak 1.*<span class="tag[^>]*>Ditolak</s);
    expect((await page("/laporan?tahap=done")).body).not.toContain("Jl. Ditolak 1");
    expect((await page("/api/reports")).json().reports).toMatchObject([{ stage: "closed", state: "rejected" }]);
  });

  it("hold no fix that nobody has checked, and no full share while something is late", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const [claimed, checked, late] = [
      await report("public", "e"),
      await report("public", "f"),
      await report("public", "g"),
    ];
    for (const found of [claimed, checked]) {
      await act("budi", found, "take");
      await act("budi", found, "answer", { note: "Sudah kami tambal rata." });
    }
    const figures = async () => (await page("/laporan/kantor.csv")).body.split("\r\n")[1]?.split(",").slice(1);
    const [, , , , medianFix, fixed, inTime] = (await figures()) ?? [];
    expect([medianFix, fixed, inTime]).toEqual(["", "0", "0"]);
    expect((await page("/api/reports")).json().reports[1]).toMatchObject({ fixedAt: null });
    await act("dewi", checked, "verify");
    test.clock.set(new Date(late.dueAt.getTime() + 1));
    await act("dewi", claimed, "return", { reason: "Masih berlubang sebagian." });
    expect((await figures())?.slice(2, 7)).toEqual(["2", "0", "0", "1", "1"]);
    await test.dispatcher.drain();
    const shown = (await page("/laporan/kantor")).body;
    expect(shown).toContain("1 dari 3");
    expect(shown).toContain("2 masih terlambat");
    expect(shown).toContain('class="a" width="33.3%"');
  });

  it("go along when a report goes to another office", async () => {
    await test.database.owner.pool.query("delete from reports.report");
    const found = await report("public", "d");
    const office = await test.database.owner.pool.query("select id from access.office where code = 'kota'");
    await act("budi", found, "transfer", { office: office.rows[0]?.id, reason: "Bukan jalan kami." });
    const rows = (await page("/laporan/kantor.csv")).body.trimEnd().split("\r\n").slice(1);
    expect(rows.map((line) => line.split(",").slice(0, 3).join())).toEqual(["Kota Surabaya,1,1"]);
  });
});
