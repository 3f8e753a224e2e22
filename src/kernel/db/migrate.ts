import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { err, ok, type Result } from "../result/index.ts";
import { installJobSchema } from "./job-schema.ts";

/** Kernel parts whose tables others point to come first; parts not named here follow by name, then modules by name. */
const kernelOrder = ["regions", "access", "accounts", "crypto", "privacy", "ledger", "command", "files", "services"];

export interface MigrationFile {
  /** Path from the project's root, e.g. `src/kernel/files/migrations/0001_files.sql`: its name in the record. */
  readonly path: string;
  readonly sql: string;
  /** SHA-256 of the text with Unix line ends. */
  readonly checksum: string;
}

export interface MigrationReport {
  readonly applied: readonly string[];
  readonly total: number;
}

/** All migration files of the checkout in the order in which they run. Throws on a misnamed or doubled file. */
export function findMigrations(projectRoot: string): MigrationFile[] {
  const files: MigrationFile[] = [];
  for (const root of ["src/kernel", "src/modules"]) {
    for (const part of partsIn(join(projectRoot, root), root === "src/kernel" ? kernelOrder : [])) {
      const folder = `${root}/${part}/migrations`;
      const numbers = new Set<string>();
      for (const name of readdirSync(join(projectRoot, folder)).sort()) {
        const number = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1];
        if (number === undefined) throw new Error(`${folder}/${name} is not named like 0001_what.sql`);
        if (numbers.has(number)) throw new Error(`${folder} has two files numbered ${number}`);
        numbers.add(number);
        const sql = readFileSync(join(projectRoot, folder, name), "utf8").replaceAll("\r\n", "\n");
        files.push({ path: `${folder}/${name}`, sql, checksum: createHash("sha256").update(sql).digest("hex") });
      }
    }
  }
  return files;
}

/**
 * Brings the database of `ownerUrl` (role balai_owner) up to the given files, each in its own transaction, and installs
 * the job queue's schema. Two at once wait for each other. Gives what was applied, or one sentence when an applied file
 * was changed or removed, when a file fails (nothing of it stays), or when role balai_app is missing.
 */
export async function migrate(
  ownerUrl: string,
  files: readonly MigrationFile[],
  onApplied: (path: string) => void = () => {},
): Promise<Result<MigrationReport, string>> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "balai migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('balai migrate'))");
    const app = await client.query("select 1 from pg_roles where rolname = 'balai_app'");
    if (app.rowCount === 0) return err("The database server has no role balai_app: create it first (see docs/deploy).");
    await client.query(recordTable);
    const fault = compare(files, await readRecord(client));
    if (fault !== undefined) return err(fault);
    const pending = await pendingOf(client, files);
    for (const file of pending) {
      const failure = await apply(client, file);
      if (failure !== undefined) return err(failure);
      onApplied(file.path);
    }
    await installJobSchema(client);
    return ok({ applied: pending.map((file) => file.path), total: files.length });
  } finally {
    // Ending the session gives the advisory lock back.
    await client.end();
  }
}

/** The files that the database still lacks; works with either role. A database never migrated lacks all. */
export async function pendingMigrations(
  database: { query(sql: string): Promise<{ rows: unknown[] }> },
  files: readonly MigrationFile[],
): Promise<string[]> {
  const found = await database.query("select to_regclass('migration.applied') is not null as here");
  if ((found.rows[0] as { here: boolean } | undefined)?.here !== true) return files.map((file) => file.path);
  const applied = new Set((await database.query("select path from migration.applied")).rows.map(pathOf));
  return files.filter((file) => !applied.has(file.path)).map((file) => file.path);
}

const recordTable = `
  create schema if not exists migration;
  create table if not exists migration.applied (
    path text primary key,
    checksum text not null,
    at timestamptz not null default now()
  );
  comment on table migration.applied is 'Each migration file that ran here, with the SHA-256 of its text.';
  revoke all on schema public from public;
  grant usage on schema public to public;
  grant usage on schema migration to balai_app;
  grant select on migration.applied to balai_app;
`;

async function readRecord(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ path: string; checksum: string }>(
    "select path, checksum from migration.applied",
  );
  return new Map(rows.map((row) => [row.path, row.checksum]));
}

function compare(files: readonly MigrationFile[], record: ReadonlyMap<string, string>): string | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const [path, checksum] of record) {
    const file = byPath.get(path);
    if (file === undefined)
      return `The database has ${path}, this version of Balai has not: it is older than the data.`;
    if (file.checksum !== checksum) return `${path} was changed after it ran here; add a new file instead.`;
  }
  return undefined;
}

async function pendingOf(client: pg.Client, files: readonly MigrationFile[]): Promise<MigrationFile[]> {
  const pending = new Set(await pendingMigrations(client, files));
  return files.filter((file) => pending.has(file.path));
}

/** Undefined when the file ran; else why not. */
async function apply(client: pg.Client, file: MigrationFile): Promise<string | undefined> {
  try {
    await client.query("begin");
    await client.query(file.sql);
    await client.query("insert into migration.applied (path, checksum) values ($1, $2)", [file.path, file.checksum]);
    await client.query("commit");
    return undefined;
  } catch (error) {
    await client.query("rollback");
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `${file.path}${lineOf(file.sql, error.position)}: ${error.message}`;
  }
}

function lineOf(sql: string, position: string | undefined): string {
  return position === undefined ? "" : `:${sql.slice(0, Number(position)).split("\n").length}`;
}

function pathOf(row: unknown): string {
  return (row as { path: string }).path;
}

function partsIn(root: string, order: readonly string[]): string[] {
  if (!existsSync(root)) return [];
  const parts = readdirSync(root).filter((part) => existsSync(join(root, part, "migrations")));
  const rank = (part: string): number => (order.includes(part) ? order.indexOf(part) : order.length);
  return parts.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
