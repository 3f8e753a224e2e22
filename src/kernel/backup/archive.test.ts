import { randomBytes } from "node:crypto";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArchiveEntry, readArchive, writeArchive } from "./archive.ts";
import { Damaged, decrypterFor, encrypterFor, type Key, type Lock, WrongKey } from "./seal.ts";

let folder: string;
let lock: Lock;
let key: Key;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-archive-"));
  const identity = await generateIdentity();
  lock = { kind: "recipients", recipients: [await identityToRecipient(identity)] };
  key = { kind: "identities", identities: [identity] };
});
afterAll(() => rm(folder, { recursive: true }));

async function write(path: string, entries: readonly ArchiveEntry[]): Promise<void> {
  const encrypter = encrypterFor(lock);
  if (encrypter === undefined) throw new Error("no encrypter");
  const target = await open(path, "w");
  try {
    await writeArchive(each(entries), encrypter, target, new Date(0));
  } finally {
    await target.close();
  }
}

async function read(path: string, with_: Key = key): Promise<{ name: string; bytes: Buffer }[]> {
  const decrypter = await decrypterFor(with_);
  if (decrypter === undefined) throw new Error("no decrypter");
  const found: { name: string; bytes: Buffer }[] = [];
  for await (const entry of readArchive(path, decrypter)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.body) chunks.push(chunk);
    found.push({ name: entry.name, bytes: Buffer.concat(chunks) });
  }
  return found;
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe("an archive", () => {
  it("gives back every entry as it was written, streamed or not", async () => {
    const body = fc.uint8Array({ maxLength: 3000 });
    const entry = fc.oneof(
      fc.record({ name: fc.stringMatching(/^[a-z]{1,20}\/[a-z0-9.]{1,150}$/), body }),
      fc
        .record({ name: fc.stringMatching(/^[a-z]{1,20}$/), chunks: fc.array(body, { maxLength: 5 }) })
        .map(({ name, chunks }) => ({ name, chunks, size: chunks.reduce((sum, chunk) => sum + chunk.length, 0) })),
    );
    const path = join(folder, "any.age");
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        await write(
          path,
          entries.map((one) => ("chunks" in one ? { name: one.name, size: one.size, body: each(one.chunks) } : one)),
        );
        const expected = entries.map((one) => ({
          name: one.name,
          bytes: Buffer.concat("chunks" in one ? one.chunks : [one.body]),
        }));
        expect(await read(path)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("carries megabytes", async () => {
    const big = Buffer.alloc(5_000_000, "0123456789abcdef!");
    const path = join(folder, "big.age");
    await write(path, [
      { name: "big", body: big },
      { name: "streamed", size: big.length * 2, body: each([big, big]) },
    ]);
    const found = await read(path);
    expect(found.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ["big", 5_000_000],
      ["streamed", 10_000_000],
    ]);
    expect(found[0]?.bytes.equals(big)).toBe(true);
  });

  it("passes on what breaks its entries", async () => {
    async function* breaking(): AsyncGenerator<ArchiveEntry> {
      yield { name: "first", body: Buffer.from("fine") };
      throw new TypeError("the source broke");
    }
    const encrypter = encrypterFor(lock);
    const target = await open(join(folder, "broken.age"), "w");
    try {
      if (encrypter === undefined) throw new Error("no encrypter");
      await expect(writeArchive(breaking(), encrypter, target, new Date(0))).rejects.toThrow("the source broke");
    } finally {
      await target.close();
    }
  });

  it("does not say it is whole when one bit was changed, its end was cut, or something was added", async () => {
    const path = join(folder, "sound.age");
    const noise = randomBytes(150_000);
    await write(path, [
      { name: "manifest.json", body: Buffer.from("{}") },
      { name: "tables/x/000001", body: noise },
    ]);
    const sound = await readFile(path);
    expect(sound.length).toBeGreaterThan(66_000);
    const harmed = join(folder, "harmed.age");
    const isRefused = async (bytes: Uint8Array) => {
      await writeFile(harmed, bytes);
      await expect(read(harmed)).rejects.toSatisfy((fault) => fault instanceof Damaged || fault instanceof WrongKey);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        await isRefused(bytes);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), async (length) => isRefused(sound.subarray(0, length))),
      { numRuns: 60 },
    );
    await isRefused(Buffer.concat([sound, Buffer.from([0])]));
    await isRefused(Buffer.alloc(0));
    await isRefused(Buffer.from("not a backup at all"));
  });

  it("tells a wrong key from a damaged file", async () => {
    const path = join(folder, "key.age");
    await write(path, [{ name: "a", body: Buffer.from("b") }]);
    const other: Key = { kind: "identities", identities: [await generateIdentity()] };
    await expect(read(path, other)).rejects.toBeInstanceOf(WrongKey);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 3));
    await expect(read(path)).rejects.toBeInstanceOf(Damaged);
    expect(await decrypterFor({ kind: "identities", identities: ["AGE-SECRET-KEY-1NONSENSE"] })).toBeUndefined();
  });

  it("lets a reader stop early", async () => {
    const path = join(folder, "early.age");
    await write(path, [
      { name: "a", body: Buffer.alloc(3_000_000, "x") },
      { name: "b", body: Buffer.from("b") },
    ]);
    const decrypter = await decrypterFor(key);
    if (decrypter === undefined) throw new Error("no decrypter");
    for await (const entry of readArchive(path, decrypter)) {
      for await (const _chunk of entry.body) break;
      break;
    }
    const refusing = async () => {
      for await (const entry of readArchive(path, decrypter)) throw new RangeError(`cannot take ${entry.name}`);
    };
    await expect(refusing()).rejects.toThrow(new RangeError("cannot take a"));
  });
});
