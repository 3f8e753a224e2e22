import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { beginForm, fillForm } from "../../../test/support/report-form.ts";
import { createVisitor, hiddenField, signIn, type Visitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import { addOffice } from "../../kernel/access/index.ts";

let test: TestApp;
let giver: Visitor;
let helper: Visitor;
let phones = 0;

beforeAll(async () => {
  test = await testApp();
  for (const module of modules) await module.seed?.(test.kernel);
  await test.database.db.transaction(async (tx) => {
    const office = { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" };
    await addOffice(tx, office, new Date(test.clock.now().getTime() - 86_400_000));
  });
});
afterAll(() => test.close());
beforeEach(async () => {
  test.clock.advance(3 * 3600_000);
  giver = createVisitor(test.app);
  helper = createVisitor(test.app);
  await signIn(test.app, giver, newPhone());
  const phone = newPhone();
  await signIn(test.app, helper, phone);
  await giver.post("/saya/nama", { name: "Sumiati" });
  await helper.post("/saya/nama", { name: "Ayu" });
  const until = new Date(test.clock.now().getTime() + 30 * 24 * 3600_000).toISOString().slice(0, 10);
  const form = await giver.get("/saya/kuasa");
  await giver.post("/saya/kuasa", { phone, until, _once: hiddenField(form.body, "_once") });
  await act();
});

function newPhone(): string {
  phones += 1;
  return `0812-8100-${String(phones).padStart(4, "0")}`;
}

async function act(): Promise<void> {
  const delegation = hiddenField((await helper.get("/saya/kuasa")).body, "delegation");
  expect((await helper.post("/saya/kuasa/pakai", { delegation })).location).toBe("/kasus");
}

/** A report that the visitor sends; gives its code and the address of its receipt. */
async function report(visitor: Visitor): Promise<{ code: string; receipt: string }> {
  const draft = await fillForm(visitor, await beginForm(visitor));
  const sent = await visitor.post(`${draft}/kirim`);
  const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
  return { code: found?.code ?? "", receipt: sent.location ?? "" };
}

describe("acting for somebody else", () => {
  const banner = "Anda bertindak untuk orang lain.";

  it("is told on every page from the first question to the case, and no name is read for it", async () => {
    const before = (await giver.get("/saya/akses")).body.match(/melihat nama/g)?.length;
    const first = await beginForm(helper);
    expect((await helper.get((await helper.get(first)).location ?? "")).body).toContain(banner);
    const draft = await fillForm(helper, first);
    expect((await helper.get(`${draft}/what`)).body).toContain(banner);
    expect((await helper.get(`${draft}/periksa`)).body).toContain(banner);
    const { code, receipt } = await report(helper);
    for (const path of [receipt, `/kasus/${code}`, "/kasus"]) {
      const page = await helper.get(path);
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.body).toContain(banner);
      expect(page.body).toContain(`action="/saya/kuasa/berhenti"`);
    }
    expect((await giver.get(`/kasus/${code}`)).body).not.toContain(banner);
    expect((await giver.get("/saya/akses")).body.match(/melihat nama/g)?.length).toBe(before);
  });

  it("shows a list without cases in words about them, and one's own in words about oneself", async () => {
    const theirs = (await helper.get("/kasus")).body;
    for (const words of ["Orang ini belum punya kasus", "juga yang Anda kirim untuknya", "Pilih layanan untuknya"])
      expect(theirs).toContain(words);
    expect(theirs).not.toContain("permohonan Anda");
    await helper.post("/saya/kuasa/berhenti");
    const own = (await helper.get("/kasus")).body;
    expect(own).toContain("Laporan dan permohonan Anda tampil di sini");
    expect(own).not.toContain("Orang ini");
  });

  it("shows the person that their case was opened, once a day, and nothing when they open it themselves", async () => {
    const { code } = await report(helper);
    for (let times = 0; times < 3; times += 1) await helper.get(`/kasus/${code}`);
    await giver.get(`/kasus/${code}`);
    const looks = async () =>
      (
        await test.database.owner.pool.query<{ subject: string }>(
          "select subject from privacy.access_log where fields = '{cases.case}' and case_id = (select id from cases.case where code = $1)",
          [code],
        )
      ).rowCount;
    expect(await looks()).toBe(1);
    const log = (await giver.get("/saya/akses")).body;
    expect(log).toMatch(/Penerima kuasa Anda, [^<]+, melihat kasus Anda/);
    expect(log).toContain(`href="/kasus/${code}"`);
  });

  it("is over for a case once it ended: said as for a case that is not there, with the way to one's own", async () => {
    const { code } = await report(helper);
    await helper.post("/saya/kuasa/berhenti");
    for (const path of [`/kasus/${code}`, "/kasus/000000000000"]) {
      const { body } = await helper.get((await helper.get(path)).location ?? "");
      expect(body).toContain("Kasus ini tidak ada di akun Anda.");
      expect(body).toContain("Kuasa untuknya mungkin sudah berakhir.");
      expect(body).toMatch(/<main[\s\S]*href="\/kasus"[\s\S]*name="pin"/);
      expect(body).not.toContain("/masuk?kembali");
    }
    expect((await helper.get("/lacak")).body).not.toContain("tidak ada di akun Anda");
    const guest = createVisitor(test.app);
    expect((await guest.get(`/lacak?kode=${code}`)).body).not.toContain("tidak ada di akun Anda");
  });
});
