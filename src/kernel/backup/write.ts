import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import type { ArchiveEntry } from "./archive.ts";
import { type Bookkeeping, readSequences, readTables } from "./catalog.ts";
import {
  type AppliedMigration,
  formatVersion,
  type Manifest,
  type Summary,
  type TableSummary,
  toJsonBytes,
} from "./manifest.ts";
import { copyRows, countRows, holdShape } from "./snapshot.ts";
import { examine, listLine, namedFiles, type StoredFiles } from "./stored-files.ts";

/** A table goes into the tar in parts of about this size, because a tar member says its length before its bytes. */
const partBytes = 1024 * 1024;
/** Paths kept for the report: enough to act on, few enough to stay small. */
const missingKept = 1000;

export interface Contents {
  readonly client: pg.Client;
  readonly balai: string;
  readonly createdAt: Date;
  readonly books: Bookkeeping;
  readonly migrations: readonly AppliedMigration[];
  readonly files: StoredFiles;
  readonly keyIds: readonly string[];
  /** Told of each table when it is done, for the person at the terminal. */
  readonly progress: (table: string, rows: number) => void;
}

/** What was written, filled while the entries are read. */
export interface Tally {
  readonly tables: TableSummary[];
  readonly missing: string[];
  files: Summary["files"];
}

export function newTally(): Tally {
  return { tables: [], missing: [], files: { count: 0, bytes: 0, sha256: "", missing: 0 } };
}

/** The entries of a backup in order: manifest, rows of each table, files, summary. Must run inside one snapshot. */
export async function* entriesOf(contents: Contents, tally: Tally): AsyncGenerator<ArchiveEntry> {
  const { client } = contents;
  const tables = await readTables(client, contents.books);
  await holdShape(client, tables);
  const version = await client.query<{ server_version: string }>("show server_version");
  const manifest: Manifest = {
    format: formatVersion,
    balai: contents.balai,
    postgres: version.rows[0]?.server_version ?? "",
    createdAt: contents.createdAt.toISOString(),
    migrations: [...contents.migrations],
    tables: tables.map(({ schema, name, columns, appMay }) => ({ schema, name, columns, appMay })),
    sequences: [...(await readSequences(client, tables))],
    keyIds: [...contents.keyIds],
  };
  yield { name: "manifest.json", body: toJsonBytes(manifest) };
  for (const table of tables) {
    const hash = createHash("sha256");
    let rows = 0;
    let part = 0;
    for await (const body of parts(copyRows(client, table))) {
      hash.update(body);
      rows += countRows(body);
      part += 1;
      yield { name: partName(table, part), body };
    }
    tally.tables.push({ rows, sha256: hash.digest("hex") });
    contents.progress(`${table.schema}.${table.name}`, rows);
  }
  yield* fileEntries(contents, tally);
  yield { name: "summary.json", body: toJsonBytes({ tables: tally.tables, files: tally.files }) };
}

/** `tables/reports.report/000001` */
export function partName(table: { readonly schema: string; readonly name: string }, part: number): string {
  return `tables/${table.schema}.${table.name}/${String(part).padStart(6, "0")}`;
}

async function* fileEntries(contents: Contents, tally: Tally): AsyncGenerator<ArchiveEntry> {
  const { client, files } = contents;
  const list = createHash("sha256");
  const counted = { count: 0, bytes: 0, missing: 0 };
  for await (const file of namedFiles(client, files)) {
    const sound = await examine(files.folder, file);
    if (sound === undefined) {
      counted.missing += 1;
      if (tally.missing.length < missingKept) tally.missing.push(file.path);
      continue;
    }
    counted.count += 1;
    counted.bytes += sound.size;
    list.update(listLine(sound.sha256, file.path));
    yield { name: `files/${file.path}`, size: sound.size, body: createReadStream(join(files.folder, file.path)) };
  }
  tally.files = { ...counted, sha256: list.digest("hex") };
}

async function* parts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < partBytes) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
