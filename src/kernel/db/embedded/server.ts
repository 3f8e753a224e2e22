import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { err, ok, type Result } from "../../result/index.ts";
import { serverEnvironment } from "./child.ts";
import type { Cluster } from "./cluster.ts";
import type { Way } from "./identity.ts";
import { processesIn } from "./living.ts";

export interface EmbeddedServer {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly way: Way;
  readonly pid: number;
  /** Settles when the server has ended, wanted or not. */
  readonly ended: Promise<void>;
  /** Ends sessions, writes everything down and waits until all its processes are gone. */
  stop(): Promise<void>;
}

const logLimit = 10 * 1024 * 1024;
const startTries = 5;
const startSeconds = 60;

/**
 * Starts PostgreSQL on 127.0.0.1, after ending one that an earlier process of ours left behind; on `samePort`, or else on a free one.
 * Only the holder of the data folder's lock may call it. `durable` false (tests only): nothing is flushed to disk.
 * Gives one sentence with the server's last words when it does not come up.
 */
export async function startPostgres(
  cluster: Cluster,
  dataFolder: string,
  durable = true,
  samePort?: number,
): Promise<Result<EmbeddedServer, string>> {
  await endLeftover(cluster.folder);
  const log = join(dataFolder, "postgres.log");
  if (existsSync(log) && statSync(log).size > logLimit) rmSync(log);
  for (let round = 1; ; round += 1) {
    const port = samePort ?? (await freePort());
    const offset = existsSync(log) ? statSync(log).size : 0;
    const child = launch(cluster, port, durable, log);
    if (await isReady(child, cluster.folder)) return ok(serverOf(child, port, cluster));
    const words = existsSync(log) ? readFileSync(log).subarray(offset).toString().trim() : "";
    // Between our look and the server's bind, another program may take the port.
    if (round < startTries && /could not (bind|create any TCP)/.test(words)) continue;
    return err(`PostgreSQL did not start: ${words.split("\n").slice(-5).join(" | ") || "it said nothing"}`);
  }
}

function launch(cluster: Cluster, port: number, durable: boolean, log: string): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }),
  };
  const args = ["-D", cluster.folder, "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const line = cluster.identity.server.run(cluster.binaries.postgres, args);
  const output = openSync(log, "a", 0o600);
  try {
    // Detached: Ctrl-C at the terminal reaches us only, and we end the database last.
    return spawn(line.command, line.args, {
      uid: line.uid,
      gid: line.gid,
      cwd: "/",
      env: serverEnvironment(),
      stdio: ["ignore", output, output],
      detached: true,
    });
  } finally {
    closeSync(output);
  }
}

/** True once the server takes connections, false when it ended before. Rejects after a minute. */
async function isReady(child: ChildProcess, folder: string): Promise<boolean> {
  let gone = false;
  child.once("error", () => {
    gone = true;
  });
  child.once("exit", () => {
    gone = true;
  });
  const file = join(folder, "postmaster.pid");
  for (const end = performance.now() + startSeconds * 1000; performance.now() < end; await pause(15)) {
    if (gone) return false;
    if (!existsSync(file)) continue;
    // PostgreSQL's own sign for pg_ctl: line 1 is its number, line 8 its state.
    const lines = readFileSync(file, "utf8").split("\n");
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
  }
  child.kill("SIGQUIT");
  return false;
}

function serverOf(child: ChildProcess, port: number, cluster: Cluster): EmbeddedServer {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  return {
    port,
    way: cluster.identity.way,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGQUIT"), 20_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/**
 * Ends the server that a process of ours, killed before it could, left running on this data folder.
 * Then removes its postmaster.pid: the number may belong to some other program by now, or to one that ended and whom nobody has buried yet,
 * and at both PostgreSQL would refuse to start.
 */
async function endLeftover(folder: string): Promise<void> {
  const file = join(folder, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    const left = processesIn(folder);
    if (left.length === 0) break;
    // Whose first process is dead has nobody to pass the wish on, and nothing in order to leave.
    const isHeadless = !left.includes(pid);
    if (isHeadless && signal === "SIGINT") continue;
    for (const each of isHeadless || signal === "SIGKILL" ? left : [pid]) endProcess(each, signal);
    for (const end = performance.now() + 10_000; performance.now() < end && processesIn(folder).length > 0; )
      await pause(50);
  }
  if (processesIn(folder).length === 0) rmSync(file, { force: true });
}

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
