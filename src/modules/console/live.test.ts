import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { type EventStream, openStream } from "../../../test/support/event-stream.ts";
import { beginForm, fillForm } from "../../../test/support/report-form.ts";
import { createVisitor, signIn, signInOfficer, type Visitor } from "../../../test/support/visitor.ts";
import { modules } from "../../app.ts";
import { addOffice, assign, endAssignment } from "../../kernel/access/index.ts";
import { notifyChannel } from "../../kernel/command/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";

let test: TestApp;
let url: string;
let office: Uuid;
let officers = 0;
const password = "rumah-bersama-45";

beforeAll(async () => {
  // Streams are looked at so often that no test waits.
  test = await testApp({}, { patience: { answerMs: 30_000, beatMs: 50 } });
  for (const module of modules) await module.seed?.(test.kernel);
  const place = { parentId: null, code: "kota", name: "Kota Surabaya", region: "35.78" };
  office = await test.database.db.transaction((tx) => addOffice(tx, place, yesterday()));
  await test.kernel.live.start();
  await test.app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await test.kernel.live.stop();
  await test.close();
});
beforeEach(() => {
  // Limits per number and per session begin anew.
  test.clock.advance(3 * 3600_000);
});

const yesterday = () => new Date(test.clock.now().getTime() - 86_400_000);
const open = (visitor: Visitor, path: string): Promise<EventStream> =>
  openStream(`${url}${path}`, { cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ") });

async function atTheDesk(): Promise<{ visitor: Visitor; id: Uuid; stream: EventStream }> {
  officers += 1;
  const username = `sari.${officers}`;
  const id = await test.database.db.transaction(async (tx) => {
    const contact = { kind: "email", value: `${username}@balai.example` } as const;
    const made = await test.kernel.accounts.createOfficer(tx, {
      username,
      password,
      name: "Sari",
      contact,
      lang: "id",
    });
    if (!made.ok) throw new Error(made.error.message);
    await assign(tx, made.value, "agency-officer", office, "test", yesterday());
    return made.value;
  });
  const visitor = createVisitor(test.app);
  await signInOfficer(test.app, visitor, { username, password, email: `${username}@balai.example` });
  await visitor.get("/keluar");
  return { visitor, id, stream: await open(visitor, "/konsol/langsung") };
}

/** Reads on until the stream ends. Changes may be told before: after a lost line to the database every page looks again. */
async function itsEnd(stream: EventStream): Promise<void> {
  while ((await stream.next()) !== undefined);
}

describe("the stream of a desk ends", () => {
  it.each([
    ["when its officer signs out", ({ visitor }) => visitor.post("/keluar")],
    ["when its officer signs out everywhere", ({ visitor }) => visitor.post("/keluar/semua")],
    [
      "when the account is closed",
      ({ id }) => test.database.db.transaction((tx) => test.kernel.accounts.disableOfficer(tx, id)),
    ],
    [
      "when the role ends",
      ({ id }) =>
        test.database.db.transaction((tx) => endAssignment(tx, id, "agency-officer", office, test.clock.now())),
    ],
  ] satisfies [string, (desk: { visitor: Visitor; id: Uuid }) => Promise<unknown>][])("%s", async (_when, act) => {
    const [desk, other] = [await atTheDesk(), await atTheDesk()];
    expect(desk.stream.status).toBe(200);
    await act(desk);
    await itsEnd(desk.stream);
    // A colleague's goes on.
    await test.database.owner.pool.query("select pg_notify($1, $2)", [
      notifyChannel,
      JSON.stringify([`office:${office}`]),
    ]);
    expect((await other.stream.next())?.event).toBe("change");
    other.stream.close();
  });
});

describe("the stream of one's own case", () => {
  it("ends with the session that opened it", async () => {
    const resident = createVisitor(test.app);
    await signIn(test.app, resident, "0812-8800-0001");
    const draft = await fillForm(resident, await beginForm(resident));
    await resident.post(`${draft}/kirim`);
    const found = await test.kernel.cases.find(draft.replace("/isi/", ""));
    const stream = await open(resident, `/kasus/${found?.code}/langsung`);
    expect(stream.status).toBe(200);
    await resident.post("/keluar/semua");
    await itsEnd(stream);
  });
});

describe("live streams", () => {
  it("are not all for one address, and officers behind it still get theirs", async () => {
    const held = await Promise.all(Array.from({ length: 400 }, () => openStream(`${url}/laporan/langsung`)));
    expect(new Set(held.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await fetch(`${url}/laporan/langsung`);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    const desk = await atTheDesk();
    expect(desk.stream.status).toBe(200);
    for (const stream of [desk.stream, ...held]) stream.close();
    await expect.poll(() => test.kernel.live.open, { timeout: 15_000 }).toBe(0);
    const again = await openStream(`${url}/laporan/langsung`);
    expect(again.status).toBe(200);
    again.close();
  });
});
