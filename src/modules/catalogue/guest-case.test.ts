import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { beginForm, fillForm, reportAnswers } from "../../../test/support/report-form.ts";
import { createVisitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import { addOffice } from "../../kernel/access/index.ts";
import { newId } from "../../kernel/ids/index.ts";

let test: TestApp;

beforeAll(async () => {
  test = await testApp();
  for (const module of modules) await module.seed?.(test.kernel);
  await test.database.db.transaction((tx) =>
    addOffice(tx, { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" }, test.clock.now()),
  );
});
afterAll(() => test.close());

describe("a guest's case", () => {
  it("shows the guest their own words, and which office opened what they left in confidence", async () => {
    const guest = createVisitor(test.app);
    const draft = await fillForm(guest, await beginForm(guest));
    expect((await guest.post(`${draft}/contact`, { contact: "0812-3456-7890" })).status).toBe(303);
    expect((await guest.post(`${draft}/kirim`)).status).toBe(303);
    const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
    if (found === undefined) throw new Error("nothing was sent");
    await guest.get(draft.replace("isi", "terima"));
    const path = `/kasus/${found.code}`;
    const before = await guest.get(path);
    expect(before.body).toContain("Yang Anda sampaikan");
    expect(before.body).toContain(reportAnswers.what?.what);
    expect(before.body).not.toMatch(/3456/);
    expect(before.body).toContain("Belum ada petugas yang membuka isian pribadi Anda.");

    const [content] = await test.kernel.cases.contents(found.id);
    await test.kernel.db.transaction((tx) =>
      test.kernel.privacy.read(tx, {
        actor: { kind: "officer", accountId: newId(), assignments: [] },
        officeId: found.officeId,
        purpose: "cases.handle",
        legalBasis: "public_task",
        subject: { kind: "pseudonym", pseudonym: test.kernel.crypto.pseudonym("guest-case", found.id) },
        caseId: found.id,
        fields: [
          {
            table: "cases.content",
            rowId: content?.id ?? "",
            column: "sealed",
            ciphertext: content?.sealed ?? Buffer.alloc(0),
          },
        ],
      }),
    );
    expect((await guest.get(path)).body).toMatch(/Siapa membuka data Anda.*Kota Surabaya.*Untuk: Menangani kasus/s);
  });
});
