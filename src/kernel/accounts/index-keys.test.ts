import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { Keys } from "../crypto/index.ts";
import { type AccountsKit, accountsKit, device, messageOf, must, newKey, newKeys } from "./testing/accounts-kit.ts";

const password = "kuda-lumping-di-pasar";
let database: TestDatabase;
let before: AccountsKit;
let after: AccountsKit;
/** The keys before a rotation, while the older ones are kept, and once they are gone. */
let keys: { old: Keys; both: Keys; only: Keys };
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.owner.pool.query("truncate accounts.account cascade");
  const old = newKeys();
  const [data, index] = [
    { id: "000000da", secret: newKey() },
    { id: "000000db", secret: newKey() },
  ];
  keys = {
    old,
    both: { ...old, data: [data, ...old.data], index: [index, ...old.index] },
    only: { ...old, data: [data], index: [index] },
  };
  before = accountsKit(database.db, keys.old);
  after = accountsKit(database.db, keys.both);
});

const accounts = async (): Promise<number> =>
  Number(
    (await sql<{ n: number }>`select count(*) as n from accounts.account`.execute(database.owner.query)).rows[0]?.n,
  );
const newOfficer = (kit: AccountsKit, username: string, email: string) =>
  database.db.transaction((tx) =>
    kit.accounts.createOfficer(tx, {
      username,
      password,
      name: username,
      contact: { kind: "email", value: email },
      lang: "id",
    }),
  );
const enter = (kit: AccountsKit, login: string) => kit.accounts.passwordSignIn({ login, password, device: device() });
const inTx = <T>(work: Parameters<typeof database.db.transaction<T>>[0]) => database.db.transaction(work);
async function renewAll(kit: AccountsKit): Promise<number> {
  let renewed = 0;
  for (const renew of [kit.privacy.renewSealed, kit.accounts.renewIndexes])
    for (let some = await renew(); some > 0; some = await renew()) renewed += some;
  return renewed;
}

describe("after the index key was rotated", () => {
  it("people of before are found by phone and by e-mail, and nobody gets a second account", async () => {
    const { id, phone } = await before.newResident("Sari");
    must(await newOfficer(before, "citra", "citra@surabaya.go.id"));
    expect((await after.signIn(phone)).session.holder).toEqual({ kind: "resident", accountId: id });
    expect(must(await inTx((tx) => after.accounts.residentFor(tx, { phone, lang: "id" })))).toBe(id);
    const taken = await inTx((tx) => after.accounts.createResident(tx, { phone, name: null, lang: "id" }));
    expect(messageOf(taken)).toBe("accounts.phone.taken");
    expect(messageOf(await enter(after, "citra@surabaya.go.id"))).toBeUndefined();
    expect(await accounts()).toBe(2);
  });

  it("a code that was asked for before signs in, whether the account was indexed anew meanwhile or not", async () => {
    for (const anew of [false, true]) {
      const { id, phone } = await before.newResident();
      before.clock.advance(31_000);
      const sent = must(await before.accounts.requestCode({ phone, device: device(), lang: "id" }));
      if (anew) await renewAll(after);
      const message = before.inbox.at(-1);
      if (message === undefined) throw new Error("nothing was sent");
      expect(await after.accounts.subjectOf(database.db.query, message.contact)).toEqual({
        kind: "account",
        accountId: id,
      });
      after.clock.set(before.clock.now());
      const opened = must(
        await after.accounts.verifyCode({
          challengeId: sent.challengeId,
          code: before.lastCode(),
          device: device(),
          lang: "id",
          previousSecret: null,
        }),
      );
      expect(opened.session.holder).toEqual({ kind: "resident", accountId: id });
    }
    expect(await accounts()).toBe(2);
  });

  it("indexes and sealed values are made anew; then the older keys are needed by nothing", async () => {
    const { id, phone } = await before.newResident("Sari Dewi");
    must(await newOfficer(before, "citra", "citra@surabaya.go.id"));
    after.newPhone();
    await after.newResident("Baru");
    expect(await after.accounts.indexKeyUse()).toEqual(
      new Map([
        ["0000000b", 2],
        ["000000db", 1],
      ]),
    );
    expect(await after.privacy.dataKeyUse()).toEqual(
      new Map([
        ["0000000a", 4],
        ["000000da", 2],
      ]),
    );
    expect(await renewAll(after)).toBe(4 + 2);
    expect(await renewAll(after)).toBe(0);
    expect(await after.accounts.indexKeyUse()).toEqual(new Map([["000000db", 3]]));
    expect(await after.privacy.dataKeyUse()).toEqual(new Map([["000000da", 6]]));
    const later = accountsKit(database.db, keys.only);
    later.clock.advance(60_000);
    expect((await later.signIn(phone)).session.holder).toEqual({ kind: "resident", accountId: id });
    expect(messageOf(await enter(later, "citra@surabaya.go.id"))).toBeUndefined();
    const sealed = await later.accounts.nameOf(database.db.query, id);
    const [name] = await inTx((tx) =>
      later.privacy.read(tx, {
        actor: { kind: "system", job: "test" },
        officeId: null,
        purpose: "accounts.show-own",
        legalBasis: "contract",
        subject: { kind: "account", accountId: id },
        caseId: null,
        fields: sealed === null ? [] : [sealed],
      }),
    );
    expect(name).toBe("Sari Dewi");
  });

  it("making them anew leaves no line in anybody's access log: nobody has read anything", async () => {
    const lines = async () => (await sql`select 1 from privacy.access_log`.execute(database.owner.query)).rows.length;
    await before.newResident("Sari");
    const count = await lines();
    expect(await renewAll(after)).toBeGreaterThan(0);
    expect(await lines()).toBe(count);
  });

  it("a second account, made while the older key was missing, does not stop the rest", async () => {
    const { phone } = await before.newResident();
    const only = accountsKit(database.db, { ...keys.both, index: keys.only.index });
    await only.signIn(phone);
    expect(await accounts()).toBe(2);
    const other = await before.newResident();
    await renewAll(after);
    expect(await after.accounts.indexKeyUse()).toEqual(
      new Map([
        ["0000000b", 1],
        ["000000db", 2],
      ]),
    );
    only.clock.advance(60_000);
    expect((await only.signIn(other.phone)).session.holder).toEqual({ kind: "resident", accountId: other.id });
  });

  it("a value that does not open stops the work with its place, and without its text", async () => {
    await before.newResident();
    const strange = accountsKit(database.db, { ...keys.both, data: keys.only.data });
    await expect(strange.privacy.renewSealed()).rejects.toThrow(/did not open: accounts\.\w+\.\w+, unknown-key/);
  });
});
