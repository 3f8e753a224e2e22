import { connect } from "node:net";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ClubState, clubModule } from "../../../test/support/club-hall.tsx";
import { type CutLine, cutLine } from "../../../test/support/cut-line.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openStream } from "../../../test/support/event-stream.ts";
import { type TestHall, testHall } from "../../../test/support/hall.ts";
import { notifyChannel } from "../command/index.ts";
import type { Phase } from "./server.ts";

// The hall on a port, with a line to its database that can be cut.
let database: TestDatabase;
let line: CutLine;
let hall: TestHall;
let state: ClubState;
let phase: Phase;
let url: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  line = await cutLine(database.url);
  const club = clubModule();
  state = club.state;
  phase = "serving";
  hall = await testHall([club.manifest], { database, databaseUrl: line.url, phase: () => phase });
  await hall.kernel.live.start();
  url = await hall.listen();
});
afterEach(async () => {
  line.mend();
  await hall.close();
  await line.close();
});

const change = (topic = "club") =>
  sql`select pg_notify(${notifyChannel}, ${JSON.stringify([topic])})`.execute(database.owner.query);
const status = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(`${url}${path}`, { headers, redirect: "manual" })).status;

/** Asks again and again until the answer is the wanted one; the test's own time limit ends it. */
async function until(path: string, wanted: number): Promise<void> {
  while ((await status(path).catch(() => 0)) !== wanted) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("live updates", () => {
  it("tell of a change of the topic, and of no other", async () => {
    const stream = await openStream(`${url}/langsung`);
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(stream.headers.get("cache-control")).toBe("no-store");
    const greeted = Number(stream.lastId);
    await change("tennis");
    await change();
    const told = await stream.next();
    expect(told?.event).toBe("change");
    // The other topic counted, but was not told here.
    expect(Number(told?.id)).toBe(greeted + 2);
    stream.close();
  });

  it("tell whoever comes back with an older id that something was missed, and nobody else", async () => {
    const first = await openStream(`${url}/langsung`);
    await change();
    const told = await first.next();
    first.close();
    const missed = await openStream(`${url}/langsung`, { "last-event-id": String(Number(told?.id) - 1) });
    expect((await missed.next())?.id).toBe(told?.id);
    missed.close();
    for (const id of [told?.id ?? "", "", "abc", "-5", "9".repeat(30)]) {
      const current = await openStream(`${url}/langsung`, { "last-event-id": id });
      await change();
      expect(Number((await current.next())?.id), id).toBeGreaterThan(Number(told?.id));
      current.close();
    }
  });

  it("tell a page that was drawn before the change and opens its stream after it, and only of what it follows", async () => {
    const drawn = hall.kernel.live.moment();
    await change("tennis");
    await expect.poll(() => hall.kernel.live.moment()).toBeGreaterThan(drawn);
    const other = await openStream(`${url}/langsung?since=${drawn}`);
    await change();
    const told = await other.next();
    other.close();
    const late = await openStream(`${url}/langsung?since=${drawn}`);
    expect((await late.next())?.event).toBe("change");
    late.close();
    // The first was told of its own topic and of nothing before, and whoever knows of that change is not told again.
    for (const since of [told?.id ?? "", "", "abc", "-5", "9".repeat(30), "1&since=1"]) {
      const current = await openStream(`${url}/langsung?since=${since}`);
      const greeted = Number(current.lastId);
      await change();
      expect(Number((await current.next())?.id), since).toBeGreaterThan(greeted);
      current.close();
    }
  });

  it("tell a page that was drawn before the listening connection was lost", async () => {
    const open = await openStream(`${url}/langsung`);
    const drawn = hall.kernel.live.moment();
    line.drop();
    await open.next();
    const late = await openStream(`${url}/langsung?since=${drawn}`);
    expect((await late.next())?.event).toBe("change");
    for (const stream of [open, late]) stream.close();
  });

  it("go on after the connection that listens is lost: every open page looks again", async () => {
    const stream = await openStream(`${url}/langsung`);
    line.drop();
    expect((await stream.next())?.event).toBe("change");
    await change();
    expect((await stream.next())?.event).toBe("change");
    stream.close();
  });

  it("end when the hall closes, and the browser is not kept waiting", async () => {
    const stream = await openStream(`${url}/langsung`);
    expect(hall.kernel.live.open).toBe(1);
    await hall.kernel.live.stop();
    expect(await stream.next()).toBeUndefined();
    await expect.poll(() => hall.kernel.live.open, { timeout: 15_000 }).toBe(0);
  });

  it("forget readers who go", async () => {
    const stream = await openStream(`${url}/langsung`);
    stream.close();
    await expect.poll(() => hall.kernel.live.open, { timeout: 15_000 }).toBe(0);
  });
});

describe("closing", () => {
  it("lets running requests finish and takes no new ones", async () => {
    let finish: () => void = () => {};
    state.slow = new Promise((resolve) => {
      finish = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      hall.app.server.once("request", () => resolve());
    });
    const running = fetch(`${url}/lambat`);
    await arrived;
    const closed = hall.app.close();
    await expect(fetch(`${url}/healthz`).then((answer) => answer.status)).rejects.toThrow();
    finish();
    expect(await (await running).json()).toEqual({ done: true });
    await closed;
  });
});

describe("closing does not wait", () => {
  it("for connections that ask for nothing, nor for readers who are gone", async () => {
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    await new Promise((resolve) => silent.once("connect", resolve));
    await status("/healthz");
    const stream = await openStream(`${url}/langsung`);
    stream.close();
    const ended = new Promise((resolve) => silent.once("close", resolve));
    silent.on("error", () => {});
    const start = performance.now();
    await hall.kernel.live.stop();
    await hall.app.close();
    await ended;
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("health", () => {
  it("while it starts: alive, not ready, and everyone else is asked for patience, by a page that looks again itself", async () => {
    phase = "starting";
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: "starting" }]);
    expect(await status("/healthz")).toBe(200);
    const page = await fetch(`${url}/`, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("retry-after"), page.headers.get("refresh")]).toEqual([503, "10", "5"]);
    const text = await page.text();
    expect(text).toContain("Balai sedang disiapkan");
    expect(page.headers.get("set-cookie")).toBeNull();
    expect(await status(/\/assets\/[^"]+/.exec(text)?.[0] ?? "/nothing")).toBe(200);
    const program = await fetch(`${url}/basis`, { headers: { accept: "application/json" } });
    expect(program.headers.get("content-type")).toContain("application/problem+json");
    expect((await fetch(`${url}/kirim`, { method: "POST", body: "x=1" })).headers.get("refresh")).toBeNull();
    for (const path of ["/", "/formulir", "/langsung", "/basis", "/nothing", "/metrics/x"])
      expect([path, await status(path)]).toEqual([path, 503]);
    phase = "serving";
    expect([await status("/readyz"), await status("/")]).toEqual([200, 200]);
  });

  it("while it stops: alive, not ready, and who has come is still served", async () => {
    phase = "stopping";
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: "stopping" }]);
    expect([await status("/healthz"), await status("/")]).toEqual([200, 200]);
  });

  it("the process is alive whatever the database does; ready only while it answers", async () => {
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 200]);
    line.cut();
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, reason: "the database does not answer" },
    ]);
    expect(await status("/healthz")).toBe(200);
    line.mend();
    await until("/readyz", 200);
  });

  it("without its database the hall says so in a sentence, and recovers by itself", async () => {
    line.cut();
    for (const accept of ["text/html", "application/json"]) {
      const answer = await fetch(`${url}/basis`, { headers: { accept } });
      const text = await answer.text();
      expect([answer.status, answer.headers.get("content-security-policy")]).toEqual([
        503,
        expect.stringContaining("'none'"),
      ]);
      expect(text).toContain("Coba");
      expect(text).not.toMatch(/ECONN|at \w+ \(|127\.0\.0\.1:\d+/);
    }
    expect(await status("/formulir")).toBe(503);
    line.mend();
    await until("/basis", 200);
    expect(await status("/formulir")).toBe(200);
    const stream = await openStream(`${url}/langsung`);
    await expect
      .poll(
        async () =>
          (
            await database.owner.query
              .selectFrom(
                sql<{
                  n: number;
                }>`(select count(*) as n from pg_stat_activity where application_name = 'balai-live' and datname = current_database())`.as(
                  "a",
                ),
              )
              .select("n")
              .executeTakeFirst()
          )?.n,
        { timeout: 15_000 },
      )
      .toBe(1);
    await change();
    expect((await stream.next())?.event).toBe("change");
    stream.close();
  });
});

describe("the operator's numbers", () => {
  it("are for machines on this one, and never through a proxy", async () => {
    const answer = await fetch(`${url}/metrics`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const name of [
      "balai_http_seconds",
      "balai_outbox_waiting",
      "balai_live_streams",
      "balai_database_connections",
    ])
      expect(text).toContain(name);
    for (const header of ["x-forwarded-for", "x-real-ip", "via", "x-forwarded-host", "forwarded"])
      expect(await status("/metrics", { [header]: "for=203.0.113.9" }), header).toBe(404);
    const far = await hall.app.inject({ url: "/metrics", remoteAddress: "203.0.113.9" });
    expect(far.statusCode).toBe(404);
  });

  it("count routes by their pattern: no address of a person's page gets in", async () => {
    await status("/formulir?name=secret-name");
    await status("/assets/secret-name.js");
    await status("/nowhere/Sari");
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    await expect.poll(metrics).toContain('route="none"');
    const text = await metrics();
    expect(text).toContain('route="/formulir"');
    expect(text).not.toContain("secret-name");
    expect(text).not.toContain("Sari");
  });
});

describe("bytes that are no HTTP", () => {
  it.each([
    ["not http at all\r\n\r\n", 400],
    [`GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
    ["GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400],
    ["POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400],
    ["GET http://evil.example/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", 400],
    ["GET /?lang=id HTTP/1.1\r\nhost: x\r\nHost: evil.example\r\nconnection: close\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nhost: x\r\naccept: */*\r\nhost: x\r\nconnection: close\r\n\r\n", 400],
  ])("get an answer in our words: %#", async (bytes, wanted) => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      let got = "";
      socket.on("data", (chunk) => {
        got += chunk;
      });
      socket.on("error", reject);
      socket.on("close", () => resolve(got));
      socket.write(bytes);
    });
    expect(text.split("\r\n")[0]).toContain(`HTTP/1.1 ${wanted}`);
    expect(text).toContain("application/problem+json");
    expect(text).toContain("content-security-policy");
    expect(JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4))).toMatchObject({
      status: wanted,
      detail: expect.stringContaining("rusak"),
    });
  });
});
