import { createHash } from "node:crypto";
import type { Decrypter } from "age-encryption";
import { type ReadEntry, readArchive } from "./archive.ts";
import { type Manifest, parseManifest, parseSummary, type Summary, type TableSummary } from "./manifest.ts";
import { Damaged } from "./seal.ts";
import { countRows } from "./snapshot.ts";
import { isStoredPath, listLine } from "./stored-files.ts";
import { partName } from "./write.ts";

/** What a reader does with the contents. All of it is provisional until `readBackup` has returned. */
export interface Visitor {
  begin(manifest: Manifest): Promise<void>;
  /** Rows of the table at this place of the manifest, in pieces that may end within a row. */
  rows(table: number, text: Uint8Array): Promise<void>;
  file(path: string, body: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface BackupContents {
  readonly manifest: Manifest;
  readonly summary: Summary;
}

/** A visitor that only looks: reading with it checks every byte. */
export const onlyLook: Visitor = {
  begin: async () => {},
  rows: async () => {},
  file: async (_path, body) => {
    for await (const _chunk of body);
  },
};

/**
 * Reads a backup from its first byte to its last and checks everything in it: order, counts, hashes, the end.
 * Throws `WrongKey`, `Damaged`, `TooNew`, or what the visitor throws.
 */
export async function readBackup(path: string, decrypter: Decrypter, visitor: Visitor): Promise<BackupContents> {
  let manifest: Manifest | undefined;
  let tables: TableReader[] = [];
  let at = 0;
  let summary: Summary | undefined;
  const files = { count: 0, bytes: 0, list: createHash("sha256") };
  for await (const entry of readArchive(path, decrypter)) {
    if (summary !== undefined) throw new Damaged(entry.name);
    if (manifest === undefined) {
      if (entry.name !== "manifest.json") throw new Damaged("manifest.json");
      manifest = parseManifest(await whole(entry));
      tables = manifest.tables.map((table) => new TableReader(table));
      await visitor.begin(manifest);
    } else if (entry.name.startsWith("tables/")) {
      while (at < tables.length && tables[at]?.expects(entry.name) === false) at += 1;
      const table = tables[at];
      if (table === undefined || files.count > 0) throw new Damaged(entry.name);
      for await (const text of entry.body) {
        table.add(text);
        await visitor.rows(at, text);
      }
    } else if (entry.name.startsWith("files/")) {
      const name = entry.name.slice("files/".length);
      files.count += 1;
      files.bytes += entry.size;
      files.list.update(listLine(await visitFile(name, entry, visitor), name));
    } else if (entry.name === "summary.json") {
      summary = parseSummary(await whole(entry));
    } else {
      throw new Damaged(entry.name);
    }
  }
  if (manifest === undefined) throw new Damaged("manifest.json");
  if (summary === undefined) throw new Damaged("summary.json");
  compare(manifest, tables, summary);
  const { count, bytes, sha256 } = summary.files;
  if (count !== files.count || bytes !== files.bytes || sha256 !== files.list.digest("hex")) throw new Damaged("files");
  return { manifest, summary };
}

class TableReader {
  readonly #table: Manifest["tables"][number];
  readonly #hash = createHash("sha256");
  #part = 0;
  #rows = 0;

  constructor(table: Manifest["tables"][number]) {
    this.#table = table;
  }

  /** Whether this is the next part of this table; counts it when it is. */
  expects(name: string): boolean {
    if (name !== partName(this.#table, this.#part + 1)) return false;
    this.#part += 1;
    return true;
  }

  add(text: Uint8Array): void {
    this.#hash.update(text);
    this.#rows += countRows(text);
  }

  result(): TableSummary {
    return { rows: this.#rows, sha256: this.#hash.digest("hex") };
  }
}

function compare(manifest: Manifest, tables: readonly TableReader[], summary: Summary): void {
  if (summary.tables.length !== tables.length) throw new Damaged("summary.json");
  for (const [place, table] of tables.entries()) {
    const expected = summary.tables[place];
    const found = table.result();
    const entry = manifest.tables[place];
    if (found.rows !== expected?.rows || found.sha256 !== expected.sha256)
      throw new Damaged(`${entry?.schema}.${entry?.name}`);
  }
}

/** Gives the hash of the bytes. */
async function visitFile(name: string, entry: ReadEntry, visitor: Visitor): Promise<string> {
  if (!isStoredPath(name)) throw new Damaged(entry.name);
  const hash = createHash("sha256");
  const hashed = (async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of entry.body) {
      hash.update(chunk);
      yield chunk;
    }
  })();
  await visitor.file(name, hashed);
  return hash.digest("hex");
}

/** A small member as a whole; ours are far below this, so a forged one cannot fill the memory. */
async function whole(entry: ReadEntry): Promise<Uint8Array> {
  if (entry.size > 64 * 1024 * 1024) throw new Damaged(entry.name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
