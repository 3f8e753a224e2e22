import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { conditionHolds, type DraftAnswers } from "../services/index.ts";
import { type Case, type Doer, stateOf } from "./index.ts";
import { type ClubKernel, clubKernel, repairAnswers } from "./testing/club-kernel.ts";
import { courtLight, courtRepair } from "./testing/court-repair.ts";

let database: TestDatabase;
let club: ClubKernel;
const officers: Doer[] = [];
beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db);
  officers.push(
    await club.officer(["dispatcher", "board"]),
    await club.officer(["agency-officer", "grounds"], ["agency-officer", "youth"]),
    await club.officer(["agency-officer", "grounds"], ["verifier", "board"]),
    await club.officer(["verifier", "board"], ["dispatcher", "board"]),
  );
});
afterAll(() => database.close());

/** What one tries next: numbers that are read as an index into whatever is possible then. */
const step = fc.record({
  who: fc.nat({ max: 4 }),
  action: fc.nat({ max: 7 }),
  hours: fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.nat({ max: 1000 })),
  rating: fc.integer({ min: 1, max: 5 }),
  watch: fc.boolean(),
});

function answersFor(name: string, rating: number, even: boolean): DraftAnswers {
  const words = "Some words of the one who acts";
  const office = even ? club.offices.grounds : club.offices.youth;
  const answers: Readonly<Record<string, DraftAnswers>> = {
    dispatch: { office },
    pass: { office },
    reject: { reason: words },
    fix: { reply: words },
    ask: { question: words },
    note: { remark: words },
    reply: { answer: words },
    back: { why: words },
    rate: { rating },
    reopen: { objection: words },
  };
  return answers[name] ?? {};
}

/** All that must hold of a case's row, whatever happened to it. */
async function consistent(id: string): Promise<void> {
  const [row] = (
    await sql<
      Case & { watchAt: Date | null; stillInfinite: boolean }
    >`select *, watch_at as "watchAt", act_by = 'infinity' as "stillInfinite"
      from cases.case where id = ${id}`.execute(database.owner.query)
  ).rows;
  const found = await club.caseOf(id);
  const definition = club.cases.definitionOf(found);
  const state = stateOf(definition, found.state);
  const final = state.final === true;
  const at = JSON.stringify(found);
  expect(found.closedAt !== null, at).toBe(final);
  expect(found.outcome, at).toBe(state.outcome ?? null);
  const stands = final || state.waitsFor === "person";
  expect(found.actBy === null, at).toBe(stands);
  expect(row?.stillInfinite, at).toBe(stands);
  expect(found.paused !== null, at).toBe(stands);
  expect(found.stateDueAt !== null, at).toBe(state.within !== undefined);
  if (found.actBy !== null)
    expect(found.actBy, at).toEqual(
      new Date(Math.min(found.dueAt.getTime(), found.stateDueAt?.getTime() ?? Number.MAX_SAFE_INTEGER)),
    );
  const timed = Object.values(state.may).some(({ after }) => after !== undefined);
  const toldAll = found.promiseWarnedAtPercent === 150 && (state.within === undefined || found.warnedAtPercent === 150);
  expect(row?.watchAt !== null, at).toBe(timed || (!stands && !toldAll));
  expect(found.dueAt >= found.createdAt && found.stateSince >= found.createdAt, at).toBe(true);
}

/** The state that the history tells, beginning with the submission. */
async function replayed(id: string): Promise<{ state: string; office: unknown; revision: number }> {
  const definition = club.cases.definitionOf(await club.caseOf(id));
  const contents = new Map((await club.cases.contents(id)).map((content) => [content.id, content.answers]));
  let state = "";
  let office: unknown;
  let revision = 0;
  for (const row of await club.commands.historyOf(club.db.query, "case", id)) {
    if (row.kind === "submitted") state = String(row.facts["state"]);
    else if (row.kind.startsWith("action:")) {
      expect(row.facts["from"]).toBe(state);
      const action = stateOf(definition, state).may[row.kind.slice("action:".length)];
      const said = contents.get(row.contentId ?? "") ?? {};
      state = action?.toIf?.find(({ when }) => conditionHolds(when, said))?.to ?? action?.to ?? "nowhere";
      expect(row.facts["to"]).toBe(state);
    } else continue;
    office = row.officeId;
    revision += 1;
  }
  return { state, office, revision };
}

describe("random walks through the flow", () => {
  it.each([courtRepair, courtLight])(
    "of $id never leave a row that contradicts itself or its history",
    { timeout: 600_000 },
    async (service) => {
      const reached = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
          club.clock.set("2026-03-02T02:00:00Z");
          const owner = club.resident();
          const { id } = await club.makeCase({ by: owner, service, answers: repairAnswers() });
          await consistent(id);
          for (const { who, action, hours, rating, watch } of steps) {
            club.clock.advance(hours * 3_600_000 + 1);
            if (watch) await club.cases.watch();
            const found = await club.caseOf(id);
            const doers = [owner, ...officers];
            // Mostly one who can do something, so that walks go far; sometimes anyone with anything, who is then refused.
            const able: { doer: Doer; name: string }[] = [];
            for (const doer of doers)
              for (const { name } of await club.cases.available(found, doer.actor))
                if (name !== "withdraw" || action === 7) able.push({ doer, name });
            const all = Object.keys(stateOf(service, found.state).may);
            const chosen =
              able.length > 0 && action > 0
                ? able[(action * 5 + who) % able.length]
                : { doer: doers[who] ?? owner, name: all[who % Math.max(1, all.length)] ?? "withdraw" };
            if (chosen === undefined) continue;
            const refused = await club.tryAct(
              id,
              chosen.name,
              chosen.doer,
              answersFor(chosen.name, rating, hours % 2 === 0),
            );
            const after = await club.caseOf(id);
            if (able.includes(chosen as never)) expect(refused, `${found.state} ${chosen.name}`).toBeUndefined();
            if (refused !== undefined) expect(after).toEqual(found);
            reached.add(after.state);
            await consistent(id);
          }
          const end = await club.caseOf(id);
          expect(await replayed(id)).toEqual({ state: end.state, office: end.officeId, revision: end.revision });
          await sql`update cases.case set watch_at = null where id = ${id}`.execute(database.owner.query);
        }),
        // A dozen walks may all end early: the short run takes always the same ones, which go far.
        process.env["BALAI_LONG_TESTS"] === "1" ? { numRuns: 300 } : { numRuns: 12, seed: 20261124 },
      );
      // Walks that never get anywhere prove nothing.
      expect(reached.size, [...reached].join(" ")).toBeGreaterThan(4);
    },
  );
});
