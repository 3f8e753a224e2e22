import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import type { Decrypter, Encrypter } from "age-encryption";
import { extract, type Pack, pack } from "tar-stream";
import { Damaged, seal, unseal, WrongKey } from "./seal.ts";

/** One member of the tar. A body that is not yet in memory says its size beforehand. */
export type ArchiveEntry =
  | { readonly name: string; readonly body: Uint8Array }
  | { readonly name: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> };

export interface ReadEntry {
  readonly name: string;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Written {
  readonly bytes: number;
  /** Of the encrypted file, hex: keep it apart from the file to know that nobody exchanged it. */
  readonly sha256: string;
}

/**
 * Writes entries as tar, compressed with zstd, encrypted with age: `age -d | zstd -d | tar -t` reads it without Balai.
 * Memory does not grow with the size. Throws what the entries or the file throw; the caller closes the file.
 */
export async function writeArchive(
  entries: AsyncIterable<ArchiveEntry>,
  encrypter: Encrypter,
  target: FileHandle,
  createdAt: Date,
): Promise<Written> {
  const tar = pack();
  let entryFault: unknown;
  const filling = fill(tar, entries, createdAt).then(
    () => tar.finalize(),
    (fault: unknown) => {
      entryFault = fault;
      tar.destroy(fault instanceof Error ? fault : new Error(String(fault)));
    },
  );
  const hash = createHash("sha256");
  let bytes = 0;
  let writeFault: unknown;
  try {
    await pipeline(tar, createZstdCompress(), async (compressed: AsyncIterable<Buffer>) => {
      for await (const chunk of seal(encrypter, compressed)) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        try {
          await target.writeFile(chunk);
        } catch (fault) {
          writeFault = fault;
          throw fault;
        }
      }
    });
  } catch (fault) {
    await filling;
    // A full disk also breaks the entries upstream; the first cause is what the operator needs to read.
    throw writeFault ?? entryFault ?? fault;
  }
  await filling;
  return { bytes, sha256: hash.digest("hex") };
}

/** Reads the entries of an archive in order; each body must be read before the next. Throws `WrongKey` or `Damaged`. */
export async function* readArchive(path: string, decrypter: Decrypter): AsyncGenerator<ReadEntry> {
  const tar = extract();
  let feedFault: unknown;
  const feeding = pipeline(unseal(decrypter, createReadStream(path)), createZstdDecompress(), tar).catch(
    (fault: unknown) => {
      feedFault = fault;
    },
  );
  // A fault of the file belongs to the file; a fault of the reader of a body is passed on unchanged.
  const broken = async (fault: unknown): Promise<unknown> => {
    await feeding;
    const cause = feedFault ?? fault;
    if (cause instanceof WrongKey || cause instanceof Damaged || isFileFault(cause)) return cause;
    return new Damaged("archive");
  };
  const members = tar[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await members.next().catch(async (fault: unknown) => {
        throw await broken(fault);
      });
      if (next.done) break;
      const member = next.value;
      yield { name: member.header.name, size: member.header.size ?? 0, body: guarded(member, broken) };
    }
  } finally {
    tar.destroy();
    await feeding;
  }
  if (feedFault !== undefined) throw await broken(feedFault);
}

async function* guarded(
  body: AsyncIterable<unknown>,
  broken: (fault: unknown) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await chunks.next().catch(async (fault: unknown) => {
        throw await broken(fault);
      });
      if (next.done) return;
      if (!(next.value instanceof Uint8Array)) throw new Error("a tar member gave something else than bytes");
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function fill(tar: Pack, entries: AsyncIterable<ArchiveEntry>, mtime: Date): Promise<void> {
  for await (const entry of entries) {
    const inMemory = entry.body instanceof Uint8Array;
    const size = inMemory ? entry.body.byteLength : "size" in entry ? entry.size : 0;
    const done = Promise.withResolvers<void>();
    done.promise.catch(() => {});
    const member = tar.entry({ name: entry.name, size, mtime, mode: 0o600 }, (fault) =>
      fault ? done.reject(fault) : done.resolve(),
    );
    for await (const chunk of inMemory ? [entry.body] : entry.body) {
      if (!member.write(chunk)) await Promise.race([once(member, "drain"), done.promise]);
    }
    member.end(null);
    await done.promise;
  }
}

function isFileFault(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && "syscall" in fault;
}
