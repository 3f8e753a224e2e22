import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MigrationFile, migrate } from "../db/index.ts";
import { movableClock } from "../time/index.ts";
import { type ArchiveEntry, readArchive, writeArchive } from "./archive.ts";
import { backUp, restore, verifyBackup } from "./index.ts";
import { decrypterFor, encrypterFor } from "./seal.ts";
import { everything, fillZoo, type OpenedDatabase, openedDatabase } from "./test-zoo.ts";
import { zooMigrations } from "./zoo-migrations.ts";

let folder: string;
let identity: string;
let recipient: string;
let source: OpenedDatabase;
let target: OpenedDatabase;
let file: string;
let filesFolder: string;
let untouched: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-restore-"));
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
  source = await openedDatabase();
  await migrate(source.ownerUrl, zooMigrations);
  await fillZoo(source.client, 30);
  file = join(folder, "zoo.age");
  const files = { folder: join(folder, "files"), sql: "select null, null where false" };
  const made = await backUp(
    { ownerUrl: source.ownerUrl, files, keyIds: [], version: "0.1.0", clock: movableClock("2026-11-24T03:00:00Z") },
    file,
    { kind: "recipients", recipients: [recipient] },
  );
  expect(made.ok).toBe(true);
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true });
});
/** A target of its own for each group: only what is refused may share one, because it leaves nothing. */
function withTarget(): void {
  beforeAll(async () => {
    target = await openedDatabase();
    filesFolder = join(await mkdtemp(join(folder, "target-")), "files");
    untouched = await everything(target.client);
  });
  afterAll(() => target.close());
}

function bring(from: string, migrations: readonly MigrationFile[] = zooMigrations) {
  const key = { kind: "identities", identities: [identity] } as const;
  return restore({ ownerUrl: target.ownerUrl, migrations, filesFolder, keyIds: [] }, from, key);
}

async function expectUntouched(): Promise<void> {
  expect(await everything(target.client)).toEqual(untouched);
  expect(existsSync(filesFolder)).toBe(false);
  expect(existsSync(`${filesFolder}.restoring`)).toBe(false);
}

/** The zoo's backup with entries changed, left out (undefined) or added: what only someone with the public key can make. */
async function forge(
  name: string,
  change: (entry: { name: string; text: string }) => ArchiveEntry | readonly ArchiveEntry[] | undefined,
): Promise<string> {
  const path = join(folder, name);
  const decrypter = await decrypterFor({ kind: "identities", identities: [identity] });
  const encrypter = encrypterFor({ kind: "recipients", recipients: [recipient] });
  if (decrypter === undefined || encrypter === undefined) throw new Error("keys");
  const entries = (async function* (): AsyncGenerator<ArchiveEntry> {
    for await (const entry of readArchive(file, decrypter)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry.body) chunks.push(chunk);
      const changed = change({ name: entry.name, text: Buffer.concat(chunks).toString() }) ?? [];
      yield* Array.isArray(changed) ? changed : [changed as ArchiveEntry];
    }
  })();
  const handle = await open(path, "w");
  await writeArchive(entries, encrypter, handle, new Date(0));
  await handle.close();
  return path;
}

function same({ name, text }: { name: string; text: string }): ArchiveEntry {
  return { name, body: Buffer.from(text) };
}

describe("what is refused, with nothing changed", () => {
  withTarget();

  it.each<[string, (entry: { name: string; text: string }) => ArchiveEntry | readonly ArchiveEntry[] | undefined]>([
    ["no manifest", (entry) => (entry.name === "manifest.json" ? undefined : same(entry))],
    ["no summary", (entry) => (entry.name === "summary.json" ? undefined : same(entry))],
    [
      "a manifest that is none",
      (entry) => (entry.name === "manifest.json" ? same({ ...entry, text: "{}" }) : same(entry)),
    ],
    ["a table less", (entry) => (entry.name.startsWith("tables/zoo.purse/") ? undefined : same(entry))],
    [
      "a row less",
      (entry) =>
        same({
          ...entry,
          text: entry.name.startsWith("tables/zoo.purse/") ? entry.text.replace(/^.*\n/, "") : entry.text,
        }),
    ],
    [
      "a value changed",
      (entry) =>
        same({
          ...entry,
          text: entry.name.startsWith("tables/zoo.purse/") ? entry.text.replace("100", "101") : entry.text,
        }),
    ],
    ["a table twice", (entry) => (entry.name.startsWith("tables/") ? [same(entry), same(entry)] : same(entry))],
    [
      "a file nobody named",
      (entry) =>
        entry.name === "summary.json"
          ? [{ name: "files/private/aa/bb.jpg", body: Buffer.from("x") }, same(entry)]
          : same(entry),
    ],
    [
      "something after the end",
      (entry) =>
        entry.name === "summary.json" ? [same(entry), { name: "files/a", body: Buffer.from("x") }] : same(entry),
    ],
    [
      "a stranger's entry",
      (entry) =>
        entry.name === "manifest.json" ? [same(entry), { name: "etc/passwd", body: Buffer.from("x") }] : same(entry),
    ],
  ])("%s", async (what, change) => {
    const forged = await forge(`${what.replaceAll(/\W/g, "-")}.age`, change);
    expect(await bring(forged)).toMatchObject({ ok: false, error: { message: "backup.damaged" } });
    expect(await verifyBackup(forged, { kind: "identities", identities: [identity] })).toMatchObject({ ok: false });
    await expectUntouched();
  });

  it.each(["files/../../escape", "files//etc/passwd", "files/a/./b", "files/.hidden", "files/a\\b"])(
    "the path %s",
    async (name) => {
      const forged = await forge("path.age", (entry) =>
        entry.name === "summary.json" ? [{ name, body: Buffer.from("x") }, same(entry)] : same(entry),
      );
      expect(await bring(forged)).toMatchObject({
        ok: false,
        error: { message: "backup.damaged", params: { part: name } },
      });
      await expectUntouched();
    },
  );

  it("a format of a newer Balai", async () => {
    const forged = await forge("newer.age", (entry) =>
      same({
        ...entry,
        text:
          entry.name === "manifest.json"
            ? entry.text.replace('"format": 1', '"format": 2').replace("0.1.0", "9.0.0")
            : entry.text,
      }),
    );
    expect(await bring(forged)).toMatchObject({
      ok: false,
      error: { message: "backup.too-new", params: { version: "9.0.0" } },
    });
    await expectUntouched();
  });

  it("migrations that this Balai has not, or has otherwise", async () => {
    expect(await bring(file, zooMigrations.slice(0, 1))).toMatchObject({
      ok: false,
      error: { message: "backup.unknown-migration" },
    });
    const changed = zooMigrations.map((each) => ({ ...each, checksum: "0".repeat(64) }));
    expect(await bring(file, changed)).toMatchObject({ ok: false, error: { message: "backup.changed-migration" } });
    await expectUntouched();
  });

  it("a migration that fails here", async () => {
    const failing = zooMigrations.map((each, place) =>
      place === 1 ? { ...each, sql: "select no_such_function()" } : each,
    );
    expect(await bring(file, failing)).toMatchObject({ ok: false, error: { message: "backup.migration-failed" } });
    await expectUntouched();
  });

  it("rows that the tables cannot hold, so that PostgreSQL refuses them", async () => {
    // The same checksums, as if hashed by the forger, but a table that cannot take the rows.
    const narrow = zooMigrations.map((each) => ({
      ...each,
      sql: each.sql.replace("coins bigint not null", "coins bigint not null check (coins < 100)"),
    }));
    expect(await bring(file, narrow)).toMatchObject({
      ok: false,
      error: { message: "backup.not-loaded", params: { table: "zoo.purse", code: "23514" } },
    });
    await expectUntouched();
  });

  it("rows without the row they point to", async () => {
    const pointing = zooMigrations.map((each) => ({
      ...each,
      sql: each.sql
        .replace("owner integer primary key", "owner integer primary key references zoo.stable")
        .replace("create table zoo.purse", "create table zoo.stable (id integer primary key); create table zoo.purse"),
    }));
    expect(await bring(file, pointing)).toMatchObject({
      ok: false,
      error: { message: "backup.not-loaded", params: { table: "constraints", code: "23503" } },
    });
    await expectUntouched();
  });

  it("rows that come out of the tables otherwise than they went in", async () => {
    const rounding = zooMigrations.map((each) => ({
      ...each,
      sql: each.sql.replace("exact numeric", "exact numeric(20, 2)"),
    }));
    expect(await bring(file, rounding)).toMatchObject({
      ok: false,
      error: { message: "backup.not-loaded", params: { table: "zoo.animal", code: "rows" } },
    });
    await expectUntouched();
  });

  it("a database that holds anything", async () => {
    await target.client.query("create table precious (a int); insert into precious values (1)");
    const precious = await everything(target.client);
    expect(await bring(file)).toMatchObject({ ok: false, error: { message: "backup.not-empty" } });
    expect(await everything(target.client)).toEqual(precious);
    await target.client.query("drop table precious");
    await expectUntouched();
  });
});

describe("what is only said", () => {
  withTarget();

  it("a table that no migration makes, and rights that differ", async () => {
    await source.client.query(
      "create table zoo.private_notes (a int); insert into zoo.private_notes values (1); grant delete on zoo.purse to balai_app",
    );
    const odd = join(folder, "odd.age");
    const files = { folder: join(folder, "files"), sql: "select null, null where false" };
    const clock = movableClock("2026-11-24T03:00:00Z");
    await backUp({ ownerUrl: source.ownerUrl, files, keyIds: [], version: "0.1.0", clock }, odd, {
      kind: "recipients",
      recipients: [recipient],
    });
    await source.client.query("drop table zoo.private_notes; revoke delete on zoo.purse from balai_app");
    expect(await bring(odd)).toMatchObject({
      ok: true,
      value: { unknownTables: ["zoo.private_notes"], otherGrants: ["zoo.purse"] },
    });
  });
});

describe("a restore that dies", () => {
  withTarget();

  it("is cleared away by the next one, which then succeeds", async () => {
    const child = spawn(process.execPath, [
      fileURLToPath(new URL("./restore-killed.child.ts", import.meta.url)),
      target.ownerUrl,
      filesFolder,
      file,
      identity,
    ]);
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    const left = await everything(target.client);
    expect(Object.keys(left)).toContain("zoo.animal");
    expect(left["zoo.animal"]).toEqual([]);
    expect(await bring(file)).toMatchObject({ ok: true });
    const [was, is] = [await everything(source.client), await everything(target.client)];
    expect(is).toEqual(was);
  }, 60_000);
});

describe("two restores at once", () => {
  withTarget();

  it("let one through", async () => {
    const results = await Promise.all([bring(file), bring(file), bring(file)]);
    const told = results.map((result) => (result.ok ? "restored" : result.error.message)).sort();
    expect(told.filter((each) => each === "restored")).toHaveLength(1);
    expect(told.every((each) => ["restored", "backup.restore-running", "backup.not-empty"].includes(each))).toBe(true);
    expect((await everything(target.client))["zoo.purse"]).toHaveLength(10);
    expect((await readdir(join(filesFolder, ".."))).filter((name) => name.endsWith(".restoring"))).toEqual([]);
  });
});
