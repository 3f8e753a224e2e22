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
    const first = await run("list");
    expect(first.map((line) => line.replace(/ [0-9a-f]{8} /, " id "))).toEqual([
      "data id  newest  2 values",
      "index id  newest  1 values",
    ]);
    expect((await run("rotate"))[0]).toContain("New key data-0002");
    expect((await run("rotate", "index"))[0]).toContain("New key index-0002");
    expect((await run("list")).map((line) => line.replace(/ [0-9a-f]{8} /, " id "))).toEqual([
      "data id  newest  0 values",
      "data id  older   2 values",
      "index id  newest  0 values",
      "index id  older   1 values",
    ]);
    await runJob("crypto.renew");
    expect((await run("list")).map((line) => line.replace(/ [0-9a-f]{8} /, " id "))).toEqual([
      "data id  newest  2 values",
      "data id  older   0 values",
      "index id  newest  1 values",
      "index id  older   0 values",
    ]);
    for (const name of ["data-0001.key", "index.key"]) rmSync(join(config.dataFolder, "keys", name));
    expect(readdirSync(join(config.dataFolder, "keys")).sort()).toEqual([
      "code.key",
      "data-0002.key",
      "index-0002.key",
      "pseudonym.key",
    ]);
    expect(await run("list")).toHaveLength(2);
  });

  it("says how it is called", async () => {
    for (const words of [[], ["rotate", "code"], ["burn"]]) expect(await keysCommand(config, words)).toBe(1);
    expect(said.at(-1)).toContain("Say `balai keys create`");
  });
});
