import { execFile } from "node:child_process";
import { mkdir, mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDisk, type OpenForWrite, sha256Hex } from "./disk.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-disk-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Lets `room` bytes of each file onto the real disk; the rest goes to /dev/full, where the system itself answers ENOSPC. */
function diskOf(room: number): OpenForWrite {
  return async (path) => {
    const real = await open(path, "wx");
    const full = await open("/dev/full", "w");
    let left = room;
    return {
      async write(bytes: Uint8Array, from: number) {
        const some = bytes.subarray(from, from + left);
        const written = some.byteLength > 0 ? await real.write(some) : await full.write(bytes, from);
        left -= written.bytesWritten;
        return written;
      },
      sync: () => real.sync(),
      close: async () => {
        await real.close();
        await full.close();
      },
    };
  };
}

async function everyFile(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** A process that puts a file and dies by SIGKILL when half of it is on the disk. */
const killedWriter = `
  import { open } from "node:fs/promises";
  const [code, folder] = process.argv.slice(1);
  const { createDisk } = await import(code);
  const disk = createDisk(folder, async (path) => {
    const file = await open(path, "wx");
    return {
      async write(bytes) {
        await file.write(bytes, 0, Math.floor(bytes.byteLength / 2));
        process.kill(process.pid, "SIGKILL");
      },
      sync: () => file.sync(),
      close: () => file.close(),
    };
  });
  await disk.put("private", "ab".repeat(32) + ".jpg", Buffer.alloc(200_000, "x"));
`;

const bytes = Buffer.alloc(300_000, "balai");
const name = `${sha256Hex(bytes)}.jpg`;

describe("disk", () => {
  it("keeps private and public apart and spreads names over folders", async () => {
    const disk = createDisk(folder);
    await disk.put("private", name, bytes);
    expect(disk.pathOf("private", name)).toBe(join(folder, "private", name.slice(0, 2), name.slice(2, 4), name));
    expect(await readFile(disk.pathOf("private", name))).toEqual(bytes);
    await expect(readFile(disk.pathOf("public", name))).rejects.toThrow("ENOENT");
    await disk.copy("private", "public", name);
    await disk.remove("private", name);
    expect(await readFile(disk.pathOf("public", name))).toEqual(bytes);
    expect(await everyFile()).toEqual([name]);
  });

  it("leaves nothing of a file when the disk is full from the start or runs full midway", async () => {
    for (const room of [0, 100_000]) {
      const disk = createDisk(folder, diskOf(room));
      expect(await disk.put("private", name, bytes)).toEqual({ ok: false, error: "disk-full" });
      expect(await disk.receive(chunksOf(bytes))).toEqual({ ok: false, error: "disk-full" });
      expect(await everyFile()).toEqual([]);
    }
  });

  it("keeps the old file when writing it again finds the disk full", async () => {
    await createDisk(folder).put("private", name, bytes);
    expect(await createDisk(folder, diskOf(1_000)).put("private", name, bytes)).toEqual({
      ok: false,
      error: "disk-full",
    });
    expect(await readFile(createDisk(folder).pathOf("private", name))).toEqual(bytes);
  });

  it("has no half file under a name after a process was killed while writing; the sweep takes what it left", async () => {
    const signal = await new Promise((settle) => {
      const options = ["--input-type=module", "--eval", killedWriter, import.meta.resolve("./disk.ts"), folder];
      execFile(process.execPath, options, (fault) => settle(fault?.signal));
    });
    expect(signal).toBe("SIGKILL");
    const left = await everyFile();
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/\.out$/);
    const disk = createDisk(folder);
    expect(await disk.removeLeftovers(new Date(Date.now() + 1_000))).toBe(1);
    expect(await everyFile()).toEqual([]);
  });

  it("sweeps only old leftovers, not an upload under way", async () => {
    const incoming = join(folder, "incoming");
    await mkdir(incoming);
    await writeFile(join(incoming, "old.in"), "x");
    await utimes(join(incoming, "old.in"), new Date("2026-01-01"), new Date("2026-01-01"));
    await writeFile(join(incoming, "new.in"), "x");
    expect(await createDisk(folder).removeLeftovers(new Date("2026-02-01"))).toBe(1);
    expect(await everyFile()).toEqual(["new.in"]);
  });
});

async function* chunksOf(whole: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < whole.length; at += 50_000) yield whole.subarray(at, at + 50_000);
}
