import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { formatPublicCode, newId } from "../ids/index.ts";
import type { ServiceDefinition } from "../services/index.ts";
import type { Case, CaseFilter, Doer, Reader } from "./index.ts";
import { type ClubKernel, clubKernel, jayapura, repairAnswers, surabaya } from "./testing/club-kernel.ts";
import { courtKey, courtRepair } from "./testing/court-repair.ts";

let database: TestDatabase;
let club: ClubKernel;
let dispatcher: Doer;
let worker: Doer;

beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db, {
    hooks: { headline: (answers) => `${answers["what"]} (${answers["court"]})` },
  });
  dispatcher = await club.officer(["dispatcher", "board"]);
  worker = await club.officer(["agency-officer", "grounds"]);
});
afterAll(() => database.close());

describe("what happened, as each may see it", () => {
  let found: Case;
  beforeAll(async () => {
    const by = club.resident();
    const answers = repairAnswers({ member: "Wulandari", aside: "Ask at the bar.", shown: "name-hidden" });
    found = await club.makeCase({ by, answers });
    await club.mustAct(found.id, "dispatch", dispatcher, { office: club.offices.grounds });
    await club.mustAct(found.id, "take", worker);
    await club.mustAct(found.id, "note", worker, { remark: "He always complains." });
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    await club.mustAct(found.id, "reply", by, { answer: "The left one" });
    club.clock.set("2026-12-20T02:00:00Z");
    await club.cases.watch();
    found = await club.caseOf(found.id);
  });

  async function seenBy(reader: Reader) {
    const steps = await club.cases.timeline(found, await club.cases.contents(found.id), reader);
    return steps.map(({ action, author, officeName, officerId, said }) => ({
      action,
      author,
      office: officeName,
      officer: officerId === null ? undefined : "known",
      said: said.map(({ question }) => question.name).join(" "),
    }));
  }

  it("everyone sees the steps, the offices and what was meant for everyone", async () => {
    expect(await seenBy("everyone")).toEqual([
      {
        action: "submit",
        author: "owner",
        office: "Office grounds",
        officer: undefined,
        said: "court what where shown",
      },
      { action: "dispatch", author: "office", office: "Office grounds", officer: undefined, said: "office" },
      { action: "take", author: "office", office: "Office grounds", officer: undefined, said: "" },
      { action: "note", author: "office", office: "Office grounds", officer: undefined, said: "" },
      { action: "ask", author: "office", office: "Office grounds", officer: undefined, said: "" },
      { action: "reply", author: "owner", office: "Office grounds", officer: undefined, said: "answer" },
      ...["late", "late", "late", "late"].map((action) => ({
        ...{ action, author: "system", office: "Office grounds", officer: undefined, said: "" },
      })),
    ]);
  });

  it("names the office for which an officer acted, also when that is not the one that handles the case", async () => {
    const verifier = await club.officer(["verifier", "board"], ["agency-officer", "youth"]);
    const own = await club.makeCase();
    await club.mustAct(own.id, "dispatch", dispatcher, { office: club.offices.grounds });
    await club.mustAct(own.id, "take", worker);
    await club.mustAct(own.id, "fix", worker, { reply: "The net is new." });
    const verified = await club.mustAct(own.id, "verify", verifier);
    const steps = await club.cases.timeline(verified, await club.cases.contents(own.id), "everyone");
    expect(steps.slice(-2).map(({ action, officeName }) => [action, officeName])).toEqual([
      ["fix", "Office grounds"],
      ["verify", "Office board"],
    ]);
  });

  it("the owner also sees what is theirs, the office also its own notes and who did it", async () => {
    const owner = await seenBy("owner");
    expect(owner.find(({ action }) => action === "ask")?.said).toBe("question");
    expect(owner.find(({ action }) => action === "note")?.said).toBe("");
    expect(owner.every(({ officer }) => officer === undefined)).toBe(true);
    const office = await seenBy("office");
    expect(office.find(({ action }) => action === "note")).toMatchObject({ said: "remark", officer: "known" });
    expect(office[0]?.said).toBe("court what where aside shown");
  });

  it("nobody finds a sealed answer in it", async () => {
    for (const reader of ["everyone", "owner", "office"] as const)
      expect(
        JSON.stringify(await club.cases.timeline(found, await club.cases.contents(found.id), reader)),
      ).not.toContain("Wulandari");
  });
});

describe("lists", () => {
  const everyone: Doer["actor"] = { kind: "public" };
  let head: Doer;
  let all: Case[];

  beforeAll(async () => {
    head = await club.officer(["head-of-office", "board"]);
    await sql`update cases.case set visibility = 'private', office_id = ${newId()}`.execute(database.owner.query);
    club.clock.set("2026-11-23T02:00:00Z");
    all = [];
    for (let index = 0; index < 37; index += 1) {
      if (index % 3 === 0) club.clock.advance(3_600_000);
      const shown = ["public", "name-hidden", "private"][index % 3] ?? "public";
      const where = { region: index % 4 === 0 ? jayapura : surabaya };
      const by = club.resident();
      const made = await club.makeCase({
        by,
        answers: repairAnswers({ what: `Hole number ${index} of Wimbledon`, shown, where }),
      });
      if (index % 5 === 0) await club.mustAct(made.id, "withdraw", by);
      else if (index % 7 === 0) {
        await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
        await club.mustAct(made.id, "take", worker);
        await club.mustAct(made.id, "ask", worker, { question: "Which?" });
      }
      all.push(await club.caseOf(made.id));
    }
  });

  async function pages(
    actor: Doer["actor"],
    filter: CaseFilter,
    limit: number,
    right: "case.read" | "case.view-public" = "case.read",
  ) {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await club.cases.list(actor, right, filter, { limit, ...(after === undefined ? {} : { after }) });
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      ids.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    return ids;
  }

  it("in pages of any size are the whole list in the same order, and the count agrees", async () => {
    const filters: CaseFilter[] = [
      {},
      { stage: "closed" },
      { state: "submitted" },
      { region: "91.71" },
      { region: jayapura, stage: "closed" },
      { waiting: true },
      { q: "wimbledon hole" },
      { service: courtRepair.id, officeId: club.offices.grounds },
      { dueBefore: new Date("2026-11-24T05:00:00Z") },
      { assigneeId: "accountId" in worker.actor ? worker.actor.accountId : "" },
    ];
    for (const filter of filters) {
      const whole = await pages(head.actor, filter, 100);
      expect(whole.length, JSON.stringify(filter)).toBeGreaterThan(0);
      for (const limit of [1, 2, 5, 36]) expect(await pages(head.actor, filter, limit)).toEqual(whole);
      expect(await club.cases.count(head.actor, "case.read", filter)).toBe(whole.length);
    }
  });

  it("open ones come by nearest deadline, with those that wait for their owner last; closed ones newest first", async () => {
    const byId = new Map(all.map((one) => [one.id, one]));
    const open = (await pages(head.actor, {}, 100)).map(
      (id) => byId.get(id)?.actBy?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    expect(open).toEqual(open.toSorted((a, b) => a - b));
    expect(open.at(-1)).toBe(Number.POSITIVE_INFINITY);
    const closed = (await pages(head.actor, { stage: "closed" }, 100)).map(
      (id) => byId.get(id)?.closedAt?.getTime() ?? 0,
    );
    expect(closed).toEqual(closed.toSorted((a, b) => b - a));
  });

  it("hold what the reader may see and nothing else", async () => {
    const open = all.filter(({ closedAt }) => closedAt === null);
    const visible = open.filter(({ visibility }) => visibility !== "private").map(({ id }) => id);
    expect((await pages(everyone, {}, 100, "case.view-public")).toSorted()).toEqual(visible.toSorted());
    expect(await pages(everyone, {}, 100)).toEqual([]);
    const foreign = await club.officer(["head-of-office", "youth"]);
    expect(await pages(foreign.actor, {}, 100)).toEqual([]);
    expect(await club.cases.count(foreign.actor, "case.read", {})).toBe(0);
  });

  it("a code finds its case however it is written, words find headlines by their beginnings", async () => {
    const one = all[1];
    if (one === undefined) throw new Error("no case");
    const find = (q: string) => pages(head.actor, { q }, 100);
    expect(await find(formatPublicCode(one.code).toLowerCase())).toEqual([one.id]);
    expect(await find(` ${one.code.slice(0, 6)} ${one.code.slice(6)} `)).toEqual([one.id]);
    expect(await find("WIMBLE num 11")).toEqual([all[11]?.id]);
    expect(await find("nothing like it")).toEqual([]);
  });

  it("take any search, cursor or region without a fault", async () => {
    const whole = await pages(head.actor, {}, 100);
    const evil = [
      "'; drop table cases.case; --",
      "\u0000",
      "a".repeat(5000),
      "🙏🏽 ꦧꦭꦺ",
      "a & | ! ( ) : * <->",
      "%_\\",
      "\ud800",
      "ſ",
      "1.5e9 -3 /x",
    ];
    for (const q of evil) {
      const page = await club.cases.list(head.actor, "case.read", { q }, { limit: 5 });
      expect(page.rows.length).toBeLessThanOrEqual(5);
    }
    const cursor = (text: string) => Buffer.from(text).toString("base64url");
    for (const after of [
      "x",
      "…",
      cursor("1 (2)|x"),
      cursor(`2026|${newId()}`),
      cursor(`-271821-04-20T00:00:00.000Z|${newId()}`),
      cursor(`'; --|${newId()}`),
      "a".repeat(500),
    ]) {
      const page = await club.cases.list(head.actor, "case.read", {}, { limit: 100, after });
      expect(page.rows.map(({ id }) => id)).toEqual(whole);
    }
    for (const region of ["%", "35%", "\u0000", "35.78'", "x".repeat(9999)])
      expect(await club.cases.count(head.actor, "case.read", { region })).toBe(0);
  });

  it("tally counts per office what the filters count", async () => {
    const late = { dueBefore: new Date("2026-11-24T05:00:00Z") };
    const tallies = await club.cases.tally(head.actor, "case.read", { all: {}, late, waiting: { waiting: true } });
    for (const [name, filter] of Object.entries({ all: {}, late, waiting: { waiting: true } as const })) {
      const sum = tallies.reduce((total, { counts }) => total + counts[name as "all"], 0);
      expect(sum, name).toBe(await club.cases.count(head.actor, "case.read", filter));
    }
  });
});

describe("erasure", () => {
  it("forgets what the owner said and who they are; what happened stays, and the ledger still adds up", async () => {
    const accountId = newId();
    const by = club.resident(accountId);
    const answers = repairAnswers({ member: "Wulandari", what: "Secret words of hers" });
    const found = await club.makeCase({ by, answers });
    const [other] = [await club.makeCase({ answers: repairAnswers({ what: "Another's words" }) })];
    await club.mustAct(found.id, "dispatch", dispatcher, { office: club.offices.grounds });
    await club.mustAct(found.id, "take", worker);
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    await club.mustAct(found.id, "reply", by, { answer: "The one of my aunt Sri" });
    const before = await club.commands.historyOf(club.db.query, "case", found.id);
    const entries = await sql<{
      id: string;
      body: string;
    }>`select id, body from ledger.entry where subject = ${found.id} order by id`.execute(database.owner.query);

    const owner = club.cases.ownerKey(by.actor, courtRepair.id) ?? "";
    expect(await club.db.transaction((tx) => club.cases.eraseOwner(tx, owner, club.clock.now()))).toBe(1);

    const after = await club.caseOf(found.id);
    expect(after).toMatchObject({ headline: "", owner: null, recipient: null, visibility: "private", state: "taken" });
    const row = await sql<{
      text: string;
    }>`select c::text || coalesce((select string_agg(d::text, ' ') from cases.content d where d.case_id = c.id), '') as text
      from cases.case c where id = ${found.id}`.execute(database.owner.query);
    for (const word of ["Wulandari", "Secret", "aunt", accountId, owner]) expect(row.rows[0]?.text).not.toContain(word);
    expect(
      (await club.cases.contents(found.id))
        .filter(({ author }) => author === "owner")
        .every(({ sealed, erasedAt }) => sealed === null && erasedAt !== null),
    ).toBe(true);
    expect(await club.commands.historyOf(club.db.query, "case", found.id)).toEqual(before);
    const left = await sql<{
      id: string;
      body: string;
    }>`select id, body from ledger.entry where subject = ${found.id} order by id`.execute(database.owner.query);
    expect(left.rows).toEqual(entries.rows);
    expect(await club.ledger.verifyContent(club.db.query, entries.rows[0]?.id ?? "", answers)).toBe("erased");
    const steps = await club.cases.timeline(after, await club.cases.contents(found.id), "office");
    expect(steps.map(({ action, erased }) => [action, erased])).toEqual([
      ["submit", true],
      ["dispatch", false],
      ["take", false],
      ["ask", false],
      ["reply", true],
    ]);
    expect(await club.cases.ofResident(accountId, 10)).toEqual([]);
    expect((await club.caseOf(other.id)).headline).toContain("Another's words");
    // The office can still end it.
    expect((await club.mustAct(found.id, "fix", worker, { reply: "Done anyway." })).state).toBe("answered");
  });
});

describe("a new version of a service", () => {
  it("leaves running cases on the version they began with, and new ones begin with the new", async () => {
    const { routed: _, ...states } = courtRepair.flow.states;
    const next: ServiceDefinition = {
      ...courtRepair,
      version: 2,
      from: "2026-11-01",
      flow: {
        ...courtRepair.flow,
        states: {
          ...states,
          submitted: { ...courtRepair.flow.states["submitted"], may: {}, label: "club.title", happening: "club.title" },
        },
      },
    };
    const running = await club.makeCase();
    const twin = club.twin(database.db, [courtRepair, next, courtKey]);
    expect(twin.cases.definitionOf(running).version).toBe(1);
    const fresh = await twin.makeCase({ service: next });
    expect(fresh.version).toBe(2);
    expect(await twin.tryAct(fresh.id, "dispatch", dispatcher, { office: club.offices.grounds })).toBe(
      "cases.act.unknown-action",
    );
    expect((await twin.mustAct(running.id, "dispatch", dispatcher, { office: club.offices.grounds })).state).toBe(
      "routed",
    );
    expect((await twin.mustAct(running.id, "take", worker)).state).toBe("taken");
    const old = await twin.makeCase({ service: courtRepair });
    expect(old.version).toBe(1);
  });
});
