import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { codeFor, createVisitor, errorAt, hiddenField, signIn, type Visitor } from "../../../test/support/visitor.ts";

let test: TestApp;
let visitor: Visitor;
let phones = 0;
const newPhone = (): string => {
  phones += 1;
  return `0812-7000-${String(phones).padStart(4, "0")}`;
};
const password = "rumah-bersama-45";

beforeAll(async () => {
  test = await testApp();
  await test.database.db.transaction((tx) =>
    test.kernel.accounts.createOfficer(tx, {
      username: "budi",
      password,
      name: "Budi",
      contact: { kind: "email", value: "budi@balai.example" },
      lang: "id",
    }),
  );
});
afterAll(() => test.close());
beforeEach(() => {
  // Limits per number, per device and per officer begin anew.
  test.clock.advance(3 * 3600_000);
  visitor = createVisitor(test.app);
});

async function askCode(phone: string): Promise<string> {
  await visitor.get("/masuk");
  await visitor.post("/masuk", { phone });
  return hiddenField((await visitor.get("/masuk/kode")).body, "challenge");
}

describe("a resident signs in", () => {
  it("by number and code, and comes back to where they were sent from", async () => {
    expect(await visitor.get("/saya/perangkat")).toMatchObject({
      status: 303,
      location: "/masuk?kembali=%2Fsaya%2Fperangkat",
    });
    const phone = newPhone();
    const page = await visitor.get("/masuk?kembali=%2Fsaya%2Fperangkat");
    expect(hiddenField(page.body, "kembali")).toBe("/saya/perangkat");
    expect(await visitor.post("/masuk", { phone, kembali: "/saya/perangkat" })).toMatchObject({
      status: 303,
      location: "/masuk/kode",
    });
    const codePage = await visitor.get("/masuk/kode");
    expect(codePage.body).toContain('autocomplete="one-time-code"');
    const digits = await codeFor(test.app, phone);
    const challenge = hiddenField(codePage.body, "challenge");
    const pasted = `${digits.slice(0, 3)} ${digits.slice(3)}`;
    expect(await visitor.post("/masuk/kode", { challenge, code: pasted })).toMatchObject({
      status: 303,
      location: "/saya/perangkat",
    });
    const arrived = await visitor.get("/saya/perangkat");
    expect(arrived.status).toBe(200);
    expect(arrived.headers["cache-control"]).toBe("no-store");
    expect(arrived.body).toContain("Android, Chrome");
  });

  it("with the form's own challenge, when another tab has asked for another number", async () => {
    const first = newPhone();
    const challenge = await askCode(first);
    await askCode(newPhone());
    const answer = await visitor.post("/masuk/kode", { challenge, code: await codeFor(test.app, first) });
    expect(answer.status).toBe(303);
    expect((await visitor.get("/saya")).body).toContain("+62 812 7000");
  });

  it("in a browser that is known, when strangers have asked for all codes of the hour", async () => {
    const phone = newPhone();
    await signIn(test.app, visitor, phone);
    expect(visitor.cookies.get("balai-peramban")).toMatch(/^[\w-]{43}$/);
    await visitor.post("/keluar", {});
    for (let asked = 0; asked < 10; asked += 1) {
      test.clock.advance(31_000);
      const stranger = createVisitor(test.app);
      await stranger.get("/masuk");
      await stranger.post("/masuk", { phone });
    }
    const unknown = createVisitor(test.app);
    await unknown.get("/masuk");
    const refused = await unknown.post("/masuk", { phone });
    expect(refused.status).toBe(429);
    expect(refused.body).toContain("pakai perangkat yang pernah Anda pakai masuk");
    await visitor.get("/masuk");
    expect(await visitor.post("/masuk", { phone })).toMatchObject({ status: 303, location: "/masuk/kode" });
  });

  it("and leaves a shared phone to the next person as nobody's", async () => {
    await signIn(test.app, visitor, newPhone());
    await visitor.post("/keluar", { shared: "1" });
    expect(visitor.cookies.get("balai-peramban") ?? "").toBe("");
  });

  it("takes a draft along", async () => {
    await visitor.get("/masuk");
    const secret = visitor.cookies.get("balai") ?? "";
    const before = await test.kernel.accounts.findSession(secret);
    const draft = await test.kernel.cases.drafts.start(before?.sessionId ?? "", "reports.report", 1, {});
    await signIn(test.app, visitor, newPhone());
    const after = await test.kernel.accounts.findSession(visitor.cookies.get("balai") ?? "");
    expect(await test.kernel.cases.drafts.find(after?.sessionId ?? "", draft.id)).toMatchObject({ id: draft.id });
    expect(await test.kernel.cases.drafts.find(before?.sessionId ?? "", draft.id)).toBeUndefined();
  });

  it("keeps what was typed and says at the field what is wrong", async () => {
    await visitor.get("/masuk");
    const answer = await visitor.post("/masuk", { phone: "12 <b>" });
    expect(answer.status).toBe(422);
    expect(errorAt(answer.body, "phone")).toContain("Nomor HP belum benar");
    expect(answer.body).toContain('value="12 &lt;b');
    expect(answer.body).not.toContain("<b>12");
    const challenge = await askCode(newPhone());
    const wrong = await visitor.post("/masuk/kode", { challenge, code: "12" });
    expect(errorAt(wrong.body, "code")).not.toBe(undefined);
    // There is no other field on these pages.
    for (const { body } of [answer, wrong]) expect(body).not.toContain("Isian Anda yang lain");
  });

  it("may ask again after half a minute, and is told to wait before", async () => {
    const phone = newPhone();
    const challenge = await askCode(phone);
    const first = await codeFor(test.app, phone);
    const early = await visitor.post("/masuk/kode/lagi", { challenge });
    expect(early.status).toBe(429);
    expect(early.body).toContain("Tunggu 30 detik");
    // Whoever goes back to the number is shown the way to the code that is on its way.
    await visitor.get("/masuk");
    const twice = await visitor.post("/masuk", { phone });
    expect(twice.status).toBe(429);
    expect(twice.body).toContain('href="/masuk/kode"');
    test.clock.advance(30_000);
    expect(await visitor.post("/masuk/kode/lagi", { challenge })).toMatchObject({ status: 303 });
    const page = await visitor.get("/masuk/kode?lagi=1");
    expect(page.body).toContain("Kode baru sudah kami kirim");
    const second = await codeFor(test.app, phone);
    expect(second).not.toBe(first);
    const answer = await visitor.post("/masuk/kode", { challenge: hiddenField(page.body, "challenge"), code: second });
    expect(answer.status).toBe(303);
  });

  it("whose way to the code is lost begins again", async () => {
    expect(await visitor.get("/masuk/kode")).toMatchObject({ status: 303, location: "/masuk" });
    await visitor.get("/masuk");
    for (const challenge of ["", "nonsense", "01a20bd1-cce3-7d4f-9fd6-c6c2316def68"]) {
      const answer = await visitor.post("/masuk/kode", { challenge, code: "123456" });
      expect(answer.status).toBe(422);
      expect(errorAt(answer.body, "code")).toContain("tidak berlaku lagi");
    }
  });
});

describe("an officer signs in", () => {
  it("by password and code, and lands on the console", async () => {
    expect(await visitor.get("/masuk?kembali=%2Fkonsol%2Fkasus%2FA")).toMatchObject({
      location: "/masuk/petugas?kembali=%2Fkonsol%2Fkasus%2FA",
    });
    await visitor.get("/masuk/petugas");
    expect(await visitor.post("/masuk/petugas", { username: "Budi", password })).toMatchObject({ status: 303 });
    const page = await visitor.get("/masuk/kode");
    expect(page.body).not.toContain("budi@");
    const answer = await visitor.post("/masuk/kode", {
      challenge: hiddenField(page.body, "challenge"),
      code: await codeFor(test.app, "budi@balai.example"),
    });
    expect(answer).toMatchObject({ status: 303, location: "/konsol" });
    expect((await visitor.get("/api/session")).body).toBe('{"kind":"officer","acting":false,"unread":0}');
  });

  it("gets one answer for a wrong name and a wrong password, and never the password back", async () => {
    await visitor.get("/masuk/petugas");
    const wrong = await visitor.post("/masuk/petugas", { username: "budi", password: "tebakan-saya-99" });
    const unknown = await visitor.post("/masuk/petugas", { username: "bubi", password: "tebakan-saya-99" });
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    const plain = (page: string, name: string) =>
      page.replace(/name="_csrf" value="[^"]*"/g, "").replace(`value="${name}"`, "");
    expect(plain(wrong.body, "budi")).toBe(plain(unknown.body, "bubi"));
    expect(wrong.body).not.toContain("tebakan-saya-99");
  });

  it("must wait after five wrong passwords, and is told how long", async () => {
    await visitor.get("/masuk/petugas");
    for (let tries = 0; tries < 5; tries += 1)
      await visitor.post("/masuk/petugas", { username: "budi", password: `tebakan-${tries}-xxxx` });
    const answer = await visitor.post("/masuk/petugas", { username: "budi", password });
    expect(answer.status).toBe(429);
    expect(errorAt(answer.body, "password")).toMatch(/Coba lagi dalam \d+ menit/);
  });
});

describe("the demo", () => {
  it("shows one account per role with what it sees, and pressing one fills the form", async () => {
    const page = await visitor.get("/masuk");
    for (const role of [
      "pembagi laporan",
      "petugas dinas",
      "pemeriksa hasil",
      "kepala kantor",
      "petugas loket",
      "auditor",
    ])
      expect(page.body).toContain(`, ${role}<`);
    expect(page.body).toContain(password);
    expect((await visitor.get("/masuk?sebagai=sumiati")).body).toContain('value="081200000001"');
    const officer = await visitor.get("/masuk/petugas?sebagai=budi");
    expect(officer.body).toContain('value="budi"');
    expect(officer.body).toContain(`value="${password}"`);
    expect((await visitor.get("/masuk/petugas?sebagai=__proto__")).body).not.toContain(`value="${password}"`);
  });

  it("keeps messages apart by recipient, in whatever way the number is written", async () => {
    const [one, other] = [newPhone(), newPhone()];
    await askCode(one);
    await createVisitor(test.app).get("/masuk");
    const mine = await test.app.inject({ url: `/demo/pesan.json?untuk=${encodeURIComponent(one)}` });
    expect(mine.json()).toHaveLength(1);
    expect((await test.app.inject({ url: `/demo/pesan.json?untuk=${encodeURIComponent(other)}` })).json()).toEqual([]);
    const page = await visitor.get(`/demo/pesan?untuk=${encodeURIComponent(one)}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain("Kode masuk Balai");
  });
});
