import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { cells, filesOnDisk, opened, tracesOf } from "../../../test/support/traces.ts";
import { createVisitor, errorAt, hiddenField, signIn, type Visitor } from "../../../test/support/visitor.ts";
import { addOffice, assign, assignmentsOf } from "../../kernel/access/index.ts";
import type { Doer } from "../../kernel/cases/index.ts";
import type { Problem, Result } from "../../kernel/result/index.ts";
import { addRoutingRule, reports } from "../reports/index.ts";

/** Who is forgotten, and every word of theirs that nobody else uses. */
const person = {
  phone: "0812-7654-3210",
  name: "Wulandarini Kertapati",
  nik: "3578056509900047",
  what: "Lubang zwantara menganga di depan warung saya.",
  landmark: "Gang Xylopana",
  contact: "0856-7654-9876",
  address: "Jalan Yudhakelana 47",
  member: "Brataxena Kertapati",
  reply: "Sebelah tiang quevara yang miring.",
  draft: "Belum terkirim vortisena.",
};
/** In whatever form a number is written or stored. */
const digits = ["81276543210", "85676549876", "3578056509900047"];
const words = ["wulandarini", "kertapati", "zwantara", "xylopana", "yudhakelana", "brataxena", "quevara", "vortisena"];

let test: TestApp;
let visitor: Visitor;
let accountId: string;
let other: { id: string; caseId: string };
let caseIds: string[];

const must = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const residentDoer = (id: string): Doer => ({
  actor: { kind: "resident", accountId: id, actingFor: null },
  actorKey: `account:${id}`,
  fileOwnerKey: `account:${id}`,
});

async function stage(doer: Doer, kind: "photo" | "document", name: string): Promise<string> {
  const bytes = readFileSync(join(test.kernel.config.projectRoot, "data/demo", name));
  return must(await test.kernel.files.stage(bytes, { kind, ownerKey: doer.fileOwnerKey })).id;
}

async function report(
  doer: Doer,
  texts: Pick<typeof person, "what" | "landmark" | "name" | "contact">,
): Promise<string> {
  const answers = {
    kind: "complaint",
    category: "road-damage",
    what: texts.what,
    where: { region: "35.78.05.1004", landmark: texts.landmark, point: { lat: -7.2737, lng: 112.7424 } },
    photos: [
      await stage(doer, "photo", doer.actorKey.includes(accountId) ? "road-damage-before.jpg" : "waste-before.jpg"),
    ],
    visibility: "public",
    name: texts.name,
    contact: texts.contact,
  };
  const key = `report-${doer.actorKey}`.slice(0, 80).replace(/[^\w-]/g, "-");
  return must(
    await test.kernel.cases.submit({ service: "reports.report", version: 3, answers, channel: "web", key }, doer),
  ).caseId;
}

async function letter(doer: Doer): Promise<string> {
  const answers = {
    fullName: {
      value: person.name,
      source: "population.fullName",
      at: "2026-11-24T03:00:00Z",
      confirmed: true as const,
    },
    nik: person.nik,
    village: "35.78.05.1004",
    address: person.address,
    since: "2020-01-01",
    purpose: "bank",
    household: [{ id: "row-1", answers: { name: person.member, relation: "child" } }],
    proof: [await stage(doer, "document", "tree-before.jpg")],
    true: true,
  };
  return must(
    await test.kernel.cases.submit(
      { service: "population.residence-letter", version: 4, answers, channel: "web", key: "letter-of-the-person" },
      doer,
    ),
  ).caseId;
}

beforeAll(async () => {
  test = await testApp();
  const { kernel, database } = test;
  await reports.seed?.(kernel);
  const now = kernel.clock.now();
  const since = new Date(now.getTime() - 1000);
  const office = await database.db.transaction((tx) =>
    addOffice(tx, { parentId: null, code: "kel-keputran", name: "Kelurahan Keputran", region: "35.78.05.1004" }, since),
  );
  const officerId = await database.db.transaction(async (tx) => {
    const made = must(
      await kernel.accounts.createOfficer(tx, {
        username: "budi",
        password: "rumah-bersama-45",
        name: "Budi",
        contact: { kind: "email", value: "budi@balai.example" },
        lang: "id",
      }),
    );
    await assign(tx, made, "agency-officer", office, "test", since);
    await addRoutingRule(tx, { category: "road-damage", region: "35.78", officeId: office, from: "2020-01-01" }, since);
    return made;
  });
  const officer: Doer = {
    actor: {
      kind: "officer",
      accountId: officerId,
      assignments: await assignmentsOf(database.db.query, officerId, now),
    },
    actorKey: `account:${officerId}`,
    fileOwnerKey: `account:${officerId}`,
  };

  // The person: two devices, a name, choices, a draft, two cases with a talk in one, rights given and received.
  const elsewhere = createVisitor(test.app);
  await signIn(test.app, elsewhere, person.phone);
  test.clock.advance(31_000);
  visitor = createVisitor(test.app);
  await signIn(test.app, visitor, person.phone);
  const session = await kernel.accounts.findSession(visitor.cookies.get("balai") ?? "");
  if (session?.holder.kind !== "resident") throw new Error("not signed in");
  accountId = session.holder.accountId;
  expect((await visitor.post("/saya/nama", { name: person.name })).status).toBe(303);
  await visitor.post("/saya/pilihan", {
    lang: "id",
    channels: ["sms", "whatsapp"],
    zone: "Asia/Jakarta",
    quietFrom: "20:00",
    quietUntil: "06:00",
  });
  await kernel.cases.drafts.start(session.sessionId, "reports.report", 1, { what: person.draft });
  const doer = residentDoer(accountId);
  caseIds = [await report(doer, person), await letter(doer)];
  const [caseId = ""] = caseIds;
  for (const [who, action, answers] of [
    [officer, "take", {}],
    [officer, "ask", { question: "Di sebelah mana lubangnya?" }],
    [doer, "reply", { reply: person.reply, more: null }],
  ] as const)
    must(await kernel.cases.act({ caseId, action, answers, key: `act-${action}-of-test` }, who));
  await database.db.transaction(async (tx) => {
    const name = await kernel.accounts.nameOf(tx, accountId);
    await kernel.privacy.read(tx, {
      actor: officer.actor,
      officeId: office,
      purpose: "cases.handle",
      legalBasis: "public_task",
      subject: { kind: "account", accountId },
      caseId,
      fields: name === null ? [] : [name],
    });
  });

  // Somebody else, who stays.
  const otherVisitor = createVisitor(test.app);
  await signIn(test.app, otherVisitor, "0813-1111-2222");
  const otherSession = await kernel.accounts.findSession(otherVisitor.cookies.get("balai") ?? "");
  const otherId = otherSession?.holder.kind === "resident" ? otherSession.holder.accountId : "";
  await otherVisitor.post("/saya/nama", { name: "Slamet Riyadi" });
  const texts = {
    what: "Sampah menumpuk di sudut pasar.",
    landmark: "Pasar Keputran",
    name: "Slamet",
    contact: "0813-1111-2222",
  };
  other = { id: otherId, caseId: await report(residentDoer(otherId), texts) };
  for (const [from, phone] of [
    [visitor, "0813-1111-2222"],
    [otherVisitor, person.phone],
  ] as const) {
    const page = await from.get("/saya/kuasa");
    const answer = await from.post("/saya/kuasa", {
      phone,
      until: "2026-12-31",
      _once: hiddenField(page.body, "_once"),
    });
    expect(answer.location).toBe("/saya/kuasa?selesai=diberi");
  }
  await test.dispatcher.drain();
  // A code that nobody has typed in yet when the account goes.
  test.clock.advance(31_000);
  await createVisitor(test.app).get("/masuk");
  must(
    await kernel.accounts.requestCode({
      phone: person.phone,
      device: { key: "x", userAgent: "", browser: null },
      lang: "id",
    }),
  );
  await kernel.notify.deliverDue();
  await kernel.files.settle();
}, 120_000);
afterAll(() => test.close());

describe("a person who asks to be forgotten", () => {
  it("is there before: what is looked for can be found", async () => {
    const found = new Set([...(await tracesOf(test, { words, digits })).values()].flatMap((hit) => [...hit]));
    expect([...found].sort()).toEqual([...words, ...digits].sort());
    expect(filesOnDisk(test).length).toBeGreaterThan(2);
  });

  it("takes everything along first, in one file", async () => {
    const answer = await visitor.get("/saya/unduh");
    expect(answer.headers["content-disposition"]).toContain("attachment");
    expect(answer.headers["cache-control"]).toBe("no-store");
    const text = answer.body.toLowerCase();
    for (const word of words.filter((word) => word !== "vortisena"))
      expect([word, text.includes(word)]).toEqual([word, true]);
    for (const number of ["+6281276543210", person.nik]) expect(answer.body).toContain(number);
    const data = JSON.parse(answer.body) as {
      cases: unknown[];
      devices: unknown[];
      messages: unknown[];
      readBy: { readerRole: string | null }[];
    };
    expect(data.cases).toHaveLength(2);
    expect(data.devices).toHaveLength(2);
    expect(data.messages.length).toBeGreaterThan(0);
    expect(data.readBy.map(({ readerRole }) => readerRole)).toContain("agency-officer");
    // No officer, and nobody else, is named in it.
    for (const stranger of ["budi", "slamet", "0813", "81311112222"])
      expect([stranger, text.includes(stranger)]).toEqual([stranger, false]);
  });

  it("must type the word, and nothing happens without it", async () => {
    const page = await visitor.get("/saya/hapus");
    const once = hiddenField(page.body, "_once");
    for (const word of ["", "hapuss", "ya"]) {
      const answer = await visitor.post("/saya/hapus", { word, _once: once });
      expect(answer.status).toBe(422);
      expect(errorAt(answer.body, "word")).not.toBeUndefined();
    }
    expect((await visitor.post("/saya/hapus", { word: "HAPUS", _once: "x" })).status).toBe(400);
    expect((await visitor.get("/saya/nama")).body).toContain(person.name);
  });

  it("is gone from every table and file; what happened, and the book, stay", async () => {
    const { kernel, database } = test;
    const history = () =>
      sql<{ count: number }>`select count(*) from command.history where aggregate_id = any(${caseIds}::uuid[])`.execute(
        database.owner.query,
      );
    const entries = await sql<{ id: string; body: string }>`
      select id, body from ledger.entry where subject = any(${caseIds}::uuid[]) order by id`.execute(
      database.owner.query,
    );
    const withContent = entries.rows.filter(({ body }) => body.includes('"commitment"'));
    expect(withContent.length).toBeGreaterThan(1);
    for (const { id } of withContent)
      expect(await kernel.ledger.verifyContent(database.db.query, id, {})).toBe("invalid");
    const before = (await history()).rows[0]?.count;
    const looked = await sql<{ count: number }>`select count(*) from privacy.access_log`.execute(database.owner.query);

    const cookies = new Map(visitor.cookies);
    const page = await visitor.get("/saya/hapus");
    const form = { word: " hapus ", _once: hiddenField(page.body, "_once") };
    const answer = await visitor.post("/saya/hapus", form);
    expect(answer).toMatchObject({ status: 303, location: `/saya/terhapus/${form._once}` });
    expect(answer.headers["clear-site-data"]).toBeDefined();
    expect(visitor.cookies.has("balai")).toBe(false);
    await test.dispatcher.drain();

    expect(await tracesOf(test, { words, digits })).toEqual(new Map());
    const ids = new Set((await cells(test)).filter(({ text }) => text.includes(accountId)).map(({ where }) => where));
    // The key of a repeated act is pruned by age; it says nothing but that this number once was an account.
    expect([...ids].filter((where) => !where.startsWith("command.idempotency"))).toEqual([]);
    expect((await opened(test)).filter(({ text }) => text.includes(accountId))).toEqual([]);
    const index = kernel.crypto.blindIndex("accounts.phone", "+6281276543210").toString("hex");
    expect((await cells(test)).filter(({ text }) => text.includes(index))).toEqual([]);
    // What is left on disk is the other person's one photo and its small picture.
    expect(await kernel.files.ofCase(other.caseId)).toHaveLength(1);
    expect(filesOnDisk(test)).toHaveLength(2);

    expect((await history()).rows[0]?.count).toBe(before);
    const after = await sql<{ id: string; body: string }>`
      select id, body from ledger.entry where subject = any(${caseIds}::uuid[]) order by id`.execute(
      database.owner.query,
    );
    expect(after.rows).toEqual(entries.rows);
    for (const { id } of withContent)
      expect(await kernel.ledger.verifyContent(database.db.query, id, { what: person.what })).toBe("erased");
    const log = await sql<{ count: number }>`select count(*) from privacy.access_log`.execute(database.owner.query);
    expect(Number(log.rows[0]?.count)).toBeGreaterThanOrEqual(Number(looked.rows[0]?.count));

    // A second tap of the same button comes with the old cookie and sees the same page.
    const again = createVisitor(test.app);
    for (const [name, value] of cookies) again.cookies.set(name, value);
    expect(await again.post("/saya/hapus", form)).toMatchObject({
      status: 303,
      location: `/saya/terhapus/${form._once}`,
    });
    const proof = await createVisitor(test.app).get(`/saya/terhapus/${form._once}`);
    expect(proof.status).toBe(200);
    expect(proof.body).toContain("Akun Anda sudah dihapus");
    expect(proof.body).not.toContain(person.name);
  });

  it("is not shown to the public any more, and leaves others as they were", async () => {
    const { kernel } = test;
    const [caseId = ""] = caseIds;
    const found = await kernel.cases.find(caseId);
    expect(found).toMatchObject({ headline: "", owner: null, recipient: null, visibility: "private" });
    const stranger = createVisitor(test.app);
    expect((await stranger.get(`/laporan/${found?.code}`)).status).toBe(404);
    expect((await kernel.cases.contents(other.caseId))[0]?.answers).toMatchObject({
      what: "Sampah menumpuk di sudut pasar.",
    });
    const theirs = await test.database.db.transaction(async (tx) => kernel.accounts.nameOf(tx, other.id));
    expect(theirs).not.toBeNull();
    expect((await kernel.accounts.delegationsOf(test.database.db.query, other.id)).given).toEqual([]);
  });

  it("may begin anew with the same number, and finds nothing of before", async () => {
    test.clock.advance(3600_000);
    const fresh = createVisitor(test.app);
    await signIn(test.app, fresh, person.phone);
    expect((await fresh.get("/saya/nama")).body).not.toContain(person.name);
    const page = await fresh.get("/saya");
    expect(page.body).toContain("Belum diisi");
    expect(await fresh.get("/saya/terhapus/01a20bd1-cce3-7d4f-9fd6-c6c2316def68")).toMatchObject({ status: 404 });
  });
});
