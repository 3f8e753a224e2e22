import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import {
  type Answer,
  codeFor,
  createVisitor,
  errorAt,
  hiddenField,
  signIn,
  type Visitor,
} from "../../../test/support/visitor.ts";

let test: TestApp;
let visitor: Visitor;
let phones = 0;
const newPhone = (): string => {
  phones += 1;
  return `0812-7100-${String(phones).padStart(4, "0")}`;
};
const sessionOf = (of: Visitor) => test.kernel.accounts.findSession(of.cookies.get("balai") ?? "");
const whoIs = async (of: Visitor): Promise<string> => (await of.get("/api/session")).body;

beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());
beforeEach(() => {
  test.clock.advance(3 * 3600_000);
  visitor = createVisitor(test.app);
});

describe("a session", () => {
  it("gets a new secret at sign-in, and the one from before is worth nothing", async () => {
    await visitor.get("/masuk");
    const planted = visitor.cookies.get("balai") ?? "";
    expect(planted).toMatch(/^[\w-]{43}$/);
    await signIn(test.app, visitor, newPhone());
    expect(visitor.cookies.get("balai")).not.toBe(planted);
    expect(await test.kernel.accounts.findSession(planted)).toBeUndefined();
    expect((await sessionOf(visitor))?.holder.kind).toBe("resident");
  });

  it("of another person on the same device ends, and their drafts stay behind", async () => {
    await signIn(test.app, visitor, newPhone());
    const first = await sessionOf(visitor);
    const draft = await test.kernel.cases.drafts.start(first?.sessionId ?? "", "reports.report", 1, {});
    const secret = visitor.cookies.get("balai") ?? "";
    await signIn(test.app, visitor, newPhone());
    expect(await test.kernel.accounts.findSession(secret)).toBeUndefined();
    expect(await test.kernel.cases.drafts.find((await sessionOf(visitor))?.sessionId ?? "", draft.id)).toBeUndefined();
  });

  it("ends by signing out, and the cookie goes", async () => {
    await signIn(test.app, visitor, newPhone());
    const secret = visitor.cookies.get("balai") ?? "";
    await visitor.get("/keluar");
    const answer = await visitor.post("/keluar");
    expect(answer).toMatchObject({ status: 303, location: "/masuk?keluar=1" });
    expect(answer.headers["clear-site-data"]).toBeUndefined();
    expect(visitor.cookies.has("balai")).toBe(false);
    expect(await test.kernel.accounts.findSession(secret)).toBeUndefined();
    expect((await visitor.get("/masuk?keluar=1")).body).toContain("Anda sudah keluar");
  });

  it("on a shared phone takes drafts and what the browser kept along", async () => {
    await signIn(test.app, visitor, newPhone());
    const session = (await sessionOf(visitor))?.sessionId ?? "";
    const draft = await test.kernel.cases.drafts.start(session, "reports.report", 1, {});
    await visitor.get("/keluar");
    const answer = await visitor.post("/keluar", { shared: "1" });
    expect(answer.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect(await test.kernel.cases.drafts.find(session, draft.id)).toBeUndefined();
  });

  it("ends on all devices at once", async () => {
    const phone = newPhone();
    const other = createVisitor(test.app);
    const stranger = createVisitor(test.app);
    await signIn(test.app, visitor, phone);
    await signIn(test.app, stranger, newPhone());
    test.clock.advance(31_000);
    await signIn(test.app, other, phone);
    expect((await visitor.get("/saya/perangkat")).body.match(/Masuk sejak/g)).toHaveLength(2);
    const left = await visitor.post("/keluar/semua");
    expect((await visitor.get(left.location ?? "")).body).toContain("Anda sudah keluar dari semua perangkat.");
    expect(await sessionOf(other)).toBeUndefined();
    expect((await other.get("/saya")).location).toBe("/masuk?kembali=%2Fsaya");
    expect((await sessionOf(stranger))?.holder.kind).toBe("resident");
  });

  it("of one other device ends by its button; a stranger's does not", async () => {
    const phone = newPhone();
    const other = createVisitor(test.app);
    const stranger = createVisitor(test.app);
    await signIn(test.app, visitor, phone);
    await signIn(test.app, stranger, newPhone());
    test.clock.advance(31_000);
    await signIn(test.app, other, phone);
    await visitor.get("/saya/perangkat");
    const foreign = (await sessionOf(stranger))?.sessionId ?? "";
    for (const session of [foreign, "nonsense", ""])
      expect((await visitor.post("/saya/perangkat", { session })).status).toBe(303);
    expect(await sessionOf(stranger)).toBeDefined();
    expect(await sessionOf(other)).toBeDefined();
    await visitor.post("/saya/perangkat", { session: (await sessionOf(other))?.sessionId ?? "" });
    expect(await sessionOf(other)).toBeUndefined();
    expect(await sessionOf(visitor)).toBeDefined();
  });
});

describe("the session cookie", () => {
  const setCookies = (answer: Answer): string[] => [answer.headers["set-cookie"] ?? []].flat();

  it("has a plain name and no Secure on http, which only a demo has", async () => {
    const [cookie = ""] = setCookies(await visitor.get("/masuk"));
    expect(cookie).toMatch(/^balai=[\w-]{43}; /);
    for (const flag of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie.split("; ")).toContain(flag);
    expect(cookie).not.toMatch(/secure|domain/i);
  });

  it("is guarded by the browser itself on https", async () => {
    const secure = await testApp({ BALAI_URL: "https://balai.example" });
    try {
      const other = createVisitor(secure.app, "https://balai.example");
      const page = await other.get("/masuk");
      expect(setCookies(page)[0]).toMatch(/^__Host-balai=/);
      const asked = await other.post("/masuk", { phone: newPhone() });
      expect(asked.status).toBe(303);
      const cookies = [...setCookies(page), ...setCookies(asked)];
      expect(cookies).toHaveLength(2);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/^__Host-/);
        for (const flag of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie.split("; ")).toContain(flag);
        expect(cookie).not.toMatch(/domain/i);
      }
      expect(page.headers["strict-transport-security"]).toBeDefined();
    } finally {
      await secure.close();
    }
  });
});

describe("a form that is not ours", () => {
  const paths = [
    "/masuk",
    "/masuk/petugas",
    "/masuk/petugas/siapkan/:secret",
    "/masuk/kode",
    "/masuk/kode/lagi",
    "/keluar",
    "/keluar/semua",
    "/saya/perangkat",
    "/saya/nama",
    "/saya/pilihan",
    "/saya/pesan/dibaca",
    "/saya/kuasa",
    "/saya/kuasa/cabut",
    "/saya/kuasa/pakai",
    "/saya/kuasa/berhenti",
    "/saya/hapus",
  ];

  it("is refused on every address that does something", async () => {
    const phone = newPhone();
    await signIn(test.app, visitor, phone);
    const stranger = createVisitor(test.app);
    await stranger.get("/masuk");
    const attacks: [string, Record<string, string>, Record<string, string>][] = [
      ["no token", { _csrf: "" }, {}],
      ["another person's token", { _csrf: stranger.token }, {}],
      ["another site's form", {}, { origin: "https://evil.example" }],
      ["another site, as the browser says", {}, { "sec-fetch-site": "cross-site" }],
      ["a form without a type", {}, { origin: "null", "content-type": "text/plain" }],
    ];
    for (const path of paths)
      for (const [name, fields, headers] of attacks) {
        const answer = await visitor.post(path, { word: "HAPUS", name: "Orang Lain", ...fields }, headers);
        expect([path, name, answer.status]).toEqual([path, name, 403]);
      }
    expect(await whoIs(visitor)).toContain('"resident"');
    expect((await visitor.get("/saya/nama")).body).not.toContain("Orang Lain");
  });

  it("is every address of this module that takes a POST", () => {
    const routes = test.app.printRoutes({ commonPrefix: false });
    const posts = new Set<string>();
    const parents: string[] = [];
    for (const line of routes.split("\n")) {
      const found = /^(.*?)[├└]── (\S+) \((.*)\)/.exec(line);
      if (found === null) continue;
      const [, indent = "", part = "", methods = ""] = found;
      const depth = indent.length / 4;
      parents.length = depth;
      parents[depth] = part;
      if (methods.includes("POST")) posts.add(parents.join(""));
    }
    const ours = [...posts].filter((path) => /^\/(masuk|keluar|saya)(\/|$)/.test(path));
    expect(ours.sort()).toEqual([...paths].sort());
  });
});

describe("where a person is sent after signing in", () => {
  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "/.//evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/a\r\nset-cookie: x=y",
    "/masuk",
  ])("is never %j", async (kembali) => {
    const phone = newPhone();
    const page = await visitor.get(`/masuk?kembali=${encodeURIComponent(kembali)}`);
    expect(page.body.includes('name="kembali"')).toBe(false);
    expect(
      /(href|action)="[^"]*evil\.example/.test(page.body.replace(/href="\/masuk\?kembali=[^"]*&amp;lang=/g, "")),
    ).toBe(false);
    await visitor.post("/masuk", { phone, kembali });
    // Nor when somebody writes it into the cookie that keeps the way.
    const ticket = JSON.parse(Buffer.from(visitor.cookies.get("balai-masuk") ?? "", "base64url").toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...ticket, returnTo: kembali })).toString("base64url");
    visitor.cookies.set("balai-masuk", forged);
    const challenge = hiddenField((await visitor.get("/masuk/kode")).body, "challenge");
    const answer = await visitor.post("/masuk/kode", { challenge, code: await codeFor(test.app, phone) });
    expect(answer).toMatchObject({ status: 303, location: "/saya" });
    expect(answer.headers["set-cookie"]).not.toContain("x=y");
  });

  it("does not stumble over a mangled cookie", async () => {
    await visitor.get("/masuk");
    for (const value of ["x", "e30", Buffer.from("[1]").toString("base64url"), "a".repeat(5000)]) {
      visitor.cookies.set("balai-masuk", value);
      expect(await visitor.get("/masuk/kode")).toMatchObject({ status: 303, location: "/masuk" });
    }
  });
});

describe("who has an account", () => {
  it("cannot be learned by asking for a code", async () => {
    const known = newPhone();
    await signIn(test.app, createVisitor(test.app), known);
    test.clock.advance(3600_000);
    const ask = async (phone: string) => {
      const asking = createVisitor(test.app);
      await asking.get("/masuk");
      const asked = await asking.post("/masuk", { phone });
      const page = await asking.get("/masuk/kode");
      const shape = page.body
        .replace(/name="(_csrf|challenge)" value="[^"]*"/g, "")
        .replace(/••••.\d{3}/, "")
        .replace(/data-wait="\d+"/, "");
      expect(shape).toContain("Masukkan 6 angka");
      return {
        status: asked.status,
        location: asked.location,
        shape: shape.split("<"),
        headers: Object.keys(asked.headers).sort(),
      };
    };
    expect(await ask(known)).toEqual(await ask(newPhone()));
  });
});

describe("guessing a code", () => {
  const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

  it("ends after four tries: the right one comes too late, and says so at the field", async () => {
    const phone = newPhone();
    await visitor.get("/masuk");
    await visitor.post("/masuk", { phone });
    const challenge = hiddenField((await visitor.get("/masuk/kode")).body, "challenge");
    const code = await codeFor(test.app, phone);
    const said: (string | undefined)[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await visitor.post("/masuk/kode", { challenge, code: wrong(code) });
      expect(answer.status).toBe(422);
      said.push(errorAt(answer.body, "code"));
    }
    expect(said.map((text) => /(\d) kali lagi/.exec(text ?? "")?.[1])).toEqual(["3", "2", "1", undefined]);
    expect(said[3]).toContain("terlalu sering");
    const late = await visitor.post("/masuk/kode", { challenge, code });
    expect(late.status).toBe(422);
    expect(errorAt(late.body, "code")).toContain("tidak berlaku lagi");
    expect(await whoIs(visitor)).toContain('"anonymous"');
  });

  it("stops for one browser after fifteen sends, whatever it sends", async () => {
    await visitor.get("/masuk");
    const answers: number[] = [];
    for (let tries = 0; tries < 17; tries += 1) answers.push((await visitor.post("/masuk/kode", { code: "1" })).status);
    expect(answers.slice(0, 15).every((status) => status === 422)).toBe(true);
    expect(answers.slice(15)).toEqual([429, 429]);
  });

  it("stops for one number after ten codes an hour, from whatever browser", async () => {
    const phone = newPhone();
    const ask = async () => {
      const fresh = createVisitor(test.app);
      await fresh.get("/masuk");
      return fresh.post("/masuk", { phone });
    };
    for (let count = 0; count < 10; count += 1) {
      expect((await ask()).status).toBe(303);
      test.clock.advance(31_000);
    }
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(errorAt(refused.body, "phone")).toMatch(/Coba lagi dalam \d+ jam/);
  });
});
