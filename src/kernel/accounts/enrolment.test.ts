import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authenticatorCode } from "../../../test/support/authenticator.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { Uuid } from "../ids/index.ts";
import type { InvitedOfficer } from "./officers.ts";
import { type AccountsKit, accountsKit, device, messageOf, must } from "./testing/accounts-kit.ts";

const password = "kuda-lumping-di-pasar";
const dayMs = 86_400_000;
let database: TestDatabase;
let kit: AccountsKit;
let number = 0;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  kit = accountsKit(database.db);
});

async function invite(change: Partial<InvitedOfficer> = {}): Promise<{ id: Uuid; username: string; secret: string }> {
  number += 1;
  const officer = { username: `ani.${number}`, name: "Ani", email: null, lang: "id", ...change } as const;
  return database.db.transaction(async (tx) => {
    const id = must(await kit.accounts.inviteOfficer(tx, officer));
    const { id: enrolmentId } = await kit.accounts.openEnrolment(tx, id);
    return { id, username: officer.username, secret: kit.accounts.enrolmentSecret(enrolmentId) };
  });
}

/** The key that the page of a link shows. */
async function keyOf(secret: string): Promise<string> {
  const form = await kit.accounts.enrolmentForm(secret, "balai.example");
  return form?.keyUri ?? "";
}
const codeNow = (key: string): string => authenticatorCode(key, kit.clock.now());

const enrol = (secret: string, code: string, given = password) =>
  kit.accounts.enrol({ secret, password: given, code, device: device(), lang: "id", previousSecret: null });
const enter = (login: string, given = password, from = device()) =>
  kit.accounts.passwordSignIn({ login, password: given, device: from });
const complete = (challengeId: string, code: string) =>
  kit.accounts.verifyCode({ challengeId, code, device: device(), lang: "id", previousSecret: null });
const stateOf = async (username: string) => (await kit.accounts.officerNamed(database.db.query, username))?.state;

describe("a link to set up an officer's account", () => {
  it("sets password and app, signs in, and is used up", async () => {
    const { id, username, secret } = await invite();
    expect(await stateOf(username)).toBe("invited");
    const key = await keyOf(secret);
    const opened = must(await enrol(secret, codeNow(key)));
    expect(opened.session.holder).toEqual({ kind: "officer", accountId: id });
    expect(await stateOf(username)).toBe("active");
    expect(messageOf(await enrol(secret, codeNow(key)))).toBe("accounts.enrolment.gone");
    expect(await kit.accounts.enrolmentForm(secret, "x")).toBeUndefined();
    // From then on: password, then a code of the app; nothing is sent.
    kit.clock.advance(60_000);
    const asked = must(await enter(username));
    expect(asked).toMatchObject({ contactKind: "authenticator", maskedContact: null });
    expect(must(await complete(asked.challengeId, codeNow(key))).session.holder).toEqual({
      kind: "officer",
      accountId: id,
    });
    expect(kit.inbox).toEqual([]);
  });

  it("refuses a weak password and a wrong code, and stays good", async () => {
    const { username, secret } = await invite();
    const key = await keyOf(secret);
    expect(await enrol(secret, codeNow(key), "pendek")).toMatchObject({
      error: { message: "accounts.password.too-short", field: "password" },
    });
    expect(await enrol(secret, codeNow(key), `xx-${username}-xx`)).toMatchObject({ error: { field: "password" } });
    const wrong = codeNow(key) === "000000" ? "111111" : "000000";
    expect(await enrol(secret, wrong)).toMatchObject({ error: { message: "accounts.enrolment.code", field: "code" } });
    expect(await stateOf(username)).toBe("invited");
    must(await enrol(secret, ` ${codeNow(key).slice(0, 3)} ${codeNow(key).slice(3)}`));
  });

  it("lives three days, and opens nothing that is not a link", async () => {
    const { username, secret } = await invite();
    const key = await keyOf(secret);
    for (const other of ["", "x", "\u0000".repeat(43), secret.toLowerCase(), `${secret}x`])
      expect(messageOf(await enrol(other, codeNow(key)))).toBe("accounts.enrolment.gone");
    kit.clock.advance(3 * dayMs);
    expect(messageOf(await enrol(secret, codeNow(key)))).toBe("accounts.enrolment.gone");
    expect(await stateOf(username)).toBe("expired");
  });

  it("pressed twice at once signs in once", async () => {
    const { secret } = await invite();
    const code = codeNow(await keyOf(secret));
    const answers = await Promise.all([enrol(secret, code), enrol(secret, code)]);
    expect(answers.map(messageOf).sort()).toEqual(["accounts.enrolment.gone", undefined]);
  });

  it("given again takes back the password, the app, the older link and all sessions", async () => {
    const { id, username, secret } = await invite();
    const key = await keyOf(secret);
    const { secret: session } = must(await enrol(secret, codeNow(key)));
    kit.clock.advance(60_000);
    const waiting = must(await enter(username));
    const links = await database.db.transaction(async (tx) => {
      const older = await kit.accounts.openEnrolment(tx, id);
      const newer = await kit.accounts.openEnrolment(tx, id);
      return [older, newer].map((made) => kit.accounts.enrolmentSecret(made.id));
    });
    expect(await kit.accounts.findSession(session)).toBeUndefined();
    expect((await complete(waiting.challengeId, codeNow(key))).ok).toBe(false);
    expect(messageOf(await enter(username))).toBe("accounts.password.wrong");
    expect(await kit.accounts.enrolmentForm(links[0] ?? "", "x")).toBeUndefined();
    const newKey = await keyOf(links[1] ?? "");
    expect(newKey).not.toBe(key);
    must(await enrol(links[1] ?? "", codeNow(newKey)));
  });

  it("is worth nothing once the account is closed, and the account can be opened again by a new one", async () => {
    const { id, username, secret } = await invite();
    const key = await keyOf(secret);
    await database.db.transaction((tx) => kit.accounts.disableOfficer(tx, id));
    expect(messageOf(await enrol(secret, codeNow(key)))).toBe("accounts.enrolment.gone");
    expect(await stateOf(username)).toBe("disabled");
    const again = await database.db.transaction(async (tx) => {
      await kit.accounts.enableOfficer(tx, id);
      return kit.accounts.enrolmentSecret((await kit.accounts.openEnrolment(tx, id)).id);
    });
    must(await enrol(again, codeNow(await keyOf(again))));
  });

  it("cannot be made from what the tables hold", async () => {
    const { secret } = await invite();
    const form = await kit.accounts.enrolmentForm(secret, "x");
    must(await enrol(secret, codeNow(form?.keyUri ?? "")));
    const dump: string[] = [];
    const tables = await sql<{ name: string }>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'accounts'`.execute(
      database.owner.query,
    );
    for (const { name } of tables.rows)
      for (const row of (await database.owner.pool.query(`select t::text as line from ${name} t`)).rows)
        dump.push(String(row.line));
    const text = dump.join("\n");
    expect(text).toContain("ani.");
    for (const found of [secret, Buffer.from(secret, "base64url").toString("hex"), form?.key ?? ""])
      expect(text).not.toContain(found);
  });
});

describe("a code of the app", () => {
  async function enrolled() {
    const { id, username, secret } = await invite();
    const key = await keyOf(secret);
    must(await enrol(secret, codeNow(key)));
    kit.clock.advance(60_000);
    return { id, username, key };
  }

  it("works once, also the one that set the app up", async () => {
    const { username, secret } = await invite();
    const key = await keyOf(secret);
    const code = codeNow(key);
    must(await enrol(secret, code));
    const first = must(await enter(username));
    expect(messageOf(await complete(first.challengeId, code))).toBe("accounts.authenticator.wrong");
    kit.clock.advance(30_000);
    const next = codeNow(key);
    must(await complete(first.challengeId, next));
    const second = must(await enter(username));
    expect(messageOf(await complete(second.challengeId, next))).toBe("accounts.authenticator.wrong");
  });

  it("may be wrong four times; then the sign-in begins anew", async () => {
    const { username, key } = await enrolled();
    const { challengeId } = must(await enter(username));
    const wrong = codeNow(key) === "000000" ? "111111" : "000000";
    const tries = [];
    for (let count = 0; count < 5; count += 1) tries.push(messageOf(await complete(challengeId, wrong)));
    expect(tries).toEqual([
      ...Array.from({ length: 3 }, () => "accounts.authenticator.wrong"),
      "accounts.authenticator.over",
      "accounts.authenticator.over",
    ]);
    expect(messageOf(await complete(challengeId, codeNow(key)))).toBe("accounts.authenticator.over");
    must(await complete(must(await enter(username)).challengeId, codeNow(key)));
  });

  it("is not good for a challenge of long ago, nor for another officer", async () => {
    const { username, key } = await enrolled();
    const other = await enrolled();
    const { challengeId } = must(await enter(username));
    expect(messageOf(await complete(challengeId, codeNow(other.key)))).toBe("accounts.authenticator.wrong");
    kit.clock.advance(10 * 60_000);
    expect(messageOf(await complete(challengeId, codeNow(key)))).toBe("accounts.authenticator.over");
  });

  it("cannot be guessed all day by who knows the password", async () => {
    const { username } = await enrolled();
    const answers = [];
    for (let count = 0; count < 21; count += 1) answers.push(messageOf(await enter(username)));
    expect(answers.filter((message) => message === undefined)).toHaveLength(20);
    expect(answers.at(-1)).toBe("accounts.try-later.shared");
  });
});

describe("inviting an officer", () => {
  it("says which field is at fault, and leaves nothing behind", async () => {
    const { username } = await invite({ email: "ani@desa.example" });
    const count = async () => (await sql`select count(*) from accounts.account`.execute(database.owner.query)).rows;
    const before = await count();
    const make = (change: Partial<InvitedOfficer>) =>
      database.db.transaction((tx) =>
        kit.accounts.inviteOfficer(tx, { username: "baru", name: "Baru", email: null, lang: "id", ...change }),
      );
    expect(await make({ username: username.toUpperCase() })).toMatchObject({ error: { field: "username" } });
    expect(await make({ username: "x" })).toMatchObject({ error: { field: "username" } });
    expect(await make({ name: "  " })).toMatchObject({ error: { field: "name" } });
    expect(await make({ email: "bukan surel" })).toMatchObject({ error: { field: "email" } });
    expect(await count()).toEqual(before);
  });

  it("lists officers by user name, and knows none that cannot be one", async () => {
    const { username } = await invite();
    const all = await kit.accounts.officers(database.db.query);
    expect(all.map((line) => line.username)).toEqual([...all.map((line) => line.username)].sort());
    expect(all.find((line) => line.username === username)?.state).toBe("invited");
    for (const odd of ["", "\u0000", "siapa", "a'b"])
      expect(await kit.accounts.officerNamed(database.db.query, odd)).toBeUndefined();
  });
});
