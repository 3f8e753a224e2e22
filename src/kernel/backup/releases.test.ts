import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { projectRoot } from "../config/index.ts";
import { findMigrations, pendingMigrations } from "../db/index.ts";
import { systemClock } from "../time/index.ts";
import { backUp, restore } from "./index.ts";
import { openedDatabase } from "./test-zoo.ts";

const firstRelease = "0.1.0";
const fixtures = join(import.meta.dirname, "fixtures");
let folder: string;
let passphrase: string;
let current: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-releases-"));
  passphrase = (await readFile(join(fixtures, "passphrase.txt"), "utf8")).trim();
  current = await testDatabase();
});
afterAll(async () => {
  await current.close();
  await rm(folder, { recursive: true });
});

async function releases(): Promise<string[]> {
  return (await readdir(fixtures)).filter((name) => name.endsWith(".age")).map((name) => basename(name, ".age"));
}

/** From the second release on, a backup of an earlier one must lie among the fixtures. */
function lacksEarlier(version: string, kept: readonly string[]): boolean {
  return version !== firstRelease && !kept.some((each) => each !== version);
}

describe("backups of earlier releases", () => {
  it("are kept from the second release on", async () => {
    const { version } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
    expect(lacksEarlier(version, await releases())).toBe(false);
    expect(lacksEarlier("0.1.0", [])).toBe(false);
    expect(lacksEarlier("0.2.0", [])).toBe(true);
    expect(lacksEarlier("0.2.0", ["0.2.0"])).toBe(true);
    expect(lacksEarlier("0.2.0", ["0.1.0"])).toBe(false);
  });

  it("restore and migrate to this version, as one made now does", async () => {
    const now = join(folder, "now.age");
    const files = { folder: join(folder, "none"), sql: "select null, null where false" };
    const made = await backUp(
      { ownerUrl: current.ownerUrl, files, keyIds: [], version: "now", clock: systemClock },
      now,
      { kind: "passphrase", passphrase, workFactor: 12 },
    );
    expect(made.ok).toBe(true);
    const migrations = findMigrations(projectRoot);
    for (const file of [now, ...(await releases()).map((version) => join(fixtures, `${version}.age`))]) {
      const target = await openedDatabase();
      try {
        const filesFolder = join(folder, basename(file));
        const deps = { ownerUrl: target.ownerUrl, migrations, filesFolder, keyIds: [] };
        const restored = await restore(deps, file, { kind: "passphrase", passphrase });
        expect(restored, file).toMatchObject({ ok: true, value: { unknownTables: [] } });
        expect(await pendingMigrations(target.client, migrations)).toEqual([]);
        const { rows } = await target.client.query("select count(*)::int as rows from regions.region");
        expect(rows[0].rows).toBeGreaterThan(0);
      } finally {
        await target.close();
      }
    }
  }, 120_000);
});
