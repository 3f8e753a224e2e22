import { hash } from "@node-rs/argon2";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { NewOfficer } from "./officers.ts";
import { passwordFault, passwordFits } from "./passwords.ts";
import { type AccountsKit, accountsKit, device, messageOf, must } from "./testing/accounts-kit.ts";

const password = "kuda-lumping-di-pasar";
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

async function newOfficer(change: Partial<NewOfficer> = {}): Promise<{ id: string; username: string }> {
  number += 1;
  const username = `budi.${number}`;
  const officer: NewOfficer = {
    username,
    password,
    name: "Budi Santoso",
    contact: { kind: "phone", value: kit.newPhone() },
    lang: "id",
    ...change,
  };
  return { id: must(await database.db.transaction((tx) => kit.accounts.createOfficer(tx, officer))), username };
}
const enter = (login: string, given = password, from = device()) =>
  kit.accounts.passwordSignIn({ login, password: given, device: from });
const complete = (challengeId: string, code = kit.lastCode()) =>
  kit.accounts.verifyCode({ challengeId, code, device: device(), lang: "id", previousSecret: null });
const storedHash = async (id: string): Promise<string> =>
  (
    await sql<{ password_hash: string }>`
      select password_hash from accounts.officer_login where account_id = ${id}`.execute(database.owner.query)
  ).rows[0]?.password_hash ?? "";

describe("an officer's sign-in", () => {
  it("needs the password and then the code sent to the officer's contact", async () => {
    const { id, username } = await newOfficer();
    const sent = must(await enter(username.toUpperCase()));
    expect(sent.maskedContact).toBeNull();
    expect(kit.inbox.at(-1)).toMatchObject({ purpose: "second-factor", contactKind: "phone" });
    expect(must(await complete(sent.challengeId)).session.holder).toEqual({ kind: "officer", accountId: id });
  });

  it("sends the code where it can be opened from, with a line in the officer's access log", async () => {
    const { id } = await newOfficer({ username: "citra", contact: { kind: "email", value: "Citra@Surabaya.go.id" } });
    must(await enter("citra@surabaya.go.id"));
    const message = kit.inbox.at(-1);
    if (message === undefined) throw new Error("nothing sent");
    const subject = await kit.accounts.subjectOf(database.db.query, message.contact);
    const [address] = await database.db.transaction((tx) =>
      kit.privacy.read(tx, {
        actor: { kind: "system", job: "notify" },
        officeId: null,
        purpose: "accounts.send-code",
        legalBasis: "contract",
        action: "send",
        subject,
        caseId: null,
        fields: [message.contact],
      }),
    );
    expect(address).toBe("citra@surabaya.go.id");
    const log = await kit.privacy.accessLogFor({
      actor: { kind: "officer", accountId: id, assignments: [] },
      officeId: null,
      accountId: id,
      before: null,
      limit: 5,
      withOwn: false,
    });
    expect(log.lines.map((line) => [line.action, line.readerKind])).toEqual([["send", "system"]]);
  });

  it("by e-mail is refused when two officers share the address", async () => {
    const contact = { kind: "email", value: "loket@surabaya.go.id" } as const;
    const { username } = await newOfficer({ contact });
    await newOfficer({ contact });
    expect(messageOf(await enter("loket@surabaya.go.id"))).toBe("accounts.password.wrong");
    expect(messageOf(await enter(username))).toBeUndefined();
  });

  it("refuses wrong password, unknown name, closed account and nonsense alike, and sends nothing", async () => {
    const { username } = await newOfficer();
    const closed = await newOfficer();
    await database.db.transaction((tx) => kit.accounts.disableOfficer(tx, closed.id));
    const before = kit.inbox.length;
    const answers = [
      await enter(username, "salah-salah-salah"),
      await enter("siapa.ini"),
      await enter(closed.username),
      await enter("\u0000", "\u0000"),
      await enter("x".repeat(5_000), "y".repeat(5_000)),
      await enter("", ""),
    ];
    for (const refused of answers) expect(refused).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ error: { type: "not-signed-in", message: "accounts.password.wrong" } });
    expect(kit.inbox).toHaveLength(before);
  });

  it("an unknown name costs the work of a real one", async () => {
    const real = await hash("kuda-lumping-di-pasar", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const msOf = async (stored: string | undefined): Promise<number> => {
      const start = performance.now();
      await passwordFits(stored, "salah-salah-salah");
      return performance.now() - start;
    };
    // By turns, so that whatever else the machine does meanwhile falls on both.
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 7; round += 1) {
      known = Math.min(known, await msOf(real));
      unknown = Math.min(unknown, await msOf(undefined));
    }
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it("is limited per account and device, and other devices of the officer go on", async () => {
    const { username } = await newOfficer();
    const thief = device();
    for (let count = 0; count < 5; count += 1) await enter(username, "salah-salah-salah", thief);
    expect(await enter(username, password, thief)).toMatchObject({
      error: { type: "too-many-requests", message: "accounts.try-later", params: { minutes: 15 } },
    });
    expect(messageOf(await enter(username, password, device()))).toBeUndefined();
    kit.clock.advance(15 * 60_000);
    expect(messageOf(await enter(username, password, thief))).toBeUndefined();
  });

  it("twenty tries at the same moment from one device over two processes: five are made", async () => {
    const { username } = await newOfficer();
    const thief = device();
    const twin = kit.twin();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? kit.accounts : twin).passwordSignIn({
          login: username,
          password: "salah-salah-salah",
          device: thief,
        }),
      ),
    );
    expect(answers.filter((result) => messageOf(result) === "accounts.password.wrong")).toHaveLength(5);
  });

  it("does not complete when the account was closed between password and code", async () => {
    const { id, username } = await newOfficer();
    const sent = must(await enter(username));
    const code = kit.lastCode();
    await database.db.transaction((tx) => kit.accounts.disableOfficer(tx, id));
    expect((await complete(sent.challengeId, code)).ok).toBe(false);
  });

  it("with the same phone as a resident stays apart from that resident", async () => {
    const resident = await kit.newResident();
    const { id, username } = await newOfficer({ contact: { kind: "phone", value: resident.phone } });
    const asOfficer = must(await complete(must(await enter(username)).challengeId));
    const asResident = await kit.signIn(resident.phone);
    expect(asOfficer.session.holder).toEqual({ kind: "officer", accountId: id });
    expect(asResident.session.holder).toEqual({ kind: "resident", accountId: resident.id });
  });
});

describe("passwords", () => {
  it("are kept as argon2id at OWASP's cost, and made anew when the cost was lower", async () => {
    const { id, username } = await newOfficer();
    expect(await storedHash(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const weak = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await sql`update accounts.officer_login set password_hash = ${weak} where account_id = ${id}`.execute(
      database.owner.query,
    );
    must(await enter(username));
    expect(await storedHash(id)).toMatch(/m=19456,t=2,p=1/);
    kit.clock.advance(31_000);
    must(await enter(username));
  });

  it.each([
    ["pendek", "accounts.password.too-short"],
    ["é".repeat(11), "accounts.password.too-short"],
    ["a".repeat(201), "accounts.password.too-long"],
    ["Password1234", "accounts.password.too-common"],
    ["aaaaaaaaaaaaaaa", "accounts.password.too-common"],
    ["xx-budi.hartono-xx", "accounts.password.too-common"],
    ["kuda lumping di pasar", undefined],
    ["密码密码很长的句子也可以用", undefined],
  ])("%s → %s", (text, expected) => {
    expect(passwordFault(text, "budi.hartono")).toBe(expected);
  });

  it("a change needs the current one, refuses weak ones, and ends the other sessions", async () => {
    const { id, username } = await newOfficer();
    const here = must(await complete(must(await enter(username)).challengeId));
    kit.clock.advance(31_000);
    const elsewhere = must(await complete(must(await enter(username)).challengeId));
    const change = (current: string, next: string) =>
      kit.accounts.changePassword({ accountId: id, sessionId: here.session.sessionId, current, next });
    expect(messageOf(await change("salah-salah-salah", "gamelan-malam-minggu"))).toBe(
      "accounts.password.wrong-current",
    );
    expect(messageOf(await change(password, "pendek"))).toBe("accounts.password.too-short");
    expect(messageOf(await change(password, "gamelan-malam-minggu"))).toBeUndefined();
    expect(await kit.accounts.findSession(elsewhere.secret)).toBeUndefined();
    expect(await kit.accounts.findSession(here.secret)).toBeDefined();
    kit.clock.advance(31_000);
    expect(messageOf(await enter(username, password))).toBe("accounts.password.wrong");
    expect(messageOf(await enter(username, "gamelan-malam-minggu"))).toBeUndefined();
  });
});

describe("making an officer", () => {
  it("refuses a taken or odd username, a weak password, a wrong contact; and leaves nothing behind", async () => {
    const { username } = await newOfficer();
    const count = async (): Promise<unknown> =>
      (await sql`select count(*) from accounts.account`.execute(database.owner.query)).rows;
    const before = await count();
    const make = (change: Partial<NewOfficer>) =>
      database.db.transaction((tx) =>
        kit.accounts.createOfficer(tx, {
          username: "baru",
          password,
          name: "Baru",
          contact: { kind: "phone", value: kit.newPhone() },
          lang: "id",
          ...change,
        }),
      );
    expect(messageOf(await make({ username: username.toUpperCase() }))).toBe("accounts.username.taken");
    expect(messageOf(await make({ username: "a b" }))).toBe("accounts.username.invalid");
    expect(messageOf(await make({ password: "123456789012" }))).toBe("accounts.password.too-common");
    expect(messageOf(await make({ contact: { kind: "email", value: "x" } }))).toBe("accounts.email.invalid");
    expect(messageOf(await make({ contact: { kind: "phone", value: "x" } }))).toBe("accounts.phone.invalid");
    expect(await count()).toEqual(before);
  });
});

describe("the name an officer bears on duty", () => {
  it("stands in colleagues' lists, the username where there is none, and goes when the officer is forgotten", async () => {
    const named = await newOfficer({ name: " Budi Santoso " });
    const nameless = await newOfficer({ name: "" });
    const names = () => kit.accounts.officerNames(database.db.query, [named.id, nameless.id]);
    expect(await names()).toEqual(
      new Map([
        [named.id, "Budi Santoso"],
        [nameless.id, nameless.username],
      ]),
    );
    expect(await kit.accounts.officerNames(database.db.query, [])).toEqual(new Map());
    await database.db.transaction((tx) => kit.privacy.erase(tx, named.id));
    expect(await names()).toEqual(new Map([[nameless.id, nameless.username]]));
  });
});
