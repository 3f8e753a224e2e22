import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { type Config, readConfig } from "../kernel/config/index.ts";
import type { JobHandler, Jobs } from "../kernel/jobs/index.ts";
import { registerKernelJobs } from "../kernel/upkeep.ts";
import { keysCommand } from "./keys.ts";
import { officeCommand } from "./office.ts";
import { officerCommand } from "./officer.ts";
import { withKernel } from "./with-kernel.ts";

let folder: string;
let database: TestDatabase;
let config: Config;
let said: string[];

beforeAll(async () => {
  ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "balai-keys-cli-"));
  database = await testDatabase();
  const read = readConfig({ BALAI_DATA: join(folder, "data"), DATABASE_URL: database.url });
  if (!read.ok) throw new Error(read.error.join("\n"));
  config = read.value;
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  said = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

async function run(...words: string[]): Promise<readonly string[]> {
  said = [];
  expect(await keysCommand(config, words)).toBe(0);
  return said;
}

/** The lines about keys of these kinds of `balai keys list`, without their ids. */
async function keyLines(kinds: RegExp = /^(data|index)/): Promise<readonly string[]> {
  const lines = (await run("list")).filter((line) => line.startsWith("  ") && kinds.test(line.trim()));
  return lines.map((line) =>
    line
      .trim()
      .replace(/ +[0-9a-f]{8} +/, " ")
      .replaceAll(/ +/g, " "),
  );
}

/** Runs a job of the kernel as the server does, once. */
async function runJob(name: string): Promise<void> {
  const handlers = new Map<string, JobHandler>();
  const register: Jobs["register"] = (job, _timing, handler) => void handlers.set(job, handler);
  await withKernel(config, async (kernel) => {
    registerKernelJobs({ ...kernel, jobs: { ...kernel.jobs, register } });
    await handlers.get(name)?.({ signal: new AbortController().signal });
    return 0;
  });
}

describe("balai keys", () => {
  it("rotates data and index keys: new ones make, all open and find, and a job lets the older ones go", async () => {
    const [office, officer] = [
      ["set", "kota", "--name", "Kota", "--region", "35.78"],
      ["add", "wati", "--name", "Wati", "--role", "verifier", "--office", "kota", "--email", "wati@balai.example"],
    ];
    expect(await officeCommand(config, office)).toBe(0);
    expect(await officerCommand(config, officer)).toBe(0);
    expect(await keyLines()).toEqual([
      "data-0001 newest 2 sealed in the database",
      "index newest 1 contacts found by it",
    ]);
    expect(said[0]).toContain(`Keys in ${join(config.dataFolder, "keys")}.`);
    expect(said.join("\n")).not.toContain("Take an older key away");
    expect((await run("rotate"))[0]).toContain("New key data-0002");
    expect(said.join("\n")).toContain("restart Balai");
    expect((await run("rotate", "index"))[0]).toContain("New key index-0002");
    expect(await keyLines()).toEqual([
      "data-0002 newest 0 sealed in the database",
      "data-0001 older 2 sealed in the database",
      "index-0002 newest 0 contacts found by it",
      "index older 1 contacts found by it",
    ]);
    expect(said.join("\n")).toContain("Take an older key away a week after it came to 0");
    await runJob("crypto.renew");
    expect(await keyLines()).toEqual([
      "data-0002 newest 2 sealed in the database",
      "data-0001 older 0 sealed in the database",
      "index-0002 newest 1 contacts found by it",
      "index older 0 contacts found by it",
    ]);
    for (const name of ["data-0001.key", "index.key"]) rmSync(join(config.dataFolder, "keys", name));
    expect(readdirSync(join(config.dataFolder, "keys")).sort()).toEqual([
      "code.key",
      "data-0002.key",
      "document-0001.key",
      "index-0002.key",
      "ledger-0001.key",
      "pseudonym.key",
    ]);
    expect(await keyLines()).toHaveLength(2);
  });

  it("adds a key that signs the public books beside the older one", async () => {
    const vkeys = () =>
      new Promise<readonly string[]>((resolve) => {
        void withKernel(config, async ({ books }) => {
          resolve(books.keys({ name: "reports", origin: "balai.example/ledger/reports", openedAt: new Date(0) }));
          return 0;
        });
      });
    const before = await vkeys();
    expect((await run("rotate", "ledger"))[0]).toContain("New key ledger-0002");
    expect(await keyLines(/^ledger/)).toEqual([
      "ledger-0002 newest signs the public books",
      "ledger-0001 older signs the public books",
    ]);
    const after = await vkeys();
    expect([before.length, after.length]).toEqual([1, 2]);
    expect(after[1]).toBe(before[0]);
  });

  it("adds a key that signs the codes of new documents; older codes are still known", async () => {
    const signers = () =>
      new Promise<readonly string[]>((resolve) => {
        void withKernel(config, async ({ crypto }) => {
          resolve(crypto.documentSigners().map(({ publicKey }) => Buffer.from(publicKey).toString("hex")));
          return 0;
        });
      });
    const [before] = await signers();
    expect((await run("rotate", "document"))[0]).toContain("New key document-0002");
    expect(await keyLines(/^document/)).toEqual([
      "document-0002 newest signs the codes on documents",
      "document-0001 older signs the codes on documents",
    ]);
    expect((await signers())[1]).toBe(before);
  });

  it("says how it is called", async () => {
    for (const words of [[], ["rotate", "code"], ["burn"]]) expect(await keysCommand(config, words)).toBe(2);
    expect(said.at(-1)).toContain("Say `balai keys create`");
  });
});
