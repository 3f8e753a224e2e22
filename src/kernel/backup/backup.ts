import { type FileHandle, lstat, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type pg from "pg";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Clock } from "../time/index.ts";
import { writeArchive } from "./archive.ts";
import type { Bookkeeping } from "./catalog.ts";
import { problemOf } from "./faults.ts";
import type { AppliedMigration } from "./manifest.ts";
import { encrypterFor, type Lock } from "./seal.ts";
import { connect, inSnapshot } from "./snapshot.ts";
import { type StoredFiles, stillNamed, syncFolder } from "./stored-files.ts";
import { entriesOf, newTally } from "./write.ts";

/** The migrator's books (`kernel/db`): they go into the manifest. */
export const books: Bookkeeping = { schema: "migration", table: "applied" };

export interface BackupDeps {
  /** A role that reads every table: balai_owner, or one of its own that is a member of pg_read_all_data. */
  readonly ownerUrl: string;
  readonly files: StoredFiles;
  /** Names of the data keys of this instance, never the keys. */
  readonly keyIds: readonly string[];
  /** Version of Balai. */
  readonly version: string;
  readonly clock: Clock;
  /** Told of each table when it is done. */
  readonly progress?: (table: string, rows: number) => void;
  /** How the new file is opened; tests give one on a full disk. */
  readonly openNew?: (path: string) => Promise<FileHandle>;
}

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  /** Of the encrypted file, hex. Kept apart from it, it shows whether somebody exchanged the file. */
  readonly sha256: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Paths that the database names and whose bytes are not on the disk, or not the right ones. At most 1000. */
  readonly lost: readonly string[];
}

/**
 * Writes everything of this instance, as it is at one moment, encrypted into the new file `path`, while people go on working.
 * The file appears under its name only when it is whole and on the platter; a failure leaves nothing. Memory stays small.
 * Gives counts, or the problem: file exists, disk full, no valid recipient, no database.
 */
export async function backUp(deps: BackupDeps, path: string, lock: Lock): Promise<Result<BackupReport, Problem>> {
  const encrypter = encrypterFor(lock);
  if (encrypter === undefined) return err(problem("validation-failed", "backup.bad-recipient"));
  const partial = `${path}.partial`;
  let client: pg.Client | undefined;
  let target: FileHandle | undefined;
  try {
    target = await (deps.openNew ?? openNew)(partial).catch((fault: unknown) => {
      if (isTaken(fault)) return undefined;
      throw fault;
    });
    if (target === undefined) return err(problem("conflict", "backup.partial-exists", { params: { file: partial } }));
    // Never over another backup: the old one may be the only good one. Whoever holds the .partial is alone with the name.
    if (await exists(path)) {
      await discard(target, partial);
      return err(problem("conflict", "backup.file-exists", { params: { file: path } }));
    }
    client = await connect(deps.ownerUrl);
    const session = client;
    const file = target;
    const tally = newTally();
    const written = await inSnapshot(session, async () => {
      const migrations = await readMigrations(session);
      if (migrations === undefined) return undefined;
      const createdAt = deps.clock.now();
      const { version: balai, files, keyIds, progress = () => {} } = deps;
      const contents = { client: session, balai, createdAt, books, migrations, files, keyIds, progress };
      return writeArchive(entriesOf(contents, tally), encrypter, file, createdAt);
    });
    if (written === undefined) {
      await discard(file, partial);
      return err(problem("conflict", "backup.not-migrated"));
    }
    await file.sync();
    await file.close();
    target = undefined;
    await rename(partial, path);
    await syncFolder(dirname(path));
    const rows = tally.tables.reduce((sum, table) => sum + table.rows, 0);
    const lost = await stillNamed(session, deps.files, tally.missing);
    return ok({ file: path, ...written, tables: tally.tables.length, rows, files: tally.files.count, lost });
  } catch (fault) {
    if (target !== undefined) await discard(target, partial);
    return err(problemOf(fault, path));
  } finally {
    await client?.end();
  }
}

async function readMigrations(client: pg.Client): Promise<AppliedMigration[] | undefined> {
  const found = await client.query<{ here: boolean }>("select to_regclass('migration.applied') is not null as here");
  if (found.rows[0]?.here !== true) return undefined;
  const { rows } = await client.query<{ name: string; sha256: string }>(
    "select path as name, checksum as sha256 from migration.applied order by at, path",
  );
  return rows;
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function openNew(path: string): Promise<FileHandle> {
  return open(path, "wx", 0o600);
}

async function discard(handle: FileHandle, path: string): Promise<void> {
  await handle.close().catch(() => {});
  await rm(path, { force: true });
}

function isTaken(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "EEXIST";
}
