import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

/** Where and on what a bench ran: figures mean nothing without it. */
export interface Machine {
  readonly date: string;
  readonly commit: string;
  /** Files of the checkout differ from the commit. */
  readonly changed: boolean;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryMb: number;
  /** Mean number of running programs over the last minute, before the bench began; above the cores: others disturb. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  return {
    date: new Date().toISOString(),
    commit: git("rev-parse", "HEAD"),
    changed: git("status", "--porcelain", "--", "src", "package-lock.json", "bench") !== "",
    node: process.version,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    loadBefore: currentLoad(),
  };
}

/** Load average of the last minute. */
export function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
