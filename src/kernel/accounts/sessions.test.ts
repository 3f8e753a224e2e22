import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId, newSecret } from "../ids/index.ts";
import { reachesInto } from "./index.ts";
import type { OpenedSession } from "./sessions.ts";
import { type AccountsKit, accountsKit, device, messageOf, must } from "./testing/accounts-kit.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
let database: TestDatabase;
let kit: AccountsKit;
let officers = 0;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  kit = accountsKit(database.db);
});

const find = (opened: OpenedSession) => kit.accounts.findSession(opened.secret);
const accountIn = (opened: OpenedSession): string => {
  const { holder } = opened.session;
  return "accountId" in holder ? holder.accountId : "";
};

async function officerSession(): Promise<OpenedSession> {
  officers += 1;
  const username = `dewi.${officers}`;
  const officer = { username, password: "kuda-lumping-di-pasar", name: "Dewi", lang: "id" } as const;
  must(
    await database.db.transaction((tx) =>
      kit.accounts.createOfficer(tx, { ...officer, contact: { kind: "phone", value: kit.newPhone() } }),
    ),
  );
  const from = device();
  const sent = must(await kit.accounts.passwordSignIn({ login: username, password: officer.password, device: from }));
  return must(
    await kit.accounts.verifyCode({
      challengeId: sent.challengeId,
      code: kit.lastCode(),
      device: from,
      lang: "id",
      previousSecret: null,
    }),
  );
}

describe("a session", () => {
  it("is found by its secret, of which the table has only the SHA-256", async () => {
    const opened = await kit.accounts.startSession({ device: device(), lang: "en" });
    expect(opened.session).toMatchObject({ holder: { kind: "anonymous" }, lang: "en", actingFor: null });
    expect(opened.session.csrfSecret).toHaveLength(32);
    expect(await find(opened)).toEqual(opened.session);
    const row = await sql<{ line: string; secret_hash: Buffer }>`
      select s::text as line, secret_hash from accounts.session s where id = ${opened.session.sessionId}`.execute(
      database.owner.query,
    );
    expect(row.rows[0]?.secret_hash).toEqual(createHash("sha256").update(opened.secret).digest());
    expect(row.rows[0]?.line).not.toContain(opened.secret);
  });

  it("is not found by anything else", async () => {
    for (const secret of ["", "x", newSecret(), "' or true --", "a".repeat(10_000), "\u0000".repeat(43)])
      expect(await kit.accounts.findSession(secret)).toBeUndefined();
  });

  it("gets a new secret and a new CSRF secret at sign-in; the one from before is worth nothing then", async () => {
    const before = await kit.accounts.startSession({ device: device(), lang: "id" });
    const after = await kit.signIn(kit.newPhone(), before.secret);
    expect(after.secret).not.toBe(before.secret);
    expect(after.session.csrfSecret.equals(before.session.csrfSecret)).toBe(false);
    expect(await find(before)).toBeUndefined();
    expect(after.session.previousSessionId).toBe(before.session.sessionId);
  });

  it("never carries one person's drafts to the next one on the same phone", async () => {
    const sari = await kit.signIn(kit.newPhone());
    const budi = await kit.signIn(kit.newPhone(), sari.secret);
    expect(budi.session.previousSessionId).toBeNull();
    expect(await find(sari)).toBeUndefined();
  });

  it("of a resident lives thirty days, used or not", async () => {
    const opened = await kit.signIn(kit.newPhone());
    kit.clock.advance(29 * day);
    expect(await find(opened)).toBeDefined();
    kit.clock.advance(day - 1);
    expect(await find(opened)).toBeDefined();
    kit.clock.advance(1);
    expect(await find(opened)).toBeUndefined();
  });

  it("of an officer ends after an hour without use, and after twelve hours with it", async () => {
    const idle = await officerSession();
    const used = await officerSession();
    for (let hour = 0; hour < 14; hour += 1) {
      kit.clock.advance(50 * minute);
      expect(await find(used), `after ${(hour + 1) * 50} minutes`).toBeDefined();
    }
    kit.clock.advance(19 * minute);
    expect(await find(used)).toBeDefined();
    kit.clock.advance(minute);
    expect(await find(used)).toBeUndefined();
    expect(await find(idle)).toBeUndefined();
  });

  it("is not found any more when its account was closed, even if nobody ended it", async () => {
    for (const closed of ["disabled_at", "erased_at"]) {
      const opened = await kit.signIn(kit.newPhone());
      expect(await find(opened)).toBeDefined();
      await sql`update accounts.account set ${sql.ref(closed)} = now() where id = ${accountIn(opened)}`.execute(
        database.owner.query,
      );
      expect(await find(opened), closed).toBeUndefined();
    }
  });

  it("follows the installation's settings", async () => {
    const opened = await officerSession();
    await sql`update accounts.session_policy set idle_minutes = 5 where kind = 'officer'`.execute(database.owner.query);
    kit.clock.advance(5 * minute);
    expect(await find(opened)).toBeUndefined();
    await sql`update accounts.session_policy set idle_minutes = 60 where kind = 'officer'`.execute(
      database.owner.query,
    );
  });

  it("writes its last use at most once a minute", async () => {
    const opened = await kit.signIn(kit.newPhone());
    const lastSeen = async (): Promise<number> =>
      (await kit.accounts.listSessions(accountIn(opened)))[0]?.lastSeenAt.getTime() ?? 0;
    const start = await lastSeen();
    kit.clock.advance(59_999);
    await find(opened);
    expect(await lastSeen()).toBe(start);
    kit.clock.advance(1);
    await find(opened);
    expect(await lastSeen()).toBe(start + minute);
  });

  it("keeps the language the person chose, and gives it to the account", async () => {
    const opened = await kit.signIn(kit.newPhone());
    await kit.accounts.setLang(opened.session.sessionId, "su");
    expect((await find(opened))?.lang).toBe("su");
    expect(await kit.accounts.langOf(database.db.query, accountIn(opened))).toBe("su");
  });
});

describe("signing out", () => {
  it("here ends this session only", async () => {
    const phone = kit.newPhone();
    const [one, two] = [await kit.signIn(phone), await kit.signIn(phone)];
    await kit.accounts.signOut(one.session.sessionId);
    expect(await find(one)).toBeUndefined();
    expect(await find(two)).toBeDefined();
  });

  it("everywhere ends all, or all others", async () => {
    const phone = kit.newPhone();
    const opened = [await kit.signIn(phone), await kit.signIn(phone), await kit.signIn(phone)] as const;
    const stranger = await kit.signIn(kit.newPhone());
    const account = accountIn(opened[0]);
    expect(await kit.accounts.listSessions(account)).toHaveLength(3);
    expect((await kit.accounts.listSessions(account))[0]).toMatchObject({ device: "Android, Chrome" });
    expect(await kit.accounts.signOutEverywhere(account, opened[1].session.sessionId)).toBe(2);
    expect(await Promise.all(opened.map(async (each) => (await find(each)) !== undefined))).toEqual([
      false,
      true,
      false,
    ]);
    expect(await kit.accounts.signOutEverywhere(account)).toBe(1);
    expect(await kit.accounts.listSessions(account)).toEqual([]);
    expect(await find(stranger)).toBeDefined();
  });

  it("elsewhere reaches one's own sessions only", async () => {
    const phone = kit.newPhone();
    const [one, two] = [await kit.signIn(phone), await kit.signIn(phone)];
    const stranger = await kit.signIn(kit.newPhone());
    await kit.accounts.signOutElsewhere(accountIn(one), stranger.session.sessionId);
    expect(await find(stranger)).toBeDefined();
    await kit.accounts.signOutElsewhere(accountIn(one), two.session.sessionId);
    expect(await find(two)).toBeUndefined();
  });
});

describe("acting for another", () => {
  const grant = (from: string, to: string, change: { scope?: string; validTo?: Date; createdBy?: string } = {}) =>
    database.db.transaction((tx) =>
      kit.accounts.grantDelegation(tx, {
        from,
        to,
        scope: "all",
        validTo: new Date(kit.clock.now().getTime() + 7 * day),
        createdBy: from,
        ...change,
      }),
    );
  const revoke = (delegationId: string, by: string) =>
    database.db.transaction((tx) => kit.accounts.revokeDelegation(tx, { delegationId, by }));

  it("is granted, used and stopped; actor and subject stay apart", async () => {
    const [mother, daughter] = [await kit.newResident(), await kit.newResident()];
    const opened = await kit.signIn(daughter.phone);
    const delegationId = must(await grant(mother.id, daughter.id, { scope: "documents" }));
    const { sessionId } = opened.session;
    must(await kit.accounts.actFor({ sessionId, delegationId }));
    expect(await find(opened)).toMatchObject({
      holder: { kind: "resident", accountId: daughter.id },
      actingFor: { accountId: mother.id, delegationId, scope: "documents" },
    });
    await kit.accounts.stopActing(sessionId);
    expect((await find(opened))?.actingFor).toBeNull();
    const { given } = await kit.accounts.delegationsOf(database.db.query, mother.id);
    const { received } = await kit.accounts.delegationsOf(database.db.query, daughter.id);
    expect(given).toEqual(received);
    expect(given).toMatchObject([{ id: delegationId, revokedAt: null }]);
  });

  it("ends at once when revoked by either side, also in a session that uses it", async () => {
    const [mother, daughter] = [await kit.newResident(), await kit.newResident()];
    const opened = await kit.signIn(daughter.phone);
    const { sessionId } = opened.session;
    for (const by of [mother.id, daughter.id]) {
      const delegationId = must(await grant(mother.id, daughter.id));
      must(await kit.accounts.actFor({ sessionId, delegationId }));
      must(await revoke(delegationId, by));
      expect((await find(opened))?.actingFor).toBeNull();
      expect(messageOf(await kit.accounts.actFor({ sessionId, delegationId }))).toBe("accounts.delegation.gone");
      kit.clock.advance(60_000);
      for (const again of [mother.id, daughter.id]) must(await revoke(delegationId, again));
      const { given } = await kit.accounts.delegationsOf(database.db.query, mother.id);
      expect(given[0]).toMatchObject({ id: delegationId, revokedAt: new Date(kit.clock.now().getTime() - 60_000) });
    }
  });

  it("ends by itself at its time", async () => {
    const [mother, daughter] = [await kit.newResident(), await kit.newResident()];
    const opened = await kit.signIn(daughter.phone);
    const delegationId = must(await grant(mother.id, daughter.id));
    must(await kit.accounts.actFor({ sessionId: opened.session.sessionId, delegationId }));
    kit.clock.advance(7 * day - 1);
    expect((await find(opened))?.actingFor?.accountId).toBe(mother.id);
    kit.clock.advance(1);
    expect((await find(opened))?.actingFor).toBeNull();
    const again = await kit.accounts.actFor({ sessionId: opened.session.sessionId, delegationId });
    expect(messageOf(again)).toBe("accounts.delegation.gone");
  });

  it("cannot be taken, used or ended by a stranger", async () => {
    const [mother, daughter, stranger] = [await kit.newResident(), await kit.newResident(), await kit.newResident()];
    const delegationId = must(await grant(mother.id, daughter.id));
    const opened = await kit.signIn(stranger.phone);
    const used = await kit.accounts.actFor({ sessionId: opened.session.sessionId, delegationId });
    expect(messageOf(used)).toBe("accounts.delegation.gone");
    expect(messageOf(await revoke(delegationId, stranger.id))).toBe("accounts.delegation.gone");
    expect(messageOf(await grant(mother.id, stranger.id, { createdBy: stranger.id }))).toBe("accounts.delegation.self");
    expect(messageOf(await grant(mother.id, daughter.id, { createdBy: stranger.id }))).toBe(
      "accounts.delegation.nobody",
    );
  });

  it("refuses what does not fit, and takes an officer as maker", async () => {
    const [mother, daughter] = [await kit.newResident(), await kit.newResident()];
    expect(messageOf(await grant(mother.id, mother.id))).toBe("accounts.delegation.self");
    expect(messageOf(await grant(mother.id, newId()))).toBe("accounts.delegation.nobody");
    expect(messageOf(await grant(mother.id, daughter.id, { validTo: kit.clock.now() }))).toBe(
      "accounts.delegation.past",
    );
    expect(messageOf(await grant(mother.id, daughter.id, { scope: "A b" }))).toBe("accounts.delegation.scope");
    const officer = await officerSession();
    expect(messageOf(await grant(mother.id, daughter.id, { createdBy: accountIn(officer) }))).toBeUndefined();
  });

  it("reaches as far as its scope", () => {
    expect(reachesInto("all", "documents")).toBe(true);
    expect(reachesInto("documents", "documents")).toBe(true);
    expect(reachesInto("documents", "aid")).toBe(false);
  });
});

describe("what is over", () => {
  it("is removed by its age, and nothing that lives", async () => {
    const ago = (days: number) => new Date(kit.clock.now().getTime() - days * day);
    await kit.accounts.removeLeftovers("attempt", ago(1));
    const opened = await kit.signIn(kit.newPhone());
    kit.clock.advance(2 * day);
    expect(await kit.accounts.removeLeftovers("attempt", ago(1))).toBeGreaterThanOrEqual(4);
    expect(await find(opened)).toBeDefined();
    const left = await sql<{ rows: number }>`
      select (select count(*) from accounts.attempt) + (select count(*) from accounts.one_time_code) as rows`.execute(
      database.owner.query,
    );
    expect(left.rows[0]?.rows).toBe(0);
    expect(await kit.accounts.removeLeftovers("session", ago(30))).toBe(0);
    kit.clock.advance(61 * day);
    expect(await kit.accounts.removeLeftovers("session", ago(30))).toBeGreaterThan(0);
    expect((await sql`select 1 from accounts.session`.execute(database.owner.query)).rows).toEqual([]);
  });
});
