import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { caseNews } from "./case-news.ts";
import type { Case, Doer } from "./cases/index.ts";
import { type ClubKernel, clubKernel, good } from "./cases/testing/club-kernel.ts";
import type { EventHandler } from "./command/index.ts";
import type { Uuid } from "./ids/index.ts";
import { createNotify } from "./notify/index.ts";

let database: TestDatabase;
let club: ClubKernel;
let dispatcher: Doer;
const handlers: EventHandler[] = [];
let phones = 0;

beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db, { handlers: () => handlers });
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
});
afterAll(async () => {
  await club.tidy();
  await database.close();
});

async function account(name: string): Promise<Uuid> {
  phones += 1;
  const phone = `0812770001${String(phones).padStart(2, "0")}`;
  return good(await club.db.transaction((tx) => club.accounts.createResident(tx, { phone, name, lang: "id" })));
}

/** A case that a child filed for a parent. */
async function filedForAnother(scope = "all") {
  const [parent, child] = [await account("parent"), await account("child")];
  const validTo = new Date(club.clock.now().getTime() + 3600_000);
  const delegationId = good(
    await club.db.transaction((tx) =>
      club.accounts.grantDelegation(tx, { from: parent, to: child, scope, validTo, createdBy: parent }),
    ),
  );
  const by: Doer = { ...club.resident(child), actor: { kind: "resident", accountId: child, actingFor: parent } };
  return { parent, child, delegationId, found: await club.makeCase({ by }) };
}

/** Whether each of these is told when the office rejects the case. */
async function toldOf(found: Case, ...accounts: readonly Uuid[]): Promise<readonly (string | undefined)[]> {
  await club.mustAct(found.id, "reject", dispatcher, { reason: "It is not ours." });
  await club.dispatcher.drain();
  const { rows } = await sql<{ account: Uuid; key: string }>`
    select account_id as account, key from notify.message where case_id = ${found.id}`.execute(database.owner.query);
  return accounts.map((id) => rows.find(({ account: to }) => to === id)?.key);
}

describe("news of a case that was filed for somebody else", () => {
  it("goes to the person it is for, and to who filed it while they may act for them", async () => {
    const { parent, child, found } = await filedForAnother();
    expect(await toldOf(found, parent, child)).toEqual(["cases.news", "cases.delegated-news"]);
  });

  it("goes to the person alone once the delegation is taken back, or over, or for something else", async () => {
    const revoked = await filedForAnother();
    await club.db.transaction((tx) =>
      club.accounts.revokeDelegation(tx, { delegationId: revoked.delegationId, by: revoked.parent }),
    );
    expect(await toldOf(revoked.found, revoked.parent, revoked.child)).toEqual(["cases.news", undefined]);
    const other = await filedForAnother("garden");
    expect(await toldOf(other.found, other.parent, other.child)).toEqual(["cases.news", undefined]);
    const over = await filedForAnother();
    club.clock.advance(3600_000);
    expect(await toldOf(over.found, over.parent, over.child)).toEqual(["cases.news", undefined]);
  });

  it("of a case from before is told alike, though it was sealed for who filed it", async () => {
    for (const isRevoked of [false, true]) {
      const { parent, child, delegationId, found } = await filedForAnother();
      const recipient = club.privacy.seal({ table: "cases.case", rowId: found.id, column: "recipient" }, child);
      await sql`update cases.case set recipient = ${recipient} where id = ${found.id}`.execute(database.owner.query);
      if (isRevoked)
        await club.db.transaction((tx) => club.accounts.revokeDelegation(tx, { delegationId, by: parent }));
      expect(await toldOf(found, parent, child)).toEqual([
        "cases.news",
        isRevoked ? undefined : "cases.delegated-news",
      ]);
    }
  });

  it("of one's own case goes to oneself, not to others who may act for one", async () => {
    const { parent, child } = await filedForAnother();
    const own = await club.makeCase({ by: club.resident(parent) });
    expect(await toldOf(own, parent, child)).toEqual(["cases.news", undefined]);
  });
});
