import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startChild, type TestChild } from "../../test/support/child.ts";
import { emptyDatabase } from "../../test/support/empty-database.ts";
import { projectRoot } from "../kernel/config/index.ts";

// Each start makes or opens a real database, and the first one builds the program.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** A small app behind the real command line: answers with what its database role can see. */
const smallApp = `
import { createServer } from "node:http";
import type { Assembled } from "./kernel/assemble.ts";
import type { Config } from "./kernel/config/index.ts";
import { openDatabase } from "./kernel/db/index.ts";

interface Deps { config: Config; databaseUrl: string; progress: (sentence: string) => void }

/** What other commands put together: here they have nothing to do. */
export async function buildApp(_deps: unknown): Promise<Pick<Assembled, "app" | "kernel" | "sequencer" | "close">> {
  throw new Error("the small app has no kernel");
}
export async function seed(_kernel: unknown, _progress: (sentence: string) => void): Promise<void> {}

export async function startServer(deps: Deps) {
  deps.progress("Loading …");
  if (process.env["LOADS_FOR_EVER"] !== undefined) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  const database = openDatabase(deps.databaseUrl);
  const server = createServer(async (_request, response) => {
    const found = await database.pool.query("select current_user as role, count(*) as migrations from migration.applied");
    response.end(JSON.stringify({ ...found.rows[0], owner: process.env["DATABASE_OWNER_URL"] ?? null }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(deps.config.port, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    url: "http://127.0.0.1:" + port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await database.close();
    },
  };
}
`;

/** A checkout with the small app, in a folder that only its owner can enter. */
let checkout: string;
let data: string;
let children: TestChild[];

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), "balai-checkout-"));
  const top = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "vite.config.ts",
    "vite.one-file.config.ts",
  ];
  for (const name of [...top, "scripts", "bin"])
    cpSync(join(projectRoot, name), join(checkout, name), { recursive: true });
  cpSync(join(projectRoot, "src"), join(checkout, "src"), {
    recursive: true,
    filter: (path) => !/\.(test|child)\.tsx?$|\/test-[^/]*\.ts$/.test(path) && basename(path) !== "app.ts",
  });
  writeFileSync(join(checkout, "src", "app.ts"), smallApp);
  symlinkSync(join(projectRoot, "node_modules"), join(checkout, "node_modules"));
});
afterAll(() => rmSync(checkout, { recursive: true }));

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "balai-data-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.process.kill("SIGTERM");
  await Promise.all(children.map((child) => child.ended));
  rmSync(data, { recursive: true });
});

function run(args: readonly string[], settings: Record<string, string> = {}): TestChild {
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, ...rest } = process.env;
  // Detached: a process group of its own, as at a terminal.
  const options = { cwd: checkout, env: { ...rest, PORT: "0", BALAI_DATA: data, ...settings }, detached: true };
  const child = startChild("node", args, options);
  children.push(child);
  return child;
}

/** Starts an instance; gives it with its address. */
async function start(settings: Record<string, string> = {}): Promise<{ child: TestChild; url: string }> {
  const child = run(["scripts/start.mjs"], settings);
  const said = await child.lineWith("Balai serves at ");
  return { child, url: /http:\S+/.exec(said)?.[0] ?? "" };
}

async function look(url: string): Promise<{ role: string; migrations: number; owner: string | null }> {
  return (await fetch(url)).json();
}

describe("npm start", () => {
  it("builds, makes the database, migrates, serves as the app's role, and ends cleanly on Ctrl-C", async () => {
    const { child, url } = await start();
    for (const sentence of ["Building …", "Making the database in", "Starting the database …", "migrations."])
      expect(child.output()).toContain(sentence);
    const seen = await look(url);
    expect(seen.role).toBe("balai_app");
    expect(seen.migrations).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(join(data, "instance.json"), "utf8"))).toMatchObject({ url });
    // As the terminal does it: to the whole group at once.
    process.kill(-(child.process.pid ?? 0), "SIGINT");
    expect(await child.ended).toBe(0);
    expect(child.output()).toContain("Stopped.");
    expect(readdirSync(data).sort()).toEqual(["credentials", "postgres", "postgres.log"]);
    expect(existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
  });

  it("builds and makes nothing a second time", async () => {
    const first = await start();
    first.child.process.kill("SIGTERM");
    expect(await first.child.ended).toBe(0);
    const begin = performance.now();
    const second = await start();
    expect(second.child.output()).not.toMatch(/Building|Making|Applied/);
    expect(second.child.output()).toContain("The database is up to date.");
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it("refuses a second start on the same data, and runs beside one on other data", async () => {
    const first = await start();
    const second = run(["scripts/start.mjs"]);
    expect(await second.ended).toBe(1);
    const holder = JSON.parse(readFileSync(join(data, "lock"), "utf8")).pid;
    expect(second.output()).toContain(`Balai is running already on ${data} (process ${holder}).`);
    const beside = await start({ BALAI_DATA: join(data, "other") });
    expect(await look(beside.url)).toEqual(await look(first.url));
    beside.child.process.kill("SIGINT");
    expect(await beside.child.ended).toBe(0);
    expect((await look(first.url)).role).toBe("balai_app");
  });

  it("starts again after kill -9 of the server", async () => {
    const first = await start();
    const { pid } = JSON.parse(readFileSync(join(data, "lock"), "utf8"));
    process.kill(pid, "SIGKILL");
    await first.child.ended;
    expect(existsSync(join(data, "lock"))).toBe(true);
    const second = await start();
    expect((await look(second.url)).role).toBe("balai_app");
  });

  it("stops cleanly when the program that started it is killed", async () => {
    const { child } = await start();
    const { pid } = JSON.parse(readFileSync(join(data, "lock"), "utf8"));
    expect(pid).not.toBe(child.process.pid);
    child.process.kill("SIGKILL");
    await expect.poll(() => existsSync(join(data, "lock")), { timeout: 30_000 }).toBe(false);
    expect(existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
  });

  it.each([
    ["Making the database in", {}],
    ["Loading …", { LOADS_FOR_EVER: "1" }],
  ])("ends cleanly when it is stopped at '%s', and starts again", async (sentence, settings) => {
    const broken = run(["scripts/start.mjs"], settings);
    await broken.lineWith(sentence);
    broken.process.kill("SIGTERM");
    expect(await broken.ended).toBe(0);
    expect(existsSync(join(data, "lock"))).toBe(false);
    expect(existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
    const again = await start();
    expect((await look(again.url)).role).toBe("balai_app");
  });

  it("says that its port is taken", async () => {
    const first = await start();
    const other = run(["scripts/start.mjs"], { BALAI_DATA: join(data, "other"), PORT: new URL(first.url).port });
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain("Another program serves on this port already");
  });

  it("says each wrong setting and ends with code 2", async () => {
    const child = run(["scripts/start.mjs"], { PORT: "eighty", BALAI_ENV: "test" });
    expect(await child.ended).toBe(2);
    expect(child.output()).toContain('PORT is "eighty"');
    expect(child.output()).toContain('BALAI_ENV is "test"');
  });
});

describe("with a PostgreSQL of one's own", () => {
  it("migrates as the owner first and serves without the owner's password", async () => {
    const database = await emptyDatabase();
    try {
      const before = run(["bin/balai.mjs", "start"], { DATABASE_URL: database.url });
      expect(await before.ended).toBe(1);
      expect(before.output()).toContain("run `balai migrate` with DATABASE_OWNER_URL first");
      const wrong = { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl };
      const holding = run(["bin/balai.mjs", "start"], wrong);
      expect(await holding.ended).toBe(2);
      expect(holding.output()).toContain("DATABASE_OWNER_URL is for `balai migrate` only");
      const { child, url } = await start(wrong);
      expect(await look(url)).toMatchObject({ role: "balai_app", owner: null });
      child.process.kill("SIGTERM");
      expect(await child.ended).toBe(0);
      expect(readdirSync(data)).toEqual([]);
    } finally {
      await database.close();
    }
  });
});

describe("balai", () => {
  it("lists its commands, tells its version, and refuses others", async () => {
    const help = run(["bin/balai.mjs", "help"]);
    expect(await help.ended).toBe(0);
    expect(help.output()).toMatch(/start +Starts everything.*\n +migrate /);
    const version = run(["bin/balai.mjs", "version"]);
    expect(await version.line()).toBe(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version);
    const unknown = run(["bin/balai.mjs", "constructor"]);
    expect(await unknown.ended).toBe(2);
    expect(unknown.output()).toContain("There is no command constructor.");
  });

  it("migrates by itself, and beside a running instance", async () => {
    const alone = run(["bin/balai.mjs", "migrate"]);
    expect(await alone.ended).toBe(0);
    expect(alone.output()).toMatch(/Applied (\d+) of \1 migrations/);
    expect(readdirSync(data).sort()).toEqual(["credentials", "postgres", "postgres.log"]);
    await start();
    const beside = run(["bin/balai.mjs", "migrate"]);
    expect(await beside.ended).toBe(0);
    expect(beside.output()).toContain("The database is up to date.");
  });
});
