import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { OfficerRole } from "../access/index.ts";
import { openDatabase } from "../db/index.ts";
import { plainJpeg } from "../files/testing/pictures.ts";
import { newId } from "../ids/index.ts";
import type { Case, Doer } from "./index.ts";
import { type ClubKernel, clubKernel, good, refusal, repairAnswers } from "./testing/club-kernel.ts";

let database: TestDatabase;
let club: ClubKernel;
let dispatcher: Doer;
let worker: Doer;
let colleague: Doer;
let verifier: Doer;

beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db);
  dispatcher = await club.officer(["dispatcher", "board"]);
  worker = await club.officer(["agency-officer", "grounds"], ["verifier", "grounds"]);
  colleague = await club.officer(["agency-officer", "grounds"]);
  verifier = await club.officer(["verifier", "board"]);
});
afterAll(async () => {
  await club.tidy();
  await database.close();
});

async function routed(by: Doer = club.resident()): Promise<Case> {
  const made = await club.makeCase({ by });
  return club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
}

async function taken(by?: Doer): Promise<Case> {
  return club.mustAct((await routed(by)).id, "take", worker);
}

async function verified(by: Doer): Promise<Case> {
  const found = await taken(by);
  await club.mustAct(found.id, "fix", worker, { reply: "The net is new." });
  return club.mustAct(found.id, "verify", verifier);
}

describe("who may act", () => {
  it("whoever may not act on the case at all is told the same as when there is none", async () => {
    const found = await routed();
    const strangers: Doer[] = [
      await club.officer(["agency-officer", "east"]),
      await club.officer(["agency-officer", "board"]),
      await club.officer(["dispatcher", "youth"]),
      await club.officer(["operator", "board"]),
      await club.officer(["auditor", "board"]),
      club.resident(),
      club.visitor(),
      club.guest(newId()),
    ];
    for (const stranger of strangers) {
      expect(await club.tryAct(found.id, "take", stranger)).toBe("cases.case.unknown");
      expect(await club.cases.available(found, stranger.actor)).toEqual([]);
    }
    expect(await club.tryAct(newId(), "take", worker)).toBe("cases.case.unknown");
    expect((await club.caseOf(found.id)).revision).toBe(found.revision);
  });

  it("within the office the flow says which role does what", async () => {
    const found = await routed();
    for (const role of ["front-desk", "dispatcher", "verifier", "head-of-office"] satisfies OfficerRole[]) {
      const officer = await club.officer([role, "grounds"]);
      expect(await club.tryAct(found.id, "take", officer), role).toBe("cases.act.not-your-role");
    }
    expect((await club.cases.available(found, worker.actor)).map(({ name }) => name)).toEqual(["take"]);
    expect((await club.mustAct(found.id, "take", worker)).state).toBe("taken");
  });

  it("the owner does the owner's steps and no others; the clock's steps are nobody's", async () => {
    const by = club.resident();
    const found = await club.mustAct((await taken(by)).id, "ask", worker, { question: "Which net?" });
    expect(await club.tryAct(found.id, "reply", worker, { answer: "I say so" })).toBe("cases.act.not-your-role");
    expect(await club.tryAct(found.id, "expire", by)).toBe("cases.act.not-your-role");
    expect(await club.tryAct(found.id, "fix", by, { reply: "Done" })).toBe("cases.act.unknown-action");
    expect((await club.cases.available(found, by.actor)).map(({ name }) => name)).toEqual(["reply", "withdraw"]);
    expect((await club.mustAct(found.id, "reply", by, { answer: "The left one" })).state).toBe("taken");
  });

  it("a guest acts by the case, a delegate for the owner", async () => {
    const guests = await routed(club.visitor());
    expect((await club.mustAct(guests.id, "withdraw", club.guest(guests.id))).outcome).toBe("withdrawn");
    const owner = newId();
    const owned = await routed(club.resident(owner));
    const helper = newId();
    const delegate: Doer = {
      ...club.resident(helper),
      actor: { kind: "resident", accountId: helper, actingFor: owner },
    };
    expect((await club.mustAct(owned.id, "withdraw", delegate)).outcome).toBe("withdrawn");
    const last = (await club.commands.historyOf(club.db.query, "case", owned.id)).at(-1);
    expect(last?.actorRef).toBe(club.crypto.pseudonym("club", helper));
  });

  it("four eyes: who fixed it may not verify it, in whatever role", async () => {
    const found = await taken();
    await club.mustAct(found.id, "fix", worker, { reply: "The net is new." });
    for (const action of ["verify", "back"]) {
      expect(await club.tryAct(found.id, action, worker, action === "back" ? { why: "Not yet" } : {})).toBe(
        "cases.act.not-by-the-same-person",
      );
    }
    expect(await club.cases.available(await club.caseOf(found.id), worker.actor)).toEqual([]);
    await club.mustAct(found.id, "back", verifier, { why: "The hole is still there." });
    await club.mustAct(found.id, "fix", colleague, { reply: "Now it is closed." });
    // Worker fixed it once: that colleague fixed it last does not open the way.
    expect(await club.tryAct(found.id, "verify", worker)).toBe("cases.act.not-by-the-same-person");
    expect((await club.mustAct(found.id, "verify", verifier)).state).toBe("verified");
  });
});

describe("what an act asks", () => {
  it("is checked like any form, and a refused act changes nothing", async () => {
    const found = await taken();
    const act = (answers: Record<string, string | string[]>) =>
      club.cases.act({ caseId: found.id, action: "fix", answers, key: newId() }, worker);
    expect(refusal(await act({}))).toBe("cases.answers.check reply");
    expect(refusal(await act({ reply: "x".repeat(2001) }))).toBe("cases.answers.check reply");
    expect(refusal(await act({ reply: "Done", after: [newId()] }))).toBe("cases.answers.check after");
    expect(await club.caseOf(found.id)).toEqual(found);
    expect(await club.cases.contents(found.id)).toHaveLength(2);
  });

  it("hands over only to an office there is", async () => {
    const made = await club.makeCase();
    for (const office of [newId(), "board", ""])
      expect(await club.tryAct(made.id, "dispatch", dispatcher, { office })).toBe("cases.answers.check");
  });
});

describe("two at once", () => {
  it("of two officers who take the case one wins; the other is told that it changed", async () => {
    const pool = openDatabase(database.url, 4);
    try {
      const twin = club.twin(pool);
      for (let round = 0; round < 5; round += 1) {
        const found = await routed();
        const results = await Promise.all([
          club.tryAct(found.id, "take", worker, {}, found.revision),
          twin.tryAct(found.id, "take", colleague, {}, found.revision),
        ]);
        expect(results.toSorted()).toEqual(["cases.act.changed-meanwhile", undefined].toSorted());
        const after = await club.caseOf(found.id);
        const winner = results[0] === undefined ? worker : colleague;
        expect(winner.actor).toMatchObject({ accountId: after.assigneeId });
        expect(after.revision).toBe(found.revision + 1);
      }
    } finally {
      await pool.close();
    }
  });

  it("a page that is out of date is told so; without a revision the flow itself decides", async () => {
    const found = await taken();
    await club.mustAct(found.id, "note", worker, { remark: "Ordered a net." });
    expect(await club.tryAct(found.id, "note", colleague, { remark: "So did I." }, found.revision)).toBe(
      "cases.act.changed-meanwhile",
    );
    expect(await club.tryAct(found.id, "take", colleague)).toBe("cases.act.unknown-action");
  });

  it("an act sent twice happens once, with the same answer", async () => {
    const found = await taken();
    const request = {
      caseId: found.id,
      action: "note",
      answers: { remark: "Once." },
      key: newId(),
      revision: found.revision,
    };
    const answers = await Promise.all([1, 2, 3].map(() => club.cases.act(request, worker)));
    expect(answers.filter((answer) => !good(answer).repeated)).toHaveLength(1);
    expect((await club.caseOf(found.id)).revision).toBe(found.revision + 1);
    expect(refusal(await club.cases.act({ ...request, answers: { remark: "Twice." } }, worker))).toBe(
      "command.key.reused",
    );
  });
});

describe("the case moves", () => {
  it("a hand-over goes to the other office's pile, keeps the promise, and takes the photos along", async () => {
    const by = club.resident();
    const staged = good(await club.files.stage(await plainJpeg(), { kind: "photo", ownerKey: by.fileOwnerKey }));
    const made = await club.makeCase({ by, answers: repairAnswers({ picture: [staged.id], shown: "private" }) });
    await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.grounds });
    const before = await club.mustAct(made.id, "take", worker);
    club.clock.advance(60_000);
    const after = await club.mustAct(made.id, "pass", worker, { office: club.offices.youth });
    expect(after).toMatchObject({
      officeId: club.offices.youth,
      assigneeId: null,
      state: "routed",
      dueAt: before.dueAt,
    });
    expect((await club.files.ofCase(made.id)).map(({ officeId }) => officeId)).toEqual([club.offices.youth]);
    expect(await club.tryAct(made.id, "take", worker)).toBe("cases.case.unknown");
    const youth = await club.officer(["agency-officer", "youth"]);
    expect((await club.mustAct(made.id, "take", youth)).assigneeId).toBe(
      "accountId" in youth.actor && youth.actor.accountId,
    );
  });

  it("a step that stays in its state leaves the clocks and the one who has it alone", async () => {
    const found = await taken();
    club.clock.advance(3_600_000);
    const after = await club.mustAct(found.id, "note", worker, { remark: "Waiting for the net." });
    expect(after).toEqual({ ...found, revision: found.revision + 1 });
  });

  it("a good rating closes the case, a bad one opens the work again", async () => {
    const by = club.resident();
    const good = await verified(by);
    const closed = await club.mustAct(good.id, "rate", by, { rating: 4 });
    expect(closed).toMatchObject({
      state: "done",
      outcome: "resolved",
      rating: 4,
      closedAt: club.clock.now(),
      actBy: null,
    });
    const bad = await verified(by);
    const opened = await club.mustAct(bad.id, "rate", by, { rating: 2 });
    expect(opened).toMatchObject({ state: "taken", outcome: null, rating: 2, closedAt: null });
    expect(await club.tryAct((await verified(by)).id, "rate", by, { rating: 6 })).toBe("cases.answers.check");
  });

  it("a closed case opens again on objection within ten working days, and not later", async () => {
    const by = club.resident();
    const close = async () => club.mustAct((await verified(by)).id, "rate", by, { rating: 5 });
    const [soon, late] = [await close(), await close()];
    const start = club.clock.now();
    // Mon 23 Nov 2026: the tenth working day after is Mon 7 Dec, until offices close at 16.00 WIB.
    club.clock.set("2026-12-07T08:59:00Z");
    expect((await club.cases.available(soon, by.actor)).map(({ name }) => name)).toEqual(["reopen"]);
    const opened = await club.mustAct(soon.id, "reopen", by, { objection: "It tore again." });
    expect(opened).toMatchObject({ state: "taken", closedAt: null, outcome: null });
    expect(opened.actBy).not.toBeNull();
    club.clock.set("2026-12-07T09:01:00Z");
    expect(await club.tryAct(late.id, "reopen", by, { objection: "Mine too." })).toBe("cases.act.too-late");
    expect(await club.cases.choices(late, by.actor)).toMatchObject({ open: [], closed: [{ name: "reopen" }] });
    club.clock.set(start);
  });

  it("every step is told with both offices' streams, in history and in the ledger, under a person's pseudonym", async () => {
    const made = await club.makeCase();
    club.clock.advance(1000);
    await club.mustAct(made.id, "dispatch", dispatcher, { office: club.offices.youth });
    const events = await sql<{ topics: string[]; payload: { from: string } }>`
      select topics, payload from command.outbox where aggregate_id = ${made.id} order by position`.execute(
      database.owner.query,
    );
    expect(events.rows.at(-1)?.topics.toSorted()).toEqual(
      [
        `case:${made.id}`,
        "service:club.repair",
        `office:${club.offices.grounds}`,
        `office:${club.offices.youth}`,
      ].toSorted(),
    );
    const history = await club.commands.historyOf(club.db.query, "case", made.id);
    expect(history.map(({ kind, actorKind }) => [kind, actorKind])).toEqual([
      ["submitted", "resident"],
      ["action:dispatch", "officer"],
    ]);
    const entries = await sql<{
      kind: string;
      book: string;
    }>`select kind, book from ledger.entry where subject = ${made.id} order by id`.execute(database.owner.query);
    expect(entries.rows).toEqual([
      { kind: "case.submitted", book: "club" },
      { kind: "case.dispatch", book: "club" },
    ]);
  });
});
