import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { memoryEnvironment, memoryFlags } from "../../bin/memory.mjs";
import { ensureBuilt, pinnedNode, root } from "../../scripts/setup.mjs";
import { processesIn } from "../../src/kernel/db/embedded/living.ts";
import { logFolder, prepareRunFolder } from "../../test/results.ts";

export interface ServerOptions {
  /** A data folder of an earlier server, to start again on it; a fresh one in the temporary folder if left out. */
  readonly dataFolder?: string;
  /** Settings beside PORT, BALAI_DATA and BALAI_URL. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take until it is ready, in ms; a fresh data folder is made and filled with the demo in that time. */
  readonly readyWithin?: number;
}

export interface RunningServer {
  readonly url: string;
  readonly dataFolder: string;
  readonly pid: number;
  /** All it has printed so far. */
  logs(): string;
  /** Ends it as Ctrl-C does; throws when it does not end within 30 s or ends with a fault. The data folder stays. */
  stop(): Promise<void>;
  /** Ends the serving process at once, as a crash does; its PostgreSQL may live on. The data folder stays. */
  kill9(): Promise<void>;
  /** Ends its PostgreSQL at once, as a crash does; the serving process lives on. */
  killDatabase(): void;
  /** Ends it and its PostgreSQL at once, as when the machine kills everything. The data folder stays. */
  kill9All(): Promise<void>;
  /** Ends whatever still runs and deletes the data folder. */
  remove(): Promise<void>;
}

let started = 0;

/**
 * Starts the built program (built first if the sources changed) as a process of its own and waits until /readyz says 200.
 * What it prints is kept in `.balai-test/logs`, where `npm test` looks for personal data. Throws with its last lines
 * when it ends or does not become ready in time.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  ensureBuilt();
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "balai-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  prepareRunFolder();
  mkdirSync(logFolder, { recursive: true });
  started += 1;
  const logFile = join(logFolder, `server-${process.pid}-${started}.log`);
  const log = openSync(logFile, "a");
  // The channel lets the server notice that this process is gone, so that nothing outlives a broken run.
  const child = spawn(pinnedNode, [...memoryFlags, join(root, "dist/main.js"), "start"], {
    cwd: root,
    stdio: ["ignore", log, log, "ipc"],
    env: {
      ...memoryEnvironment,
      ...inherited(),
      PORT: String(port),
      BALAI_URL: url,
      BALAI_DATA: dataFolder,
      ...options.env,
    },
  });
  closeSync(log);
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  const server = control(child, exited, { url, dataFolder, logFile });
  try {
    await untilReady(server, exited, options.readyWithin ?? 150_000);
  } catch (fault) {
    await (options.dataFolder === undefined ? server.remove() : server.kill9());
    throw fault;
  }
  return server;
}

function control(
  child: ChildProcess,
  exited: Promise<number | NodeJS.Signals | null>,
  where: { url: string; dataFolder: string; logFile: string },
): RunningServer {
  let kept: string | undefined;
  const logs = (): string => kept ?? readFileSync(where.logFile, "utf8");
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill9 = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  const killDatabase = (): void => {
    for (const pid of processesIn(realpathSync(join(where.dataFolder, "postgres")))) endNow(pid);
  };
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const code = await within(30_000, exited);
    if (code === "late") {
      await kill9();
      throw new Error(`the server did not stop within 30 s:\n${lastLines(logs())}`);
    }
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${lastLines(logs())}`);
  };
  return {
    url: where.url,
    dataFolder: where.dataFolder,
    pid: child.pid ?? 0,
    logs,
    stop,
    kill9,
    killDatabase,
    async kill9All() {
      killDatabase();
      await kill9();
    },
    async remove() {
      kept = logs();
      if (isRunning()) await stop().catch(kill9);
      await endPostgres(where.dataFolder);
      rmSync(where.dataFolder, { recursive: true, force: true });
    },
  };
}

async function untilReady(
  server: RunningServer,
  exited: Promise<number | NodeJS.Signals | null>,
  readyWithin: number,
): Promise<void> {
  const deadline = performance.now() + readyWithin;
  while (performance.now() < deadline) {
    if (await isReady(server.url)) return;
    const code = await within(100, exited);
    if (code !== "late")
      throw new Error(`the server ended (${code}) before it was ready:\n${lastLines(server.logs())}`);
  }
  throw new Error(`the server was not ready within ${readyWithin / 1000} s:\n${lastLines(server.logs())}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** A PostgreSQL that outlived its killed server would keep the folder alive; it is known by the folder in its command line. */
async function endPostgres(dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return;
  for (const file of readdirSync(dataFolder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith("postmaster.pid")) continue;
    const pid = Number(readFileSync(join(dataFolder, file), "utf8").split("\n")[0]);
    while (isOurs(pid, dataFolder)) {
      try {
        process.kill(pid, "SIGQUIT");
      } catch {
        break;
      }
      await pause(50);
    }
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended meanwhile.
  }
}

function isOurs(pid: number, dataFolder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataFolder);
  } catch {
    return false;
  }
}

/** The environment without what is about this run or another instance. */
function inherited(): NodeJS.ProcessEnv {
  const foreign = /^(BALAI_|VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$|DATABASE_|PORT$|TRUST_PROXY$|SMTP_URL$|PUBSUB_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function within<T>(ms: number, settled: Promise<T>): Promise<T | "late"> {
  const abort = new AbortController();
  try {
    return await Promise.race([settled, pause(ms, "late" as const, { signal: abort.signal })]);
  } finally {
    abort.abort();
  }
}

function lastLines(text: string): string {
  return text.split("\n").slice(-40).join("\n");
}
