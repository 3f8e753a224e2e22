import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { type Assignment, officerRoles } from "../access/index.ts";
import { caseNews } from "../case-news.ts";
import type { EventHandler } from "../command/index.ts";
import { openDatabase } from "../db/index.ts";
import { createNotify } from "../notify/index.ts";
import type { Case, Doer } from "./index.ts";
import { type ClubKernel, clubKernel, jayapura, repairAnswers } from "./testing/club-kernel.ts";
import { courtLight } from "./testing/court-repair.ts";

// Mon 23 Nov 2026, 09.00 WIB (11.00 WIT). Offices are open 07.30–12.00 and 13.00–16.00, Fridays 07.30–11.30 and 13.00–16.30.
const monday = "2026-11-23T02:00:00Z";

let database: TestDatabase;
let club: ClubKernel;
let dispatcher: Doer;
let worker: Doer;
let verifier: Doer;
const handlers: EventHandler[] = [];

beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db, { start: monday, handlers: () => handlers });
  const notify = createNotify({
    db: database.db,
    clock: club.clock,
    adapters: [],
    openContact: async () => undefined,
    reachableBy: async () => [],
    t: (_lang, key) => key,
    url: "https://club.example",
    log: { info: () => {}, warn: () => {}, error: () => {} } as never,
  });
  handlers.push(...caseNews({ ...club, cases: () => club.cases, notify }));
  dispatcher = await club.officer(["dispatcher", "board"]);
  worker = await club.officer(["agency-officer", "grounds"], ["agency-officer", "east"]);
  verifier = await club.officer(["verifier", "board"]);
});
afterAll(() => database.close());
beforeEach(() => club.clock.set(monday));

const east = repairAnswers({ where: { region: jayapura } });

async function takenCase(answers = repairAnswers(), service?: typeof courtLight): Promise<Case> {
  const made = await club.makeCase({ answers, by: owner, ...(service === undefined ? {} : { service }) });
  await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
  return club.mustAct(made.id, "take", worker);
}
let owner: Doer;
beforeEach(() => {
  owner = club.resident();
});

/** Steps told so far: "state 80 head-of-office 0". */
async function told(caseId: string): Promise<string[]> {
  const history = await club.commands.historyOf(club.db.query, "case", caseId);
  return history.flatMap(({ kind, facts }) =>
    kind === "warned" ? [`${facts["clock"]} ${facts["percent"]} ${facts["role"]} ${facts["up"]}`] : [],
  );
}

describe("the promise", () => {
  it("ends in working days when offices of the region close, in its own zone", async () => {
    const west = await club.makeCase();
    expect(west.dueAt).toEqual(new Date("2026-11-30T09:00:00Z"));
    expect((await club.makeCase({ answers: east })).dueAt).toEqual(new Date("2026-11-30T07:00:00Z"));
  });

  it("in working hours counts what is open: 16 hours from Monday 09.00", async () => {
    // Mon 3 + 3, Tue 4.5 + 3: 13.5 hours; Wed 07.30 + 2.5 = 10.00 WIB.
    expect((await club.makeCase({ service: courtLight })).dueAt).toEqual(new Date("2026-11-25T03:00:00Z"));
    // In Jayapura it is 11.00: Mon 1 + 3, Tue 7.5: 11.5; Wed 4.5 = 12.00 WIT.
    expect((await club.makeCase({ service: courtLight, answers: east })).dueAt).toEqual(
      new Date("2026-11-25T03:00:00Z"),
    );
  });

  it("says so when it reaches into a year whose holidays are not announced", async () => {
    club.clock.set("2026-12-29T02:00:00Z");
    expect((await club.makeCase()).calendarComplete).toBe(false);
    expect((await club.makeCase()).dueAt.getUTCFullYear()).toBe(2027);
  });

  it("stands still while the case waits for its owner, and goes on with what was left", async () => {
    const found = await takenCase(repairAnswers(), courtLight);
    // Mon 10.00: an hour is used, 15 are left.
    club.clock.set("2026-11-23T03:00:00Z");
    const waiting = await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    expect(waiting).toMatchObject({ actBy: null, paused: { unit: "working-hours", leftMs: 15 * 3_600_000 } });
    // Thu 08.00, so 0.5 of the day is gone: 4 + 3 on Thu, 4 + 3.5 on Fri, half an hour on Mon: 08.00 WIB.
    club.clock.set("2026-11-26T01:00:00Z");
    const again = await club.mustAct(found.id, "reply", owner, { answer: "The left one" });
    expect(again).toMatchObject({ paused: null, dueAt: new Date("2026-11-30T01:00:00Z") });
    expect(again.actBy).toEqual(again.dueAt);
  });

  it("in working days moves by one for each closing of the offices meanwhile", async () => {
    const found = await takenCase();
    const before = found.dueAt;
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    const sameDay = await club.mustAct(found.id, "reply", owner, { answer: "The left one" });
    expect(sameDay.dueAt).toEqual(before);
    await club.mustAct(found.id, "ask", worker, { question: "And the right one?" });
    club.clock.set("2026-11-25T02:00:00Z");
    const later = await club.mustAct(found.id, "reply", owner, { answer: "Is whole" });
    // Two nights: from Mon 30 Nov to Wed 2 Dec, 16.00 WIB.
    expect(later.dueAt).toEqual(new Date("2026-12-02T09:00:00Z"));
  });

  it("that was missed already stays missed, however long one waits", async () => {
    const found = await takenCase(repairAnswers(), courtLight);
    club.clock.set("2026-11-26T02:00:00Z");
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    club.clock.set("2026-12-10T02:00:00Z");
    const again = await club.mustAct(found.id, "reply", owner, { answer: "The left one" });
    expect(again.dueAt).toEqual(found.dueAt);
  });

  it("what must be acted on first is the nearer of the state's deadline and the promise", async () => {
    const made = await club.makeCase();
    // 8 working hours: Mon 3 + 3, Tue 2 = 09.30 WIB.
    expect([made.stateDueAt, made.actBy]).toEqual([new Date("2026-11-24T02:30:00Z"), new Date("2026-11-24T02:30:00Z")]);
    const routed = await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
    expect([routed.stateDueAt, routed.actBy]).toEqual([null, routed.dueAt]);
    club.clock.set("2026-11-27T02:00:00Z");
    const taken = await club.mustAct(made.id, "take", worker);
    expect(taken.stateDueAt).toEqual(new Date("2026-12-02T09:00:00Z"));
    expect(taken.actBy).toEqual(taken.dueAt);
  });
});

describe("warnings", () => {
  /** Moves hour by hour and watches. */
  async function watchUntil(end: string): Promise<void> {
    while (club.clock.now() < new Date(end)) {
      club.clock.advance(3_600_000);
      await club.cases.watch();
    }
  }

  it("of a promise are told at 50, 80, 100 and 150 %, each once, whatever state the case is in", async () => {
    const made = await club.makeCase({ service: courtLight, by: owner });
    // Half of 16 hours: Tue 09.30 WIB.
    club.clock.set("2026-11-24T02:29:00Z");
    await club.cases.watch();
    expect(await told(made.id)).toEqual([]);
    club.clock.set("2026-11-24T02:31:00Z");
    await club.cases.watch();
    expect(await told(made.id)).toEqual(["promise 50 agency-officer 0"]);
    await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
    await club.mustAct(made.id, "take", worker);
    await watchUntil("2026-11-30T00:00:00Z");
    expect(await told(made.id)).toEqual([
      "promise 50 agency-officer 0",
      "promise 80 head-of-office 0",
      "promise 100 head-of-office 1",
      "promise 150 head-of-office 2",
    ]);
    expect(await club.caseOf(made.id)).toMatchObject({ state: "taken", promiseWarnedAtPercent: 150, revision: 3 });
  });

  it("of a state's own clock begin anew with each stay; the promise is told of when it is missed", async () => {
    const made = await club.makeCase({ by: owner });
    await watchUntil("2026-11-24T04:00:00Z");
    expect(await told(made.id)).toEqual([
      "state 50 agency-officer 0",
      "state 80 head-of-office 0",
      "state 100 head-of-office 1",
    ]);
    await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
    club.clock.set("2026-11-27T02:00:00Z");
    await club.cases.watch();
    await club.mustAct(made.id, "take", worker);
    const before = (await told(made.id)).length;
    // The promise ends Mon 30 Nov 16.00 WIB, the state Wed 2 Dec 16.00 WIB.
    await watchUntil("2026-12-04T10:00:00Z");
    expect((await told(made.id)).slice(before)).toEqual([
      "promise 100 head-of-office 1",
      "state 50 agency-officer 0",
      "state 80 head-of-office 0",
      "state 100 head-of-office 1",
      "promise 150 head-of-office 2",
      "state 150 head-of-office 2",
    ]);
  });

  it("missed while nobody watched are told one after the other, none skipped, none twice", async () => {
    const made = await club.makeCase({ service: courtLight });
    club.clock.set("2026-12-20T02:00:00Z");
    await club.cases.watch();
    await club.cases.watch();
    expect((await told(made.id)).map((line) => line.split(" ")[1])).toEqual(["50", "80", "100", "150"]);
  });

  it("are not told while the case waits for its owner, nor of a closed one", async () => {
    const found = await takenCase(repairAnswers(), courtLight);
    const other = await takenCase(repairAnswers(), courtLight);
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    await club.mustAct(other.id, "withdraw", owner);
    club.clock.set("2026-12-10T02:00:00Z");
    await club.cases.watch();
    expect([await told(found.id), await told(other.id)]).toEqual([[], []]);
  });

  it("reach the right office up the tree; a missed deadline stands in the ledger, a warning does not", async () => {
    const heads = new Map<string, Doer>();
    for (const office of ["grounds", "board"] as const)
      heads.set(office, await club.officer(["head-of-office", office]));
    const made = await club.makeCase({ service: courtLight, by: owner });
    club.clock.set("2026-12-20T02:00:00Z");
    await club.cases.watch();
    await club.dispatcher.drain();
    const inbox = async (doer: Doer) => {
      const account = "accountId" in doer.actor ? doer.actor.accountId : "";
      const rows = await sql<{
        key: string;
        percent: number;
      }>`select key, (params->>'percent')::int as percent from notify.message
        where account_id = ${account} and case_id = ${made.id} order by id`.execute(database.owner.query);
      return rows.rows.map(({ key, percent }) => `${key} ${percent}`);
    };
    expect(await inbox(worker)).toEqual(["cases.notice.soon 50"]);
    expect(await inbox(heads.get("grounds") ?? worker)).toEqual(["cases.notice.soon 80"]);
    // One office up at 100 %; two up is beyond the root, so it is the root again.
    expect(await inbox(heads.get("board") ?? worker)).toEqual(["cases.notice.late 100", "cases.notice.late 150"]);
    const entries = await sql<{
      percent: number;
    }>`select (body::json->'facts'->>'percent')::int as percent from ledger.entry
      where subject = ${made.id} and kind = 'case.late' order by id`.execute(database.owner.query);
    expect(entries.rows.map(({ percent }) => percent)).toEqual([100, 150]);
  });

  it("two watchers in two processes at once tell each step once", async () => {
    const pool = openDatabase(database.url, 6);
    try {
      const twin = club.twin(pool);
      const made = await Promise.all(
        Array.from({ length: 12 }, () => club.makeCase({ service: courtLight, by: owner })),
      );
      club.clock.set("2026-12-20T02:00:00Z");
      await Promise.all([club.cases.watch(), twin.cases.watch(), club.cases.watch(), twin.cases.watch()]);
      for (const { id } of made)
        expect((await told(id)).map((line) => line.split(" ")[1])).toEqual(["50", "80", "100", "150"]);
    } finally {
      await pool.close();
    }
  });
});

describe("what the clock does by itself", () => {
  it("a question unanswered for 30 days closes the case, once, by the clock's own hand", async () => {
    const found = await takenCase();
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    club.clock.set("2026-12-23T16:58:00Z");
    await club.cases.watch();
    expect((await club.caseOf(found.id)).state).toBe("waiting");
    club.clock.set("2026-12-23T17:00:00Z");
    const pool = openDatabase(database.url, 4);
    try {
      const twin = club.twin(pool);
      await Promise.all([club.cases.watch(), twin.cases.watch()]);
    } finally {
      await pool.close();
    }
    const closed = await club.caseOf(found.id);
    expect(closed).toMatchObject({ state: "expired", outcome: "expired", closedAt: club.clock.now(), actBy: null });
    const history = await club.commands.historyOf(club.db.query, "case", found.id);
    expect(history.filter(({ kind }) => kind === "action:expire")).toMatchObject([
      { actorKind: "system", actorRef: "cases.watch" },
    ]);
    expect(await club.tryAct(found.id, "reply", owner, { answer: "Too late" })).toBe("cases.act.unknown-action");
  });

  it("an answer in time keeps the case, and the days begin anew with the next question", async () => {
    const found = await takenCase();
    await club.mustAct(found.id, "ask", worker, { question: "Which net?" });
    club.clock.set("2026-12-20T02:00:00Z");
    await club.mustAct(found.id, "reply", owner, { answer: "The left one" });
    await club.mustAct(found.id, "ask", worker, { question: "And the post?" });
    club.clock.set("2027-01-10T02:00:00Z");
    await club.cases.watch();
    expect((await club.caseOf(found.id)).state).toBe("waiting");
  });

  it("what nobody rates is closed after seven days", async () => {
    const found = await takenCase();
    await club.mustAct(found.id, "fix", worker, { reply: "New net." });
    await club.mustAct(found.id, "verify", verifier);
    club.clock.set("2026-12-01T02:00:00Z");
    await club.cases.watch();
    expect(await club.caseOf(found.id)).toMatchObject({ state: "done", outcome: "resolved", rating: null });
  });

  it("one case that cannot be watched holds up no other, and its fault is heard", async () => {
    const [broken, sound] = [
      await club.makeCase({ service: courtLight }),
      await club.makeCase({ service: courtLight }),
    ];
    await sql`update cases.case set version = 77 where id = ${broken.id}`.execute(database.owner.query);
    club.clock.set("2026-12-20T02:00:00Z");
    await expect(club.cases.watch()).rejects.toThrow("1 cases could not be watched");
    expect(await told(sound.id)).toHaveLength(4);
    await sql`update cases.case set version = 1 where id = ${broken.id}`.execute(database.owner.query);
    await club.cases.watch();
    expect(await told(broken.id)).toHaveLength(4);
  });

  it("roles of the escalation are roles that officers can hold", () => {
    const roles = new Set<string>(officerRoles satisfies readonly Assignment["role"][]);
    expect(courtLight.flow.escalation.every(({ role }) => roles.has(role))).toBe(true);
  });
});
