import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { writeWhole } from "./credentials.ts";
import type { Way } from "./identity.ts";
import { lockHolder } from "./lock.ts";

/** What a running instance tells other commands of the same data folder, in `instance.json`. */
export interface Instance {
  /** Process that holds the lock. */
  readonly pid: number;
  /** PostgreSQL's port on 127.0.0.1. */
  readonly port: number;
  readonly way: Way;
  /** Where it serves, once it does. */
  readonly url?: string;
}

export function writeInstance(dataFolder: string, instance: Instance): void {
  writeWhole(instanceFile(dataFolder), `${JSON.stringify(instance)}\n`);
}

export function removeInstance(dataFolder: string): void {
  rmSync(instanceFile(dataFolder), { force: true });
}

/** The instance that runs on the data folder now; what a dead process left there does not count. */
export function readInstance(dataFolder: string): Instance | undefined {
  const holder = lockHolder(dataFolder);
  if (holder === undefined) return undefined;
  try {
    const instance = JSON.parse(readFileSync(instanceFile(dataFolder), "utf8")) as Instance;
    return instance.pid === holder ? instance : undefined;
  } catch {
    // Not written yet.
    return undefined;
  }
}

/** Waits up to a minute until the process that holds the lock has its database running; undefined when it ends before. */
export async function awaitInstance(dataFolder: string): Promise<Instance | undefined> {
  for (const end = performance.now() + 60_000; performance.now() < end; await pause(50)) {
    const instance = readInstance(dataFolder);
    if (instance !== undefined || lockHolder(dataFolder) === undefined) return instance;
  }
  return undefined;
}

function instanceFile(dataFolder: string): string {
  return join(dataFolder, "instance.json");
}
