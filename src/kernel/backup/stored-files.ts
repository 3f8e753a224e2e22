import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type pg from "pg";
import { copyOut } from "./snapshot.ts";

/** The content-addressed store of the instance, as the part `files` keeps it. */
export interface StoredFiles {
  readonly folder: string;
  /**
   * One query of two text columns, each file the database names once, in a fixed order: the path below `folder`, e.g.
   * `private/ab/cd/abcd….jpg`, and the SHA-256 (hex) its bytes must have, or null for one derived from another file.
   */
  readonly sql: string;
}

export interface NamedFile {
  readonly path: string;
  readonly sha256: string | undefined;
}

/** Plain names only: no path of an archive can leave the store's folder. */
const pathPattern = /^(?:[a-z0-9_-]+\/)*[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

export function isStoredPath(path: string): boolean {
  return path.length <= 200 && pathPattern.test(path);
}

/** The files that the snapshot names. Throws when the query gives something else than paths: a bug of its part. */
export async function* namedFiles(client: pg.Client, files: StoredFiles): AsyncGenerator<NamedFile> {
  let rest = "";
  for await (const chunk of copyOut(client, files.sql)) {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [path = "", sha256 = ""] = line.split("\t");
      if (!isStoredPath(path)) throw new Error("the query of stored files gave something that is not a path");
      yield { path, sha256: sha256 === "\\N" ? undefined : sha256 };
    }
  }
}

/** Those of `paths` that the database still names now: an erasure during the backup takes files away rightly. */
export async function stillNamed(
  client: pg.Client,
  files: StoredFiles,
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { rows } = await client.query<{ path: string }>(
    `select path from (${files.sql}) as named (path, sha256) where path = any($1::text[])`,
    [paths],
  );
  return rows.map((row) => row.path);
}

export interface SoundFile {
  readonly size: number;
  readonly sha256: string;
}

/** Size and hash of a stored file whose bytes are what they must be, else undefined. */
export async function examine(folder: string, file: NamedFile): Promise<SoundFile | undefined> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of createReadStream(join(folder, file.path))) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (fault) {
    if (hasCode(fault, "ENOENT")) return undefined;
    throw fault;
  }
  const sha256 = hash.digest("hex");
  return file.sha256 === undefined || file.sha256 === sha256 ? { size, sha256 } : undefined;
}

/** The line of one file in the hash over all. */
export function listLine(sha256: string, path: string): string {
  return `${sha256} ${path}\n`;
}

/** A folder beside the store in which files wait until the whole backup has proved good. */
export function waitingFolder(folder: string): string {
  return `${folder}.restoring`;
}

/** Writes one file below `folder`, on the platter before it returns. */
export async function writeStored(folder: string, path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const chunk of body) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves every waiting file to its place and makes the move durable. A file that is there already has the same bytes. */
export async function moveIntoPlace(waiting: string, folder: string): Promise<void> {
  for (const entry of await entriesOf(waiting)) {
    const from = join(waiting, entry.name);
    const to = join(folder, entry.name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (entry.isDirectory()) await moveIntoPlace(from, to);
    else await rename(from, to);
  }
  await rm(waiting, { recursive: true, force: true });
  await syncFolder(folder);
}

/** Makes the names in a folder durable. A folder that is not there has none; some USB sticks and shares cannot. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch((fault: unknown) => {
    if (hasCode(fault, "ENOENT")) return undefined;
    throw fault;
  });
  try {
    await handle?.sync();
  } catch (fault) {
    if (!hasCode(fault, "EINVAL") && !hasCode(fault, "ENOTSUP")) throw fault;
  } finally {
    await handle?.close();
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (fault) {
    if (hasCode(fault, "ENOENT")) return [];
    throw fault;
  }
}

function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && "code" in fault && fault.code === code;
}
