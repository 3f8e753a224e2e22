import { rm } from "node:fs/promises";
import type pg from "pg";
import { type MigrationFile, migrate } from "../db/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { books } from "./backup.ts";
import { claimEmpty, clear, unmark } from "./empty.ts";
import { problemOf } from "./faults.ts";
import { beginLoad, type Load } from "./load.ts";
import type { Manifest } from "./manifest.ts";
import { type BackupContents, onlyLook, readBackup, type Visitor } from "./read.ts";
import { decrypterFor, type Key } from "./seal.ts";
import { connect } from "./snapshot.ts";
import { moveIntoPlace, waitingFolder, writeStored } from "./stored-files.ts";

export interface RestoreDeps {
  /** Role balai_owner of an empty database. */
  readonly ownerUrl: string;
  /** All migrations of this checkout (`findMigrations`). */
  readonly migrations: readonly MigrationFile[];
  /** Where the stored files belong. */
  readonly filesFolder: string;
  /** Names of the data keys this instance has. */
  readonly keyIds: readonly string[];
  /** Told of each table (`schema.name`) when its rows begin to come. */
  readonly progress?: (table: string) => void;
}

export interface VerifyReport {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Version of Balai that wrote it. */
  readonly balai: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Files the database named whose bytes were missing already when the backup was made. */
  readonly filesMissing: number;
  readonly keyIds: readonly string[];
}

export interface RestoreReport extends VerifyReport {
  /** Migrations that came after the backup and were run on the restored rows. */
  readonly migrated: number;
  /** Keys that sealed fields need and this instance lacks. Without them those fields cannot be read. */
  readonly missingKeys: readonly string[];
  /** Tables that no migration makes; their rows were left out. */
  readonly unknownTables: readonly string[];
  /** Tables where the app's role had other rights in the source than migrations give here. */
  readonly otherGrants: readonly string[];
}

/**
 * A rehearsal: decrypts a backup and checks every count and hash in it, without a database.
 * Gives what it holds, or the problem: wrong key, damaged, written by a newer Balai.
 */
export async function verifyBackup(path: string, key: Key): Promise<Result<VerifyReport, Problem>> {
  const decrypter = await decrypterFor(key);
  if (decrypter === undefined) return err(problem("validation-failed", "backup.bad-identity"));
  try {
    return ok(verified(await readBackup(path, decrypter, onlyLook)));
  } catch (fault) {
    return err(problemOf(fault, path));
  }
}

/**
 * Brings a backup into an empty database: the whole file is checked first; then the migrations that it names make the
 * schema, all rows come in one transaction and are read back and compared, files are put in place, and the later
 * migrations run. Before the rows are committed every failure, even a killed process at the next try, leaves the
 * database as empty as it was. Gives a report, or the problem.
 */
export async function restore(deps: RestoreDeps, path: string, key: Key): Promise<Result<RestoreReport, Problem>> {
  const decrypter = await decrypterFor(key);
  if (decrypter === undefined) return err(problem("validation-failed", "backup.bad-identity"));
  let contents: BackupContents;
  let keeper: pg.Client;
  try {
    contents = await readBackup(path, decrypter, onlyLook);
    keeper = await connect(deps.ownerUrl);
  } catch (fault) {
    return err(problemOf(fault, path));
  }
  const { manifest } = contents;
  try {
    const chosen = chooseMigrations(manifest, deps.migrations);
    if (!chosen.ok) return chosen;
    if (!(await takeTurn(keeper))) return err(problem("conflict", "backup.restore-running"));
    if (!(await claimEmpty(keeper))) return err(problem("conflict", "backup.not-empty"));
    const waiting = waitingFolder(deps.filesFolder);
    let load: Load;
    try {
      const made = await migrate(deps.ownerUrl, chosen.value);
      if (!made.ok) {
        await clear(keeper);
        return err(problem("conflict", "backup.migration-failed", { params: { reason: made.error } }));
      }
      load = await loadAll(deps, waiting, (visitor) => readBackup(path, decrypter, visitor));
    } catch (fault) {
      await rm(waiting, { recursive: true, force: true });
      // A database that went away keeps the mark, by which the next restore clears it.
      await clear(keeper).catch(() => {});
      return err(problemOf(fault, path));
    }
    const onward = await migrateOnward(deps);
    if (!onward.ok) return onward;
    return ok({
      ...verified(contents),
      migrated: onward.value,
      missingKeys: manifest.keyIds.filter((id) => !deps.keyIds.includes(id)),
      unknownTables: load.unknown,
      otherGrants: load.otherGrants,
    });
  } finally {
    await keeper.end();
  }
}

/** Rows and files in one transaction on a connection of its own; ending that connection undoes everything. */
async function loadAll(
  deps: RestoreDeps,
  waiting: string,
  read: (visitor: Visitor) => Promise<BackupContents>,
): Promise<Load> {
  await rm(waiting, { recursive: true, force: true });
  const client = await connect(deps.ownerUrl);
  let load: Load | undefined;
  let at = -1;
  const begun = (): Load => {
    if (load === undefined) throw new Error("rows before the manifest");
    return load;
  };
  try {
    await client.query("begin");
    const { summary } = await read({
      async begin(manifest) {
        load = await beginLoad(client, books, manifest);
      },
      async rows(table, text) {
        if (table !== at) deps.progress?.(begun().tableName(table));
        at = table;
        await begun().rows(table, text);
      },
      file: (path, body) => writeStored(waiting, path, body),
    });
    await begun().finish(summary);
    await moveIntoPlace(waiting, deps.filesFolder);
    await unmark(client);
    await client.query("commit");
    return begun();
  } finally {
    await client.end();
  }
}

/** Runs the migrations that came after the backup; gives how many. The restored rows stay whatever happens here. */
async function migrateOnward(deps: RestoreDeps): Promise<Result<number, Problem>> {
  const failed = (reason: string) => err(problem("conflict", "backup.restored-not-migrated", { params: { reason } }));
  try {
    const onward = await migrate(deps.ownerUrl, deps.migrations);
    return onward.ok ? ok(onward.value.applied.length) : failed(onward.error);
  } catch (fault) {
    if (fault instanceof Error && "code" in fault) return failed(String(fault.code));
    throw fault;
  }
}

/** The files of this checkout that the backup names, in the order in which they run. */
function chooseMigrations(
  manifest: Manifest,
  files: readonly MigrationFile[],
): Result<readonly MigrationFile[], Problem> {
  const wanted = new Map(manifest.migrations.map((migration) => [migration.name, migration.sha256]));
  const chosen = files.filter((file) => wanted.has(file.path));
  const known = new Set(chosen.map((file) => file.path));
  for (const name of wanted.keys()) {
    if (known.has(name)) continue;
    return err(problem("conflict", "backup.unknown-migration", { params: { name, version: manifest.balai } }));
  }
  const changed = chosen.find((file) => wanted.get(file.path) !== file.checksum);
  if (changed === undefined) return ok(chosen);
  return err(problem("conflict", "backup.changed-migration", { params: { name: changed.path } }));
}

/** One restore at a time; the end of the session gives the turn back. */
async function takeTurn(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtext('balai restore')) as taken",
  );
  return rows[0]?.taken === true;
}

function verified({ manifest, summary }: BackupContents): VerifyReport {
  return {
    createdAt: manifest.createdAt,
    balai: manifest.balai,
    tables: manifest.tables.length,
    rows: summary.tables.reduce((sum, table) => sum + table.rows, 0),
    files: summary.files.count,
    filesMissing: summary.files.missing,
    keyIds: manifest.keyIds,
  };
}
