import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * A mark that tells a process from a later one that got the same number: its start time, with the machine's boot.
 * Undefined when no such process lives.
 */
export function processMark(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in parentheses may hold spaces and parentheses itself: count from the last one. Field 22 is the start.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z" || fields[0] === "X") return undefined;
      return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return listed.stdout?.trim() || undefined;
}

/** The numbers of all processes that work in `folder`: PostgreSQL's own do all work in their data folder. */
export function processesIn(folder: string): number[] {
  if (process.platform !== "linux") {
    const listed = spawnSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).stdout ?? "";
    return listed
      .split("\n")
      .filter((entry) => entry.includes(`-D ${folder}`))
      .map((entry) => Number.parseInt(entry, 10));
  }
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readlinkSync(`/proc/${name}/cwd`) === folder) found.push(Number(name));
    } catch {
      // Ended meanwhile, or another user's: not ours.
    }
  }
  return found;
}
