import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorld, openSession, type Subject, type World } from "../../test/matrix/world.ts";
import { type TestApp, testApp } from "../../test/support/app.ts";
import { assign } from "./access/index.ts";

let test: TestApp;
let world: World;
let letter: Subject;

beforeAll(async () => {
  test = await testApp({}, { logFrom: "silent" });
  world = await makeWorld(test);
  const found = world.subjects.find(({ sealed }) => sealed);
  if (found === undefined) throw new Error("no document");
  letter = found;
  // Three who may read the case where it lies; one of them what is personal, too.
  const since = new Date(test.clock.now().getTime() - 1000);
  for (const role of ["front-desk", "auditor", "verifier"] as const) {
    const { actor } = caller(role);
    if (actor.kind !== "officer") throw new Error(`${role} is no officer`);
    await test.database.db.transaction((tx) => assign(tx, actor.accountId, role, letter.found.officeId, "test", since));
  }
}, 60_000);
afterAll(() => test.close());

function caller(name: string) {
  const found = world.callers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

async function get(name: string, url: string, method: "GET" | "HEAD" = "GET") {
  const { secret } = await openSession(test, caller(name));
  return test.app.inject({
    method,
    url,
    headers: { cookie: `balai=${secret}`, host: "localhost:8080", accept: "text/html" },
  });
}

const openings = async () =>
  (
    await sql<Record<string, unknown>>`select reader_role as role, action, purpose, fields, case_id as "caseId"
      from privacy.access_log where action = 'open' order by id`.execute(test.database.owner.query)
  ).rows;

const address = (variant = "full") => `/berkas/${letter.photo}/${variant}`;

describe("a document of a person", () => {
  it("is not there for officers who may read the case but nothing personal, and leaves no line", async () => {
    for (const name of ["auditor", "verifier"]) {
      expect((await get(name, `/konsol/kasus/${letter.found.code}`)).statusCode).toBe(200);
      for (const variant of ["full", "thumb"]) expect((await get(name, address(variant))).statusCode).toBe(404);
    }
    expect(await openings()).toEqual([]);
  });

  it("is its owner's without a line, and nobody else's", async () => {
    expect((await get("owner", address())).statusCode).toBe(200);
    expect((await get("other resident", address())).statusCode).toBe(404);
    expect((await test.app.inject({ url: address(), headers: { host: "localhost:8080" } })).statusCode).toBe(404);
    expect(await openings()).toEqual([]);
  });

  it("is opened where the case is handled, each time with a line that the person reads in plain words", async () => {
    const line = {
      role: "front-desk",
      action: "open",
      purpose: "cases.handle",
      fields: ["files.file.content"],
      caseId: letter.found.id,
    };
    expect((await get("front-desk", address())).statusCode).toBe(200);
    expect((await get("front-desk", address("thumb"))).statusCode).toBe(200);
    expect((await get("front-desk", address(), "HEAD")).statusCode).toBe(200);
    expect(await openings()).toEqual([line, line, line]);
    const log = (await get("owner", "/saya/akses")).body;
    expect(log.match(/Dokumen dibuka: [^<]* membuka dokumen atau foto dalam kasus Anda/g)).toHaveLength(3);
    expect(log).toContain("Untuk: Menangani kasus");
  });

  it("gives no byte when the line cannot be written", async () => {
    await sql`alter table privacy.access_log add constraint broken check (action <> 'open') not valid`.execute(
      test.database.owner.query,
    );
    try {
      const answer = await get("front-desk", address());
      expect(answer.statusCode).toBe(500);
      expect(answer.headers["content-type"]).not.toContain("image");
    } finally {
      await sql`alter table privacy.access_log drop constraint broken`.execute(test.database.owner.query);
    }
  });

  it("is a link on the desk of who may open it; others are told that there is one, and why they cannot", async () => {
    const page = `/konsol/kasus/${letter.found.code}`;
    const open = await get("front-desk", page);
    expect(open.body).toContain(`href="${address()}"`);
    const other = await get("auditor", page);
    expect(other.statusCode).toBe(200);
    expect(other.body).not.toContain(`/berkas/${letter.photo}`);
    expect(other.body).toContain("Dokumen dari pemohon: 1");
    expect(other.body).toContain("Hanya petugas kantor yang menangani kasus ini yang boleh membukanya");
  });
});

describe("a photo of a report", () => {
  it("is read with the case, without a line", async () => {
    const before = (await openings()).length;
    const photo = world.subjects.find(({ name }) => name === "own office, private")?.photo;
    for (const name of ["auditor", "verifier", "agency-officer"])
      expect((await get(name, `/berkas/${photo}/full`)).statusCode).toBe(200);
    expect((await openings()).length).toBe(before);
  });

  it("that its question shows to the office only is not given to the owner", async () => {
    const photo = world.subjects.find(({ name }) => name === "own office, private")?.photo;
    await sql`update files.file set shown_to = 'office' where id = ${photo}`.execute(test.database.owner.query);
    expect((await get("owner", `/berkas/${photo}/full`)).statusCode).toBe(404);
    expect((await get("agency-officer", `/berkas/${photo}/full`)).statusCode).toBe(200);
  });
});
