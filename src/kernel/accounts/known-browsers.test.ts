import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId, newSecret } from "../ids/index.ts";
import { attempt } from "./limits.ts";
import { type AccountsKit, accountsKit, device, messageOf, must } from "./testing/accounts-kit.ts";

const password = "kuda-lumping-di-pasar";
const refused = "accounts.try-later.shared";
let database: TestDatabase;
let kit: AccountsKit;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  kit = accountsKit(database.db);
});

/** A browser that keeps its secret, in a session that is new each time. */
function newBrowser() {
  const secret = newSecret();
  return () => device(newId(), secret);
}
const most = async (action: string): Promise<number> =>
  (
    await sql<{ most: number }>`select most from accounts.limit_policy where action = ${action}`.execute(
      database.db.query,
    )
  ).rows[0]?.most ?? 0;
const times = async (count: number, act: () => Promise<unknown>): Promise<void> => {
  for (let done = 0; done < count; done += 1) await act();
};
const verify = (challengeId: string, code: string, from = device()) =>
  kit.accounts.verifyCode({ challengeId, code, device: from, lang: "id", previousSecret: null });
const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");
/** As if strangers had tried a name that often: real passwords take their time. */
async function strangersTry(username: string, count?: number): Promise<void> {
  const { key } = attempt(kit.crypto, "password.target", username);
  await sql`insert into accounts.attempt (id, action, key, at)
    select gen_random_uuid(), 'password.target', ${key}, ${kit.clock.now()}
    from generate_series(1, ${count ?? (await most("password.target"))}::integer)`.execute(database.owner.query);
}

describe("an officer's browser", () => {
  const enter = (username: string, from = device(), given = password) =>
    kit.accounts.passwordSignIn({ login: username, password: given, device: from });
  async function newOfficer() {
    const username = `wayan.${newId().slice(-12)}`;
    const officer = {
      username,
      password,
      name: "Wayan",
      contact: { kind: "phone", value: kit.newPhone() },
      lang: "id",
    } as const;
    return { username, id: must(await database.db.transaction((tx) => kit.accounts.createOfficer(tx, officer))) };
  }
  async function signIn(username: string, from: ReturnType<typeof device>) {
    kit.clock.advance(31_000);
    return must(await verify(must(await enter(username, from)).challengeId, kit.lastCode(), from));
  }

  it("still gets in when strangers have used up the account's tries; another one is told what helps", async () => {
    const { username } = await newOfficer();
    const own = newBrowser();
    await signIn(username, own());
    await strangersTry(username);
    expect(messageOf(await enter(username, device()))).toBe(refused);
    expect(messageOf(await enter(username, newBrowser()()))).toBe(refused);
    await signIn(username, own());
  });

  it("is known after the second factor only", async () => {
    const { username } = await newOfficer();
    const own = newBrowser();
    must(await enter(username, own()));
    await strangersTry(username);
    expect(messageOf(await enter(username, own()))).toBe(refused);
  });

  it("is limited by itself when it guesses, whatever session it comes in", async () => {
    const { username } = await newOfficer();
    const own = newBrowser();
    await signIn(username, own());
    await times(await most("password.known"), () => enter(username, own(), "wrong"));
    expect(messageOf(await enter(username, own()))).toBe("accounts.try-later");
    kit.clock.advance(31_000);
    must(await enter(username, device()));
  });

  it("counts for this account alone, and no more after a new link", async () => {
    const [one, other] = [await newOfficer(), await newOfficer()];
    const own = newBrowser();
    await signIn(one.username, own());
    for (const { username } of [one, other]) await strangersTry(username);
    expect(messageOf(await enter(other.username, own()))).toBe(refused);
    await database.db.transaction((tx) => kit.accounts.openEnrolment(tx, one.id));
    expect(messageOf(await enter(one.username, own()))).toBe(refused);
  });

  it("need not be known for good sign-ins to leave the account's tries alone; strangers' stay", async () => {
    const { username } = await newOfficer();
    const own = device();
    await strangersTry(username, (await most("password.target")) - 3);
    await enter(username, own, "wrong");
    for (let day = 0; day < 4; day += 1) {
      kit.clock.advance(31_000);
      must(await enter(username, own));
    }
    kit.clock.advance(31_000);
    await times(3, () => enter(username, device(), "wrong"));
    expect(messageOf(await enter(username, device()))).toBe(refused);
  });
});

describe("a resident's browser", () => {
  const ask = (phone: string, from = device()) => kit.accounts.requestCode({ phone, device: from, lang: "id" });
  async function signIn(phone: string, from: ReturnType<typeof device>) {
    kit.clock.advance(31_000);
    return must(await verify(must(await ask(phone, from)).challengeId, kit.lastCode(), from));
  }
  async function strangersAsk(phone: string): Promise<void> {
    await times(await most("code.request"), async () => {
      kit.clock.advance(31_000);
      await ask(phone);
    });
  }

  it("still gets a code when strangers have asked for all of an hour; another one is told what helps", async () => {
    const phone = kit.newPhone();
    const own = newBrowser();
    await signIn(phone, own());
    await strangersAsk(phone);
    expect(messageOf(await ask(phone, newBrowser()()))).toBe(refused);
    // At once: what strangers ask for does not make its owner wait either.
    must(await ask(phone, own()));
  });

  it("is limited by itself when it asks too often", async () => {
    const phone = kit.newPhone();
    const own = newBrowser();
    await signIn(phone, own());
    await times(await most("code.known"), async () => {
      kit.clock.advance(31_000);
      await ask(phone, own());
    });
    kit.clock.advance(31_000);
    expect(messageOf(await ask(phone, own()))).toBe("accounts.try-later");
  });

  it("types the right code when strangers have typed the wrong ones of a day; another one cannot", async () => {
    const phone = kit.newPhone();
    const own = newBrowser();
    await signIn(phone, own());
    const guesses = await most("code.target");
    for (let guessed = 0; guessed < guesses; ) {
      kit.clock.advance(400_000);
      const { challengeId } = must(await ask(phone));
      for (const end = Math.min(guesses, guessed + 4); guessed < end; guessed += 1)
        expect(messageOf(await verify(challengeId, wrong(kit.lastCode())))).toMatch(/wrong|used-up/);
    }
    kit.clock.advance(400_000);
    const { challengeId } = must(await ask(phone));
    expect(messageOf(await verify(challengeId, kit.lastCode()))).toBe(refused);
    must(await verify(challengeId, kit.lastCode(), own()));
  });

  it("counts right codes against nobody", async () => {
    const phone = kit.newPhone();
    for (let day = 0; day <= (await most("code.target")); day += 1) {
      kit.clock.advance(400_000);
      await signIn(phone, device());
    }
  });

  it("is forgotten with the account, and when nobody has got in by it for long", async () => {
    const held = async (): Promise<number> =>
      (await sql`select 1 from accounts.known_browser`.execute(database.owner.query)).rows.length;
    await sql`delete from accounts.known_browser`.execute(database.owner.query);
    const { session } = await signIn(kit.newPhone(), newBrowser()());
    if (!("accountId" in session.holder)) throw new Error("nobody signed in");
    const { accountId } = session.holder;
    await signIn(kit.newPhone(), newBrowser()());
    await database.db.transaction((tx) => kit.privacy.erase(tx, accountId));
    expect(await held()).toBe(1);
    await kit.accounts.removeLeftovers("known-browser", new Date(kit.clock.now().getTime() - 1));
    expect(await held()).toBe(1);
    await kit.accounts.removeLeftovers("known-browser", new Date(kit.clock.now().getTime() + 1));
    expect(await held()).toBe(0);
  });

  it("gives way to later ones when an account has very many", async () => {
    await sql`delete from accounts.known_browser`.execute(database.owner.query);
    const phone = kit.newPhone();
    const kept = await most("browser.known");
    await times(kept + 3, async () => {
      kit.clock.advance(400_000);
      await signIn(phone, newBrowser()());
    });
    const found = await sql`select 1 from accounts.known_browser`.execute(database.owner.query);
    expect(found.rows.length).toBe(kept);
  });
});

describe("a guest's browser", () => {
  const [pin, wrongPin] = ["4839201745", "4839201746"];
  const guest = (code: string, caseId: string, given: string, from = device()) =>
    kit.accounts.verifyGuest({ code, caseId, pin: given, device: from, lang: "id", previousSecret: null });
  async function newCase() {
    const [caseId, code] = [newId(), `KB-${newId().slice(-8)}`];
    await database.db.transaction((tx) => kit.accounts.guestAccessRow(caseId, pin).execute(tx));
    return { caseId, code };
  }

  it("still opens its case when strangers have used up the tries of all; another one is told what helps", async () => {
    const { caseId, code } = await newCase();
    const own = newBrowser();
    must(await guest(code, caseId, pin, own()));
    await times(await most("pin.target"), () => guest(code, caseId, wrongPin));
    expect(messageOf(await guest(code, caseId, pin, newBrowser()()))).toBe(refused);
    must(await guest(code, caseId, pin, own()));
    // Its success leaves the strangers' tries where they are.
    expect(messageOf(await guest(code, caseId, pin))).toBe(refused);
  });

  it("is limited by itself when it guesses", async () => {
    const { caseId, code } = await newCase();
    const own = newBrowser();
    must(await guest(code, caseId, pin, own()));
    await times(await most("pin.known"), () => guest(code, caseId, wrongPin, own()));
    expect(messageOf(await guest(code, caseId, pin, own()))).toBe("accounts.try-later");
    must(await guest(code, caseId, pin));
  });

  it("is forgotten when the way in is taken away", async () => {
    const { caseId, code } = await newCase();
    must(await guest(code, caseId, pin, newBrowser()()));
    const held = sql`select 1 from accounts.known_browser`;
    const before = (await held.execute(database.owner.query)).rows.length;
    await database.db.transaction((tx) => kit.accounts.removeGuestAccess(tx, caseId));
    expect((await held.execute(database.owner.query)).rows.length).toBe(before - 1);
  });
});
