import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ensureBuilt, root } from "../../scripts/setup.mjs";
import { type TestApp, testApp } from "../../test/support/app.ts";
import { writeEntries } from "../../test/support/book-entries.ts";
import { newId } from "../kernel/ids/index.ts";
import { exportLedgerCommand } from "./export-ledger.ts";
import { freezeBookCommand } from "./freeze-book.ts";
import { monitorCommand } from "./monitor.ts";
import { verifyCommand } from "./verify.ts";

let test: TestApp;
let folder: string;
let url: string;

beforeAll(async () => {
  ensureBuilt();
  test = await testApp();
  folder = mkdtempSync(join(tmpdir(), "balai-ledger-tools-"));
  url = await test.app.listen({ port: 0, host: "127.0.0.1" });
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await test.close();
});

const write = (book: string, count: number) => writeEntries(test, book, count);

/** Runs a command; its exit code and what it said. */
async function said(run: () => Promise<number>): Promise<{ readonly code: number; readonly said: string }> {
  const lines: string[] = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void lines.push(line));
  try {
    return { code: await run(), said: lines.join("\n") };
  } finally {
    vi.restoreAllMocks();
  }
}

describe("balai monitor", () => {
  const monitor = (book: string, ...more: string[]) =>
    said(() =>
      monitorCommand(test.kernel.config, [`${url}/ledger/${book}`, "--state", join(folder, `${book}.json`), ...more]),
    );

  it("follows a book, over full tiles and partial ones, and says what is in it", async () => {
    for (const count of [300, 1, 400]) {
      await write("followed", count);
      expect(await monitor("followed")).toMatchObject({ code: 0 });
    }
    expect((await monitor("followed")).said).toBe("well: 701 entries, 0 of them new; case.take 701");
    expect(readFileSync(join(folder, "followed.json"), "utf8").length).toBeLessThan(100_000);
  });

  it("notices a book that was changed since", async () => {
    await write("changed", 5);
    await write("changed", 5);
    expect((await monitor("changed")).code).toBe(0);
    const { query } = test.database.owner;
    await sql`delete from ledger.checkpoint where book = 'changed' and size > 5`.execute(query);
    await sql`delete from ledger.leaf where book = 'changed' and index >= 5`.execute(query);
    await write("changed", 2);
    expect(await monitor("changed")).toMatchObject({ code: 1, said: expect.stringContaining("rolled-back") });
    await write("changed", 20);
    expect(await monitor("changed")).toMatchObject({ code: 1, said: expect.stringContaining("forked") });
  });

  it("notices an entry that was changed, and one that is none", async () => {
    await write("edited", 4);
    await sql`update ledger.entry set body = replace(body, '"case.take"', '"case.toke"') where book = 'edited'`.execute(
      test.database.owner.query,
    );
    expect(await monitor("edited")).toMatchObject({ code: 1, said: expect.stringContaining("forked") });
    await sql`update ledger.entry set body = '{"name":"Sumiati"}' where book = 'edited'`.execute(
      test.database.owner.query,
    );
    expect(await monitor("edited")).toMatchObject({ code: 1, said: expect.stringContaining("entry-malformed") });
  });

  it("believes no other key than the one it was given or saw first", async () => {
    await write("keyed", 1);
    const strange = "strange.example+23d05d1b+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
    expect((await monitor("keyed", "--key", "nonsense")).code).toBe(2);
    const other = await said(() =>
      monitorCommand(test.kernel.config, [`${url}/ledger/keyed`, "--state", join(folder, "k"), "--key", strange]),
    );
    expect([1, 2]).toContain(other.code);
  });

  it("says when it cannot look", async () => {
    const away = await said(() =>
      monitorCommand(test.kernel.config, ["http://127.0.0.1:9/ledger/x", "--state", join(folder, "x")]),
    );
    expect(away).toMatchObject({ code: 3, said: expect.stringContaining("CANNOT CHECK NOW") });
    expect((await said(() => monitorCommand(test.kernel.config, ["x"]))).code).toBe(2);
  });
});

describe("balai monitor --numbers", () => {
  const monitor = (book: string, ...more: string[]) =>
    said(() =>
      monitorCommand(test.kernel.config, [
        `${url}/ledger/${book}`,
        "--state",
        join(folder, `${book}.json`),
        "--numbers",
        ...more,
      ]),
    );
  const twoDaysMs = 2 * 24 * 3_600_000;

  it("counts what was published of each day that is over anew, and says where it differs", async () => {
    test.clock.set(new Date(Date.now() - 2 * twoDaysMs));
    await write("numbered", 300);
    test.clock.set(new Date(Date.now() - twoDaysMs));
    await write("numbered", 20);
    test.clock.set(new Date());
    await write("numbered", 5);
    expect(await monitor("numbered")).toMatchObject({
      code: 0,
      said: expect.stringContaining("numbers of 2 days counted anew, and as published"),
    });
    expect((await monitor("numbered")).said).toContain("numbers of 0 days");
    rmSync(join(folder, "numbered.json"));
    // The column that is counted is not the text that the tree hashes.
    await sql`update ledger.entry set kind = 'case.done' where id = (
      select entry_id from ledger.leaf where book = 'numbered' and index = 310)`.execute(test.database.owner.query);
    expect(await monitor("numbered")).toMatchObject({
      code: 1,
      said: expect.stringMatching(/numbers-differ: .*, office none, case\.(done|take): \d+ published, \d+ in the book/),
    });
  });

  it("starts from a state file of its own", async () => {
    await write("plain", 1);
    const file = join(folder, "plain.json");
    await said(() => monitorCommand(test.kernel.config, [`${url}/ledger/plain`, "--state", file]));
    expect(await monitor("plain")).toMatchObject({ code: 2, said: expect.stringContaining("without --numbers") });
  });
});

describe("balai freeze-book", () => {
  const freeze = (...args: string[]) =>
    said(() => freezeBookCommand({ ...test.kernel.config, databaseUrl: test.database.url }, args));

  it("asks twice, then closes the book, which no monitor lets go on", async () => {
    await write("old", 3);
    expect(await freeze("old")).toMatchObject({ code: 2, said: expect.stringContaining("cannot be undone") });
    expect(await freeze("old", "--confirm", "new")).toMatchObject({ code: 2 });
    expect(await freeze("old", "--confirm", "old")).toMatchObject({
      code: 0,
      said: expect.stringMatching(/old is closed with 4 entries\. .* goes into old-2\.[\s\S]*\/ledger\/old\n4\n/),
    });
    expect(await freeze("old", "--confirm", "old")).toMatchObject({
      code: 1,
      said: expect.stringContaining("no open book"),
    });
    const look = () =>
      said(() => monitorCommand(test.kernel.config, [`${url}/ledger/old`, "--state", join(folder, "old.json")]));
    expect((await look()).code).toBe(0);
    await write("old", 2);
    expect((await look()).said).toContain("4 entries, 0 of them new");
    // Whoever owns the database may undo the closing, but not unseen.
    await sql`delete from ledger.closing where book = 'old'`.execute(test.database.owner.query);
    await write("old", 1);
    expect(await look()).toMatchObject({ code: 1, said: expect.stringContaining("after-end") });
  });
});

describe("balai export-ledger", () => {
  it("writes files that a receipt is checked by and that are what is served", async () => {
    await write("exported", 300);
    const config = { ...test.kernel.config, databaseUrl: test.database.url };
    const out = join(folder, "out");
    expect(await said(() => exportLedgerCommand(config, [out]))).toMatchObject({
      code: 0,
      said: expect.stringContaining("exported: 300 entries"),
    });
    for (const path of [
      "tile/0/000",
      "tile/0/001.p/44",
      "tile/1/000.p/1",
      "tile/entries/001.p/44",
      "checkpoint",
      "key",
    ]) {
      const served = await test.app.inject({ url: `/ledger/exported/${path}` });
      expect(readFileSync(join(out, "exported", path))).toEqual(served.rawPayload);
    }
    const entry = await test.kernel.books.entryAt("exported", 299);
    const receipt = await test.kernel.books.receipt(entry ?? newId());
    if (typeof receipt === "string") throw new Error(receipt);
    writeFileSync(join(folder, "receipt"), receipt.proof);
    const key = readFileSync(join(out, "exported", "key"), "utf8").trim();
    expect((await said(() => verifyCommand(config, [join(folder, "receipt"), "--key", key]))).code).toBe(0);
  });

  it("says how it is called", async () => {
    expect((await said(() => exportLedgerCommand(test.kernel.config, []))).code).toBe(2);
  });
});

describe("balai witness", () => {
  it("serves, signs, and keeps its key over its end", async () => {
    await write("witnessed", 3);
    const home = join(folder, "witness");
    mkdirSync(home);
    const [vkey] = (await test.app.inject({ url: "/ledger/witnessed/key" })).body.split("\n");
    writeFileSync(join(home, "logs"), `log ${vkey}\nquorum none\n`);
    const first = await start(home);
    const body = `old 0\n\n${(await test.app.inject({ url: "/ledger/witnessed/checkpoint" })).body}`;
    const signed = await fetch(`${first.url}/add-checkpoint`, { method: "POST", body });
    expect([signed.status, await signed.text()]).toEqual([200, expect.stringMatching(/^\u2014 witness\.example\/w1 /)]);
    await first.stop();
    const second = await start(home);
    expect(second.vkey).toBe(first.vkey);
    const again = await fetch(`${second.url}/add-checkpoint`, { method: "POST", body });
    expect([again.status, again.headers.get("content-type"), await again.text()]).toEqual([
      409,
      "text/x.tlog.size",
      "3\n",
    ]);
    await second.stop();
  }, 60_000);

  /** A process of its own, until it serves. */
  async function start(home: string) {
    const words = [join(root, "dist/main.js"), "witness", home, "--name", "witness.example/w1", "--port", "0"];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const part of child.stdout) {
      text += String(part);
      if (text.split("\n").length > 2) break;
    }
    return {
      url: /http:\/\/\S+/.exec(text)?.[0] ?? "",
      vkey: text.split("\n")[1],
      async stop() {
        child.kill("SIGTERM");
        await new Promise((resolve) => child.once("exit", resolve));
      },
    };
  }
});
