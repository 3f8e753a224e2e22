import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openDatabase } from "../db/index.ts";
import { pdf, plainJpeg } from "../files/testing/pictures.ts";
import { type Channel, channels } from "../forms/index.ts";
import { newId } from "../ids/index.ts";
import { type DraftAnswers, document, type ServiceDefinition } from "../services/index.ts";
import type { Doer, Submission } from "./index.ts";
import {
  type ClubKernel,
  clubKernel,
  good,
  jayapura,
  refusal,
  repairAnswers,
  surabaya,
} from "./testing/club-kernel.ts";
import { courtKey, courtRepair } from "./testing/court-repair.ts";

let database: TestDatabase;
let club: ClubKernel;
beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db);
});
afterAll(async () => {
  await club.tidy();
  await database.close();
});

function repair(answers: DraftAnswers = repairAnswers(), rest: Partial<Submission> = {}): Submission {
  return { service: courtRepair.id, version: 1, answers, channel: "web", key: newId(), ...rest };
}

/** Counts of all that one submission writes. */
async function written(caseId: string): Promise<Record<string, number>> {
  const found = await sql<Record<string, number>>`select
    (select count(*) from cases.case where id = ${caseId}) as cases,
    (select count(*) from cases.content where case_id = ${caseId}) as contents,
    (select count(*) from command.history where aggregate_id = ${caseId}) as history,
    (select count(*) from command.outbox where aggregate_id = ${caseId}) as outbox,
    (select count(*) from ledger.entry where subject = ${caseId}) as entries`.execute(database.owner.query);
  return found.rows[0] ?? {};
}
const once = { cases: 1, contents: 1, history: 1, outbox: 1, entries: 1 };

async function rowCounts(): Promise<unknown> {
  return (
    await sql`select (select count(*) from cases.case) as c, (select count(*) from cases.content) as d, (select count(*) from command.history) as h,
      (select count(*) from command.outbox) as o, (select count(*) from ledger.entry) as l, (select count(*) from command.idempotency) as i`.execute(
      database.owner.query,
    )
  ).rows[0];
}

describe("submitting", () => {
  it("is the same by every channel", async () => {
    const stored = new Map<Channel, unknown>();
    for (const channel of channels) {
      const by = club.resident();
      const { caseId } = good(await club.cases.submit(repair(repairAnswers({ member: "Ayu" }), { channel }), by));
      const [content] = await club.cases.contents(caseId);
      const { code, id, owner, recipient, channel: kept, ...rest } = await club.caseOf(caseId);
      expect(kept).toBe(channel);
      expect(await written(caseId)).toEqual(once);
      stored.set(channel, { ...rest, answers: content?.answers, sealed: content?.sealed !== null });
    }
    expect(new Set([...stored.values()].map((value) => JSON.stringify(value))).size).toBe(1);
  });

  it("writes case, content, history, outbox and ledger entry; history and entry hold neither words nor names", async () => {
    const answers = repairAnswers({ member: "Wulandari", aside: "Ask for the key at the bar." });
    const { caseId, code } = good(await club.cases.submit(repair(answers), club.resident()));
    expect(code).toMatch(/^[0-9A-Z]{12}$/);
    expect(await written(caseId)).toEqual(once);
    const facts = await sql<{ text: string }>`
      select h::text as text from command.history h where aggregate_id = ${caseId} union all
      select o::text from command.outbox o where aggregate_id = ${caseId} union all
      select e::text from ledger.entry e where subject = ${caseId} union all
      select i::text from command.idempotency i where i.answer::text like ${`%${caseId}%`}`.execute(
      database.owner.query,
    );
    expect(facts.rows).toHaveLength(4);
    for (const word of ["Wulandari", "hole", "bar", "Court 3"]) expect(JSON.stringify(facts.rows)).not.toContain(word);
    const [entry] = (
      await sql<{ id: string }>`select id from ledger.entry where subject = ${caseId}`.execute(database.owner.query)
    ).rows;
    expect(await club.ledger.verifyContent(database.db.query, entry?.id ?? "", answers)).toBe("valid");
    expect(await club.ledger.verifyContent(database.db.query, entry?.id ?? "", { ...answers, what: "Another" })).toBe(
      "invalid",
    );
  });

  it("seals personal answers: they are not in the row, and only privacy opens them", async () => {
    const found = await club.makeCase({ answers: repairAnswers({ member: "Wulandari" }) });
    const [content] = await club.cases.contents(found.id);
    expect(content?.answers).not.toHaveProperty("member");
    const row = await sql<{
      text: string;
    }>`select c::text as text from cases.content c where case_id = ${found.id}`.execute(database.owner.query);
    expect(row.rows[0]?.text).not.toContain("Wulandari");
    expect(row.rows[0]?.text).not.toContain(Buffer.from("Wulandari").toString("hex"));
    if (content?.sealed == null) throw new Error("nothing was sealed");
    const { sealed, id } = content;
    const officer = await club.officer(["agency-officer", "grounds"]);
    const texts = await club.db.transaction((tx) =>
      club.privacy.read(tx, {
        actor: officer.actor,
        officeId: club.offices.grounds,
        purpose: "cases.handle",
        legalBasis: "public_task",
        subject: { kind: "pseudonym", pseudonym: found.owner ?? "" },
        caseId: found.id,
        fields: [{ table: "cases.content", rowId: id, column: "sealed", ciphertext: sealed }],
      }),
    );
    expect(texts.map((text) => JSON.parse(text))).toEqual([{ member: "Wulandari" }]);
    const log = await sql`select 1 from privacy.access_log where case_id = ${found.id}`.execute(database.owner.query);
    expect(log.rows).toHaveLength(1);
  });

  it("refuses bad answers with the field at fault, and leaves nothing behind", async () => {
    const before = await rowCounts();
    const by = club.resident();
    const bad: readonly (readonly [DraftAnswers, string])[] = [
      [repairAnswers({ what: null }), "cases.answers.check what"],
      [repairAnswers({ what: "x".repeat(2001) }), "cases.answers.check what"],
      [repairAnswers({ where: { region: "35.78.99.9999" } }), "cases.answers.check where.region"],
      [repairAnswers({ court: "moon" }), "cases.answers.check court"],
      [repairAnswers({ shown: "everyone" }), "cases.answers.check shown"],
      [repairAnswers({ picture: [newId()] }), "cases.answers.check picture"],
      [{}, "cases.answers.check court what where shown"],
    ];
    for (const [answers, wanted] of bad) expect(refusal(await club.cases.submit(repair(answers), by))).toBe(wanted);
    expect(refusal(await club.cases.submit(repair(undefined, { version: 9 }), by))).toBe("cases.service.unknown");
    expect(refusal(await club.cases.submit(repair(undefined, { key: "short" }), by))).toBe("command.key.malformed");
    expect(await rowCounts()).toEqual(before);
  });

  it("takes only files that the sender staged, and each once", async () => {
    const [by, other] = [club.resident(), club.resident()];
    const stage = async (doer: Doer) =>
      good(await club.files.stage(await plainJpeg(60, 40, newId()), { kind: "photo", ownerKey: doer.fileOwnerKey })).id;
    const [mine, theirs] = [await stage(by), await stage(other)];
    const wrong = await club.cases.submit(repair(repairAnswers({ picture: [theirs] })), by);
    expect(refusal(wrong)).toBe("cases.answers.check picture");
    const { caseId } = good(await club.cases.submit(repair(repairAnswers({ picture: [mine], shown: "private" })), by));
    expect(
      (await club.files.ofCase(caseId)).map(({ id, visibility, officeId }) => ({ id, visibility, officeId })),
    ).toEqual([{ id: mine, visibility: "private", officeId: club.offices.grounds }]);
    expect(refusal(await club.cases.submit(repair(repairAnswers({ picture: [mine] })), by))).toBe(
      "cases.answers.check picture",
    );
  });
});

describe("what comes with a case", () => {
  it("photos are as visible as the case; a person's documents are private, however public it is", async () => {
    const withPlan: ServiceDefinition = {
      ...courtRepair,
      version: 2,
      ask: [...courtRepair.ask, document("plan", "club.picture", { optional: true })],
    };
    const twin = club.twin(database.db, [courtRepair, withPlan, courtKey]);
    const by = twin.resident();
    const stage = async (bytes: Buffer, kind: "photo" | "document") =>
      good(await twin.files.stage(bytes, { kind, ownerKey: by.fileOwnerKey })).id;
    const picture = await stage(await plainJpeg(60, 40, newId()), "photo");
    const plan = await stage(pdf(), "document");
    const answers = repairAnswers({ picture: [picture], plan: [plan], shown: "public" });
    const { caseId } = good(await twin.cases.submit(repair(answers, { version: 2 }), by));
    const files = new Map((await twin.files.ofCase(caseId)).map(({ id, visibility }) => [id, visibility]));
    expect([files.get(picture), files.get(plan), files.size]).toEqual(["public", "private", 2]);
  });
});

describe("who may submit", () => {
  it("guests may where the service says so, and follow the case with code and PIN", async () => {
    const { caseId } = good(await club.cases.submit(repair(), club.visitor()));
    const found = await club.caseOf(caseId);
    expect([found.owner, found.recipient]).toEqual([null, null]);
    const pin = (await club.cases.guestPin(caseId)) ?? "";
    expect(pin).toMatch(/^\d{10}$/);
    const device = { key: newId(), userAgent: "test", browser: null };
    const entered = { code: found.code, caseId, device, lang: "id", previousSecret: null } as const;
    expect((await club.accounts.verifyGuest({ ...entered, pin })).ok).toBe(true);
    const wrong = pin === "0000000000" ? "0000000001" : "0000000000";
    expect((await club.accounts.verifyGuest({ ...entered, pin: wrong })).ok).toBe(false);
  });

  it("a case from when PINs had six digits keeps its own; without a way in there is none", async () => {
    const { caseId } = good(await club.cases.submit(repair(), club.visitor()));
    const digest = club.crypto.digest("case-pin", caseId);
    const former = String(digest.readUInt32BE(0) % 1_000_000).padStart(6, "0");
    await database.db.transaction(async (tx) => {
      await club.accounts.removeGuestAccess(tx, caseId);
      await club.accounts.guestAccessRow(caseId, former).execute(tx);
    });
    expect(await club.cases.guestPin(caseId)).toBe(former);
    await database.db.transaction((tx) => club.accounts.removeGuestAccess(tx, caseId));
    expect(await club.cases.guestPin(caseId)).toBeUndefined();
  });

  it("a service for residents sends guests to sign in, and officers' accounts apply for nothing", async () => {
    const wanted = repair(undefined, { service: courtKey.id });
    expect(refusal(await club.cases.submit(wanted, club.visitor()))).toBe("cases.service.sign-in");
    const officer = await club.officer(["dispatcher", "board"]);
    expect(refusal(await club.cases.submit(repair(), officer))).toBe("cases.submit.not-officers");
    expect((await club.caseOf(good(await club.cases.submit(wanted, club.resident())).caseId)).visibility).toBe(
      "private",
    );
  });

  it("acting for another makes it their case, done by oneself", async () => {
    const [parent, child] = [newId(), newId()];
    const by: Doer = { ...club.resident(parent), actor: { kind: "resident", accountId: parent, actingFor: child } };
    const { caseId } = good(await club.cases.submit(repair(), by));
    expect((await club.caseOf(caseId)).owner).toBe(club.crypto.pseudonym("club", child));
    const [history] = await club.commands.historyOf(club.db.query, "case", caseId);
    expect(history?.actorRef).toBe(club.crypto.pseudonym("club", parent));
    expect((await club.cases.ofResident(child, 10)).map(({ id }) => id)).toEqual([caseId]);
    expect(await club.cases.ofResident(parent, 10)).toEqual([]);
  });
});

describe("where it goes", () => {
  const office = async (answers: DraftAnswers, service = courtRepair.id) => {
    const { caseId } = good(await club.cases.submit(repair(answers, { service }), club.resident()));
    const [history] = await club.commands.historyOf(club.db.query, "case", caseId);
    const { officeId, region } = await club.caseOf(caseId);
    return { officeId, region, rule: history?.facts["rule"] };
  };

  it("to the office a rule names", async () => {
    expect(await office(repairAnswers())).toEqual({
      officeId: club.offices.grounds,
      region: surabaya,
      rule: "court-clay",
    });
  });

  it("to the dispatcher of the nearest office when no rule fits", async () => {
    const answers = repairAnswers({ court: "grass" });
    expect(await office(answers)).toEqual({ officeId: club.offices.board, region: surabaya, rule: "dispatcher" });
    const east = repairAnswers({ court: "grass", where: { region: jayapura } });
    expect(await office(east)).toEqual({ officeId: club.offices.east, region: jayapura, rule: "dispatcher" });
  });

  it("to the nearest office when the service names no rule", async () => {
    const east = repairAnswers({ where: { region: jayapura } });
    expect(await office(east, courtKey.id)).toEqual({ officeId: club.offices.east, region: jayapura, rule: "nearest" });
  });

  it("is as visible as the owner asks", async () => {
    for (const shown of ["public", "name-hidden", "private"])
      expect((await club.makeCase({ answers: repairAnswers({ shown }) })).visibility).toBe(shown);
  });
});

describe("sent twice", () => {
  it("a double tap makes one case and gives the same answer, on two processes too", async () => {
    const pool = openDatabase(database.url, 4);
    const twin = club.twin(pool);
    try {
      for (const caseId of [undefined, newId()]) {
        const by = club.resident();
        const wanted = repair(undefined, { key: newId(), ...(caseId === undefined ? {} : { caseId }) });
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, index) => (index % 2 ? club : twin).cases.submit(wanted, by)),
        );
        const ids = new Set(answers.map((answer) => JSON.stringify([good(answer).caseId, good(answer).code])));
        expect(ids.size).toBe(1);
        expect(answers.filter((answer) => !good(answer).repeated)).toHaveLength(1);
        const [first] = answers;
        if (first?.ok) expect(await written(first.value.caseId)).toEqual(once);
      }
    } finally {
      await pool.close();
    }
  });

  it("a crowd needs no more connections than there are: no act waits for a second one within its transaction", async () => {
    const pool = openDatabase(database.url, 1);
    try {
      const alone = club.twin(pool);
      const officer = await club.officer(["agency-officer", "grounds"], ["dispatcher", "grounds"]);
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          const by = club.resident();
          const staged = good(await alone.files.stage(await plainJpeg(), { kind: "photo", ownerKey: by.fileOwnerKey }));
          const found = await alone.makeCase({ by, answers: repairAnswers({ picture: [staged.id] }) });
          await alone.mustAct(found.id, "dispatch", officer, { office: club.offices.youth });
        }),
      );
    } finally {
      await pool.close();
    }
  });

  it("a later repetition gives the first answer, though its files are taken by now", async () => {
    const by = club.resident();
    const staged = good(await club.files.stage(await plainJpeg(), { kind: "photo", ownerKey: by.fileOwnerKey }));
    const wanted = repair(repairAnswers({ picture: [staged.id] }));
    const { made, ...first } = good(await club.cases.submit(wanted, by));
    expect(made).toEqual(await club.caseOf(first.caseId));
    club.clock.advance(3_600_000);
    expect(good(await club.cases.submit(wanted, by))).toEqual({ ...first, repeated: true });
  });

  it("the same key with other answers is refused, and means nothing for another person", async () => {
    const [by, other] = [club.resident(), club.resident()];
    const wanted = repair();
    const { caseId } = good(await club.cases.submit(wanted, by));
    const changed = { ...wanted, answers: repairAnswers({ what: "Another hole." }) };
    expect(refusal(await club.cases.submit(changed, by))).toBe("command.key.reused");
    expect(good(await club.cases.submit(wanted, other)).caseId).not.toBe(caseId);
  });

  it("one draft makes one case, under whatever key", async () => {
    const by = club.resident();
    const caseId = newId();
    good(await club.cases.submit(repair(undefined, { caseId }), by));
    expect(refusal(await club.cases.submit(repair(undefined, { caseId }), by))).toBe("cases.submit.already");
    expect(await written(caseId)).toEqual(once);
  });
});
