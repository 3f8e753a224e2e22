import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId } from "../ids/index.ts";
import {
  type Actor,
  actions,
  addOffice,
  assign,
  assignmentsOf,
  createAccess,
  endAssignment,
  nearestOffice,
  officeLine,
  officerRoles,
  rules,
  type ScopedRecord,
} from "./index.ts";

/** A tree of five offices, three people, and every record that can be made of them. */
const offices = Array.from({ length: 5 }, () => newId());
const [root = "", agency = "", branch = "", sibling = "", foreign = ""] = offices;
const treeOf: Readonly<Record<string, readonly string[]>> = {
  [root]: [root, agency, branch, sibling],
  [agency]: [agency, branch],
  [branch]: [branch],
  [sibling]: [sibling],
  [foreign]: [foreign],
};
const people = [newId(), newId(), newId()];
const caseIds = [newId(), newId(), newId()];
const access = createAccess((accountId) => [`tennis-${accountId}`, `chess-${accountId}`]);

const actorArbitrary: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant<Actor>({ kind: "public" }),
  fc.constant<Actor>({ kind: "system", job: "test" }),
  fc.constantFrom(...caseIds).map((caseId): Actor => ({ kind: "guest", caseId })),
  fc
    .tuple(fc.constantFrom(...people), fc.option(fc.constantFrom(...people)))
    .map(([accountId, actingFor]): Actor => ({ kind: "resident", accountId, actingFor })),
  fc.array(fc.tuple(fc.constantFrom(...officerRoles), fc.constantFrom(...offices)), { maxLength: 3 }).map(
    (held): Actor => ({
      kind: "officer",
      accountId: newId(),
      assignments: held.map(([role, officeId]) => ({ role, officeId, officeTree: treeOf[officeId] ?? [] })),
    }),
  ),
);
const recordArbitrary: fc.Arbitrary<ScopedRecord> = fc.record({
  officeId: fc.constantFrom(...offices),
  region: fc.constant("35.78"),
  visibility: fc.constantFrom("public" as const, "name-hidden" as const, "private" as const),
  owner: fc.option(fc.constantFrom(...people).chain((id) => fc.constantFrom(`tennis-${id}`, `chess-${id}`))),
  caseId: fc.option(fc.constantFrom(...caseIds)),
  assigneeId: fc.constant(null),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe("access", () => {
  it("decide and scope agree on every record for every actor and action", async () => {
    await fc.assert(
      fc.asyncProperty(
        actorArbitrary,
        fc.constantFrom(...actions),
        fc.array(recordArbitrary, { minLength: 1, maxLength: 12 }),
        async (actor, action, records) => {
          const rows = records.map((record, index) => ({ index, ...record }));
          const predicate = access.scope(actor, action, {
            officeId: "r.officeId",
            visibility: "r.visibility",
            owner: "r.owner",
            caseId: "r.caseId",
          });
          const found = await sql<{ index: number }>`
          select r.index from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as r(index int, "officeId" uuid, visibility text, owner text, "caseId" uuid)
          where ${predicate} order by r.index`.execute(database.db.query);
          const decided = records.flatMap((record, index) => (access.decide(actor, action, record) ? [index] : []));
          expect(found.rows.map((row) => row.index)).toEqual(decided);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("says which offices an officer reaches, as decide does for a private record of each", () => {
    fc.assert(
      fc.property(actorArbitrary, fc.constantFrom(...actions), (actor, action) => {
        if (actor.kind !== "officer" || action === "installation.operate") return;
        const record = (officeId: string): ScopedRecord => ({
          officeId,
          region: "35.78",
          visibility: "private",
          owner: null,
          caseId: null,
          assigneeId: null,
        });
        const decided = offices.filter((officeId) => access.decide(actor, action, record(officeId)));
        expect(new Set(access.officesWithin(actor, action))).toEqual(new Set(decided));
      }),
    );
  });

  it("gives nobody a private record of another office, but its owner, its guest and those above", () => {
    fc.assert(
      fc.property(actorArbitrary, recordArbitrary, (actor, record) => {
        if (record.visibility !== "private" || actor.kind === "system") return;
        const reachable =
          actor.kind === "officer" && actor.assignments.some((held) => held.officeTree.includes(record.officeId));
        const own = actor.kind === "resident" && record.owner?.endsWith(actor.actingFor ?? actor.accountId);
        const guest = actor.kind === "guest" && actor.caseId === record.caseId;
        if (reachable || own || guest) return;
        for (const action of actions) {
          if (action === "installation.operate") continue;
          expect(access.decide(actor, action, record), action).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("lets an operator run the installation, but read no case", () => {
    const operator: Actor = {
      kind: "officer",
      accountId: newId(),
      assignments: [{ role: "operator", officeId: root, officeTree: treeOf[root] ?? [] }],
    };
    const record: ScopedRecord = {
      officeId: root,
      region: "35.78",
      visibility: "private",
      owner: null,
      caseId: null,
      assigneeId: null,
    };
    expect(access.decide(operator, "case.read", record)).toBe(false);
    expect(access.decide(operator, "case.read-personal", record)).toBe(false);
    expect(access.mayEver(operator, "installation.operate")).toBe(true);
  });

  it("lets an auditor see, but neither act nor read personal fields", () => {
    for (const action of ["case.act", "case.read-personal", "installation.operate"] as const)
      expect(rules[action].auditor).toBeUndefined();
  });

  it("keeps the tree of offices, who works in them, and the line upwards", async () => {
    const at = new Date("2026-11-24T03:00:00Z");
    const account = newId();
    const made = await database.db.transaction(async (tx) => {
      const top = await addOffice(tx, { parentId: null, code: "club", name: "Club", region: "35.78" }, at);
      const courts = await addOffice(tx, { parentId: top, code: "courts", name: "Courts", region: "35.78" }, at);
      const village = await addOffice(
        tx,
        { parentId: top, code: "village", name: "Village", region: "35.78.01.1001" },
        at,
      );
      expect(await addOffice(tx, { parentId: top, code: "courts", name: "Other name", region: "35.78" }, at)).toBe(
        courts,
      );
      await assign(tx, account, "verifier", top, "test", at);
      await assign(tx, account, "verifier", top, "test", at);
      return { top, courts, village };
    });
    const held = await assignmentsOf(database.db.query, account, at);
    expect(held).toHaveLength(1);
    expect(new Set(held[0]?.officeTree)).toEqual(new Set([made.top, made.courts, made.village]));
    expect((await officeLine(database.db.query, made.courts)).map((office) => office.code)).toEqual(["courts", "club"]);
    expect((await nearestOffice(database.db.query, "35.78.01.1001"))?.code).toBe("village");
    expect((await nearestOffice(database.db.query, "35.78.02.1001"))?.code).toBe("club");
    await database.db.transaction((tx) => endAssignment(tx, account, "verifier", made.top, at));
    expect(await assignmentsOf(database.db.query, account, at)).toEqual([]);
  });
});
