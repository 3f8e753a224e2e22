import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newId } from "../ids/index.ts";
import { err, ok, type Result } from "../result/index.ts";

/** Two trees apart, so that a private photo never lies beside what a public cache may serve. */
export type Shelf = "private" | "public";
export const shelves: readonly Shelf[] = ["private", "public"];

/** What a write needs of a file. The real one is a FileHandle; tests give one whose disk runs full or whose process dies. */
export interface WritableFile {
  write(bytes: Uint8Array, from: number): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}
export type OpenForWrite = (path: string) => Promise<WritableFile>;

/** The disk, or the quota, is full. Nothing was left half-written. */
export type DiskFull = "disk-full";

export interface Disk {
  /** Where `name` (`<sha256>.jpg`) lies on that shelf. */
  pathOf(shelf: Shelf, name: string): string;
  /** Writes the chunks to a temporary file and gives its path; the caller removes it. */
  receive(chunks: AsyncIterable<Uint8Array>): Promise<Result<string, DiskFull>>;
  readIncoming(path: string): Promise<Buffer>;
  discard(path: string): Promise<void>;
  /** Puts the bytes on the shelf, whole or not at all, on the platter before it returns. Same name again: replaced. */
  put(shelf: Shelf, name: string, bytes: Uint8Array): Promise<Result<void, DiskFull>>;
  /** Copies a file from one shelf to the other. A missing file is a lost file, thus an exception. */
  copy(from: Shelf, to: Shelf, name: string): Promise<Result<void, DiskFull>>;
  remove(shelf: Shelf, name: string): Promise<void>;
  /** Names on a shelf, one folder at a time, so that a sweep never holds them all. */
  list(shelf: Shelf): AsyncIterable<readonly string[]>;
  /** Removes temporary files that a killed process left before `before`. Gives how many. */
  removeLeftovers(before: Date): Promise<number>;
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The content-addressed store in `folder`: `{private,public}/ab/cd/<name>`, and `incoming/` for what is under way. */
export function createDisk(folder: string, openForWrite: OpenForWrite = openNew): Disk {
  const incoming = join(folder, "incoming");
  const pathOf = (shelf: Shelf, name: string): string => join(folder, shelf, name.slice(0, 2), name.slice(2, 4), name);

  async function writeNew(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, durable: boolean) {
    try {
      await makeFolder(dirname(path));
      const file = await openForWrite(path);
      try {
        for await (const chunk of chunks) await writeAll(file, chunk);
        if (durable) await file.sync();
      } finally {
        await file.close();
      }
      return ok(undefined);
    } catch (error) {
      await rm(path, { force: true });
      if (isDiskFull(error)) return err<DiskFull>("disk-full");
      throw error;
    }
  }

  async function put(shelf: Shelf, name: string, bytes: Uint8Array): Promise<Result<void, DiskFull>> {
    const temporary = join(incoming, `${newId()}.out`);
    const written = await writeNew(temporary, [bytes], true);
    if (!written.ok) return written;
    const path = pathOf(shelf, name);
    try {
      await makeFolder(dirname(path));
      await rename(temporary, path);
      await syncFolder(dirname(path));
      return ok(undefined);
    } catch (error) {
      await rm(temporary, { force: true });
      if (isDiskFull(error)) return err<DiskFull>("disk-full");
      throw error;
    }
  }

  return {
    pathOf,
    put,
    async receive(chunks) {
      const path = join(incoming, `${newId()}.in`);
      const written = await writeNew(path, chunks, false);
      return written.ok ? ok(path) : written;
    },
    readIncoming: (path) => readFile(path),
    discard: (path) => rm(path, { force: true }),
    copy: async (from, to, name) => put(to, name, await readFile(pathOf(from, name))),
    remove: (shelf, name) => rm(pathOf(shelf, name), { force: true }),
    async *list(shelf) {
      const root = join(folder, shelf);
      for (const first of await namesIn(root)) {
        for (const second of await namesIn(join(root, first))) yield await namesIn(join(root, first, second));
      }
    },
    async removeLeftovers(before) {
      let removed = 0;
      for (const name of await namesIn(incoming)) {
        const path = join(incoming, name);
        const written = await stat(path).catch(() => undefined);
        if (written === undefined || written.mtime >= before) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

/** Only the account that runs Balai reads the files; a public file reaches people through a route. */
function openNew(path: string): Promise<WritableFile> {
  return open(path, "wx", 0o600);
}

async function writeAll(file: WritableFile, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) done += (await file.write(bytes, done)).bytesWritten;
}

/** A new folder is durable only when its parent's entry is, so each new parent is synced. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  let parent = folder;
  do {
    parent = dirname(parent);
    await syncFolder(parent);
  } while (parent.length >= first.length);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

function isDiskFull(error: unknown): boolean {
  return isCode(error, "ENOSPC") || isCode(error, "EDQUOT");
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
