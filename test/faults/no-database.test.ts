import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { routeUses } from "../matrix/routes.ts";
import { isOwnRoute, keyOf } from "../matrix/walk.ts";
import { makeWorld, type OpenSession, openSession, type World } from "../matrix/world.ts";
import { type TestApp, testApp } from "../support/app.ts";
import { type CutLine, cutLine } from "../support/cut-line.ts";

let line: CutLine;
let test: TestApp;
let world: World;
/** Who asks: nobody in particular, a resident, an officer. Their sessions are older than the outage. */
const askers = new Map<string, OpenSession | undefined>([["anybody", undefined]]);

beforeAll(async () => {
  const through = async (url: string) => {
    line = await cutLine(url);
    return line.url;
  };
  test = await testApp({}, { through, logFrom: "silent" });
  world = await makeWorld(test);
  for (const name of ["owner", "agency-officer"]) {
    const caller = world.callers.find((known) => known.name === name);
    askers.set(name, await openSession(test, caller));
  }
}, 180_000);
afterEach(async () => {
  line.mend();
  await expect.poll(() => statusOf("/readyz"), { timeout: 30_000 }).toBe(200);
});
afterAll(async () => {
  await test.close();
  await line.close();
});

const statusOf = async (url: string) => (await test.app.inject({ url })).statusCode;

interface Asked {
  /** Route, asker and what they accept. */
  readonly about: string;
  readonly accept: string;
  readonly isApi: boolean;
  readonly answer: Awaited<ReturnType<TestApp["app"]["inject"]>>;
}

/** Every route of the program, asked by everyone as a browser and as a program. */
async function askAll(method: "GET" | "POST", kinds = ["text/html", "application/json"]): Promise<Asked[]> {
  const [subject] = world.subjects;
  if (subject === undefined) throw new Error("an empty world");
  const asked: Asked[] = [];
  for (const route of test.routes.filter(isOwnRoute).filter((each) => each.method === method)) {
    const use = routeUses[keyOf(route)];
    // A stream that opens never ends.
    if (use === undefined || use.stream === true) continue;
    for (const [name, session] of askers)
      for (const accept of kinds) {
        const url = use.path(world, subject);
        const answer = await test.app.inject({
          method,
          url,
          headers: {
            host: "localhost:8080",
            accept,
            ...(session === undefined ? {} : { cookie: `balai=${session.secret}` }),
            ...(method === "GET" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          },
          ...(method === "GET" ? {} : { payload: `_csrf=${session?.token ?? ""}` }),
        });
        asked.push({ about: `${keyOf(route)}, ${name}, ${accept}`, accept, isApi: url.startsWith("/api/"), answer });
      }
  }
  return asked;
}

const inside = /ECONN|Connection terminated|\bat \S+ \(|127\.0\.0\.1|SELECT|postgres/i;

/** What is wrong with an answer of a hall without its database. */
function faultsOf({ accept, isApi, answer }: Asked): string[] {
  const faults: string[] = [];
  if (answer.statusCode >= 500 && answer.statusCode !== 503) faults.push(`answers ${answer.statusCode}`);
  if (answer.statusCode !== 503) return faults;
  if (answer.headers["retry-after"] !== "10") faults.push("does not say when to come back");
  if (inside.test(answer.body)) faults.push("shows the inside");
  if (answer.headers["cache-control"] !== "no-store") faults.push("may be kept");
  const type = String(answer.headers["content-type"]);
  if (accept === "text/html" && !isApi) {
    if (!type.startsWith("text/html")) faults.push(`gives a person ${type}`);
    for (const text of [
      "Balai sedang tidak bisa melayani",
      "Coba lagi sebentar lagi. Yang sudah tersimpan tetap aman.",
    ])
      if (!answer.body.includes(text)) faults.push(`does not say: ${text}`);
  } else if (!type.startsWith("application/problem+json")) faults.push(`gives a program ${type}`);
  else {
    const { title, status, detail, type: address } = answer.json<Record<string, unknown>>();
    if (status !== 503 || address !== "/masalah/unavailable") faults.push(`names it ${status} ${address}`);
    if (title !== "Balai sedang tidak bisa melayani" || !String(detail).startsWith("Coba lagi"))
      faults.push(`says ${title}: ${detail}`);
  }
  return faults;
}

describe("without its database", () => {
  it("every page and interface says in a sentence that it cannot serve now, and none shows a fault of ours", async () => {
    line.cut();
    const asked = [...(await askAll("GET")), ...(await askAll("POST"))].filter(
      ({ about }) => !about.includes("/readyz"),
    );
    expect(asked.flatMap((each) => faultsOf(each).map((fault) => `${each.about}: ${fault}`))).toEqual([]);
    const away = new Set(asked.filter(({ answer }) => answer.statusCode === 503).map(({ about }) => about));
    expect(away.size).toBeGreaterThan(250);
    for (const route of ["GET /laporan", "GET /lacak", "GET /kasus/:code", "GET /api/reports", "POST /masuk"])
      for (const accept of ["text/html", "application/json"]) expect(away).toContain(`${route}, owner, ${accept}`);
    expect(away).toContain("GET /konsol, agency-officer, text/html");
    expect(away).toContain("POST /konsol/kasus/:code/:action, agency-officer, text/html");
  });

  it("what needs none is served: the offline page, the help for programs, that it is alive", async () => {
    line.cut();
    for (const url of ["/luring", "/api", "/healthz", "/manifest.webmanifest"])
      expect(await statusOf(url), url).toBe(200);
  });

  it("everything is as before when it comes back", async () => {
    const statuses = (asked: readonly Asked[]) => asked.map(({ about, answer }) => `${about}: ${answer.statusCode}`);
    const before = statuses(await askAll("GET", ["text/html"]));
    line.cut();
    expect((await test.app.inject({ url: "/readyz" })).statusCode).toBe(503);
    line.mend();
    await expect
      .poll(async () => (await test.app.inject({ url: "/readyz" })).statusCode, { timeout: 30_000 })
      .toBe(200);
    expect(statuses(await askAll("GET", ["text/html"]))).toEqual(before);
  });
});
