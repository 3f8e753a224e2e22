import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "../../result/index.ts";
import { processMark } from "./living.ts";

export interface HeldLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly mark: string;
}

/**
 * Takes the data folder for this process alone, until `release` or the process's end, however it ends: a lock whose
 * process is dead, or whose number belongs to a later process, is taken over. Gives the holder's number when it lives.
 * A process started by the holder works under the holder's lock.
 */
export function takeLock(dataFolder: string): Result<HeldLock, number> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = lockFile(dataFolder);
  const mine = JSON.stringify({ pid: process.pid, mark: processMark(process.pid) });
  const draft = `${file}.${process.pid}.new`;
  for (;;) {
    writeFileSync(draft, mine, { mode: 0o600 });
    try {
      // A link appears whole or not at all, and never over another file.
      linkSync(draft, file);
      return ok({ release: () => releaseIfHeld(file, mine) });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const seen = readIfThere(file);
    const holder = livingHolder(seen);
    if (holder === process.ppid) return ok({ release: () => {} });
    if (holder !== undefined) return err(holder);
    if (seen !== undefined) setAside(file, seen);
  }
}

/** The number of the living process that holds the data folder, if any. */
export function lockHolder(dataFolder: string): number | undefined {
  return livingHolder(readIfThere(lockFile(dataFolder)));
}

/** Removes a dead lock; when another process was quicker and the lock is by now its own, puts it back. */
function setAside(file: string, seen: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== seen) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function livingHolder(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { pid, mark } = JSON.parse(text) as Holder;
  return mark !== undefined && processMark(pid) === mark ? pid : undefined;
}

function releaseIfHeld(file: string, mine: string): void {
  if (readIfThere(file) === mine) rmSync(file, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function lockFile(dataFolder: string): string {
  return join(dataFolder, "lock");
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
