import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { type EmptyDatabase, emptyDatabase } from "../../../test/support/empty-database.ts";
import { projectRoot } from "../config/index.ts";
import { findMigrations, type MigrationFile, migrate, pendingMigrations } from "./migrate.ts";

const first = file(
  "src/kernel/roads/migrations/0001_roads.sql",
  "create schema roads; create table roads.road (id int);",
);
const second = file("src/kernel/roads/migrations/0002_name.sql", "alter table roads.road add name text;");

describe("finding migrations", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "balai-migrations-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("orders kernel parts as declared, then others, then modules, each by number", () => {
    put("src/modules/aid/migrations/0001_aid.sql");
    put("src/kernel/zebra/migrations/0002_more.sql");
    put("src/kernel/zebra/migrations/0001_zebra.sql");
    put("src/kernel/apple/migrations/0001_apple.sql");
    put("src/kernel/ledger/migrations/0001_ledger.sql");
    put("src/kernel/regions/migrations/0001_regions.sql");
    expect(findMigrations(root).map(({ path }) => path)).toEqual([
      "src/kernel/regions/migrations/0001_regions.sql",
      "src/kernel/ledger/migrations/0001_ledger.sql",
      "src/kernel/apple/migrations/0001_apple.sql",
      "src/kernel/zebra/migrations/0001_zebra.sql",
      "src/kernel/zebra/migrations/0002_more.sql",
      "src/modules/aid/migrations/0001_aid.sql",
    ]);
  });

  it("refuses a misnamed file and a number used twice", () => {
    put("src/kernel/roads/migrations/1_roads.sql");
    expect(() => findMigrations(root)).toThrow("is not named like");
    rmSync(join(root, "src/kernel/roads"), { recursive: true });
    put("src/kernel/roads/migrations/0001_a.sql");
    put("src/kernel/roads/migrations/0001_b.sql");
    expect(() => findMigrations(root)).toThrow("two files numbered 0001");
  });

  it("gives a file with Windows line ends the same checksum", () => {
    put("src/kernel/a/migrations/0001_a.sql", "select 1;\nselect 2;\n");
    put("src/kernel/b/migrations/0001_b.sql", "select 1;\r\nselect 2;\r\n");
    const [a, b] = findMigrations(root);
    expect(a?.checksum).toBe(b?.checksum);
  });

  function put(path: string, sql = "select 1;"): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), sql);
  }
});

describe("migrating", () => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.close());

  it("applies what is missing, once", async () => {
    expect(await pendingMigrations(asPool(database.url), [first])).toEqual([first.path]);
    expect(await migrate(database.ownerUrl, [first])).toMatchObject({ ok: true, value: { applied: [first.path] } });
    expect(await pendingMigrations(asPool(database.url), [first, second])).toEqual([second.path]);
    expect(await migrate(database.ownerUrl, [first, second])).toMatchObject({ value: { applied: [second.path] } });
    expect(await migrate(database.ownerUrl, [first, second])).toMatchObject({ value: { applied: [], total: 2 } });
    expect(await database.query(database.ownerUrl, "select id, name from roads.road")).toEqual([]);
  });

  it("refuses when an applied file was changed, and when it is gone", async () => {
    await migrate(database.ownerUrl, [first]);
    const changed = file(first.path, `${first.sql} -- and more`);
    expect(await migrate(database.ownerUrl, [changed, second])).toEqual({
      ok: false,
      error: `${first.path} was changed after it ran here; add a new file instead.`,
    });
    expect(await migrate(database.ownerUrl, [second])).toMatchObject({ ok: false, error: /older than the data/ });
    const columns = "select count(*) from information_schema.columns where table_schema = 'roads'";
    expect(await database.query(database.ownerUrl, columns)).toEqual([{ count: 1 }]);
  });

  it("leaves nothing of a file that fails, keeps those before, and names the line", async () => {
    const broken = file(
      "src/kernel/roads/migrations/0002_x.sql",
      "create table roads.lane (id int);\n\nselect nothing;",
    );
    const result = await migrate(database.ownerUrl, [first, broken, second]);
    expect(result).toEqual({ ok: false, error: `${broken.path}:3: column "nothing" does not exist` });
    expect(await database.query(database.ownerUrl, "select path from migration.applied")).toEqual([
      { path: first.path },
    ]);
    expect(await database.query(database.ownerUrl, "select to_regclass('roads.lane') as lane")).toEqual([
      { lane: null },
    ]);
  });

  it("lets two migrators at once do the work once", async () => {
    const slow = file("src/kernel/roads/migrations/0003_slow.sql", "select pg_sleep(0.3);");
    const files = [first, second, slow];
    const both = await Promise.all([migrate(database.ownerUrl, files), migrate(database.ownerUrl, files)]);
    const applied = both.map((result) => (result.ok ? result.value.applied.length : result.error));
    expect(applied.sort()).toEqual([0, 3]);
  });

  it("gives the app no right to change tables, the record, or the public schema", async () => {
    await migrate(database.ownerUrl, [first]);
    for (const attack of [
      "create schema mine",
      "create table public.mine (id int)",
      "create temporary table mine (id int)",
      "select * from roads.road",
      "delete from migration.applied",
      "create table pgboss.mine (id int)",
      "drop table pgboss.job_common",
      "set role balai_owner",
      "set role postgres",
    ])
      await expect(database.query(database.url, attack), attack).rejects.toThrow(/permission denied|must be owner/);
  });

  it("keeps every other role out of the database", async () => {
    const role = `stranger_${Date.now()}`;
    await database.query(database.adminUrl, `create role ${role} login password 'stranger'`);
    try {
      const url = new URL(database.url);
      url.username = role;
      url.password = "stranger";
      await expect(database.query(url.href, "select 1")).rejects.toThrow("permission denied for database");
    } finally {
      await database.query(database.adminUrl, `drop role ${role}`);
    }
  });

  it("gives both roles no more rights than to sign in", async () => {
    const rights =
      "rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as more, rolcanlogin as login";
    const found = await database.query(
      database.adminUrl,
      `select rolname as name, ${rights} from pg_roles where rolname like 'balai%' order by 1`,
    );
    expect(found).toEqual([
      { name: "balai_app", more: false, login: true },
      { name: "balai_owner", more: false, login: true },
    ]);
  });

  function asPool(url: string) {
    return { query: async (sql: string) => ({ rows: await database.query(url, sql) }) };
  }
});

describe("the checkout's own migrations", () => {
  it("are all applied in a test database", async () => {
    const database = await testDatabase();
    try {
      const files = findMigrations(projectRoot);
      expect(files.length).toBeGreaterThan(0);
      expect(await pendingMigrations(database.db.pool, files)).toEqual([]);
    } finally {
      await database.close();
    }
  });
});

function file(path: string, sql: string): MigrationFile {
  return { path, sql, checksum: `checksum of ${sql}` };
}
