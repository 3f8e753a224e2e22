import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleAnswers, submission, submitPath } from "../../bench/support/reports.ts";
import { type RunningServer, startServer } from "../../e2e/support/server.ts";
import { demoOfficers, demoResidents } from "../../src/demo/people.ts";
import { embeddedUrl } from "../../src/kernel/db/embedded/credentials.ts";
import { readInstance } from "../../src/kernel/db/embedded/instance.ts";
import { newId, parsePublicCode } from "../../src/kernel/ids/index.ts";
import { openStream } from "../support/event-stream.ts";
import { reach } from "../support/reach.ts";
import { createVisitor, hiddenField, signIn, signInOfficer, type Visitor } from "../support/visitor.ts";
import { crowd, untilAnswered } from "./crowd.ts";
import { orphans, reportRows } from "./rows-of-reports.ts";
import { contradicted, writeDownStates } from "./shown-states.ts";

const count = 1_000;
const atOnce = 16;
/** Of each resident who is told the news of their report. */
const ofEachResident = 4;
const mark = "Laporan uji nomor ";

/** What a client has in hand when its report is accepted. */
interface Receipt {
  readonly code: string;
  readonly pin: string;
  readonly due: string;
}

let server: RunningServer;
let database: pg.Client;
const app = reach(() => server.url);
/** What each client sends, with the key it sends it under every time. */
const sent = Array.from({ length: count }, (_, index) => ({
  headers: submission(index).headers,
  body: JSON.stringify({ answers: { ...sampleAnswers, what: `${mark}${index}. Lubang di jalur kiri.` } }),
}));
const receipts = new Map<number, Receipt>();
/** Accepted before the server died for the first time, and for the second. */
const acceptedBefore: number[] = [];
/** Connections that broke at each death. */
let broken = 0;
/** Codes of reports that an officer took in the meantime. */
let taken: readonly string[] = [];
let watcher: ReturnType<typeof writeDownStates>;

beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1" } });
  watcher = writeDownStates(() => `${server.url}/ledger/reports`);
  const owned = (await Promise.all(demoResidents.map(({ phone }) => reportsOf(phone ?? "")))).flat();
  const officer = await budi();
  const storm = crowd(count, atOnce, submit);
  const work = crowd(owned.length, 2, (index) => take(officer, owned[index] ?? ""));
  await untilAccepted(count * 0.35);
  await server.kill9();
  acceptedBefore.push(receipts.size);
  server = await again();
  await untilAccepted(count * 0.7);
  await server.kill9All();
  acceptedBefore.push(receipts.size);
  server = await again();
  await Promise.all([storm, work]);
  await watcher.stop();
  taken = owned;
  database = await look();
}, 240_000);

afterAll(async () => {
  await database?.end();
  await server?.remove();
});

/** The database dies with its server: whoever looks must not die with it. */
async function look(): Promise<pg.Client> {
  const port = readInstance(server.dataFolder)?.port ?? 0;
  const client = new pg.Client({ connectionString: embeddedUrl(server.dataFolder, port, "owner") });
  client.on("error", () => {});
  await client.connect();
  return client;
}

const again = () => startServer({ dataFolder: server.dataFolder, env: { TRUST_PROXY: "1" } });

async function submit(index: number): Promise<void> {
  const { headers, body } = sent[index] ?? { headers: {}, body: "" };
  const heard = await untilAnswered(() => app.inject({ method: "POST", url: submitPath, headers, payload: body }));
  if (heard.status !== 201 && heard.status !== 200) throw new Error(`${heard.status}: ${heard.body}`);
  broken += heard.broken;
  const { code, pin, due } = JSON.parse(heard.body) as Receipt;
  receipts.set(index, { code, pin, due });
}

async function untilAccepted(wanted: number): Promise<void> {
  while (receipts.size < wanted) await pause(5);
}

/** Signs a resident in and lets them report; gives the codes. */
async function reportsOf(phone: string): Promise<string[]> {
  const visitor = createVisitor(app);
  await signIn(app, visitor, phone);
  const codes: string[] = [];
  for (let index = 0; index < ofEachResident; index += 1) {
    const headers = { "content-type": "application/json", "idempotency-key": newId(), cookie: cookieOf(visitor) };
    const answer = await app.inject({
      method: "POST",
      url: submitPath,
      headers,
      payload: JSON.stringify({ answers: sampleAnswers }),
    });
    codes.push(parsePublicCode((JSON.parse(answer.body) as Receipt).code) ?? "");
  }
  return codes;
}

async function budi(): Promise<Visitor> {
  const visitor = createVisitor(app);
  const account = demoOfficers.find(({ account: { key } }) => key === "budi")?.account;
  if (account === undefined) throw new Error("no budi in the demo");
  await signInOfficer(app, visitor, { ...account, email: account.contact.value });
  return visitor;
}

/** The officer takes a report: one press of the button, sent until it is answered. */
async function take(visitor: Visitor, code: string): Promise<void> {
  const page = await untilAnswered(() => asResponse(visitor.get(`/konsol/kasus/${code}`)));
  const fields = {
    _csrf: hiddenField(page.body, "_csrf"),
    _once: hiddenField(page.body, "_once"),
    _revision: hiddenField(page.body, "_revision"),
  };
  const pressed = await untilAnswered(() => asResponse(visitor.post(`/konsol/kasus/${code}/take`, fields)));
  if (pressed.status !== 303) throw new Error(`${code} was not taken: ${pressed.status}`);
}

const asResponse = async (answer: ReturnType<Visitor["get"]>) => {
  const { status, body } = await answer;
  return { statusCode: status, body };
};
const cookieOf = ({ cookies }: Visitor) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

async function untilDispatched(): Promise<void> {
  for (;;) {
    const { rows } = await database.query("select 1 from command.outbox where dispatched_at is null limit 1");
    if (rows.length === 0) return;
    await pause(20);
  }
}

describe("kill -9 in the middle of 1,000 submissions", () => {
  it("finds them half done: some accepted, some on their way, some not sent", () => {
    const [first = 0, second = 0] = acceptedBefore;
    expect(first).toBeGreaterThanOrEqual(count * 0.35);
    expect(second).toBeGreaterThan(first);
    expect(second).toBeLessThan(count);
    expect(broken).toBeGreaterThanOrEqual(atOnce);
  });

  it("loses none that was acknowledged, and makes none twice", async () => {
    const rows = await reportRows(database, mark);
    const lying = new Map(rows.map(({ what, code }) => [Number(/\d+/.exec(what)?.[0]), code]));
    expect([rows.length, lying.size, receipts.size]).toEqual([count, count, count]);
    for (const [index, { code }] of receipts) expect(lying.get(index)).toBe(parsePublicCode(code));
  });

  it("leaves each report whole and nothing half", async () => {
    await untilDispatched();
    for (const { what, code, ...rows } of await reportRows(database, mark))
      expect(rows, what).toEqual({ submitted: 1, dispatched: 1, entries: 1, openings: 1, listed: 1, keys: 1 });
    const left = await orphans(database);
    expect(left).toEqual(Object.fromEntries(Object.keys(left).map((name) => [name, 0])));
  });

  it("answers whoever was answered before a death and asks again as it did then", async () => {
    const known = [...receipts.keys()].slice(0, acceptedBefore[1]);
    await crowd(known.length, atOnce, async (at) => {
      const index = known[at] ?? 0;
      const { headers, body } = sent[index] ?? { headers: {}, body: "" };
      const answer = await app.inject({ method: "POST", url: submitPath, headers, payload: body });
      expect(answer.statusCode).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject(receipts.get(index) ?? {});
    });
    expect(await reportRows(database, mark)).toHaveLength(count);
  });

  it("leaves a book that bears out every state it ever showed, with each entry in it once", async () => {
    const waiting = "select 1 from ledger.waiting limit 1";
    while ((await database.query(waiting)).rows.length > 0) await pause(20);
    const { rows } = await database.query<{ body: string; index: number }>(
      `select e.body, l.index::int from ledger.entry e left join ledger.leaf l on l.entry_id = e.id
       where e.book = 'reports' order by l.index`,
    );
    expect(rows.map(({ index }) => index)).toEqual(rows.map((_row, index) => index));
    expect(watcher.shown.size).toBeGreaterThan(10);
    expect(
      contradicted(
        watcher.shown,
        rows.map(({ body }) => body),
      ),
    ).toEqual([]);
    expect(contradicted(watcher.shown, rows.map(({ body }) => body).toReversed()).length).toBeGreaterThan(10);
  });

  it("tells each resident the news of their report once", async () => {
    await untilDispatched();
    const told = await database.query<{ code: string; acts: number; messages: number; deliveries: number }>(
      `select c.code, (select count(*)::int from command.history h where h.aggregate_id = c.id and h.facts->>'action' = 'take') as acts,
         (select count(*)::int from notify.message m where m.case_id = c.id and m.key = 'cases.news') as messages,
         (select count(*)::int from notify.delivery d join notify.message m on m.id = d.message_id where m.case_id = c.id) as deliveries
       from cases.case c where c.code = any($1) order by c.code`,
      [taken],
    );
    expect(told.rows).toEqual(taken.toSorted().map((code) => ({ code, acts: 1, messages: 1, deliveries: 1 })));
  });
});

describe("a database that dies under the serving program", () => {
  it("is started again; until then people and programs are told to come back, and nothing has to be started by hand", async () => {
    const stream = await openStream(`${server.url}/laporan/langsung`);
    const ready: number[] = [];
    const alive: number[] = [];
    const people: string[] = [];
    const programs: string[] = [];
    const isBack = () => ready.includes(503) && ready.at(-1) === 200;
    const ask = async (path: string, accept: string, hear: (answer: Response, text: string) => void) => {
      while (!isBack()) {
        const answer = await fetch(`${server.url}${path}`, { headers: { accept } });
        hear(answer, await answer.text());
      }
    };
    const sentence = "Coba lagi sebentar lagi. Yang sudah tersimpan tetap aman.";
    const hear = (said: string[]) => (answer: Response, text: string) => {
      const isTold = answer.headers.get("retry-after") === "10" && text.includes(sentence);
      said.push(`${answer.status}${isTold ? ", told to come back" : ""}`);
    };
    const asking = [
      ask("/readyz", "application/json", ({ status }) => ready.push(status)),
      ask("/healthz", "application/json", ({ status }) => alive.push(status)),
      ask("/lacak", "text/html", hear(people)),
      ask("/lacak", "application/json", hear(programs)),
    ];
    await expect.poll(() => people.length).toBeGreaterThan(0);
    server.killDatabase();
    await Promise.all(asking);
    expect(new Set(alive)).toEqual(new Set([200]));
    for (const said of [people, programs]) expect(new Set(said)).toEqual(new Set(["200", "503, told to come back"]));
    expect(server.logs()).toContain("The database ended by itself (see postgres.log); starting it again …");

    // Open pages look again, since nobody knows what they missed, and then hear of new things as before.
    expect((await stream.next())?.event).toBe("change");
    database = await look();
    const { headers, body } = submission(count);
    const sentAfter = await app.inject({ method: "POST", url: submitPath, headers, payload: body });
    expect(sentAfter.statusCode).toBe(201);
    expect((await stream.next())?.event).toBe("change");
    stream.close();
    await untilDispatched();
  });

  it("and the program still ends cleanly when it is asked to", () => server.stop());
});
