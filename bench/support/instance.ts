import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { memoryEnvironment, memoryFlags } from "../../bin/memory.mjs";
import { ensureBuilt, root } from "../../scripts/setup.mjs";
import { endOf } from "./child.ts";

/** A running Balai with the demo in it, started as `npm start` starts it. */
export interface Instance {
  readonly url: string;
  /** The serving process. */
  readonly pid: number;
  /** Of the database, role balai_app. */
  readonly databaseUrl: string;
  readonly database: pg.Client;
  /** Holds the serving process still, so that it takes nothing from what runs meanwhile. */
  hold(): void;
  letGo(): void;
  /** Stops it as Ctrl-C does and deletes its data. */
  remove(): Promise<void>;
}

const readyMs = 180_000;

/**
 * Builds what changed, then starts a fresh instance: durable (fsync and synchronous commit as PostgreSQL's own settings have it), log at the
 * level of production, limits and accounts on. A proxy in front is believed, so that clients have addresses of their own.
 */
export async function startInstance(): Promise<Instance> {
  ensureBuilt();
  const dataFolder = mkdtempSync(join(tmpdir(), "balai-bench-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(dataFolder, { recursive: true });
  const logFile = join(dataFolder, "balai.log");
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [...memoryFlags, join(root, "dist/main.js"), "start"], {
    cwd: root,
    stdio: ["ignore", log, log, "ipc"],
    env: {
      ...memoryEnvironment,
      ...inherited(),
      PORT: String(port),
      BALAI_URL: url,
      BALAI_DATA: dataFolder,
      BALAI_LOG: "info",
      TRUST_PROXY: "1",
    },
  });
  closeSync(log);
  const ended = endOf(child);
  const remove = async () => {
    child.kill("SIGCONT");
    child.kill("SIGTERM");
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, () => child.exitCode ?? child.signalCode, logFile);
    const databaseUrl = appUrl(dataFolder);
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    await expectDurable(database);
    return {
      url,
      pid: child.pid ?? 0,
      databaseUrl,
      database,
      hold: () => void child.kill("SIGSTOP"),
      letGo: () => void child.kill("SIGCONT"),
      async remove() {
        await database.end();
        await remove();
      },
    };
  } catch (fault) {
    await remove();
    throw fault;
  }
}

async function untilReady(url: string, ended: () => number | NodeJS.Signals | null, logFile: string): Promise<void> {
  for (const end = performance.now() + readyMs; performance.now() < end; await pause(100)) {
    if (ended() !== null) throw new Error(`Balai ended (${ended()}):\n${readFileSync(logFile, "utf8").slice(-4000)}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
  }
  throw new Error(`Balai was not ready within ${readyMs / 1000} s`);
}

function appUrl(dataFolder: string): string {
  const { port } = JSON.parse(readFileSync(join(dataFolder, "instance.json"), "utf8")) as { port: number };
  const password = readFileSync(join(dataFolder, "credentials", "app"), "utf8").trim();
  return `postgres://balai_app:${password}@127.0.0.1:${port}/balai`;
}

/** A bench of a database that may forget is worth nothing. */
async function expectDurable(database: pg.Client): Promise<void> {
  const found = await database.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
  );
  for (const { name, setting } of found.rows) if (setting !== "on") throw new Error(`${name} is ${setting}`);
}

/** The environment without what is about another instance. */
function inherited(): NodeJS.ProcessEnv {
  const foreign = /^(BALAI_|NODE_OPTIONS$|DATABASE_|PORT$|TRUST_PROXY$|SMTP_URL$|PUBSUB_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const bound = probe.address();
      probe.close(() => resolve(typeof bound === "object" && bound !== null ? bound.port : 0));
    });
  });
}
