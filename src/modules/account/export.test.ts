import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { createVisitor, signIn, type Visitor } from "../../../test/support/visitor.ts";
import { addOffice, assign, assignmentsOf } from "../../kernel/access/index.ts";
import type { Doer } from "../../kernel/cases/index.ts";
import { newId } from "../../kernel/ids/index.ts";
import type { Problem, Result } from "../../kernel/result/index.ts";

let test: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  test = await testApp();
  visitor = createVisitor(test.app);
  await signIn(test.app, visitor, "0812-7700-4411");
  expect((await visitor.post("/saya/nama", { name: "Sari" })).status).toBe(303);
});
afterAll(() => test.close());

const must = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const region = "35.78.05.1004";
const internal = "Alamat tidak cocok dengan catatan RT, tanyakan lagi.";

async function officer(): Promise<Doer> {
  const { kernel, database, clock } = test;
  const since = new Date(clock.now().getTime() - 1000);
  const accountId = newId();
  await database.db.transaction(async (tx) => {
    const office = await addOffice(tx, { parentId: null, code: "kel", name: "Kelurahan Keputran", region }, since);
    for (const role of ["front-desk", "agency-officer"] as const)
      await assign(tx, accountId, role, office, "test", since);
  });
  const assignments = await assignmentsOf(kernel.db.query, accountId, clock.now());
  const key = `account:${accountId}`;
  return { actor: { kind: "officer", accountId, assignments }, actorKey: key, fileOwnerKey: key };
}

it("the file of one's own data holds what the owner may see, not what the office notes for itself", async () => {
  const { kernel } = test;
  const by = await officer();
  const head: Doer = {
    ...by,
    actor:
      by.actor.kind === "officer"
        ? {
            ...by.actor,
            assignments: by.actor.assignments.map((held) => ({ ...held, role: "head-of-office" as const })),
          }
        : by.actor,
  };
  const session = await kernel.accounts.findSession(visitor.cookies.get("balai") ?? "");
  if (session?.holder.kind !== "resident") throw new Error("not signed in");
  const key = `account:${session.holder.accountId}`;
  const owner: Doer = {
    actor: { kind: "resident", accountId: session.holder.accountId, actingFor: null },
    actorKey: key,
    fileOwnerKey: key,
  };
  const bytes = readFileSync(join(kernel.config.projectRoot, "data/demo/tree-before.jpg"));
  const proof = must(await kernel.files.stage(bytes, { kind: "document", ownerKey: key })).id;
  const answers = {
    fullName: { value: "Sari", source: "population.fullName", at: "2026-11-24T03:00:00Z", confirmed: true as const },
    nik: "3578000000000000",
    village: region,
    address: "Jl. Keputran 7",
    since: "2020-01-01",
    purpose: "bank",
    household: [],
    proof: [proof],
    true: true,
  };
  const { caseId } = must(
    await kernel.cases.submit(
      { service: "population.residence-letter", version: 4, answers, channel: "web", key: newId() },
      owner,
    ),
  );
  const act = async (action: string, who: Doer, said = {}) =>
    must(await kernel.cases.act({ caseId, action, answers: said, key: newId() }, who));
  await act("ask", by, { question: "Sejak kapan tinggal di sini?" });
  await act("reply", owner, { reply: "Sejak 2020.", more: null });
  await act("accept", by);
  await act("return", head, { reason: internal });

  const { body } = await visitor.get("/saya/unduh");
  expect(body).not.toContain(internal);
  expect(body).not.toContain("residentId");
  expect(JSON.parse(body)).toMatchObject({
    // By no way for which there is no contact: the same as the page of choices offers.
    messagesBy: { channels: ["sms"] },
    about: "Semua data Anda di Balai. Catatan internal kantor tidak termasuk.",
    cases: [
      {
        said: [
          { by: "owner", answers: { purpose: "bank" }, personal: { nik: "3578000000000000" } },
          { by: "office", answers: { question: "Sejak kapan tinggal di sini?" } },
          { by: "owner", answers: { reply: "Sejak 2020." } },
          { by: "office", action: "return", answers: {} },
        ],
        files: [{ kind: "document" }],
      },
    ],
  });
});
