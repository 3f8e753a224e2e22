import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../../test/support/app.ts";
import { writeEntries } from "../../../../test/support/book-entries.ts";
import { createWitnesses } from "../../../../test/support/witnesses.ts";
import { verifyEd25519 } from "../../../kernel/crypto/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import { sha256 } from "../../../kernel/ledger/index.ts";
import {
  checkReceipt,
  cosignatureType,
  formatVerifierKey,
  type Policy,
  parsePolicy,
  parseVerifierKey,
  verifierKey,
} from "../../../kernel/tlog/index.ts";
import { outsideAlarms } from "./alarms.ts";
import { askWitnesses } from "./asking.ts";

let test: TestApp;
let folder: string;
const at = new Date("2026-11-24T03:00:00Z");
let witnesses: ReturnType<typeof createWitnesses>;
const opened: Server[] = [];

beforeAll(async () => {
  test = await testApp({}, { logFrom: "silent" });
  folder = mkdtempSync(join(tmpdir(), "balai-witnesses-"));
  witnesses = createWitnesses(test, folder);
});
afterAll(async () => {
  for (const each of opened) each.close();
  await witnesses.stop();
  rmSync(folder, { recursive: true });
  await test.close();
});

const write = (book: string, count: number) => writeEntries(test, book, count);

const witness = (name: string, books: readonly string[]) => witnesses.start(name, books);

function policyOf(text: string): Policy {
  const policy = parsePolicy(sha256, text);
  if (!policy.ok) throw new Error(policy.error.fault);
  return policy.value;
}

const signersOf = async (book: string) =>
  (await test.kernel.books.state(book))?.witnesses.map(({ name }) => name) ?? [];

describe("witnesses", () => {
  it("sign each new state, and receipts carry what they signed", async () => {
    const [audit, campus] = [await witness("Audit", ["first"]), await witness("Campus", ["first"])];
    const text = `${audit.line}\n${campus.line}\ngroup both all Audit Campus\nquorum both\n`;
    const policy = policyOf(text);
    const [entry = newId()] = await write("first", 3);
    await askWitnesses(test.kernel, policy);
    expect(await signersOf("first")).toEqual(["Audit", "Campus"]);
    await write("first", 300);
    expect(await signersOf("first")).toEqual([]);
    await askWitnesses(test.kernel, policy);
    expect(await signersOf("first")).toEqual(["Audit", "Campus"]);
    // A newer state that nobody signed yet does not take the witnesses from the receipt.
    await write("first", 1);
    const receipt = await test.kernel.books.receipt(entry, (names) => policy.isQuorum(names));
    if (typeof receipt === "string") throw new Error(receipt);
    expect(receipt.size).toBe(303);
    const keys = test.kernel.books
      .keys({ name: "first", origin: "localhost:8080/ledger/first", openedAt: at })
      .flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []);
    const verdict = await checkReceipt({ sha256, verify: verifyEd25519 }, receipt.proof, { keys, policy });
    expect(verdict).toMatchObject({ answer: "valid", witnesses: [{ name: "Audit" }, { name: "Campus" }] });
    const page = await test.app.inject({ url: "/buku-terbuka", headers: { accept: "text/html", cookie: "bahasa=id" } });
    expect(page.body).toContain("Campus");
  });

  it("are asked with what they know: an answer that got lost is made good", async () => {
    const one = await witness("Forgetful", ["second"]);
    const policy = policyOf(`${one.line}\nquorum Forgetful`);
    await write("second", 10);
    await askWitnesses(test.kernel, policy);
    await sql`delete from ledger.cosignature where book = 'second'`.execute(test.database.owner.query);
    await askWitnesses(test.kernel, policy);
    expect(await signersOf("second")).toEqual(["Forgetful"]);
    await sql`delete from ledger.cosignature where book = 'second'`.execute(test.database.owner.query);
    await write("second", 10);
    await askWitnesses(test.kernel, policy);
    expect(await signersOf("second")).toEqual(["Forgetful"]);
    expect(await outsideAlarms(test.kernel.db.query)).toEqual([]);
  });

  it("remember over their own end what they signed", async () => {
    const before = await witness("Lasting", ["third"]);
    await write("third", 5);
    await askWitnesses(test.kernel, policyOf(`${before.line}\nquorum none`));
    await before.stop();
    const after = await witness("Lasting", ["third"]);
    await write("third", 5);
    await askWitnesses(test.kernel, policyOf(`${after.line}\nquorum none`));
    expect(await signersOf("third")).toEqual(["Lasting"]);
  });

  it("that hang, babble or answer with nonsense hold up nobody", async () => {
    const answers: ((body: string) => string | undefined)[] = [
      () => undefined,
      () => "x".repeat(1_000_000),
      () => "\u2014 Nonsense AAAAAAAAAAAAAAAAAAAAAAAA\n",
    ];
    const lines: string[] = [];
    for (const [index, answer] of answers.entries()) {
      const server = createServer((_request, response) => {
        const body = answer("");
        if (body !== undefined) response.end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      opened.push(server);
      const key = verifierKey(sha256, `bad${index}.example`, cosignatureType, new Uint8Array(32).fill(index + 1));
      lines.push(
        `witness Bad${index} ${formatVerifierKey(key)} http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      );
    }
    const good = await witness("Good", ["fourth"]);
    await write("fourth", 1);
    const start = performance.now();
    await askWitnesses(test.kernel, policyOf([...lines, good.line, "quorum none"].join("\n")));
    expect(performance.now() - start).toBeLessThan(8_000);
    expect(await signersOf("fourth")).toEqual(["Good"]);
    for (const server of opened) server.closeAllConnections();
  });
});

describe("a book that somebody changes behind the program's back", () => {
  const openBook = async () =>
    (await test.app.inject({ url: "/buku-terbuka", headers: { accept: "text/html", cookie: "bahasa=id" } })).body;
  /** The owner of the database takes the end of a book away. */
  async function cut(book: string, size: number): Promise<void> {
    const { query } = test.database.owner;
    await sql`delete from ledger.cosignature where book = ${book}`.execute(query);
    await sql`delete from ledger.checkpoint where book = ${book} and size > ${size}`.execute(query);
    await sql`delete from ledger.leaf where book = ${book} and index >= ${size}`.execute(query);
  }

  it("is a fork to its witness, and everyone sees it in red", async () => {
    const one = await witness("Watchful", ["forked"]);
    const policy = policyOf(`${one.line}\nquorum none`);
    await write("forked", 2);
    await write("forked", 6);
    await askWitnesses(test.kernel, policy);
    await cut("forked", 2);
    await write("forked", 7);
    await askWitnesses(test.kernel, policy);
    expect(await outsideAlarms(test.kernel.db.query)).toMatchObject([
      { book: "forked", witness: "Watchful", kind: "fork", size: 9 },
    ]);
    expect(await signersOf("forked")).toEqual([]);
    // Asked again, it is the same alarm.
    await askWitnesses(test.kernel, policy);
    expect(await outsideAlarms(test.kernel.db.query)).toHaveLength(1);
    test.kernel.pages.changed([]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await openBook()).toContain("Buku ini pernah berbeda.");
  });

  it("is a split view when the same size is shown twice", async () => {
    const one = await witness("Steady", ["split"]);
    const policy = policyOf(`${one.line}\nquorum none`);
    await write("split", 2);
    await write("split", 4);
    await askWitnesses(test.kernel, policy);
    await cut("split", 2);
    await write("split", 4);
    await askWitnesses(test.kernel, policy);
    expect((await outsideAlarms(test.kernel.db.query)).filter(({ book }) => book === "split")).toMatchObject([
      { kind: "fork", size: 6 },
    ]);
  });

  it("is a rollback when it is shorter than its witness knows", async () => {
    const one = await witness("Patient", ["shorter"]);
    const policy = policyOf(`${one.line}\nquorum none`);
    await write("shorter", 2);
    await write("shorter", 6);
    await askWitnesses(test.kernel, policy);
    await cut("shorter", 2);
    await askWitnesses(test.kernel, policy);
    expect((await outsideAlarms(test.kernel.db.query)).filter(({ book }) => book === "shorter")).toMatchObject([
      { kind: "rollback", size: 2 },
    ]);
  });
});
