import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { beginForm, fillForm } from "../../../test/support/report-form.ts";
import { createVisitor, hiddenField, signInOfficer, type Visitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import { addOffice, assign, type OfficerRole } from "../../kernel/access/index.ts";
import type { Case } from "../../kernel/cases/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";
import { addRoutingRule } from "../reports/index.ts";

let test: TestApp;
/** Budi and Sri work at one office; Dewi checks for the whole city. */
const officers = new Map<string, Visitor>();
const password = "rumah-bersama-45";

beforeAll(async () => {
  test = await testApp();
  const { kernel, clock, database } = test;
  for (const module of modules) await module.seed?.(kernel);
  const at = new Date(clock.now().getTime() - 86_400_000);
  await database.db.transaction(async (tx) => {
    const root = await addOffice(tx, { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" }, at);
    const roads = await addOffice(tx, { parentId: root, code: "jalan", name: "Dinas Jalan", region: "35.78" }, at);
    await addRoutingRule(tx, { category: "road-damage", region: "35.78", officeId: roads, from: "2020-01-01" }, at);
    for (const [username, name, role, office] of [
      ["budi", "Budi Hartono", "agency-officer", roads],
      ["sri", "Sri Handayani", "agency-officer", roads],
      ["dewi", "Dewi Lestari", "verifier", root],
    ] satisfies [string, string, OfficerRole, Uuid][]) {
      const contact = { kind: "email", value: `${username}@balai.example` } as const;
      const made = await kernel.accounts.createOfficer(tx, { username, password, name, contact, lang: "id" });
      if (!made.ok) throw new Error(made.error.message);
      await assign(tx, made.value, role, office, "test", at);
    }
  });
  for (const username of ["budi", "sri", "dewi"]) {
    const visitor = createVisitor(test.app);
    await signInOfficer(test.app, visitor, { username, password, email: `${username}@balai.example` });
    officers.set(username, visitor);
  }
});
afterAll(() => test.close());

async function guestReport(): Promise<Case> {
  const guest = createVisitor(test.app);
  const draft = await fillForm(guest, await beginForm(guest));
  await guest.post(`${draft}/contact`, { contact: "0812-9000-4321" });
  await guest.post(`${draft}/kirim`);
  const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
  if (found === undefined) throw new Error("nothing was sent");
  return found;
}

function desk(name: string): Visitor {
  const visitor = officers.get(name);
  if (visitor === undefined) throw new Error(`no officer ${name}`);
  return visitor;
}
const paneOf = async (name: string, found: Case, part = "") =>
  (await desk(name).get(`/konsol/kasus/${found.code}${part}`)).body;

/** Presses a button of the pane, with what its form asks. */
async function press(name: string, found: Case, action: string, said: Readonly<Record<string, string>> = {}) {
  const body = await paneOf(name, found, `/${action}`);
  const form = new RegExp(`<form[^>]*action="[^"]*/${action}[^"]*"[^>]*>.*?</form>`, "s").exec(body)?.[0] ?? "";
  const fields = { _once: hiddenField(form, "_once"), _revision: hiddenField(form, "_revision"), ...said };
  expect(await desk(name).post(`/konsol/kasus/${found.code}/${action}`, fields)).toMatchObject({ status: 303 });
}

it("whoever asks a guest is told to call them where their number may be opened, and only there", async () => {
  const found = await guestReport();
  await press("budi", found, "take");
  const asking = await paneOf("budi", found, "/ask");
  expect(asking).toContain('id="pribadi"');
  expect(asking).toContain("teleponlah: lihat data pribadi di bawah");
  await press("budi", found, "answer", { note: "Sudah kami tambal rata." });
  const checking = await paneOf("dewi", found, "/verify");
  expect(checking).not.toContain('id="pribadi"');
  expect(checking).toContain("Pelapor tidak punya akun, jadi tidak mendapat kabar.");
  expect(checking).not.toContain("teleponlah");
});

it("says above what one can do that a colleague has the case; not to them, nor to whoever checks their work", async () => {
  const found = await guestReport();
  expect(await paneOf("sri", found)).not.toContain("<p>Dipegang");
  await press("budi", found, "take");
  expect(await paneOf("sri", found)).toMatch(/<p>Dipegang Budi Hartono<\/p>.*\/answer[?"#]/s);
  expect(await paneOf("budi", found)).not.toContain("<p>Dipegang");
  await press("budi", found, "answer", { note: "Sudah kami tambal rata." });
  expect(await paneOf("dewi", found)).not.toContain("<p>Dipegang");
  // The menu counts what anybody of the office must do, and says no more than that.
  expect(await paneOf("sri", found)).toContain("Perlu ditangani");
  expect(await paneOf("dewi", found)).toContain("Perlu diperiksa");
});

it("the list beside it counts one that waits for its rating as not closed, not as unfinished", async () => {
  const found = await guestReport();
  await press("budi", found, "take");
  await press("budi", found, "answer", { note: "Sudah kami tambal rata." });
  await press("dewi", found, "verify");
  const { body } = await desk("budi").get("/konsol");
  expect(body).toContain(`/konsol/kasus/${found.code}`);
  expect(body).toContain("Belum ditutup");
  expect(body).not.toContain("elum selesai");
});

it("its keys are listed by the names of its buttons", async () => {
  const found = await guestReport();
  const body = await paneOf("budi", found);
  const help = /<dialog id="tombol".*?<\/dialog>/s.exec(body)?.[0] ?? "";
  const listed = [...help.matchAll(/<kbd>(\w)<\/kbd><\/dt><dd>([^<]+)/g)].map(([, key, label]) => [key, label]);
  expect(listed).toEqual(
    expect.arrayContaining([
      ["A", "Ambil"],
      ["T", "Bukan kewenangan kami"],
      ["1", "Tolak"],
    ]),
  );
  // Where no case is open those keys press nothing.
  expect((await desk("budi").get("/konsol")).body).not.toMatch(/<kbd>[AT1]<\/kbd>/);
});
