import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureBuilt, pinnedNode, root } from "../../scripts/setup.mjs";
import { startChild } from "../../test/support/child.ts";
import { type EmptyDatabase, emptyDatabase } from "../../test/support/empty-database.ts";
import { type Config, readConfig } from "../kernel/config/index.ts";
import { migrateCommand } from "./migrate.ts";
import { officeCommand } from "./office.ts";

let database: EmptyDatabase;
let folder: string;
let said: string[];
const config = (env: Readonly<Record<string, string>>): Config => {
  const read = readConfig({ BALAI_DATA: join(folder, "data"), ...env });
  if (!read.ok) throw new Error(read.error.join("\n"));
  return read.value;
};

beforeAll(async () => {
  ensureBuilt();
  database = await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "balai-restoring-"));
  // As a killed restore leaves it: migrated, marked, without rows.
  vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await migrateCommand(config({ DATABASE_OWNER_URL: database.ownerUrl }), [])).toBe(0);
  await database.query(database.ownerUrl, "create schema restoring");
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  said = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

describe("on a database whose restore was broken off", () => {
  it.each([
    ["migrate", migrateCommand, "DATABASE_OWNER_URL"],
    ["office list", officeCommand, "DATABASE_URL"],
  ] as const)("%s refuses, says what to do, and changes nothing", async (name, command, setting) => {
    const url = setting === "DATABASE_URL" ? database.url : database.ownerUrl;
    expect(await command(config({ [setting]: url }), name.split(" ").slice(1))).toBe(1);
    expect(said).toEqual([expect.stringContaining("run `balai restore` again")]);
    expect(await database.query(database.ownerUrl, "select 1 from regions.region limit 1")).toEqual([]);
  });

  it("start refuses, too", async () => {
    const child = startChild(pinnedNode, [join(root, "dist/main.js"), "start"], {
      env: { PATH: process.env["PATH"], PORT: "0", BALAI_DATA: join(folder, "data"), DATABASE_URL: database.url },
    });
    expect(await child.ended).toBe(1);
    expect(child.output()).toContain("run `balai restore` again");
  });

  it("all is well once the mark is gone", async () => {
    await database.query(database.ownerUrl, "drop schema restoring");
    vi.spyOn(console, "log").mockImplementation(() => {});
    expect(await migrateCommand(config({ DATABASE_OWNER_URL: database.ownerUrl }), [])).toBe(0);
    expect(said).toEqual([]);
  });
});
