import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild, type TestChild } from "../../../../test/support/child.ts";
import { processMark } from "./living.ts";
import { lockHolder, takeLock } from "./lock.ts";

let folder: string;
let children: TestChild[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "balai-lock-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.process.kill("SIGKILL");
  await Promise.all(children.map((child) => child.ended));
  rmSync(folder, { recursive: true });
});

function other(): TestChild {
  const child = startChild(process.execPath, [join(import.meta.dirname, "lock.child.ts"), folder]);
  children.push(child);
  return child;
}

it("is held by one process and free again after its release", () => {
  const first = takeLock(folder);
  expect(first.ok).toBe(true);
  expect(lockHolder(folder)).toBe(process.pid);
  expect(takeLock(folder)).toEqual({ ok: false, error: process.pid });
  if (first.ok) first.value.release();
  expect(lockHolder(folder)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  const second = takeLock(folder);
  expect(second.ok).toBe(true);
});

it("names the other process that holds it, and is taken over once that was killed", async () => {
  const child = other();
  expect(await child.line()).toBe("held");
  expect(takeLock(folder)).toEqual({ ok: false, error: child.process.pid });
  child.process.kill("SIGKILL");
  await child.ended;
  expect(readdirSync(folder)).toEqual(["lock"]);
  expect(lockHolder(folder)).toBeUndefined();
  expect(takeLock(folder).ok).toBe(true);
});

it("is taken over when its process's number now belongs to another one", () => {
  const mark = processMark(process.pid);
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: process.pid, mark: `${mark}0` }));
  expect(lockHolder(folder)).toBeUndefined();
  expect(takeLock(folder).ok).toBe(true);
  expect(readFileSync(join(folder, "lock"), "utf8")).toBe(JSON.stringify({ pid: process.pid, mark }));
});

it("covers processes that its holder started", async () => {
  const held = takeLock(folder);
  const child = other();
  expect(await child.line()).toBe("held");
  child.process.stdin.end();
  expect(await child.ended).toBe(0);
  expect(lockHolder(folder)).toBe(process.pid);
  if (held.ok) held.value.release();
});

it("goes to exactly one of many that find a dead lock at once", async () => {
  for (let round = 0; round < 3; round += 1) {
    writeFileSync(join(folder, "lock"), JSON.stringify({ pid: 2 ** 22 - 1, mark: "dead" }));
    const rivals = Array.from({ length: 6 }, other);
    const said = await Promise.all(rivals.map((rival) => rival.line()));
    expect(said.filter((line) => line === "held")).toHaveLength(1);
    for (const rival of rivals) rival.process.stdin.end();
    await Promise.all(rivals.map((rival) => rival.ended));
  }
});
