import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program of the bench in a process of its own, so that it shares no event loop with what it measures. */
export interface BenchChild<Said> {
  readonly pid: number;
  /** The first thing it says. Rejects when it ends without saying anything. */
  readonly said: Promise<Said>;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts `bench/<file>` with `input` as its only argument, in JSON. It answers by `process.send`. */
export function startChild<Said>(file: string, input: unknown): BenchChild<Said> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", file), JSON.stringify(input)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = endOf(child);
  const said = new Promise<Said>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Said));
    ended.then((code) => reject(new Error(`${file} ended (${code}) without a word`)));
  });
  said.catch(() => {});
  return {
    pid: child.pid ?? 0,
    said,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs `bench/<file>` and gives the one thing it says. */
export async function runChild<Said>(file: string, input: unknown): Promise<Said> {
  const child = startChild<Said>(file, input);
  try {
    return await child.said;
  } finally {
    await child.stop();
  }
}

export function endOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
}

/** Seconds of processor time that a process has used so far, all its living threads together. */
export function processorSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  // The first of three numbers: nanoseconds on a processor.
  const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return times.reduce((sum, time) => sum + Number(time), 0) / 1e9;
}

/** Bytes of memory that a process holds now (RSS). */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? Number.NaN) * 1024;
}

/** What `work` gives, and the seconds of processor time that `pid` used meanwhile. */
export async function watched<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ value: T; processorSeconds: number; cores: number }> {
  const before = processorSeconds(pid);
  const start = performance.now();
  const value = await work();
  const used = processorSeconds(pid) - before;
  return { value, processorSeconds: used, cores: used / ((performance.now() - start) / 1000) };
}
