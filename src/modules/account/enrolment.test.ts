import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { authenticatorCode } from "../../../test/support/authenticator.ts";
import { createVisitor, errorAt, hiddenField, type Visitor } from "../../../test/support/visitor.ts";

const password = "gamelan-malam-minggu";
let test: TestApp;
let visitor: Visitor;
let number = 0;

beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());
beforeEach(() => {
  test.clock.advance(3 * 3600_000);
  visitor = createVisitor(test.app);
});

async function invite(): Promise<{ path: string; username: string }> {
  number += 1;
  const username = `wati.${number}`;
  const { accounts } = test.kernel;
  const id = await test.database.db.transaction(async (tx) => {
    const made = await accounts.inviteOfficer(tx, { username, name: "Wati", email: null, lang: "id" });
    if (!made.ok) throw new Error(made.error.message);
    return (await accounts.openEnrolment(tx, made.value)).id;
  });
  return { path: `/masuk/petugas/siapkan/${accounts.enrolmentSecret(id)}`, username };
}

describe("an officer with a link", () => {
  it("chooses a password, pairs an app, is signed in, and comes back by both", async () => {
    const { path, username } = await invite();
    const page = await visitor.get(path);
    expect(page.status).toBe(200);
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["referrer-policy"]).toBe("same-origin");
    expect(page.body).toContain(`value="${username}"`);
    expect(page.body).toContain('<svg class="qr"');
    const code = () => authenticatorCode(page.body, test.clock.now());
    expect(await visitor.post(path, { password, code: code() })).toMatchObject({ status: 303, location: "/konsol" });
    expect((await visitor.get("/api/session")).body).toContain('"kind":"officer"');
    expect((await visitor.get(path)).status).toBe(410);

    test.clock.advance(60_000);
    const again = createVisitor(test.app);
    await again.get("/masuk/petugas");
    expect((await again.post("/masuk/petugas", { username, password })).location).toBe("/masuk/kode");
    const codePage = await again.get("/masuk/kode");
    expect(codePage.body).toContain("aplikasi autentikator");
    expect(codePage.body).not.toContain("/masuk/kode/lagi");
    const challenge = hiddenField(codePage.body, "challenge");
    const wrong = await again.post("/masuk/kode", { challenge, code: "12" });
    expect(wrong.status).toBe(422);
    expect(errorAt(wrong.body, "code")).toContain("Anda bisa mencoba 3 kali lagi");
    expect(await again.post("/masuk/kode", { challenge, code: code() })).toMatchObject({
      status: 303,
      location: "/konsol",
    });
  });

  it("is told at the field what is wrong, and the link stays good", async () => {
    const { path } = await invite();
    const page = await visitor.get(path);
    const code = authenticatorCode(page.body, test.clock.now());
    const weak = await visitor.post(path, { password: "pendek", code });
    expect(weak.status).toBe(422);
    expect(errorAt(weak.body, "password")).toContain("terlalu pendek");
    expect(weak.body).not.toContain('pendek"');
    const wrong = await visitor.post(path, { password, code: "000" });
    expect(wrong.status).toBe(422);
    expect(errorAt(wrong.body, "code")).toContain("Kode dari aplikasi belum benar");
    expect(wrong.body).not.toContain(password);
    expect((await visitor.post(path, { password, code })).status).toBe(303);
  });

  it("finds a page that says so when the link is unknown or was used", async () => {
    for (const secret of ["x", "a".repeat(43), "%00", "..%2f..%2fetc"]) {
      const answer = await visitor.get(`/masuk/petugas/siapkan/${secret}`);
      expect(answer.status, secret).toBe(410);
      expect(answer.body).toContain("Tautan ini tidak berlaku lagi");
    }
  });
});
