import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../../../test/support/app.ts";
import { writeEntries } from "../../../../test/support/book-entries.ts";
import { freePort, randomSigner, startNode, type TestNode, testChainId } from "../../../../test/support/chain.ts";
import { projectRoot } from "../../../kernel/config/index.ts";
import { addKey, createKeys } from "../../../kernel/crypto/index.ts";
import { outsideAlarms } from "../watching/alarms.ts";
import { anchorBooks } from "./anchoring.ts";
import {
  addressesOf,
  agenciesOf,
  deployContract,
  newestOnChain,
  readContract,
  voteAbout,
} from "./drivers/evm/consortium.ts";
import { openDrivers } from "./drivers/index.ts";
import { ownAnchors } from "./settings.ts";
import { anchoredAt, newestPlans } from "./store.ts";

const artefact = readContract(projectRoot);
const folder = mkdtempSync(join(tmpdir(), "balai-chain-"));
const stateFile = join(folder, "state.json");
let test: TestApp;
let node: TestNode;
let port: number;
let contract: `0x${string}`;
const nodes: TestNode[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  port = await freePort();
  node = await start({ port, stateFile });
  test = await testApp({}, { logFrom: "silent", prepare: withAnchorKeys });
  contract = await deploy(node.url);
});
afterAll(async () => {
  for (const each of nodes) await each.kill();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => test.clock.advance(3_600_000));

/** Two of them: the newer one is known to nobody yet. */
function withAnchorKeys(dataFolder: string): void {
  createKeys(join(dataFolder, "keys"), "demo");
  for (let keys = 0; keys < 2; keys += 1) addKey(join(dataFolder, "keys"), "demo", "anchor");
}

async function start(options: Parameters<typeof startNode>[0]): Promise<TestNode> {
  const started = await startNode(options);
  nodes.push(started);
  return started;
}

/** The contract, with our own agency by its older key. */
async function deploy(url: string): Promise<`0x${string}`> {
  const own = (await test.kernel.crypto.chainSigners()).slice(-1);
  return deployContract({ url, chainId: testChainId }, artefact, own[0] ?? randomSigner(), addressesOf(own));
}

function settle(...lines: readonly string[]): void {
  writeFileSync(join(test.dataFolder, "anchors"), ["every 60", ...lines].join("\n"));
}
const line = (name: string, url = node.url, where: string = contract) => `evm ${name} ${testChainId} ${where} ${url}`;

/** One round of the job. */
async function round(): Promise<void> {
  const settings = ownAnchors(test.kernel.config);
  if (!settings.ok || settings.value === undefined) throw new Error("no settings");
  await anchorBooks(test.kernel, settings.value, await openDrivers(test.kernel, settings.value));
}
const openPlans = async (driver: string) =>
  (await newestPlans(test.kernel.db.query)).filter((plan) => plan.driver === driver && plan.isOpen);
/** Rounds until all books are anchored, or this one. */
async function rounds(driver: string, book?: string): Promise<void> {
  const isOpen = async () => (await openPlans(driver)).some((plan) => book === undefined || plan.book === book);
  await round();
  for (let done = 1; await isOpen(); done += 1) {
    if (done === 20) throw new Error("not anchored after 20 rounds");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await round();
  }
}
/** All that the contract ever told of the books. */
const eventsOn = async (at: TestNode, where = contract) =>
  (await at.rpc<unknown[]>("eth_getLogs", { address: where, fromBlock: "0x0", toBlock: "latest" })).length -
  constructorEvents;
const constructorEvents = 1;
async function openBook(): Promise<string> {
  test.kernel.pages.changed([]);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  return (await test.app.inject({ url: "/buku-terbuka", headers: { accept: "text/html", cookie: "bahasa=id" } })).body;
}

describe("a chain", () => {
  it("gets the newest state of each book, at most one a minute, and each entry knows its anchor", async () => {
    settle(line("Konsorsium"));
    const [entry] = await writeEntries(test, "first", 3);
    await writeEntries(test, "second", 2);
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(2);
    // Within the minute nothing more goes out; what came between is in the next.
    await writeEntries(test, "first", 4);
    await round();
    expect(await eventsOn(node)).toBe(2);
    await writeEntries(test, "first", 5);
    test.clock.advance(60_000);
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(3);
    const { query } = test.kernel.db;
    expect(await anchoredAt(query, { book: "first", driver: "Konsorsium", size: 7 })).toBeUndefined();
    const anchored = await anchoredAt(query, { book: "first", driver: "Konsorsium", size: 12 });
    expect(Buffer.from(anchored?.root ?? [])).toEqual(Buffer.from((await test.kernel.books.rootAt("first", 12)) ?? []));
    expect(anchored?.reference).toMatch(/^0x[0-9a-f]{64}$/);
    const page = await openBook();
    expect(page).toContain("Konsorsium (rantai antarlembaga)");
    expect(page).toContain("/ledger/first/anchors/Konsorsium/12");
    expect(page).not.toContain("terhenti sejak");
    const receipt = await test.app.inject({
      url: `/bukti/${entry}`,
      headers: { accept: "text/html", cookie: "bahasa=id" },
    });
    expect(receipt.body).toMatch(/Titipan di luar.*Konsorsium, sejak/s);
    const particulars = await test.app.inject({ url: "/ledger/first/anchors/Konsorsium/12" });
    expect(particulars.body).toContain(`target eip155:${testChainId}:${contract}`);
    expect(particulars.body).toContain(`reference ${anchored?.reference}`);
    expect((await test.app.inject({ url: "/ledger/first/anchors/Konsorsium/7" })).statusCode).toBe(404);
    expect((await test.app.inject({ url: "/ledger/first/anchors/Konsorsium/12/stamp.tsr" })).statusCode).toBe(404);
  });

  it("that is killed in the middle goes on where it was, and holds nothing twice", async () => {
    settle(line("Konsorsium"));
    await writeEntries(test, "first", 1);
    const before = await eventsOn(node);
    // Nothing is taken in until we say so: the transaction waits in the node's memory when the node dies, and is lost with it.
    await node.rpc("evm_setAutomine", false);
    await round();
    expect(await node.rpc("txpool_status")).toMatchObject({ pending: "0x1" });
    await dies(node);
    await round();
    expect((await openPlans("Konsorsium")).map(({ hindrance }) => hindrance)).toEqual(["no-answer"]);
    node = await start({ port, stateFile });
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(before + 1);
    // It was the very transaction that was signed before.
    const sent = await sql<{ count: number }>`
      select count(*)::int as count from transparency.anchor_event e join transparency.anchor a on a.id = e.anchor_id
      where a.book = 'first' and a.size = 13 and e.kind = 'sent'`.execute(test.kernel.db.query);
    expect(sent.rows).toEqual([{ count: 1 }]);
  });

  it("is asked before anything is sent: what is there already is not sent again", async () => {
    settle(line("Konsorsium"));
    await writeEntries(test, "first", 1);
    await rounds("Konsorsium");
    const before = await eventsOn(node);
    // We died after the chain took it in, and before we wrote that down; even what was sent is forgotten.
    await sql`delete from transparency.anchor_event`.execute(test.database.owner.query);
    expect(await openPlans("Konsorsium")).not.toEqual([]);
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(before);
    expect(
      (await anchoredAt(test.kernel.db.query, { book: "first", driver: "Konsorsium", size: 14 }))?.reference,
    ).toMatch(/^0x/);
  });

  it("that two processes anchor to at once holds one anchor", async () => {
    settle(line("Konsorsium"));
    await writeEntries(test, "first", 1);
    const before = await eventsOn(node);
    await Promise.all([round(), round(), round()]);
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(before + 1);
  });
});

describe("a new key", () => {
  it("anchors once the agencies have voted for it; what the older one anchored still counts", async () => {
    settle(line("Konsorsium"));
    const [newer = randomSigner(), older = randomSigner()] = await test.kernel.crypto.chainSigners();
    const place = { url: node.url, chainId: testChainId, contract };
    const [candidate = contract] = addressesOf([newer]);
    await voteAbout(place, artefact.abi, older, { candidate, member: true });
    const before = await eventsOn(node);
    await rounds("Konsorsium");
    expect(await eventsOn(node)).toBe(before);
    await writeEntries(test, "first", 1);
    await rounds("Konsorsium");
    const anchors = await newestOnChain(place, artefact.abi, "localhost:8080/ledger/first");
    expect(anchors.map(({ agency, size }) => [agency, size])).toEqual([
      [addressesOf([older])[0], 15],
      [candidate, 16],
    ]);
  });
});

describe("a chain that does not do its part", () => {
  it("takes transactions and makes no block: everyone sees since when, and acts go on", async () => {
    const halted = await start({ words: ["--block-time", "1"] });
    const where = await deploy(halted.url);
    await halted.rpc("evm_setIntervalMining", 0);
    settle(line("Macet", halted.url, where));
    await writeEntries(test, "third", 1);
    await round();
    expect((await openPlans("Macet")).map(({ hindrance }) => hindrance)).toContain(null);
    expect(await openBook()).not.toContain("terhenti sejak");
    test.clock.advance(61_000);
    await round();
    const page = await openBook();
    expect(page).toContain("Macet terhenti sejak");
    expect(page).toContain("rantainya berhenti mencatat");
    // The book itself stands still for nobody.
    const [entry = ""] = await writeEntries(test, "third", 1);
    expect(await test.kernel.books.receipt(entry)).toMatchObject({ index: 1 });
    // It was said once, not in every round.
    await round();
    const said = await sql<{ count: number }>`
      select count(*)::int as count from transparency.anchor_event e join transparency.anchor a on a.id = e.anchor_id
      where a.driver = 'Macet' and a.book = 'third' and e.reason = 'not-taken-in'`.execute(test.kernel.db.query);
    expect(said.rows).toEqual([{ count: 1 }]);
    await halted.rpc("evm_mine");
    await round();
    expect(await openPlans("Macet")).toEqual([]);
    expect(await openBook()).not.toContain("terhenti sejak");
  });

  it.each([
    ["hangs", () => undefined, "no-answer"],
    ["babbles", () => "x".repeat(6_000_000), "no-answer"],
    ["answers nonsense", () => "<h1>It works!</h1>", "no-answer"],
    ["is of another chain", (id: number) => JSON.stringify({ jsonrpc: "2.0", id, result: "0x1" }), "wrong-chain"],
  ])(
    "%s",
    async (what, answer, hindrance) => {
      const server = createServer((request, response) => {
        let asked = "";
        request.on("data", (part) => {
          asked += part;
        });
        request.on("end", () => {
          const said = answer(Number((JSON.parse(asked) as { id: number }).id));
          if (said !== undefined) response.setHeader("content-type", "application/json").end(said);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      servers.push(server);
      const name = what.replaceAll(" ", "-");
      settle(line(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`), line("Konsorsium"));
      await writeEntries(test, "fourth", 1);
      const began = performance.now();
      await round();
      expect(performance.now() - began).toBeLessThan(8_000);
      expect((await openPlans(name)).map((plan) => plan.hindrance)).toContain(hindrance);
      await rounds("Konsorsium");
    },
    60_000,
  );

  it("says it is the right chain, and has no such contract", async () => {
    const other = await start({});
    settle(line("Palsu", other.url));
    await round();
    expect(new Set((await openPlans("Palsu")).map((plan) => plan.hindrance))).toEqual(new Set(["no-contract"]));
  });

  it("does not know our key: said so, and nothing is sent", async () => {
    const where = await deployContract({ url: node.url, chainId: testChainId }, artefact, randomSigner(), [
      ...addressesOf([randomSigner()]),
    ]);
    settle(line("Asing", node.url, where));
    await round();
    expect(new Set((await openPlans("Asing")).map((plan) => plan.hindrance))).toEqual(new Set(["not-authorised"]));
    expect(await openBook()).not.toContain("Asing terhenti");
    test.clock.advance(60_000);
    expect(await openBook()).toContain("belum diberi hak");
    expect(await agenciesOf({ url: node.url, chainId: testChainId, contract: where }, artefact.abi)).toHaveLength(1);
  });
});

describe("a book that somebody changes behind the program's back", () => {
  /** The owner of the database takes the end of a book away, and what we remember of its anchors. */
  async function cut(book: string, size: number): Promise<void> {
    const { query } = test.database.owner;
    await sql`delete from ledger.checkpoint where book = ${book} and size > ${size}`.execute(query);
    await sql`delete from ledger.leaf where book = ${book} and index >= ${size}`.execute(query);
    await sql`delete from transparency.anchor_event using transparency.anchor
      where anchor.id = anchor_id and book = ${book}`.execute(query);
    await sql`delete from transparency.anchor where book = ${book}`.execute(query);
  }
  const alarmsOf = async (book: string) =>
    (await outsideAlarms(test.kernel.db.query)).filter((each) => each.book === book);

  it.each([
    ["is a fork to the chain, at the same size", 2, 4, "fork"],
    ["is a fork to the chain, at a larger size", 2, 9, "fork"],
  ])("%s", async (what, kept, added, kind) => {
    const book = what.includes("same") ? "split" : "forked";
    settle(line("Konsorsium"));
    await writeEntries(test, book, 2);
    await writeEntries(test, book, 4);
    await rounds("Konsorsium", book);
    await cut(book, kept);
    await writeEntries(test, book, added);
    test.clock.advance(60_000);
    await round();
    expect(await alarmsOf(book)).toMatchObject([
      { foundBy: "anchor", witness: "Konsorsium", kind, size: kept + added },
    ]);
    await round();
    expect(await alarmsOf(book)).toHaveLength(1);
    expect(await openBook()).toContain("Yang dititipkan di Konsorsium berbeda");
  });

  it("is a rollback to the chain when it is shorter", async () => {
    settle(line("Konsorsium"));
    await writeEntries(test, "shorter", 2);
    await writeEntries(test, "shorter", 6);
    await rounds("Konsorsium", "shorter");
    await cut("shorter", 2);
    await round();
    expect(await alarmsOf("shorter")).toMatchObject([{ foundBy: "anchor", kind: "rollback", size: 2 }]);
  });

  it("does not fit what we remember either, before anything new is anchored", async () => {
    settle(line("Konsorsium"));
    await writeEntries(test, "remembered", 2);
    await writeEntries(test, "remembered", 3);
    await rounds("Konsorsium", "remembered");
    const { query } = test.database.owner;
    await sql`update ledger.leaf set hash = ${Buffer.alloc(32, 7)} where book = 'remembered' and index = 0`.execute(
      query,
    );
    await round();
    expect(await alarmsOf("remembered")).toMatchObject([{ foundBy: "anchor", kind: "fork", size: 5 }]);
  });
});

/** Waits until the node has written its state down, then ends it. */
async function dies(dying: TestNode): Promise<void> {
  const since = Date.now();
  await vi.waitUntil(() => existsSync(stateFile) && statSync(stateFile).mtimeMs > since, { timeout: 20_000 });
  await dying.kill();
}
