import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "../db/index.ts";
import { movableClock } from "../time/index.ts";
import { type BackupDeps, backUp, type Key, type Lock, restore, verifyBackup } from "./index.ts";
import { connectedTo, everything, fillZoo, type OpenedDatabase, openedDatabase } from "./test-zoo.ts";
import { laterMigration, zooMigrations } from "./zoo-migrations.ts";

let source: OpenedDatabase;
let folder: string;
let lock: Lock;
let key: Key;
const clock = movableClock("2026-11-24T03:00:00Z");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-backup-"));
  const identity = await generateIdentity();
  lock = { kind: "recipients", recipients: [await identityToRecipient(identity)] };
  key = { kind: "identities", identities: [identity] };
  source = await openedDatabase();
  const migrated = await migrate(source.ownerUrl, zooMigrations);
  expect(migrated.ok).toBe(true);
  await fillZoo(source.client, 500);
  await store("photo one");
  await store("photo two".repeat(50_000));
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true });
});

/** Puts a file into the source's store and names it in the database. */
async function store(text: string): Promise<string> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const path = `private/${sha256.slice(0, 2)}/${sha256}.jpg`;
  await mkdir(dirname(join(folder, "files", path)), { recursive: true });
  await writeFile(join(folder, "files", path), text);
  await source.client.query("insert into zoo.diary (line) values ($1)", [`file ${path} ${sha256}`]);
  return path;
}

function deps(more: Partial<BackupDeps> = {}): BackupDeps {
  return {
    ownerUrl: source.ownerUrl,
    files: {
      folder: join(folder, "files"),
      sql: `select split_part(line, ' ', 2), nullif(split_part(line, ' ', 3), '') from zoo.diary where line like 'file %' order by line`,
    },
    keyIds: ["aa11", "bb22"],
    version: "0.1.0",
    clock,
    ...more,
  };
}

type Restored = ReturnType<typeof restore>;
interface Target extends OpenedDatabase {
  readonly filesFolder: string;
  restoreFrom(file: string, other?: Key): Restored;
}

async function newTarget(): Promise<Target> {
  const target = await openedDatabase();
  const filesFolder = join(await mkdtemp(join(folder, "target-")), "files");
  return {
    ...target,
    filesFolder,
    restoreFrom: (file, other = key) =>
      restore({ ownerUrl: target.ownerUrl, migrations: zooMigrations, filesFolder, keyIds: ["bb22"] }, file, other),
  };
}

describe("a round trip", () => {
  it("brings every row, position, key, trigger, right and file into another database", async () => {
    const file = join(folder, "round.age");
    const made = await backUp(deps(), file, lock);
    expect(made).toMatchObject({ ok: true, value: { file, files: 2, lost: [] } });
    const target = await newTarget();
    try {
      const restored = await target.restoreFrom(file);
      expect(restored).toMatchObject({
        ok: true,
        value: { files: 2, missingKeys: ["aa11"], unknownTables: [], otherGrants: [], migrated: 0, filesMissing: 0 },
      });
      const [was, is] = [await everything(source.client), await everything(target.client)];
      expect(Object.keys(was)).toContain("zoo.animal");
      expect(was["zoo.animal"]).toHaveLength(500);
      for (const name of Object.keys(was)) expect(is[name], name).toEqual(was[name]);
      expect(Object.keys(is)).toEqual(Object.keys(was));
      for (const path of await pathsBelow(join(folder, "files")))
        expect(await readFile(join(target.filesFolder, path)), path).toEqual(
          await readFile(join(folder, "files", path)),
        );
      await target.client.query("insert into zoo.keeper (name) values ('new after the restore')");
      await expect(target.client.query("delete from zoo.log")).rejects.toThrow("append-only");
    } finally {
      await target.close();
    }
  });

  it("gives a file that only the key opens, readable by us alone", async () => {
    const file = join(folder, "sealed.age");
    expect((await backUp(deps(), file, lock)).ok).toBe(true);
    const bytes = await readFile(file);
    expect(bytes.subarray(0, 22).toString()).toBe("age-encryption.org/v1\n");
    expect(bytes.includes("keeper 1")).toBe(false);
    const handle = await open(file);
    expect((await handle.stat()).mode & 0o777).toBe(0o600);
    await handle.close();
  });

  it("works with a passphrase, and refuses another one without a change", async () => {
    const file = join(folder, "pass.age");
    const passphrase = randomBytes(12).toString("hex");
    expect((await backUp(deps(), file, { kind: "passphrase", passphrase, workFactor: 12 })).ok).toBe(true);
    expect(await verifyBackup(file, { kind: "passphrase", passphrase })).toMatchObject({
      ok: true,
      value: { createdAt: "2026-11-24T03:00:00.000Z", balai: "0.1.0", keyIds: ["aa11", "bb22"] },
    });
    const target = await newTarget();
    try {
      const refused = await target.restoreFrom(file, { kind: "passphrase", passphrase: "something else" });
      expect(refused).toMatchObject({ ok: false, error: { message: "backup.wrong-key" } });
      expect(await everything(target.client)).toMatchObject({ schemas: [{ nspname: "public" }] });
    } finally {
      await target.close();
    }
  });

  it("runs later migrations on the restored rows", async () => {
    const file = join(folder, "older.age");
    expect((await backUp(deps(), file, lock)).ok).toBe(true);
    const target = await openedDatabase();
    try {
      const migrations = [...zooMigrations, laterMigration];
      const filesFolder = join(folder, "older-files");
      const restored = await restore({ ownerUrl: target.ownerUrl, migrations, filesFolder, keyIds: [] }, file, key);
      expect(restored).toMatchObject({ ok: true, value: { migrated: 1 } });
      const { rows } = await target.client.query("select greeting from zoo.keeper where name = 'keeper 7'");
      expect(rows).toEqual([{ greeting: "Halo keeper 7" }]);
    } finally {
      await target.close();
    }
  });
});

describe("a backup while people write", () => {
  it("is one moment: coins that move between purses are neither lost nor doubled", async () => {
    const writing = new AbortController();
    const writers = [1, 2, 3].map(async () => {
      const writer = await connectedTo(source.ownerUrl);
      let moves = 0;
      while (!writing.signal.aborted) {
        await writer.query(
          `begin; update zoo.purse set coins = coins - 1 where owner = 1; update zoo.purse set coins = coins + 1 where owner = 10;
           insert into zoo.diary (line) select 'move ' || coins from zoo.purse where owner = 10; commit`,
        );
        moves += 1;
      }
      await writer.end();
      return moves;
    });
    const file = join(folder, "busy.age");
    const made = await backUp(deps({ progress: () => {} }), file, lock);
    writing.abort();
    const moves = (await Promise.all(writers)).reduce((sum, each) => sum + each, 0);
    expect(made.ok).toBe(true);
    expect(moves).toBeGreaterThan(3);
    const target = await newTarget();
    try {
      expect((await target.restoreFrom(file)).ok).toBe(true);
      const { rows } = await target.client.query(
        `select (select sum(coins)::int from zoo.purse) as coins,
           (select coins::int from zoo.purse where owner = 10) - 100 as moved,
           (select count(*)::int from zoo.diary where line like 'move %') as noted`,
      );
      expect(rows[0]).toMatchObject({ coins: 1000 });
      expect(rows[0].moved).toBe(rows[0].noted);
      const after = await source.client.query("select coins::int - 100 as moved from zoo.purse where owner = 10");
      expect(rows[0].moved).toBeLessThan(after.rows[0].moved);
    } finally {
      await target.close();
    }
  });
});

describe("a backup by a role that may only read", () => {
  it("holds the same rows as the owner's", async () => {
    const role = `reader_${basename(folder).replaceAll(/\W/g, "_").toLowerCase()}`;
    const admin = await connectedTo(inject("testServer").adminUrl);
    await admin.query(`create role ${role} login password 'reads only' in role pg_read_all_data`);
    const { rows } = await source.client.query<{ name: string }>("select current_database() as name");
    await admin.query(`grant connect on database ${rows[0]?.name} to ${role}`);
    const url = new URL(source.ownerUrl);
    url.username = role;
    url.password = "reads only";
    try {
      const whole = await backUp(deps(), join(folder, "owner.age"), lock);
      const read = await backUp(deps({ ownerUrl: url.href }), join(folder, "reader.age"), lock);
      const counts = whole.ok ? { rows: whole.value.rows, tables: whole.value.tables, files: whole.value.files } : {};
      expect(read).toMatchObject({ ok: true, value: counts });
    } finally {
      await admin.query(`revoke connect on database ${rows[0]?.name} from ${role}; drop role ${role}`);
      await admin.end();
    }
  });
});

describe("a backup that cannot be written", () => {
  it("says that the disk is full and leaves no file", async () => {
    const file = join(folder, "full.age");
    const openNew = async (path: string) => {
      await writeFile(path, "");
      return open("/dev/full", "w");
    };
    const made = await backUp(deps({ openNew }), file, lock);
    expect(made).toMatchObject({ ok: false, error: { type: "storage-full", message: "backup.disk-full" } });
    expect((await readdir(folder)).filter((name) => name.startsWith("full.age"))).toEqual([]);
  });

  it("never replaces a file, nor takes the name of one that is being written", async () => {
    const file = join(folder, "there.age");
    await writeFile(file, "an old backup");
    expect(await backUp(deps(), file, lock)).toMatchObject({ ok: false, error: { message: "backup.file-exists" } });
    expect(await readFile(file, "utf8")).toBe("an old backup");
    await rm(file);
    await writeFile(`${file}.partial`, "under way");
    expect(await backUp(deps(), file, lock)).toMatchObject({ ok: false, error: { message: "backup.partial-exists" } });
    expect(await readFile(`${file}.partial`, "utf8")).toBe("under way");
  });

  it("refuses a folder that is not there, a key that is none, and a database that is none", async () => {
    const gone = await backUp(deps(), join(folder, "no", "where.age"), lock);
    expect(gone).toMatchObject({ ok: false, error: { message: "backup.no-file" } });
    const odd = await backUp(deps(), join(folder, "odd.age"), { kind: "recipients", recipients: ["age1nonsense"] });
    expect(odd).toMatchObject({ ok: false, error: { message: "backup.bad-recipient" } });
    const closed = await backUp(deps({ ownerUrl: "postgres://a:b@127.0.0.1:1/x" }), join(folder, "c.age"), lock);
    expect(closed).toMatchObject({ ok: false, error: { message: "backup.no-database" } });
    expect((await readdir(folder)).filter((name) => name.endsWith(".partial") && name !== "there.age.partial")).toEqual(
      [],
    );
  });

  it("names files that are lost or damaged, and keeps the rest", async () => {
    const sound = await store("sound");
    const lost = await store("lost");
    const damaged = await store("damaged");
    const erased = await store("erased");
    await rm(join(folder, "files", lost));
    await writeFile(join(folder, "files", damaged), "damagEd");
    await rm(join(folder, "files", erased));
    const file = join(folder, "lossy.age");
    const eraser = await connectedTo(source.ownerUrl);
    const made = await backUp(
      deps({
        // The last table is read before the files: the erasure comes after the snapshot began.
        progress: (table) => {
          if (table === "zoo.diary")
            void eraser.query("delete from zoo.diary where line like $1", [`file ${erased} %`]);
        },
      }),
      file,
      lock,
    );
    await eraser.end();
    await source.client.query("delete from zoo.diary where line like any($1)", [
      [`file ${lost} %`, `file ${damaged} %`],
    ]);
    expect(made).toMatchObject({ ok: true, value: { files: 3 } });
    expect(made.ok ? [...made.value.lost].sort() : []).toEqual([lost, damaged].sort());
    const target = await newTarget();
    try {
      expect(await target.restoreFrom(file)).toMatchObject({ ok: true, value: { filesMissing: 3 } });
      expect(await pathsBelow(target.filesFolder)).toContain(sound);
    } finally {
      await target.close();
    }
  });
});

async function pathsBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
