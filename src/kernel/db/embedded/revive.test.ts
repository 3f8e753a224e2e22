import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeCluster } from "./cluster.ts";
import { embeddedUrl } from "./credentials.ts";
import { type HostedDatabase, hostDatabase, lockDataFolder } from "./host.ts";
import { processesIn } from "./living.ts";
import type { HeldLock } from "./lock.ts";

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let lock: HeldLock;
let database: HostedDatabase;
let said: string[];
/** What a test does when the operator is told something. */
let whenSaid: () => void;
const startAgain = "The database ended by itself (see postgres.log); starting it again …";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "balai-revive-"));
  const cluster = await makeCluster({ dataFolder: folder, durable: false });
  if (!cluster.ok) throw new Error(cluster.error);
  const taken = lockDataFolder(folder);
  if (!taken.ok) throw new Error(taken.error);
  lock = taken.value;
});
afterAll(() => {
  lock.release();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  said = [];
  whenSaid = () => {};
  database = await host((sentence) => {
    said.push(sentence);
    whenSaid();
  });
});
afterEach(() => database.stop());

async function host(revive?: (sentence: string) => void): Promise<HostedDatabase> {
  const started = await hostDatabase({ dataFolder: folder, durable: false }, revive);
  if (!started.ok) throw new Error(started.error);
  return started.value;
}

const files = () => realpathSync(join(folder, "postgres"));
const firstProcess = () => Number.parseInt(readFileSync(join(files(), "postmaster.pid"), "utf8"), 10);

async function answers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: embeddedUrl(folder, database.port, "superuser", "postgres") });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query("select 1")).rowCount === 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

describe("a database that ends by itself", () => {
  it.each(["SIGKILL", "SIGINT"] as const)("is started again at the same address, after %s", async (signal) => {
    const before = firstProcess();
    process.kill(before, signal);
    await expect.poll(answers, { timeout: 60_000 }).toBe(true);
    expect(firstProcess()).not.toBe(before);
    expect(said).toEqual([startAgain]);
  });

  it("stays stopped when it was stopped, also in the middle of starting again", async () => {
    const told = new Promise<void>((resolve) => {
      whenSaid = resolve;
    });
    process.kill(firstProcess(), "SIGKILL");
    await told;
    await database.stop();
    await database.ended;
    expect(processesIn(files())).toEqual([]);
    expect(said).toEqual([startAgain]);
  });

  it("is given up when another program has its port by then, with the reason", async () => {
    const thief = createServer();
    whenSaid = () => {
      if (!thief.listening) thief.listen(database.port, "127.0.0.1");
    };
    for (const pid of processesIn(files())) process.kill(pid, "SIGKILL");
    await database.ended;
    expect(said).toEqual([startAgain, expect.stringMatching(/^PostgreSQL did not start: .*could not bind/)]);
    thief.close();
  });

  it("is given up when it dies again and again", async () => {
    for (let death = 1; death <= 6; death += 1) {
      const before = firstProcess();
      process.kill(before, "SIGKILL");
      if (death < 6) await expect.poll(answers, { timeout: 60_000 }).toBe(true);
    }
    await database.ended;
    expect(said).toEqual(Array.from({ length: 5 }, () => startAgain));
  });

  it("only ends where nobody asked for more", async () => {
    await database.stop();
    database = await host();
    process.kill(firstProcess(), "SIGKILL");
    await database.ended;
    expect(said).toEqual([]);
  });
});

it("starts though the left-over number is that of a process that ended and was not buried", async () => {
  await database.stop();
  // A shell starts a program, becomes another one, and so never asks what became of it.
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"]);
  try {
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const unburied = Number(line);
    await expect
      .poll(() => readFileSync(`/proc/${unburied}/stat`, "utf8").split(" ")[2], { timeout: 20_000 })
      .toBe("Z");
    const lines = [unburied, files(), 1700000000, 5432, "", "127.0.0.1", "", "ready"];
    writeFileSync(join(files(), "postmaster.pid"), `${lines.join("\n")}\n`);
    database = await host();
    expect(await answers()).toBe(true);
  } finally {
    parent.kill();
  }
});
