import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClubState, clubModule } from "../../../test/support/club-hall.tsx";
import { type TestHall, testHall } from "../../../test/support/hall.ts";
import { projectRoot } from "../config/index.ts";
import { newId } from "../ids/index.ts";
import { createLog } from "../log/index.ts";

let hall: TestHall;
let state: ClubState;
const page = { accept: "text/html" };
const origin = "http://localhost:8080";
const form = { "content-type": "application/x-www-form-urlencoded" };

beforeAll(async () => {
  const club = clubModule();
  state = club.state;
  hall = await testHall([club.manifest]);
});
afterAll(() => hall.close());

const get = (url: string, headers: Record<string, string> = {}) => hall.app.inject({ url, headers });
const post = (url: string, payload: string, headers: Record<string, string> = {}) =>
  hall.app.inject({ method: "POST", url, payload, headers: { ...form, origin, ...headers } });

/** A cookie of a fresh session, and the token of its form. */
async function newSession(): Promise<{ cookie: string; token: string }> {
  const answer = await get("/formulir", page);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const again = await get("/formulir", { ...page, cookie });
  return { cookie, token: /value="([^"]+)"/.exec(again.body)?.[1] ?? "" };
}

/** The name of one built file. */
function someAsset(): string {
  const manifest: Record<string, string> = JSON.parse(
    readFileSync(join(projectRoot, "dist/public/manifest.json"), "utf8"),
  );
  return Object.values(manifest)[0] ?? "";
}

function expectProblem(answer: LightMyRequestResponse, status: number, detail?: string): void {
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const body = answer.json<{ type: string; status: number; title: string; detail: string; requestId: string }>();
  expect(body).toMatchObject({ status, requestId: answer.headers["x-request-id"] });
  expect(body.title.length * body.detail.length).toBeGreaterThan(0);
  expect(body.type).toMatch(/^\/masalah\/[a-z-]+$/);
  if (detail !== undefined) expect(body.detail).toContain(detail);
}

describe("forms", () => {
  it("need the session's token", async () => {
    const { cookie, token } = await newSession();
    const before = state.received.length;
    for (const body of [
      "a=1",
      `a=1&_csrf=${token.slice(0, -2)}`,
      "a=1&_csrf=",
      `a=1&_csrf=${token}&_csrf=${token}`,
      `a=1&_csrf=${"A".repeat(999)}`,
    ])
      expectProblem(await post("/formulir", body, { cookie }), 403);
    const other = await newSession();
    expectProblem(await post("/formulir", `_csrf=${other.token}`, { cookie }), 403);
    expect(state.received.length).toBe(before);
    expect((await post("/formulir", `a=1&_csrf=${token}`, { cookie })).statusCode).toBe(303);
    expect(state.received.length).toBe(before + 1);
  });

  it("need it however the content type is written, and in multipart before the first file", async () => {
    const { cookie, token } = await newSession();
    expectProblem(await post("/formulir", "a=1", { cookie, "content-type": "Application/X-WWW-Form-URLencoded" }), 403);
    const parts = (fields: string) =>
      `--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n${fields}--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nabc\r\n--b--\r\n`;
    const send = (fields: string) =>
      post("/unggah", parts(fields), { cookie, "content-type": "multipart/form-data; boundary=b" });
    expectProblem(await send(""), 403);
    const answer = await send(`--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n`);
    expect(answer.statusCode).toBe(303);
  });

  it("have a new token on each page, all of them good", async () => {
    const { cookie, token } = await newSession();
    const again = /value="([^"]+)"/.exec((await get("/formulir", { ...page, cookie })).body)?.[1];
    expect(again).not.toBe(token);
    expect((await post("/formulir", `_csrf=${token}`, { cookie })).statusCode).toBe(303);
    expect((await post("/formulir", `_csrf=${again}`, { cookie })).statusCode).toBe(303);
  });

  it("come from our own pages only", async () => {
    const { cookie, token } = await newSession();
    const send = (headers: Record<string, string>) => post("/formulir", `_csrf=${token}`, { cookie, ...headers });
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:8080.evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) expectProblem(await send(headers), 403, "situs lain");
    expect((await send({ "sec-fetch-site": "same-origin" })).statusCode).toBe(303);
    expect((await send({ origin: "http://balai.lan:8080", host: "balai.lan:8080" })).statusCode).toBe(303);
  });

  it("and so must reads that count against the reader; others may be linked to from anywhere", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expectProblem(await get("/saya", { "sec-fetch-site": site }), 403, "situs lain");
      expect((await get("/formulir", { ...page, "sec-fetch-site": site })).statusCode).toBe(200);
    }
    for (const site of ["same-origin", "none"])
      expect((await get("/saya", { ...page, "sec-fetch-site": site })).statusCode).toBe(303);
  });
});

describe("sessions and their cookies", () => {
  it("begin where a form is, and nowhere else", async () => {
    expect((await get("/", page)).cookies).toEqual([]);
    expect((await get("/cari", page)).cookies).toEqual([]);
    const [cookie] = (await get("/formulir", page)).cookies;
    expect(cookie).toMatchObject({ name: "balai", httpOnly: true, sameSite: "Lax", path: "/" });
    expect(cookie?.domain).toBeUndefined();
    const { cookie: kept } = await newSession();
    expect((await get("/formulir", { ...page, cookie: kept })).cookies).toEqual([]);
  });

  it("on https are guarded by the browser itself", async () => {
    const club = clubModule();
    const secure = await testHall([club.manifest], { env: { BALAI_URL: "https://balai.example" } });
    try {
      const answer = await secure.app.inject({ url: "/formulir", headers: page });
      expect(answer.cookies[0]).toMatchObject({ name: "__Host-balai", secure: true, httpOnly: true, path: "/" });
      expect(answer.headers["strict-transport-security"]).toContain("max-age=31536000");
      const plain = (await newSession()).cookie.replace("balai=", "__Host-balai=");
      expect((await secure.app.inject({ url: "/saya", headers: { cookie: plain } })).statusCode).toBe(401);
      // Of our own host, but from a page that anybody on the way may have written.
      const headers = { ...form, host: "balai.example", origin: "http://balai.example" };
      expectProblem(await secure.app.inject({ method: "POST", url: "/formulir", headers, payload: "a=1" }), 403);
    } finally {
      await secure.close();
    }
  });

  it("that are broken, too long or unknown are as if there were none", async () => {
    for (const cookie of [
      "balai=",
      "balai=%ff%fe",
      `balai=${"x".repeat(5000)}`,
      "balai=../../etc",
      "=;;;=",
      "balai",
      `balai=${newId()}; balai=2`,
      "bahasa=xx",
    ])
      expect((await get("/cari", { cookie })).statusCode, cookie.slice(0, 20)).toBe(200);
  });

  it("of the wrong kind are told so: programs by status, people by the way to sign in", async () => {
    expectProblem(await get("/saya"), 401);
    expectProblem(await get("/meja"), 401);
    const sent = await get("/saya", page);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, "/masuk?kembali=%2Fsaya"]);
  });
});

describe("languages", () => {
  it("are chosen by the address once, kept in a cookie, and lead nowhere else", async () => {
    const answer = await get("/cari?q=1&lang=en&p=2", page);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/cari?q=1&p=2"]);
    expect(answer.cookies[0]).toMatchObject({ name: "bahasa", value: "en" });
    expectProblem(await get("/nowhere", { cookie: "bahasa=en" }), 404, "does not exist");
    expectProblem(await get("/nowhere"), 404, "tidak ada");
    for (const path of [
      "//evil.example",
      "//x//evil.example",
      "/.//evil.example",
      "/%5cevil.example",
      "///evil.example",
      "//[",
      "//x:99999999",
    ]) {
      const { statusCode, headers } = await get(`${path}?lang=en`, page);
      expect(statusCode, path).toBeLessThan(500);
      const target = new URL(String(headers.location ?? "/"), origin);
      expect(target.origin, path).toBe(origin);
    }
  });
});

describe("limits", () => {
  it("a village of 300 people behind one address is not locked out; one person who hammers is", async () => {
    const people = await Promise.all(Array.from({ length: 300 }, newSession));
    const sent = await Promise.all(people.map(({ cookie, token }) => post("/kirim", `_csrf=${token}`, { cookie })));
    expect(new Set(sent.map(({ statusCode }) => statusCode))).toEqual(new Set([303]));
    const [one] = people;
    if (one === undefined) throw new Error("nobody");
    const statuses: number[] = [];
    for (let count = 0; count < 14; count += 1)
      statuses.push((await post("/kirim", `_csrf=${one.token}`, { cookie: one.cookie })).statusCode);
    expect(statuses).toEqual([...Array<number>(9).fill(303), ...Array<number>(5).fill(429)]);
    const refused = await post("/kirim", `_csrf=${one.token}`, { cookie: one.cookie });
    expectProblem(refused, 429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await post("/kirim", `_csrf=${people[1]?.token}`, { cookie: people[1]?.cookie ?? "" })).statusCode).toBe(
      303,
    );
    // Writing elsewhere is another matter.
    expect((await post("/formulir", `_csrf=${one.token}`, { cookie: one.cookie })).statusCode).toBe(303);
  });

  it("of uploads hold on every route that takes files, for each form with files", async () => {
    const { cookie, token } = await newSession();
    const payload = `--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--b--\r\n`;
    const statuses: number[] = [];
    for (let count = 0; count < 23; count += 1)
      statuses.push(
        (await post("/unggah", payload, { cookie, "content-type": "multipart/form-data; boundary=b" })).statusCode,
      );
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect(statuses.slice(0, 20)).not.toContain(429);
  });

  it("hold for reading too where a route names one", async () => {
    const { cookie } = await newSession();
    const statuses = await Promise.all(
      Array.from({ length: 130 }, async () => (await get("/cari", { cookie })).statusCode),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(120);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe("faults", () => {
  it("are a page for people and problem+json for programs, with the number to ask about", async () => {
    expectProblem(await get("/nowhere"), 404);
    expectProblem(await get("/api/nowhere", page), 404);
    const answer = await get("/nowhere", page);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    expect(answer.body).toContain(String(answer.headers["x-request-id"]));
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  it("of ours say nothing of what happened inside", async () => {
    for (const headers of [{}, page]) {
      const answer = await get("/rusak", headers);
      expect(answer.statusCode).toBe(500);
      for (const inside of ["racket", "Sari", "0812", "Error", "at ", ".ts"])
        expect(answer.body).not.toContain(`${inside}:`);
      expect(answer.body).not.toContain("racket");
    }
    expectProblem(await get("/rusak"), 500);
  });

  it("of a multipart form with an empty or endless boundary are the sender's", async () => {
    const { cookie } = await newSession();
    for (const boundary of ["", "b".repeat(300)])
      expectProblem(
        await post("/unggah", "--b--\r\n", { cookie, "content-type": `multipart/form-data; boundary="${boundary}"` }),
        400,
      );
  });

  it("in a body name the field and leave the handler alone", async () => {
    const api = (payload: string, headers: Record<string, string> = {}) =>
      hall.app.inject({
        method: "POST",
        url: "/api/courts",
        payload,
        headers: { "content-type": "application/json", ...headers },
      });
    expect((await api('{"court":3}')).json()).toEqual({ booked: 3 });
    const missing = await api("{}");
    expectProblem(missing, 422);
    expect(missing.json()).toMatchObject({ errors: [{ field: "court" }] });
    expect((await api('{"court":99}')).json()).toMatchObject({ status: 422, errors: [{ field: "court" }] });
    expect((await api('{"court":1,"x":2}')).json()).toMatchObject({ status: 422, errors: [{ field: "x" }] });
    for (const bad of [
      '{"court":',
      "",
      "\u0000",
      '{"__proto__":{"court":1}}',
      '{"constructor":{"prototype":{}}}',
      `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    ])
      expectProblem(await api(bad), 400);
    expectProblem(await api('{"court":1}', { "content-type": "application/xml" }), 415);
    expectProblem(await api(`{"court":1,"x":"${"y".repeat(70_000)}"}`), 413);
    expectProblem(await post("/formulir", `a=${"y".repeat(70_000)}`), 413);
  });

  it("of the address itself are ours too", async () => {
    for (const url of [
      "/%",
      "/%zz",
      "/%c0%ae%c0%ae/etc/passwd",
      "/assets/%2e%2e%2f%2e%2e%2fpackage.json",
      "/assets/..%5c..%5cpackage.json",
      "/assets/%00",
      `/assets/${"a".repeat(300)}`,
      "/../../etc/passwd",
    ]) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, url).toBeLessThan(500);
      expectProblem(answer, answer.statusCode);
      expect(answer.body).not.toContain("passwd");
    }
  });
});

describe("the log", () => {
  it("names routes by their pattern: no address of a person's page gets in", async () => {
    const lines: string[] = [];
    const log = createLog({ level: "info", stream: { write: (line: string) => void lines.push(line) } });
    const talking = await testHall([clubModule().manifest], { log });
    for (const url of ["/formulir?name=Sari", "/assets/Sari.js", "/nowhere/Sari", "/rusak?of=Sari"])
      await talking.app.inject({ url });
    await talking.close();
    const answered = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "http.answered");
    expect(answered.map(({ route, status }) => [route, status])).toEqual([
      ["/formulir", 200],
      ["none", 404],
      ["none", 404],
      ["/rusak", 500],
    ]);
    for (const line of answered) expect(JSON.stringify(line)).not.toContain("Sari");
  });
});

describe("every answer", () => {
  it("carries the security headers: pages, faults, files, redirects, streams of nothing", async () => {
    const asset = someAsset();
    const answers = [
      await get("/", page),
      await get("/nowhere", page),
      await get("/nowhere"),
      await get("/%zz"),
      await get("/rusak"),
      await get("/saya", page),
      await get("/favicon.svg"),
      await get("/service-worker.js"),
      await get(`/assets/${asset}`),
      await get("/assets/none.js"),
      await get("/robots.txt"),
      await get("/healthz"),
      await get("/api/openapi.json"),
      await post("/formulir", "a=1", { origin: "https://evil.example" }),
      await hall.app.inject({ method: "HEAD", url: "/langsung" }),
      await hall.app.inject({ method: "OPTIONS", url: "/" }),
    ];
    for (const { headers, raw, statusCode } of answers) {
      const at = `${raw.req.method} ${raw.req.url} ${statusCode}`;
      expect(headers, at).toMatchObject({
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["x-powered-by"], at).toBeUndefined();
      expect(headers["server"], at).toBeUndefined();
      // Scripts and styles are no documents: a policy on them says nothing to anybody.
      if (statusCode === 200 && /javascript|css/.test(String(headers["content-type"])) && at.includes("/assets/"))
        continue;
      const policy = String(headers["content-security-policy"]);
      expect(policy, at).toContain("default-src 'none'");
      expect(policy, at).not.toContain("unsafe-");
      expect(policy, at).toContain("frame-ancestors 'none'");
      if (!at.includes("/favicon.svg")) expect(headers["referrer-policy"], at).toBe("same-origin");
    }
  });

  it("to HEAD is that to GET without its body", async () => {
    for (const { method, url } of hall.routes) {
      if (method !== "GET" || /[:*]/.test(url) || ["/lambat", "/langsung", "/metrics"].includes(url)) continue;
      const [head, full] = [await hall.app.inject({ method: "HEAD", url, headers: page }), await get(url, page)];
      expect([head.statusCode, head.body], url).toEqual([full.statusCode, ""]);
      expect(head.headers["content-type"], url).toBe(full.headers["content-type"]);
    }
  });
});
