import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { createVisitor, errorAt, hiddenField, signIn, type Visitor } from "../../../test/support/visitor.ts";
import { addOffice, assign, assignmentsOf } from "../../kernel/access/index.ts";
import { newId } from "../../kernel/ids/index.ts";

let test: TestApp;
let visitor: Visitor;
let phone: string;
let phones = 0;
const newPhone = (): string => {
  phones += 1;
  return `0812-7200-${String(phones).padStart(4, "0")}`;
};

beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.clock.advance(26 * 3600_000);
  visitor = createVisitor(test.app);
  phone = newPhone();
  await signIn(test.app, visitor, phone);
});

async function accountOf(of: Visitor): Promise<string> {
  const found = await test.kernel.accounts.findSession(of.cookies.get("balai") ?? "");
  if (found?.holder.kind !== "resident") throw new Error("not signed in");
  return found.holder.accountId;
}

async function another(name?: string): Promise<{ visitor: Visitor; phone: string; id: string }> {
  const other = { visitor: createVisitor(test.app), phone: newPhone() };
  await signIn(test.app, other.visitor, other.phone);
  if (name !== undefined) await other.visitor.post("/saya/nama", { name });
  return { ...other, id: await accountOf(other.visitor) };
}

describe("who looked at my data", () => {
  const officerName = "Rahasia Namanya";

  async function look(accountId: string, times: number): Promise<void> {
    const { kernel, database } = test;
    const name = `dinas-${phones}`;
    await database.db.transaction(async (tx) => {
      const at = kernel.clock.now();
      const office = await addOffice(tx, { parentId: null, code: name, name: "Dinas Uji Coba", region: "35.78" }, at);
      const made = await kernel.accounts.createOfficer(tx, {
        username: name,
        password: "rumah-bersama-45",
        name: officerName,
        contact: { kind: "email", value: `${name}@balai.example` },
        lang: "id",
      });
      if (!made.ok) throw new Error(made.error.message);
      await assign(tx, made.value, "front-desk", office, "test", new Date(at.getTime() - 1000));
      const actor = {
        kind: "officer",
        accountId: made.value,
        assignments: await assignmentsOf(tx, made.value, at),
      } as const;
      const fields = (await kernel.accounts.contactsOf(tx, accountId)).map(({ field }) => field);
      for (let count = 0; count < times; count += 1)
        await kernel.privacy.read(tx, {
          actor,
          officeId: office,
          purpose: "cases.handle",
          legalBasis: "public_task",
          subject: { kind: "account", accountId },
          caseId: null,
          fields,
        });
    });
  }

  it("is nobody at first, though our own messages are counted", async () => {
    const page = await visitor.get("/saya");
    expect(page.status).toBe(200);
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.body).toContain("Belum ada yang melihat");
    expect(page.body).toContain("tidak ada petugas yang melihat data Anda");
  });

  it("names the institution, the role, what, why and when, and never the officer", async () => {
    await look(await accountOf(visitor), 1);
    for (const path of ["/saya", "/saya/akses"]) {
      const { body } = await visitor.get(path);
      expect(body).toContain("Dinas Uji Coba melihat nomor HP atau surel");
      expect(body).toContain("Untuk: Menangani kasus");
      expect(body).toContain("Dasar: Tugas pelayanan publik");
      expect(body).toMatch(/\d\d\.\d\d · petugas loket/);
      expect(body).toContain("Hari ini, ");
      for (const secret of [officerName, "Rahasia", `dinas-${phones}`]) expect(body.includes(secret)).toBe(false);
    }
    expect((await visitor.get("/saya")).body).toContain("1 kali dilihat petugas, dari 1 kantor");
    await visitor.get("/saya?lang=en");
    expect((await visitor.get("/saya")).body).toContain("officers looked 1 time, from 1 office.");
    await visitor.get("/saya?lang=id");
  });

  it("comes in pages, none lost and none twice", async () => {
    await look(await accountOf(visitor), 65);
    let path: string | undefined = "/saya/akses";
    let seen = 0;
    let pages = 0;
    for (; path !== undefined && pages < 9; pages += 1) {
      const { body, status } = await visitor.get(path);
      expect(status).toBe(200);
      seen += body.match(/Dinas Uji Coba melihat/g)?.length ?? 0;
      path = /href="(\/saya\/akses\?sebelum=[\w-]+)" rel="next"/.exec(body)?.[1];
    }
    expect({ seen, pages }).toEqual({ seen: 65, pages: 3 });
    for (const before of ["nonsense", "'", "0", "a".repeat(300)])
      expect((await visitor.get(`/saya/akses?sebelum=${encodeURIComponent(before)}`)).status).toBe(200);
  });

  it("shows the same sentences in English", async () => {
    await look(await accountOf(visitor), 1);
    visitor.cookies.set("bahasa", "en");
    expect((await visitor.get("/saya/akses")).body).toContain("Dinas Uji Coba looked at");
  });
});

describe("my name", () => {
  it("is what I typed, tidied, also with signs that HTML knows", async () => {
    await visitor.post("/saya/nama", { name: "  Siti   <i>Aminah</i> & Ayu’  " });
    const { body } = await visitor.get("/saya?simpan=nama");
    expect(body).toContain("Siti &lt;i>Aminah&lt;/i> &amp; Ayu’");
    expect(body).toContain("Sudah disimpan");
  });

  it.each([
    ["empty", ""],
    ["spaces", "   "],
    ["no letter", "12345"],
    ["too long", "a".repeat(81)],
    ["turned around", "Budi\u202e"],
    ["a zero", "Bu\u0000di"],
  ])("is refused when it is none: %s", async (_case, name) => {
    const answer = await visitor.post("/saya/nama", { name });
    expect(answer.status).toBe(422);
    expect(errorAt(answer.body, "name")).toContain("Tulis nama dengan huruf");
  });

  it("may be in any script, with emoji beside it", async () => {
    for (const name of ["ꦱꦶꦠꦶ", "محمد", "Ibu Ani 🌺", "O'Brien-Ñuñez"])
      expect((await visitor.post("/saya/nama", { name })).status).toBe(303);
  });
});

describe("my choices", () => {
  const choices = {
    lang: "en",
    channels: ["whatsapp"],
    zone: "Asia/Makassar",
    quietFrom: "20:30",
    quietUntil: "05:00",
  };

  it("are kept, and the pages speak the language at once", async () => {
    expect(await visitor.post("/saya/pilihan", choices)).toMatchObject({ status: 303 });
    expect((await visitor.get("/saya")).body).toContain("My data");
    const accountId = await accountOf(visitor);
    expect(await test.kernel.notify.preference(accountId)).toEqual({
      channels: ["whatsapp"],
      lang: "en",
      quiet: { zone: "Asia/Makassar", from: "20:30", until: "05:00" },
    });
    expect(await test.kernel.accounts.langOf(test.database.db.query, accountId)).toBe("en");
    const { body } = await visitor.get("/saya/pilihan");
    expect(body).toMatch(/name="channels" value="whatsapp" checked/);
    expect(body).not.toMatch(/name="channels" value="sms" checked/);
  });

  it.each([
    ["lang", { lang: "xx" }],
    ["zone", { zone: "Europe/Paris" }],
    ["quietFrom", { quietFrom: "25:00" }],
    ["quietUntil", { quietUntil: "" }],
    ["channels", { channels: ["pigeon"] }],
  ])("are refused with the field at fault: %s", async (field, wrong) => {
    const answer = await visitor.post("/saya/pilihan", { ...choices, ...wrong });
    expect(answer.status).toBe(422);
    expect(errorAt(answer.body, field)).not.toBeUndefined();
    expect(answer.body).toContain(`href="#${field}"`);
  });
});

describe("acting for another", () => {
  const grant = async (from: Visitor, to: string, until = "2027-03-01") => {
    const page = await from.get("/saya/kuasa");
    return from.post("/saya/kuasa", { phone: to, until, _once: hiddenField(page.body, "_once") });
  };
  const until = (): string => new Date(test.clock.now().getTime() + 30 * 24 * 3600_000).toISOString().slice(0, 10);

  it("is given, told, used, seen on every page of mine, ended and taken back", async () => {
    const giver = await another("Sumiati");
    await visitor.post("/saya/nama", { name: "Ayu Cucunya" });
    expect((await grant(giver.visitor, phone, until())).location).toBe("/saya/kuasa?selesai=diberi");
    // No number can be turned into a name by giving it a right.
    const given = (await giver.visitor.get("/saya/kuasa")).body;
    expect(given).not.toContain("Ayu Cucunya");
    expect(given).toContain(`•••• ${phone.slice(-3)}`);
    expect((await visitor.get("/saya/pesan")).body).toContain("Anda mendapat kuasa");
    expect((await visitor.get("/api/session")).body).toBe('{"kind":"resident","acting":false,"unread":1}');

    const page = await visitor.get("/saya/kuasa");
    expect(page.body).toContain("Sumiati");
    const delegation = hiddenField(page.body, "delegation");
    expect(await visitor.post("/saya/kuasa/pakai", { delegation })).toMatchObject({ status: 303, location: "/kasus" });
    const acting = await visitor.get("/saya");
    expect(acting.body).toContain("Anda bertindak untuk Sumiati.");
    expect(acting.body).toContain("Data di halaman ini tetap milik Anda.");
    expect(acting.body.match(/Anda bertindak untuk/g)).toHaveLength(1);
    // My own data stay mine, not hers.
    expect(acting.body).toContain("Ayu Cucunya");
    expect((await visitor.get("/api/session")).body).toContain('"acting":true');
    // She sees that I looked at her name.
    const log = (await giver.visitor.get("/saya/akses")).body;
    expect(log.match(/Penerima kuasa Anda, \+62[^,<]+, melihat nama panggilan/g)).toHaveLength(1);
    expect(log).toMatch(/[2-9] kali, terakhir \d\d\.\d\d/);
    expect((await giver.visitor.get("/saya")).body).toContain("Penerima kuasa Anda melihat nama panggilan");

    for (const path of ["/kasus", "/saya/pesan", "/saya/pilihan", "/saya/perangkat", "/lacak"])
      expect([path, (await visitor.get(path)).body]).toEqual([
        path,
        expect.stringMatching(/Anda bertindak untuk orang lain\.[\s\S]*action="\/saya\/kuasa\/berhenti"/),
      ]);
    expect((await visitor.get("/kasus")).body).toContain("Ini kasus orang yang memberi Anda kuasa");
    // The same for everyone, and kept.
    for (const path of ["/", "/layanan", "/laporan"])
      expect((await visitor.get(path)).body).not.toContain("Anda bertindak untuk");
    await visitor.post("/saya/kuasa/berhenti");
    expect((await visitor.get("/kasus")).body).not.toContain("kasus orang yang memberi");
    expect((await visitor.get("/saya")).body).not.toContain("Anda bertindak untuk");
    await visitor.post("/saya/kuasa/pakai", { delegation });
    // Who presses twice is told the same.
    for (let times = 0; times < 2; times += 1)
      expect(await giver.visitor.post("/saya/kuasa/cabut", { delegation })).toMatchObject({
        status: 303,
        location: "/saya/kuasa?selesai=dicabut",
      });
    expect((await visitor.get("/saya")).body).not.toContain("Anda bertindak untuk");
    const gone = await visitor.post("/saya/kuasa/pakai", { delegation });
    expect(gone.status).toBe(404);
    expect(gone.body).toContain("Kuasa ini tidak berlaku lagi");
  });

  it("cannot be used or taken back by a stranger", async () => {
    const [giver, stranger] = [await another("Sumiati"), await another()];
    await grant(giver.visitor, phone, until());
    const delegation = hiddenField((await visitor.get("/saya/kuasa")).body, "delegation");
    expect((await stranger.visitor.post("/saya/kuasa/pakai", { delegation })).status).toBe(404);
    for (const foreign of [delegation, newId(), "x", ""]) {
      const refused = await stranger.visitor.post("/saya/kuasa/cabut", { delegation: foreign });
      expect([foreign, refused.status]).toEqual([foreign, 404]);
      expect(refused.body).toContain("Kuasa ini tidak berlaku lagi");
    }
    expect((await visitor.post("/saya/kuasa/pakai", { delegation })).status).toBe(303);
  });

  it("is answered alike for a number with and without an account; the newcomer finds it at sign-in", async () => {
    const [known, unknown] = [await another(), newPhone()];
    const shape = (location: string | undefined, status: number) => ({ location, status });
    const first = await grant(visitor, known.phone, until());
    const second = await grant(visitor, unknown, until());
    expect(shape(first.location, first.status)).toEqual(shape(second.location, second.status));
    const newcomer = createVisitor(test.app);
    await signIn(test.app, newcomer, unknown);
    expect(hiddenField((await newcomer.get("/saya/kuasa")).body, "delegation")).not.toBe("");
  });

  it("is refused with the field at fault, and what was typed comes back", async () => {
    const other = newPhone();
    for (const [to, end, field] of [
      ["abc", until(), "phone"],
      [phone, until(), "phone"],
      [other, "2020-01-01", "until"],
      [other, "2099-01-01", "until"],
      [other, "31 Desember", "until"],
    ] as const) {
      const answer = await grant(visitor, to, end);
      expect([to, end, answer.status]).toEqual([to, end, 422]);
      expect(errorAt(answer.body, field)).not.toBeUndefined();
      expect(answer.body).toContain(`value="${to}"`);
    }
  });

  it("is counted after whoever gives some at the same moment", async () => {
    const { accounts } = test.kernel;
    const session = await accounts.findSession(visitor.cookies.get("balai") ?? "");
    if (session?.holder.kind !== "resident") throw new Error("nobody signed in");
    const from = session.holder.accountId;
    const { body } = await visitor.get("/saya/kuasa");
    const form = { phone: newPhone(), until: until(), _once: hiddenField(body, "_once") };
    const validTo = new Date(test.clock.now().getTime() + 24 * 3600_000);
    const waiting = async () =>
      (await test.database.owner.pool.query("select 1 from pg_locks where locktype = 'advisory' and not granted"))
        .rowCount;
    const asked = await test.database.db.transaction(async (tx) => {
      await accounts.lockDelegations(tx, from);
      for (let given = 0; given < 5; given += 1) {
        const to = await accounts.residentFor(tx, { phone: newPhone(), lang: "id" });
        if (!to.ok) throw new Error(to.error.message);
        await accounts.grantDelegation(tx, { from, to: to.value, scope: "all", validTo, createdBy: from });
      }
      const answer = visitor.post("/saya/kuasa", form);
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
      return { answer };
    });
    expect((await asked.answer).status).toBe(429);
  });

  it("is given once, however often the button is pressed, and to five a day at most", async () => {
    const { body } = await visitor.get("/saya/kuasa");
    const form = { phone: newPhone(), until: until(), _once: hiddenField(body, "_once") };
    const answers = await Promise.all([1, 2, 3].map(() => visitor.post("/saya/kuasa", form)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const count = async () => (await visitor.get("/saya/kuasa")).body.match(/Cabut kuasa/g)?.length ?? 0;
    expect(await count()).toBe(1);
    for (let more = 0; more < 4; more += 1) expect((await grant(visitor, newPhone(), until())).status).toBe(303);
    // Another browser, so that it is the person's limit that answers, not the browser's.
    test.clock.advance(31_000);
    const fresh = createVisitor(test.app);
    await signIn(test.app, fresh, phone);
    const refused = await grant(fresh, newPhone(), until());
    expect(refused.status).toBe(429);
    expect(errorAt(refused.body, "phone")).toContain("Paling banyak 5");
  });
});

describe("pages of residents", () => {
  it("send others to sign in, and an officer away", async () => {
    const stranger = createVisitor(test.app);
    for (const path of [
      "/saya",
      "/saya/akses",
      "/saya/pesan",
      "/saya/pilihan",
      "/saya/perangkat",
      "/saya/kuasa",
      "/saya/nama",
      "/saya/unduh",
      "/saya/hapus",
    ]) {
      const answer = await stranger.get(path);
      expect([path, answer.location]).toEqual([path, `/masuk?kembali=${encodeURIComponent(path)}`]);
      expect((await visitor.get(path)).headers["cache-control"]).toBe("no-store");
    }
    expect((await stranger.get("/api/session")).body).toBe('{"kind":"anonymous","acting":false,"unread":0}');
  });

  it("mark messages as read when asked to, and only mine", async () => {
    const giver = await another("Sumiati");
    const page = await giver.visitor.get("/saya/kuasa");
    const until = new Date(test.clock.now().getTime() + 5 * 24 * 3600_000).toISOString().slice(0, 10);
    await giver.visitor.post("/saya/kuasa", { phone, until, _once: hiddenField(page.body, "_once") });
    expect((await visitor.get("/saya")).body).toContain("1 belum dibaca");
    await giver.visitor.post("/saya/pesan/dibaca");
    expect((await visitor.get("/saya")).body).toContain("1 belum dibaca");
    await visitor.post("/saya/pesan/dibaca");
    expect((await visitor.get("/saya")).body).toContain("Semua sudah dibaca");
  });
});
