import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId } from "../ids/index.ts";
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

const ask = (phone: string, from = device()) => kit.accounts.requestCode({ phone, device: from, lang: "id" });
const answer = (challengeId: string, code: string, accounts = kit.accounts) =>
  accounts.verifyCode({ challengeId, code, device: device(), lang: "id", previousSecret: null });
const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

describe("a resident's sign-in by code", () => {
  it("makes the account at the first time and finds it at the next, however the number is written", async () => {
    const first = await kit.signIn("0812-9999-0001");
    const second = await kit.signIn("+62 812 9999 0001");
    expect(first.session.holder.kind).toBe("resident");
    expect(second.session.holder).toEqual(first.session.holder);
  });

  it("keeps neither the code nor the number in clear", async () => {
    const phone = kit.newPhone();
    must(await ask(phone));
    const rows = await sql<{ line: string }>`select c::text as line from accounts.one_time_code c`.execute(
      database.owner.query,
    );
    await answer(must(await ask(kit.newPhone())).challengeId, kit.lastCode());
    const contacts = await sql<{ line: string }>`select c::text as line from accounts.contact c`.execute(
      database.owner.query,
    );
    const hex = (text: string): string => Buffer.from(text).toString("hex");
    for (const { line } of [...rows.rows, ...contacts.rows])
      for (const { code } of kit.inbox)
        for (const secret of [hex(code), "8123000", hex("8123000")]) expect(line).not.toContain(secret);
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(contacts.rows.length).toBeGreaterThan(0);
  });

  it("gives the same answer for a known and an unknown number", async () => {
    const known = await kit.newResident();
    const [one, two] = [must(await ask(known.phone)), must(await ask(kit.newPhone()))];
    const shape = (sent: typeof one) => ({
      ...sent,
      challengeId: "",
      maskedContact: sent.maskedContact?.replace(/\d{3}$/, ""),
    });
    expect(shape(one)).toEqual(shape(two));
    expect(one.maskedContact).toMatch(/^\+62 812 •••• \d{3}$/);
  });

  it("sends a code whose contact opens, in the access log of the account or of nobody yet", async () => {
    const known = await kit.newResident();
    for (const [phone, expected] of [
      [known.phone, { kind: "account", accountId: known.id }],
      [kit.newPhone(), { kind: "pseudonym", pseudonym: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    ] as const) {
      must(await ask(phone));
      const contact = kit.inbox.at(-1)?.contact;
      if (contact === undefined) throw new Error("nothing sent");
      const subject = await kit.accounts.subjectOf(database.db.query, contact);
      expect(subject).toEqual(expected);
      const texts = await database.db.transaction((tx) =>
        kit.privacy.read(tx, {
          actor: { kind: "system", job: "notify" },
          officeId: null,
          purpose: "accounts.send-code",
          legalBasis: "contract",
          action: "send",
          subject,
          caseId: null,
          fields: [contact],
        }),
      );
      expect(texts).toEqual([phone.replace(/^0/, "+62").replaceAll("-", "")]);
    }
  });

  it("forgives spaces and full-width digits in the code", async () => {
    const sent = must(await ask(kit.newPhone()));
    const [a, b] = [kit.lastCode().slice(0, 3), kit.lastCode().slice(3)];
    const wide = a.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect(messageOf(await answer(sent.challengeId, ` ${wide} ${b}`))).toBeUndefined();
  });

  it("takes a code once", async () => {
    const sent = must(await ask(kit.newPhone()));
    must(await answer(sent.challengeId, kit.lastCode()));
    expect(messageOf(await answer(sent.challengeId, kit.lastCode()))).toBe("accounts.code.expired");
  });

  it("takes a code once, also when two processes use it at the same moment, and makes one account", async () => {
    const sent = must(await ask(kit.newPhone()));
    const code = kit.lastCode();
    const twin = kit.twin();
    const answers = await Promise.all([answer(sent.challengeId, code), answer(sent.challengeId, code, twin)]);
    expect(answers.map(messageOf).sort()).toEqual(["accounts.code.expired", undefined]);
  });

  it("makes one account when two codes of one number are used at the same moment", async () => {
    const phone = kit.newPhone();
    const first = { ...must(await ask(phone)), code: kit.lastCode() };
    kit.clock.advance(31_000);
    const second = { ...must(await ask(phone)), code: kit.lastCode() };
    const opened = await Promise.all([
      answer(first.challengeId, first.code),
      answer(second.challengeId, second.code, kit.twin()),
    ]);
    const holders = opened.map((result) => must(result).session.holder);
    expect(holders[0]).toEqual(holders[1]);
  });

  it("ends a code after four wrong tries; the right one comes too late then", async () => {
    const sent = must(await ask(kit.newPhone()));
    const code = kit.lastCode();
    const messages: (string | undefined)[] = [];
    for (let count = 0; count < 4; count += 1) messages.push(messageOf(await answer(sent.challengeId, wrong(code))));
    expect(messages).toEqual([...Array(3).fill("accounts.code.wrong"), "accounts.code.used-up"]);
    expect(messageOf(await answer(sent.challengeId, code))).toBe("accounts.code.expired");
  });

  it("says how many tries are left, and takes the right code at the fourth", async () => {
    const sent = must(await ask(kit.newPhone()));
    const code = kit.lastCode();
    for (const left of [3, 2, 1])
      expect(await answer(sent.challengeId, wrong(code))).toMatchObject({ error: { params: { left } } });
    expect(messageOf(await answer(sent.challengeId, code))).toBeUndefined();
  });

  it("counts wrong tries across processes: forty at once get four", async () => {
    const sent = must(await ask(kit.newPhone()));
    const code = kit.lastCode();
    const twin = kit.twin();
    const messages = await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        messageOf(await answer(sent.challengeId, wrong(code), index % 2 === 0 ? kit.accounts : twin)),
      ),
    );
    const count = (message: string): number => messages.filter((found) => found === message).length;
    expect([count("accounts.code.wrong"), count("accounts.code.used-up"), count("accounts.code.expired")]).toEqual([
      3, 1, 36,
    ]);
  });

  it("ends a code after ten minutes", async () => {
    const [phone, other] = [kit.newPhone(), kit.newPhone()];
    const sent = must(await ask(phone));
    const code = kit.lastCode();
    expect(sent.expiresAt.getTime() - kit.clock.now().getTime()).toBe(600_000);
    kit.clock.advance(599_999);
    const late = must(await ask(other));
    const lateCode = kit.lastCode();
    expect(messageOf(await answer(sent.challengeId, code))).toBeUndefined();
    kit.clock.advance(600_000);
    expect(messageOf(await answer(late.challengeId, lateCode))).toBe("accounts.code.expired");
  });

  it("answers nonsense with a problem", async () => {
    expect(messageOf(await answer("no-uuid", "123456"))).toBe("accounts.code.expired");
    expect(messageOf(await answer(newId(), "123456"))).toBe("accounts.code.expired");
    for (const code of ["", "1", "a".repeat(10_000), "\u0000"]) {
      const { challengeId } = must(await ask(kit.newPhone()));
      expect(messageOf(await answer(challengeId, code))).toBe("accounts.code.wrong");
    }
    expect(await ask("bukan nomor")).toMatchObject({ error: { message: "accounts.phone.invalid", field: "phone" } });
  });

  it("leaves an older code good when a newer one is asked for, so that no stranger can keep a person out", async () => {
    const phone = kit.newPhone();
    const mine = { ...must(await ask(phone)), code: kit.lastCode() };
    kit.clock.advance(31_000);
    must(await ask(phone, device()));
    expect(messageOf(await answer(mine.challengeId, mine.code))).toBeUndefined();
  });
});

describe("sending a code again", () => {
  const again = (challengeId: string) => kit.accounts.resendCode({ challengeId, device: device(), lang: "id" });

  it("reaches the same number, whose new code signs in to the same account", async () => {
    const { id, phone } = await kit.newResident();
    const first = must(await ask(phone));
    expect(messageOf(await again(first.challengeId))).toBe("accounts.code.wait");
    kit.clock.advance(30_000);
    const second = must(await again(first.challengeId));
    expect(second.challengeId).not.toBe(first.challengeId);
    expect(second.maskedContact).toBeNull();
    const opened = must(await answer(second.challengeId, kit.lastCode()));
    expect(opened.session.holder).toEqual({ kind: "resident", accountId: id });
  });

  it("is over an hour after the code, and for challenges that never were", async () => {
    const first = must(await ask(kit.newPhone()));
    kit.clock.advance(61 * 60_000);
    expect(messageOf(await again(first.challengeId))).toBe("accounts.challenge.gone");
    expect(messageOf(await again(newId()))).toBe("accounts.challenge.gone");
    expect(messageOf(await again("no uuid"))).toBe("accounts.challenge.gone");
  });
});

describe("limits on codes", () => {
  it("one in 30 seconds for a number, from whatever device", async () => {
    const phone = kit.newPhone();
    must(await ask(phone));
    kit.clock.advance(29_000);
    expect(await ask(phone, device())).toMatchObject({
      error: { message: "accounts.code.wait", params: { seconds: 1 } },
    });
    kit.clock.advance(1_000);
    expect(messageOf(await ask(phone))).toBeUndefined();
  });

  it("one in 30 seconds also when two processes are asked at the same moment", async () => {
    const phone = kit.newPhone();
    const twin = kit.twin();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? kit.accounts : twin).requestCode({ phone, device: device(), lang: "id" }),
      ),
    );
    expect(answers.filter((result) => result.ok)).toHaveLength(1);
    expect(kit.inbox).toHaveLength(1);
  });

  it("ten an hour for a number; the wait does not grow by asking", async () => {
    const phone = kit.newPhone();
    for (let count = 0; count < 10; count += 1) {
      must(await ask(phone));
      kit.clock.advance(60_000);
    }
    const refused = { error: { message: "accounts.try-later.shared", params: { count: 1 } } };
    expect(await ask(phone)).toMatchObject(refused);
    expect(await ask(phone)).toMatchObject(refused);
    kit.clock.advance(50 * 60_000);
    expect(messageOf(await ask(phone))).toBeUndefined();
  });

  it("thirty an hour for one device, whatever the numbers; other devices go on", async () => {
    const one = device();
    for (let count = 0; count < 30; count += 1) must(await ask(kit.newPhone(), one));
    expect(messageOf(await ask(kit.newPhone(), one))).toBe("accounts.try-later");
    expect(messageOf(await ask(kit.newPhone(), device()))).toBeUndefined();
  });
});

describe("a guest's way in by code and PIN", () => {
  const [pin, wrongPin] = ["4839201745", "4839201746"];
  const guest = (code: string, caseId: string | null, given: string, from = device()) =>
    kit.accounts.verifyGuest({ code, caseId, pin: given, device: from, lang: "id", previousSecret: null });
  const refusal = async (...given: Parameters<typeof guest>) => messageOf(await guest(...given));

  async function newCase(itsPin = pin): Promise<string> {
    const caseId = newId();
    await database.db.transaction((tx) => kit.accounts.guestAccessRow(caseId, itsPin).execute(tx));
    return caseId;
  }

  it("opens the one case, however the PIN is written, and keeps no PIN in clear", async () => {
    const caseId = await newCase();
    for (const typed of ["4839201745", "483 920 1745", " 483.920.1745 ", "483-920–1745", "４８３９２０１７４５"]) {
      const opened = must(await guest("AAAA1", caseId, typed));
      expect(opened.session.holder).toEqual({ kind: "guest", caseId });
    }
    const row = await sql<{ line: string }>`
      select g::text as line from accounts.guest_access g where case_id = ${caseId}`.execute(database.owner.query);
    expect(row.rows[0]?.line).not.toContain(pin);
    expect(row.rows[0]?.line).not.toContain(Buffer.from(pin).toString("hex"));
  });

  it("answers a wrong PIN, another case's PIN and an unknown code alike", async () => {
    const caseId = await newCase();
    const answers = [
      await guest("AAAA2", caseId, wrongPin),
      await guest("AAAA3", newId(), pin),
      await guest("AAAA4", null, pin),
      await guest("AAAA5", null, ""),
    ];
    for (const refused of answers) expect(refused).toEqual(answers[0]);
    expect(messageOf(answers[0] ?? (await guest("", null, "")))).toBe("accounts.guest.wrong");
  });

  it("limits wrong PINs on one device, whether the code is known or not; other devices go on", async () => {
    for (const caseId of [await newCase(), null]) {
      const code = `D${caseId ?? "none"}`;
      const one = device();
      for (let count = 0; count < 10; count += 1)
        expect(await refusal(code, caseId, wrongPin, one)).toBe("accounts.guest.wrong");
      expect(await refusal(code, caseId, pin, one)).toBe("accounts.try-later");
      expect(await refusal(code, caseId, pin)).toBe(caseId === null ? "accounts.guest.wrong" : undefined);
    }
  });

  it("strangers who guess at a public code keep nobody out who comes from a new device", async () => {
    const caseId = await newCase();
    for (let count = 0; count < 60; count += 1)
      for (const typed of [wrongPin, "000000"]) await guest("STRANGERS", caseId, typed);
    must(await guest("STRANGERS", caseId, pin));
  });

  it("limits wrong PINs of all devices together, whether the code is known or not, for an hour", async () => {
    for (const caseId of [await newCase(), null]) {
      const code = `T${caseId ?? "none"}`;
      for (let count = 0; count < 500; count += 1)
        expect(await refusal(code, caseId, wrongPin)).toBe("accounts.guest.wrong");
      expect(await guest(code, caseId, pin)).toMatchObject({
        error: { message: "accounts.try-later.shared", params: { count: 1 } },
      });
      kit.clock.advance(3600_000);
      expect(await refusal(code, caseId, pin)).toBe(caseId === null ? "accounts.guest.wrong" : undefined);
    }
  });

  it("a PIN of six digits still opens its case, within its narrow limits, which tell nothing of a code", async () => {
    const short = "482913";
    must(await guest("SHORT", await newCase(short), "482 913"));
    for (const caseId of [await newCase(short), await newCase(), null]) {
      const code = `S${caseId ?? "none"}`;
      const one = device();
      for (let count = 0; count < 5; count += 1)
        expect(await refusal(code, caseId, "000000", one)).toBe("accounts.guest.wrong");
      expect(await refusal(code, caseId, short, one)).toBe("accounts.try-later");
      for (let count = 0; count < 15; count += 1)
        expect(await refusal(code, caseId, "000000")).toBe("accounts.guest.wrong");
      kit.clock.advance(3 * 3600_000);
      expect(await refusal(code, caseId, short)).toBe("accounts.try-later.shared");
    }
  });

  it("a right PIN clears the count; access can be taken away", async () => {
    const caseId = await newCase();
    const one = device();
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 9; count += 1) await guest("C", caseId, wrongPin, one);
      must(await guest("C", caseId, pin, one));
    }
    const { secret } = must(await guest("C", caseId, pin, one));
    expect(await kit.accounts.guestPinLength(caseId)).toBe(10);
    await database.db.transaction((tx) => kit.accounts.removeGuestAccess(tx, caseId));
    expect(await kit.accounts.findSession(secret)).toBeUndefined();
    expect(await refusal("C", caseId, pin, one)).toBe("accounts.guest.wrong");
    expect(await kit.accounts.guestPinLength(caseId)).toBeUndefined();
  });
});
