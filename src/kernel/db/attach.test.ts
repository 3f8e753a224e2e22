import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { emptyDatabase } from "../../../test/support/empty-database.ts";
import { withDatabaseUrl } from "./attach.ts";
import { openDatabase } from "./database.ts";
import { lockHolder } from "./embedded/lock.ts";

vi.setConfig({ testTimeout: 90_000 });

const none = { databaseUrl: undefined, databaseOwnerUrl: undefined };
let dataFolder: string;
beforeEach(() => {
  dataFolder = join(mkdtempSync(join(tmpdir(), "balai-attach-")), "data");
});
afterEach(() => rmSync(join(dataFolder, ".."), { recursive: true }));

async function who(url: string): Promise<unknown> {
  const database = openDatabase(url, 1);
  try {
    return (await database.pool.query("select current_user as role, current_database() as database")).rows[0];
  } finally {
    await database.close();
  }
}

it("starts the embedded database for one work, shares it with others meanwhile, and stops it after", async () => {
  const settings = { dataFolder, ...none };
  const seen = await withDatabaseUrl(settings, "app", async (app) => {
    const meanwhile = await withDatabaseUrl(settings, "owner", who);
    return [await who(app), meanwhile];
  });
  const owner = { ok: true, value: { role: "balai_owner", database: "balai" } };
  expect(seen).toEqual({ ok: true, value: [{ role: "balai_app", database: "balai" }, owner] });
  expect(lockHolder(dataFolder)).toBeUndefined();
  expect(existsSync(join(dataFolder, "postgres", "postmaster.pid"))).toBe(false);
});

it("stops the database when the work throws", async () => {
  const work = withDatabaseUrl({ dataFolder, ...none }, "owner", () => Promise.reject(new Error("broken work")));
  await expect(work).rejects.toThrow("broken work");
  expect(readdirSync(dataFolder).sort()).toEqual(["credentials", "postgres", "postgres.log"]);
  expect(existsSync(join(dataFolder, "postgres", "postmaster.pid"))).toBe(false);
});

it("uses the server of DATABASE_URL, and says which setting a role lacks", async () => {
  const database = await emptyDatabase();
  try {
    const settings = { dataFolder, databaseUrl: database.url, databaseOwnerUrl: undefined };
    expect(await withDatabaseUrl(settings, "app", who)).toMatchObject({ value: { role: "balai_app" } });
    const refused = await withDatabaseUrl(settings, "owner", who);
    expect(refused).toEqual({ ok: false, error: "This command works as the owner role: set DATABASE_OWNER_URL." });
    expect(existsSync(dataFolder)).toBe(false);
  } finally {
    await database.close();
  }
});
