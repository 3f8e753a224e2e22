import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { DemoAccount } from "./demo.ts";
import { type AccountsKit, accountsKit, device, messageOf, must } from "./testing/accounts-kit.ts";

let database: TestDatabase;
let kit: AccountsKit;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  kit = accountsKit(database.db);
});

/** Every row of every table of both schemas, as text: what a thief of the database could search. */
async function everything(): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('accounts', 'privacy')`.execute(
    database.owner.query,
  );
  const lines: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await database.owner.pool.query<{ line: string }>(`select t::text as line from ${name} t`);
    lines.push(...rows.rows.map(({ line }) => `${name} ${line}`));
  }
  return lines.join("\n");
}

const readContact = (accountId: string) =>
  database.db.transaction(async (tx) => {
    const contacts = await kit.accounts.contactsOf(tx, accountId);
    const name = await kit.accounts.nameOf(tx, accountId);
    const texts = await kit.privacy.read(tx, {
      actor: { kind: "system", job: "test" },
      officeId: null,
      purpose: "accounts.show-own",
      legalBasis: "contract",
      subject: { kind: "account", accountId },
      caseId: null,
      fields: [...contacts.map(({ field }) => field), ...(name === null ? [] : [name])],
    });
    return texts;
  });

describe("erasing a resident", () => {
  it("leaves nothing of theirs that can be read or found, and keeps the access log", async () => {
    const sari = await kit.newResident("Sari Dewi");
    const other = await kit.newResident("Budi");
    const opened = await kit.signIn(sari.phone);
    const validTo = new Date("2027-01-01T00:00:00Z");
    const grant = { from: sari.id, to: other.id, scope: "all", validTo, createdBy: sari.id };
    const delegationId = must(await database.db.transaction((tx) => kit.accounts.grantDelegation(tx, grant)));
    const delegate = await kit.signIn(other.phone);
    must(await kit.accounts.actFor({ sessionId: delegate.session.sessionId, delegationId }));
    expect(await readContact(sari.id)).toEqual([expect.stringMatching(/^\+62812/), "Sari Dewi"]);
    const index = kit.crypto.blindIndex("accounts.phone", (await readContact(sari.id))[0] ?? "").toString("hex");
    expect(await everything()).toContain(sari.id);
    expect(await everything()).toContain(index);
    const logBefore = await sql`select 1 from privacy.access_log`.execute(database.owner.query);

    const outcomes = await database.db.transaction((tx) => kit.privacy.erase(tx, sari.id));

    expect(outcomes).toEqual([{ part: "accounts", erased: expect.any(Number), kept: [] }]);
    expect(outcomes[0]?.erased).toBeGreaterThanOrEqual(5);
    const left = await everything();
    expect(left).not.toContain(sari.id);
    expect(left).not.toContain(index);
    expect(await readContact(sari.id)).toEqual([]);
    expect(await kit.accounts.findSession(opened.secret)).toBeUndefined();
    expect((await kit.accounts.findSession(delegate.secret))?.actingFor).toBeNull();
    const logAfter = await sql`select 1 from privacy.access_log`.execute(database.owner.query);
    expect(logAfter.rows).toHaveLength(logBefore.rows.length);
    expect(await readContact(other.id)).toHaveLength(2);

    const again = await kit.signIn(sari.phone);
    expect(again.session.holder).not.toEqual(opened.session.holder);
  });

  it("can be done twice", async () => {
    const sari = await kit.newResident("Sari Dewi");
    await database.db.transaction((tx) => kit.privacy.erase(tx, sari.id));
    const second = await database.db.transaction((tx) => kit.privacy.erase(tx, sari.id));
    expect(second).toEqual([{ part: "accounts", erased: 0, kept: [] }]);
  });
});

describe("erasing an officer", () => {
  it("keeps the bare id that decisions point to, and nobody signs in with it any more", async () => {
    const officer = {
      username: "eko.prasetyo",
      password: "kuda-lumping-di-pasar",
      name: "Eko Prasetyo",
      contact: { kind: "phone", value: kit.newPhone() },
      lang: "id",
    } as const;
    const id = must(await database.db.transaction((tx) => kit.accounts.createOfficer(tx, officer)));
    const outcomes = await database.db.transaction((tx) => kit.privacy.erase(tx, id));
    expect(outcomes[0]?.kept).toEqual(["accounts.kept.officer"]);
    const rows = (await everything()).split("\n").filter((line) => line.includes(id));
    expect(rows).toHaveLength(1);
    expect(await everything()).not.toContain("eko.prasetyo");
    expect(await readContact(id)).toEqual([]);
    const entry = await kit.accounts.passwordSignIn({
      login: officer.username,
      password: officer.password,
      device: device(),
    });
    expect(messageOf(entry)).toBe("accounts.password.wrong");
  });
});

describe("demo accounts", () => {
  const list: readonly DemoAccount[] = [
    { key: "sari", kind: "resident", phone: "0812-7000-0001", name: "Sari", lang: "id" },
    {
      key: "budi",
      kind: "officer",
      username: "budi.demo",
      password: "balai-untuk-semua",
      name: "Budi",
      contact: { kind: "phone", value: "0812-7000-0002" },
      lang: "id",
    },
  ];

  it("are made once, marked, and seen by production's check until they are gone", async () => {
    expect(await kit.accounts.hasDemoAccounts(database.db.query)).toBe(false);
    const seed = () => database.db.transaction((tx) => kit.accounts.seedDemoAccounts(tx, list));
    const first = await seed();
    expect([...first.keys()]).toEqual(["sari", "budi"]);
    expect(await seed()).toEqual(first);
    expect(await kit.accounts.hasDemoAccounts(database.db.query)).toBe(true);
    expect((await kit.signIn("0812-7000-0001")).session.holder).toEqual({
      kind: "resident",
      accountId: first.get("sari"),
    });
    for (const id of first.values()) await database.db.transaction((tx) => kit.privacy.erase(tx, id));
    expect(await kit.accounts.hasDemoAccounts(database.db.query)).toBe(false);
  });

  it("that break the rules stop the seed", async () => {
    const [, budi] = list;
    if (budi?.kind !== "officer") throw new Error("no officer in the list");
    await expect(
      database.db.transaction((tx) =>
        kit.accounts.seedDemoAccounts(tx, [{ ...budi, username: "x", password: "demo" }]),
      ),
    ).rejects.toThrow("demo account budi");
  });
});
