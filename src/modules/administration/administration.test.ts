import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { authenticatorCode } from "../../../test/support/authenticator.ts";
import { createVisitor, errorAt, hiddenField, type Visitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import type { Administrator } from "../../kernel/administration/index.ts";
import { newId, newSecret, type Uuid } from "../../kernel/ids/index.ts";

let test: TestApp;
let operator: Visitor;
let operatorId: Uuid;
let number = 0;

const terminal = (): Administrator => ({ kind: "terminal", key: newId() });

beforeAll(async () => {
  test = await testApp();
  for (const module of modules) await module.seed?.(test.kernel);
  const { administration } = test.kernel;
  await administration.saveOffices(terminal(), [
    { code: "kota", name: "Pemerintah Kota", region: "35.78" },
    { code: "dlh", name: "Dinas Lingkungan Hidup", region: "35.78", parent: "kota" },
  ]);
  await administration.addOfficer(terminal(), {
    username: "bayu",
    name: "Bayu",
    email: null,
    lang: "id",
    role: "operator",
    office: "kota",
  });
  operatorId = (await administration.officers())[0]?.accountId ?? "";
});
afterAll(() => test.close());
beforeEach(async () => {
  operator = createVisitor(test.app);
  await signIn(operator, operatorId);
});

/** A session made by hand: signing in has its own tests. */
async function signIn(visitor: Visitor, accountId: Uuid): Promise<void> {
  const [secret, now] = [newSecret(), test.clock.now()];
  await sql`insert into accounts.session
      (id, secret_hash, kind, account_id, csrf_secret, lang, device, created_at, last_seen_at, expires_at)
    values (${newId()}, ${createHash("sha256").update(secret).digest()}, 'officer', ${accountId}, ${randomBytes(32)}, 'id', 'test',
      ${now}, ${now}, ${new Date(now.getTime() + 3600_000)})`.execute(test.database.owner.query);
  visitor.cookies.set("balai", secret);
}

const officerNamed = async (username: string) =>
  (await test.kernel.administration.officers()).find((officer) => officer.username === username);
const newName = (): string => {
  number += 1;
  return `warsito.${number}`;
};

/** Sends the form of a page that posts to `path`, filled in. */
async function send(path: string, from: string, fields: Readonly<Record<string, string>> = {}) {
  const page = await operator.get(from);
  const form = [...page.body.matchAll(/<form[^>]*action="([^"]*)"[^>]*>.*?<\/form>/gs)].find(
    ([, to]) => to === path,
  )?.[0];
  if (form === undefined) throw new Error(`no form to ${path} on ${from}`);
  const hidden = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  return operator.post(path, { ...hidden, ...fields });
}

async function addOfficer(username = newName()): Promise<{ username: string; link: string }> {
  const answer = await send("/konsol/kelola/petugas", "/konsol/kelola/petugas", {
    username,
    name: "Warsito",
    email: "",
    role: "agency-officer",
    office: "dlh",
  });
  expect(answer.status).toBe(200);
  const link = /http:\/\/localhost:8080(\/masuk\/petugas\/siapkan\/[\w-]{43})/.exec(answer.body)?.[1] ?? "";
  return { username, link };
}

describe("officers", () => {
  it("are added with a link that is shown once and opens the account", async () => {
    const { username, link } = await addOfficer();
    expect(link).not.toBe("");
    const list = await operator.get("/konsol/kelola");
    expect(list.body).toContain(username);
    expect(list.body).not.toContain("Warsito");
    expect(list.body).not.toContain(link);
    expect((await operator.get(`/konsol/kelola/petugas/${username}`)).body).not.toContain(link);
    const own = createVisitor(test.app);
    const page = await own.get(link);
    const code = authenticatorCode(page.body, test.clock.now());
    expect(await own.post(link, { password: "gamelan-malam-minggu", code })).toMatchObject({ location: "/konsol" });
    expect((await officerNamed(username))?.state).toBe("active");
  });

  it("pressed twice are one, with the same link", async () => {
    await operator.get("/konsol/kelola/petugas");
    const fields = { username: newName(), name: "W", email: "", role: "verifier", office: "kota", _once: newId() };
    const [first, second] = [
      await operator.post("/konsol/kelola/petugas", fields),
      await operator.post("/konsol/kelola/petugas", fields),
    ];
    const linkIn = (body: string) => /siapkan\/([\w-]{43})/.exec(body)?.[1];
    expect(linkIn(first.body)).toBeDefined();
    expect(linkIn(second.body)).toBe(linkIn(first.body));
  });

  it.each([
    [{ username: "x" }, "username", "Nama pengguna"],
    [{ username: "bayu" }, "username", "sudah ada"],
    [{ name: "" }, "name", "harus diisi"],
    [{ email: "bukan surel" }, "email", "surel"],
    [{ role: "" }, "role", "tidak dikenal"],
    [{ office: "bulan" }, "office", "Tidak ada kantor"],
  ])("with %j are told so at the field, and what was typed stays", async (change, field, words) => {
    const good = { username: "laras", name: "Laras", email: "laras@desa.example", role: "verifier", office: "kota" };
    const answer = await send("/konsol/kelola/petugas", "/konsol/kelola/petugas", { ...good, ...change });
    expect([409, 422]).toContain(answer.status);
    expect(errorAt(answer.body, field)).toContain(words);
    if (field !== "name") expect(answer.body).toContain('value="Laras"');
    expect(await officerNamed("laras")).toBeUndefined();
  });

  it("get and lose roles, a new link, are closed and opened again", async () => {
    const { username } = await addOfficer();
    const at = `/konsol/kelola/petugas/${username}`;
    const given = await send(`${at}/peran`, at, { role: "verifier", office: "kota" });
    expect(given).toMatchObject({ status: 303, location: `${at}?sudah=1` });
    expect((await operator.get(`${at}?sudah=1`)).body).toContain("Sudah disimpan.");
    expect((await officerNamed(username))?.roles.map(({ role }) => role)).toEqual(["agency-officer", "verifier"]);
    expect(errorAt((await send(`${at}/peran`, at, { role: "raja", office: "kota" })).body, "role")).toContain("raja");
    await send(`${at}/peran/akhiri`, at);
    expect((await officerNamed(username))?.roles.map(({ role }) => role)).toEqual(["verifier"]);
    expect((await send(`${at}/tautan`, at)).body).toMatch(/siapkan\/[\w-]{43}/);
    expect((await send(`${at}/tutup`, at)).status).toBe(303);
    expect(await officerNamed(username)).toMatchObject({ state: "disabled", roles: [] });
    const closed = await operator.get(at);
    expect(closed.body).not.toContain(`${at}/tautan`);
    expect((await send(`${at}/buka`, at)).body).toMatch(/siapkan\/[\w-]{43}/);
    expect(await officerNamed(username)).toMatchObject({ state: "invited", roles: [] });
    const history = await sql<{ kind: string; actor_ref: string }>`
      select kind, actor_ref from command.history where aggregate_id = ${(await officerNamed(username))?.accountId} order by id`.execute(
      test.database.owner.query,
    );
    expect(history.rows.map(({ kind }) => kind)).toEqual([
      "added",
      "assigned",
      "assigned",
      "role-ended",
      "reset",
      "disabled",
      "role-ended",
      "enabled",
      "reset",
    ]);
    expect(new Set(history.rows.map((row) => row.actor_ref))).toEqual(new Set([operatorId]));
  });

  it("do not change their own account or role: the page has no such form, and the server says no", async () => {
    const at = "/konsol/kelola/petugas/bayu";
    const page = await operator.get(at);
    expect(page.body).toContain("Ini akun Anda sendiri");
    expect(page.body).not.toContain(`action="${at}`);
    await operator.get("/konsol/kelola/petugas");
    for (const [act, fields] of [
      ["peran", { role: "auditor", office: "kota" }],
      ["peran/akhiri", { role: "operator", office: "kota" }],
      ["tautan", {}],
      ["tutup", {}],
      ["buka", {}],
    ] as const) {
      const answer = await operator.post(`${at}/${act}`, { _once: newId(), ...fields });
      expect([act, answer.status]).toEqual([act, 403]);
      expect(answer.body).toContain("akun atau peran Anda sendiri");
    }
    expect((await officerNamed("bayu"))?.roles).toHaveLength(1);
  });

  it("who are unknown are 404, and a form without its key is refused", async () => {
    expect((await operator.get("/konsol/kelola/petugas/siapa")).status).toBe(404);
    await operator.get("/konsol/kelola/petugas");
    expect((await operator.post("/konsol/kelola/petugas/siapa/tutup", { _once: newId() })).status).toBe(404);
    const { username } = await addOfficer();
    const keyless = await operator.post(`/konsol/kelola/petugas/${username}/tutup`, {});
    expect(keyless.status).toBe(400);
    expect((await officerNamed(username))?.state).toBe("invited");
  });
});

describe("offices", () => {
  const path = "/konsol/kelola/kantor";

  it("are added and brought up to date", async () => {
    expect(
      (
        await send(path, path, {
          code: "kec-tegalsari",
          name: "Kecamatan Tegalsari",
          region: "35.78.05",
          parent: "kota",
        })
      ).location,
    ).toBe(`${path}?sudah=1`);
    const list = await operator.get(path);
    expect(list.body).toContain("Kecamatan Tegalsari");
    expect(list.body).toContain("(35.78.05)");
    const one = `${path}/kec-tegalsari`;
    expect((await send(one, one, { name: "Kantor Tegalsari", region: "35.78.05", parent: "" })).status).toBe(303);
    const office = (await test.kernel.administration.offices()).find(({ code }) => code === "kec-tegalsari");
    expect(office).toMatchObject({ name: "Kantor Tegalsari", parentId: null });
  });

  it("say at the field what is wrong; a taken code changes nothing", async () => {
    const good = { code: "baru", name: "Kantor Baru", region: "35.78", parent: "kota" };
    for (const [change, field] of [
      [{ code: "dlh", name: "Bukan DLH" }, "code"],
      [{ code: "A B" }, "code"],
      [{ name: "" }, "name"],
      [{ region: "31.71" }, "region"],
      [{ parent: "bulan" }, "parent"],
    ] as const) {
      const answer = await send(path, path, { ...good, ...change });
      expect([409, 422]).toContain(answer.status);
      expect(errorAt(answer.body, field), field).not.toBeUndefined();
    }
    const names = (await test.kernel.administration.offices()).map(({ name }) => name);
    expect(names).toContain("Dinas Lingkungan Hidup");
    expect(names).not.toContain("Kantor Baru");
    expect((await operator.get(`${path}/bulan`)).status).toBe(404);
    await operator.get(path);
    expect((await operator.post(`${path}/bulan`, { _once: newId(), ...good })).status).toBe(404);
  });
});

describe("routing rules", () => {
  const path = "/konsol/kelola/aturan";

  it("are set with the decision they rest on, shown, and ended", async () => {
    const before = await operator.get(path);
    expect(before.body).toContain("Belum punya aturan");
    const rule = { key: "waste", region: "35.78", office: "dlh", from: "", source: "SK Wali Kota 12/2026" };
    expect((await send(path, path, rule)).location).toBe(`${path}?sudah=1`);
    const list = await operator.get(path);
    for (const text of ["SK Wali Kota 12/2026", "Kota Surabaya", "Dinas Lingkungan Hidup", "24 Nov 2026"])
      expect(list.body).toContain(text);
    expect(hiddenField(list.body.slice(list.body.indexOf("aturan/akhiri")), "key")).toBe("waste");
    expect((await send(`${path}/akhiri`, path)).status).toBe(303);
    expect((await test.kernel.administration.routing()).flatMap(({ rules }) => rules)).toEqual([]);
  });

  it.each([
    [{ key: "" }, "key"],
    [{ region: "31.71" }, "region"],
    [{ office: "bulan" }, "office"],
    [{ from: "kemarin" }, "from"],
    [{ source: "x".repeat(250) }, "source"],
  ])("with %j are told so at the field", async (change, field) => {
    const rule = { key: "waste", region: "35.78", office: "dlh", from: "2026-12-01", source: "", ...change };
    const answer = await send(path, path, rule);
    expect(answer.status).toBe(422);
    expect(errorAt(answer.body, field)).toBeDefined();
  });

  it("of a service that has none are refused", async () => {
    await operator.get(path);
    const fields = { _once: newId(), service: "reports.nothing", key: "waste", region: "35.78", office: "dlh" };
    for (const to of [path, `${path}/akhiri`]) {
      const answer = await operator.post(to, fields);
      expect(answer.status).toBe(422);
      expect(answer.body).toContain("tidak memakai aturan penugasan");
    }
  });
});

it("the menu shows these pages to operators alone", async () => {
  const { username } = await addOfficer();
  const other = createVisitor(test.app);
  await signIn(other, (await officerNamed(username))?.accountId ?? "");
  expect((await operator.get("/konsol/operasi")).body).toContain('href="/konsol/kelola"');
  expect((await other.get("/konsol")).body).not.toContain('href="/konsol/kelola"');
  for (const path of ["/konsol/kelola", "/konsol/kelola/kantor", "/konsol/kelola/aturan"])
    expect((await other.get(path)).status).toBe(403);
});
