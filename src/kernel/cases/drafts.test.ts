import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId } from "../ids/index.ts";
import { type ClubKernel, clubKernel, good, repairAnswers } from "./testing/club-kernel.ts";
import { courtRepair } from "./testing/court-repair.ts";

let database: TestDatabase;
let club: ClubKernel;
beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db);
});
afterAll(() => database.close());

const answers = { what: "A hole behind the bar of Wulandari" };

describe("drafts", () => {
  it("are found and written by their own session only, and lie encrypted", async () => {
    const [mine, other] = [newId(), newId()];
    const { drafts } = club.cases;
    const draft = await drafts.start(mine, courtRepair.id, 1, answers);
    expect(await drafts.find(mine, draft.id)).toEqual(draft);
    expect(await drafts.find(other, draft.id)).toBeUndefined();
    await drafts.save(other, draft.id, { what: "Spoilt" });
    await drafts.remove(other, draft.id);
    expect((await drafts.find(mine, draft.id))?.answers).toEqual(answers);
    expect(await drafts.of(other)).toEqual([]);
    const row = await sql<{ text: string }>`select d::text as text from cases.draft d where id = ${draft.id}`.execute(
      database.owner.query,
    );
    expect(row.rows[0]?.text).not.toContain("Wulandari");
    await drafts.save(mine, draft.id, { ...answers, court: "clay" });
    expect((await drafts.find(mine, draft.id))?.answers).toEqual({ ...answers, court: "clay" });
    await drafts.remove(mine, draft.id);
    expect(await drafts.find(mine, draft.id)).toBeUndefined();
  });

  it("untouched for a week are forgotten; each change keeps them a week longer", async () => {
    const session = newId();
    const { drafts } = club.cases;
    const [kept, left] = [
      await drafts.start(session, courtRepair.id, 1, answers),
      await drafts.start(session, courtRepair.id, 1, answers),
    ];
    club.clock.advance(5 * 86_400_000);
    await drafts.save(session, kept.id, answers);
    club.clock.advance(2 * 86_400_000);
    expect(await drafts.find(session, left.id)).toBeUndefined();
    expect((await drafts.of(session)).map(({ id }) => id)).toEqual([kept.id]);
    expect(await drafts.sweep(new Date(club.clock.now().getTime() - 7 * 86_400_000))).toBeGreaterThanOrEqual(1);
    const rows = await sql`select 1 from cases.draft where session_id = ${session}`.execute(database.owner.query);
    expect(rows.rows).toHaveLength(1);
  });

  it("come along when the person signs in", async () => {
    const [before, after] = [newId(), newId()];
    const { drafts } = club.cases;
    const draft = await drafts.start(before, courtRepair.id, 1, answers);
    await drafts.move(before, after);
    expect(await drafts.find(before, draft.id)).toBeUndefined();
    expect(await drafts.find(after, draft.id)).toEqual(draft);
  });

  it("become the case of the same id, once", async () => {
    const session = newId();
    const draft = await club.cases.drafts.start(session, courtRepair.id, 1, repairAnswers());
    const { id: caseId, once: key, service, version } = draft;
    const submission = { service, version, answers: draft.answers, channel: "web", key, caseId } as const;
    const by = club.visitor(session);
    const sent = await Promise.all([1, 2, 3].map(() => club.cases.submit(submission, by)));
    expect(new Set(sent.map((answer) => good(answer).caseId))).toEqual(new Set([caseId]));
    expect(sent.filter((answer) => !good(answer).repeated)).toHaveLength(1);
  });
});
