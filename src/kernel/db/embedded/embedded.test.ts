import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startChild, type TestChild } from "../../../../test/support/child.ts";
import { binariesIn, makeLinks } from "./binaries.ts";
import { type ClusterOptions, makeCluster, openCluster } from "./cluster.ts";
import { embeddedUrl } from "./credentials.ts";
import { type HostedDatabase, hostDatabase, lockDataFolder } from "./host.ts";
import { chooseIdentity, giveTo, namedNumber, type Way } from "./identity.ts";
import { readInstance } from "./instance.ts";
import { processesIn } from "./living.ts";
import type { HeldLock } from "./lock.ts";
import { startPostgres } from "./server.ts";
import { copyForOrdinaryUser, installed } from "./test-home.ts";

// Real servers that flush to a real disk, while the other worker's tests do the same.
vi.setConfig({ testTimeout: 90_000 });

const asRoot = process.getuid?.() === 0;
const ordinary = { uid: 65534, gid: 65534 };
const ways: Way[] = ["self", "namespace", "capability", "dropped"];
const usable = await Promise.all(ways.map(async (way) => ({ way, holds: await holdsHere(way) })));
const rootWaysHold = asRoot && usable.every(({ way, holds }) => way === "self" || holds);

/** Real user number outside any namespace, and effective capabilities (2 = CAP_DAC_OVERRIDE). */
const expectedRights: Record<Way, { uid: number | undefined; capabilities: number }> = {
  self: { uid: process.getuid?.(), capabilities: 0 },
  namespace: { uid: 0, capabilities: 0 },
  capability: { uid: 65521, capabilities: 2 },
  dropped: { uid: 65521, capabilities: 0 },
};

let folder: string;
let outside: string;
let hosted: HostedDatabase[];
let locks: Map<string, HeldLock>;
/** A data folder made once, copied where a test is not about making it. */
let made: string;
let children: TestChild[];

/** Binaries below a folder that only root can enter, as in a checkout made by `git clone` in such a folder. */
let hidden: string;

beforeAll(async () => {
  hidden = mkdtempSync(join(tmpdir(), "balai-hidden-"));
  cpSync(installed().folder, join(hidden, "native"), { recursive: true, verbatimSymlinks: true });
  made = mkdtempSync(join(tmpdir(), "balai-made-"));
  const cluster = await makeCluster({ dataFolder: made, durable: false });
  if (!cluster.ok) throw new Error(cluster.error);
});
afterAll(() => {
  for (const place of [hidden, made]) rmSync(place, { recursive: true });
});

beforeEach(() => {
  // As mktemp -d makes it: nobody but its owner can enter.
  folder = join(mkdtempSync(join(tmpdir(), "balai-embedded-")), "data");
  outside = mkdtempSync(join(tmpdir(), "balai-outside-"));
  chmodSync(outside, 0o755);
  hosted = [];
  locks = new Map();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.process.kill("SIGKILL");
  await Promise.all([...hosted.map((each) => each.stop()), ...children.map((child) => child.ended)]);
  for (const lock of locks.values()) lock.release();
  await endAllIn(join(folder, "postgres"));
  rmSync(dirname(folder), { recursive: true });
  rmSync(outside, { recursive: true });
});

describe.each(usable)("way $way", ({ way, holds }) => {
  const options = (): ClusterOptions => ({
    dataFolder: folder,
    ways: [way],
    outside,
    durable: false,
    binaries: binariesIn(join(hidden, "native")),
  });

  it.skipIf(!holds)("starts, keeps its data over a restart, and leaves no process", async () => {
    expect(await makeCluster(options())).toMatchObject({ ok: true, value: { identity: { way } } });
    const first = await host(options());
    expect(await ask(first.port, "create table kept as select 7 as number")).toEqual([]);
    expect(serverRights()).toEqual(expectedRights[way]);
    await first.stop();
    expect(processesIn(realpathSync(join(folder, "postgres")))).toEqual([]);
    expect(readInstance(folder)).toBeUndefined();
    expect((await makeCluster(options())).ok).toBe(true);
    const second = await host(options());
    expect(await ask(second.port, "select number from kept")).toEqual([{ number: 7 }]);
  });
});

describe.skipIf(!rootWaysHold)("when the way changes between two starts", () => {
  const pairs: [Way, Way][] = [
    ["namespace", "dropped"],
    ["dropped", "capability"],
    ["capability", "namespace"],
  ];
  it.each(pairs)("the data goes over from %s to %s", async (from, to) => {
    const before = { dataFolder: folder, ways: [from], outside, durable: false };
    await makeCluster(before);
    const first = await host(before);
    await ask(first.port, "create table kept as select 7 as number");
    await first.stop();
    const second = await host({ ...before, ways: [to] });
    expect(await ask(second.port, "select number from kept")).toEqual([{ number: 7 }]);
  });
});

it.skipIf(!asRoot)("runs for an ordinary user", async () => {
  // Copied, because an ordinary user may not enter the folder of this checkout.
  const home = mkdtempSync(join(tmpdir(), "balai-ordinary-"));
  try {
    copyForOrdinaryUser(home);
    giveTo(home, ordinary);
    const data = join(home, "data");
    const child = startChild(join(home, "node"), [join(home, "src/kernel/db/embedded/host.child.ts"), data], {
      ...ordinary,
      cwd: home,
      env: { PATH: process.env["PATH"], HOME: home },
    });
    children.push(child);
    const { port, way } = JSON.parse(await child.line());
    expect(way).toBe("self");
    expect(await askAt(data, port, "select current_setting('fsync') as fsync")).toEqual([{ fsync: "on" }]);
    expect(statSync(join(data, "postgres")).uid).toBe(ordinary.uid);
    child.process.stdin.end();
    expect(await child.ended).toBe(0);
    expect(processesIn(join(data, "postgres"))).toEqual([]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

describe("what it keeps", () => {
  const options = (): ClusterOptions => ({ dataFolder: folder });

  it("is durable, listens on 127.0.0.1 only, and asks for a password", async () => {
    copyMade(folder);
    const { port } = await host(options());
    const names = ["fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "unix_socket_directories"];
    const rows = await ask(port, `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`);
    expect(rows).toEqual([
      {
        fsync: "on",
        synchronous_commit: "on",
        full_page_writes: "on",
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
      },
    ]);
    const wrong = new pg.Client({ connectionString: `postgres://postgres:wrong@127.0.0.1:${port}/postgres` });
    await expect(wrong.connect()).rejects.toThrow("password authentication failed");
  });

  it("keeps passwords and its port in files that only we can read", async () => {
    copyMade(folder);
    const { port } = await host(options());
    expect(readInstance(folder)).toEqual({ pid: process.pid, port, way: usable.find(({ holds }) => holds)?.way });
    for (const file of ["instance.json", "credentials/superuser", "credentials/owner", "credentials/app"])
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(["credentials", "instance.json", "lock", "postgres", "postgres.log"]);
  });

  it("tells other commands where it serves", async () => {
    copyMade(folder);
    const database = await host(options());
    database.announce("http://localhost:8080");
    expect(readInstance(folder)).toMatchObject({ port: database.port, url: "http://localhost:8080" });
  });

  it("refuses a data folder of another PostgreSQL", async () => {
    copyMade(folder);
    writeFileSync(join(folder, "postgres", "PG_VERSION"), "17\n");
    expect(await openCluster({ dataFolder: folder })).toMatchObject({
      ok: false,
      error: /of PostgreSQL 17, this is 18/,
    });
  });

  it("starts afresh after a first start that was killed half-way", async () => {
    mkdirSync(join(folder, "postgres.new", "base"), { recursive: true });
    expect((await makeCluster({ dataFolder: folder, durable: false })).ok).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["credentials", "postgres"]);
  });
});

describe("after a crash", () => {
  it("the database ends with its killed host, and what was committed is there at the next start", async () => {
    copyMade(folder);
    const child = hostInChild();
    const { port } = JSON.parse(await child.line());
    await askAt(folder, port, "create table kept as select 7 as number");
    child.process.kill("SIGKILL");
    await child.ended;
    const database = await host({ dataFolder: folder });
    expect(await ask(database.port, "select number from kept")).toEqual([{ number: 7 }]);
  });

  it("a server left running by a killed host is ended first", async () => {
    copyMade(folder);
    const cluster = await openCluster({ dataFolder: folder });
    if (!cluster.ok) throw new Error(cluster.error);
    const left = await startPostgres(cluster.value, folder);
    if (!left.ok) throw new Error(left.error);
    await ask(left.value.port, "create table kept as select 7 as number");
    const database = await host({ dataFolder: folder });
    await left.value.ended;
    expect(await ask(database.port, "select number from kept")).toEqual([{ number: 7 }]);
  });

  it("what was committed survives a kill -9 of the server itself", async () => {
    copyMade(folder);
    const cluster = await openCluster({ dataFolder: folder });
    if (!cluster.ok) throw new Error(cluster.error);
    const crashed = await startPostgres(cluster.value, folder);
    if (!crashed.ok) throw new Error(crashed.error);
    await ask(crashed.value.port, "create table kept as select 7 as number");
    for (const pid of processesIn(cluster.value.folder)) process.kill(pid, "SIGKILL");
    await crashed.value.ended;
    const database = await host({ dataFolder: folder });
    expect(await ask(database.port, "select number from kept")).toEqual([{ number: 7 }]);
  });

  it("starts though the left-over number belongs to another program now", async () => {
    copyMade(folder);
    const stranger = spawn("sleep", ["60"]);
    try {
      const data = join(folder, "postgres");
      const lines = [stranger.pid, data, 1700000000, 5432, "", "127.0.0.1", "", "ready"];
      writeFileSync(join(data, "postmaster.pid"), `${lines.join("\n")}\n`);
      const database = await host({ dataFolder: folder, durable: false });
      expect(await ask(database.port, "select 1 as one")).toEqual([{ one: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });
});

it("two databases run side by side", async () => {
  const other = `${folder}-2`;
  copyMade(folder);
  copyMade(other);
  const first = await host({ dataFolder: folder, durable: false });
  const second = await host({ dataFolder: other, durable: false });
  expect(first.port).not.toBe(second.port);
  const where = "select current_setting('data_directory') as folder";
  expect(await ask(first.port, where)).toEqual([{ folder: join(folder, "postgres") }]);
  expect(await askAt(other, second.port, where)).toEqual([{ folder: join(other, "postgres") }]);
});

it("says what each way answered when none holds", async () => {
  const broken = { ...installed(), postgres: "/nowhere/postgres" };
  const chosen = await chooseIdentity(broken, folder, ["self"]);
  expect(chosen).toMatchObject({ ok: false, error: /cannot be run by this user in .* \(self: / });
});

it("makes the links that npm cannot pack, when the package's own script did not run", () => {
  const copy = join(folder, "native");
  mkdirSync(join(copy, "lib"), { recursive: true });
  writeFileSync(join(copy, "lib", "liba.so.1"), "");
  const links = [{ source: "native/lib/liba.so.1", target: "native/lib/liba.so" }];
  writeFileSync(join(copy, "pg-symlinks.json"), JSON.stringify(links));
  makeLinks(copy);
  makeLinks(copy);
  expect(realpathSync(join(copy, "lib", "liba.so"))).toBe(realpathSync(join(copy, "lib", "liba.so.1")));
});

it("finds an ordinary user with a name on machines without nobody", () => {
  expect(namedNumber("root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n")).toBe(65534);
  expect(namedNumber("root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\n")).toBe(1);
});

function copyMade(dataFolder: string): void {
  cpSync(made, dataFolder, { recursive: true });
  // cpSync keeps the modes of files but not those of folders.
  for (const path of [dataFolder, join(dataFolder, "postgres")]) chmodSync(path, 0o700);
}

async function host(options: ClusterOptions): Promise<HostedDatabase> {
  if (!locks.has(options.dataFolder)) {
    const lock = lockDataFolder(options.dataFolder);
    if (!lock.ok) throw new Error(lock.error);
    locks.set(options.dataFolder, lock.value);
  }
  const started = await hostDatabase(options);
  if (!started.ok) throw new Error(started.error);
  hosted.push(started.value);
  return started.value;
}

function hostInChild(): TestChild {
  const child = startChild(process.execPath, [join(import.meta.dirname, "host.child.ts"), folder]);
  children.push(child);
  return child;
}

function ask(port: number, sql: string): Promise<Record<string, unknown>[]> {
  return askAt(folder, port, sql);
}

async function askAt(dataFolder: string, port: number, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: embeddedUrl(dataFolder, port, "superuser", "postgres") });
  // The server may end under us, as some of these tests want.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What the server that runs on `folder` may do, as the kernel sees it. */
function serverRights(): { uid: number; capabilities: number } {
  const [pid] = readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1] ?? "";
  return { uid: Number(field("Uid")), capabilities: Number.parseInt(field("CapEff"), 16) };
}

/** Whether this machine has what the way needs: its kernel may forbid namespaces, a container capabilities. */
async function holdsHere(way: Way): Promise<boolean> {
  if (way === "dropped") return asRoot;
  const place = mkdtempSync(join(tmpdir(), "balai-probe-"));
  try {
    return (await chooseIdentity(installed(), place, [way])).ok;
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What host.child.ts needs, with its own Node; the binaries as npm unpacks them, before their links are made. */
async function endAllIn(place: string): Promise<void> {
  if (!existsSync(place)) return;
  for (const pid of processesIn(realpathSync(place))) process.kill(pid, "SIGKILL");
  await expect.poll(() => processesIn(realpathSync(place)), { timeout: 10_000 }).toEqual([]);
}
