import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/support/app.ts";
import { writeEntries } from "../../test/support/book-entries.ts";
import { randomSigner, startNode, type TestNode, testChainId } from "../../test/support/chain.ts";
import { addKey, createKeys } from "../kernel/crypto/index.ts";
import { chainTools, transparency } from "../modules/transparency/index.ts";
import { anchorCommand } from "./anchor.ts";
import type { Command } from "./command.ts";
import { keysCommand } from "./keys.ts";
import { verifyAnchorCommand } from "./verify-anchor.ts";

let test: TestApp;
let node: TestNode;
let url: string;
let other: string;
let contract = "";
const folder = mkdtempSync(join(tmpdir(), "balai-verify-anchor-"));

beforeAll(async () => {
  node = await startNode();
  test = await testApp(
    {},
    {
      logFrom: "silent",
      prepare(dataFolder) {
        createKeys(join(dataFolder, "keys"), "demo");
        addKey(join(dataFolder, "keys"), "demo", "anchor");
      },
    },
  );
  url = await test.app.listen({ port: 0, host: "127.0.0.1" });
  const tools = await chainTools();
  [other = ""] = tools.addressesOf([randomSigner()]);
});
afterAll(async () => {
  await test.close();
  await node.kill();
  rmSync(folder, { recursive: true });
});

/** Exit code and what was said. */
async function run(command: Command, ...words: string[]) {
  const said: string[] = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
  try {
    return { code: await command(test.kernel.config, words), said: said.join("\n") };
  } finally {
    vi.restoreAllMocks();
  }
}
async function anchorAll(): Promise<void> {
  const job = transparency.jobs?.find(({ name }) => name === "transparency.anchors");
  for (let round = 0; round < 3; round += 1) await job?.run(test.kernel, new AbortController().signal);
}
const verify = (...words: string[]) => run(verifyAnchorCommand, `${url}/ledger/reports`, ...words);
const onChain = () => ["--rpc", node.url, "--chain", String(testChainId), "--contract", contract];

describe("balai anchor", () => {
  it("makes the contract, and shows and changes who is an agency", async () => {
    const own = await run(anchorCommand, "address");
    expect(own).toMatchObject({ code: 0, said: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/) });
    const deployed = await run(anchorCommand, "deploy", "--rpc", node.url, "--chain", String(testChainId), own.said);
    expect(deployed.code).toBe(0);
    contract = /0x[0-9a-fA-F]{40}/.exec(deployed.said)?.[0] ?? "";
    writeFileSync(join(test.dataFolder, "anchors"), `every 1\nevm Konsorsium ${testChainId} ${contract} ${node.url}\n`);
    expect(await run(anchorCommand, "agencies", "Konsorsium")).toEqual({ code: 0, said: own.said });
    expect(await run(anchorCommand, "vote", "Konsorsium", "add", other)).toEqual({
      code: 0,
      said: "Enough agencies have voted: it is done.",
    });
    expect((await run(anchorCommand, "agencies", "Konsorsium")).said.split("\n")).toEqual([own.said, other]);
    // One vote of two is not enough.
    expect((await run(anchorCommand, "vote", "Konsorsium", "remove", other)).said).toContain("more agencies must vote");
  });

  it("says how it is called, and what stands in the way", async () => {
    for (const words of [[], ["vote", "Konsorsium", "add"], ["deploy", "--rpc", node.url], ["agencies", "Nowhere"]])
      expect((await run(anchorCommand, ...words)).code).toBe(2);
    const chain = ["--rpc", "http://127.0.0.1:9", "--chain", "1"];
    expect(await run(anchorCommand, "deploy", ...chain, other)).toMatchObject({ code: 1 });
    expect(await run(anchorCommand, "deploy", "--rpc", node.url, "--chain", "7", other)).toMatchObject({
      code: 1,
      said: `the node is of chain ${testChainId}, not 7`,
    });
  });
});

describe("a new key", () => {
  it("has an address of its own, and votes are cast by the key that the contract knows", async () => {
    expect((await run(keysCommand, "rotate", "anchor")).said).toContain("anchor-0002");
    const addresses = (await run(anchorCommand, "address")).said.split("\n");
    expect(addresses).toHaveLength(2);
    // The contract knows the second of them only; the command finds it.
    expect((await run(anchorCommand, "vote", "Konsorsium", "add", addresses[0] ?? "")).code).toBe(0);
  });
});

describe("balai verify-anchor", () => {
  it("compares what agencies anchored with the book that is served", async () => {
    await writeEntries(test, "reports", 300);
    expect(await verify(...onChain())).toMatchObject({
      code: 3,
      said: expect.stringContaining("Nothing of this book"),
    });
    await anchorAll();
    await writeEntries(test, "reports", 40);
    expect(await verify(...onChain())).toMatchObject({
      code: 0,
      said: expect.stringMatching(
        /^VALID {2}300 entries, anchored by 0x\w{40} at .*: today's book of 340 begins with it$/,
      ),
    });
    const particulars = (await test.app.inject({ url: "/ledger/reports/anchors/Konsorsium/300" })).body;
    const transaction = /reference (\S+)/.exec(particulars)?.[1] ?? "";
    expect((await verify(...onChain(), "--tx", transaction)).code).toBe(0);
  });

  it("compares a signed state that somebody kept", async () => {
    const file = join(folder, "checkpoint");
    writeFileSync(file, (await test.app.inject({ url: "/ledger/reports/anchors/Konsorsium/300/checkpoint" })).body);
    expect(await verify("--checkpoint", file)).toMatchObject({ code: 0 });
    writeFileSync(file, "nothing");
    expect(await verify("--checkpoint", file)).toMatchObject({ code: 2 });
  });

  it("says how it is called, and what it cannot reach", async () => {
    expect((await verify()).code).toBe(2);
    expect((await verify(...onChain(), "--key", "x")).code).toBe(2);
    expect((await verify("--rpc", "http://127.0.0.1:9", "--chain", "1", "--contract", contract)).code).toBe(3);
    expect((await run(verifyAnchorCommand, "http://127.0.0.1:9/ledger/reports", ...onChain())).code).toBe(3);
  });

  it("finds a book that was replaced, and one that was cut", async () => {
    const { query } = test.database.owner;
    for (const table of ["checkpoint", "tile", "leaf"])
      await sql`delete from ${sql.id("ledger", table)} where book = 'reports'`.execute(query);
    await writeEntries(test, "reports", 250);
    expect(await verify(...onChain())).toMatchObject({
      code: 1,
      said: expect.stringContaining("the book that is served has fewer entries"),
    });
    await writeEntries(test, "reports", 100);
    expect(await verify(...onChain())).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^INVALID .*the book that is served is another one$/),
    });
  });
});
