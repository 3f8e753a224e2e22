import { mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Problem } from "../result/index.ts";
import { movableClock } from "../time/index.ts";
import { type AttachRequest, asScopedRecord, createFiles, type FileKind, type Files, sizeLimits } from "./index.ts";
import { animatedGif, heicHead, noise, pdf, plainJpeg, pngOfSize } from "./testing/pictures.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

let folder: string;
let files: Files;
// Real time: the age of leftovers is that of the file system.
const clock = movableClock(new Date());
const officeId = newId();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-files-"));
  files = createFiles({ db: database.db, folder, clock });
  clock.set(new Date());
});
afterEach(async () => {
  await database.owner.pool.query("delete from files.file; delete from files.removal");
  await rm(folder, { recursive: true, force: true });
});

async function staged(bytes: Uint8Array, ownerKey = "siti", kind: FileKind = "photo"): Promise<Uuid> {
  const result = await files.stage(bytes, { kind, ownerKey });
  if (!result.ok) throw new Error(`refused: ${result.error.message}`);
  return result.value.id;
}

async function refusal(source: Readable | Uint8Array, kind: FileKind = "photo"): Promise<Problem> {
  const result = await files.stage(source, { kind, ownerKey: "siti", field: "photos.0" });
  if (result.ok) throw new Error("accepted");
  return result.error;
}

function wish(change: Partial<AttachRequest> = {}): AttachRequest {
  return {
    ownerKey: "siti",
    caseId: newId(),
    officeId,
    region: "35.78.01",
    visibility: "public",
    owner: "pseudonym-a",
    role: "before",
    shownTo: "everyone",
    personal: false,
    ...change,
  };
}

function attach(ids: readonly Uuid[], change: Partial<AttachRequest> = {}) {
  return database.db.transaction((tx) => files.attach(tx, ids, wish(change)));
}

/** Files on disk as "shelf/…ending", sorted. */
async function onDisk(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(
      (entry) => `${entry.parentPath.slice(folder.length + 1).split("/")[0]}/${entry.name.replace(/^[0-9a-f]+/, "")}`,
    )
    .sort();
}

async function content(id: Uuid, variant: "full" | "thumb" = "full"): Promise<Buffer> {
  const opened = await files.open(id, variant);
  if (!opened.ok) throw new Error(opened.error.message);
  return buffer(opened.value.stream);
}

describe("stage", () => {
  it("takes a photo from bytes or a stream, keeps it private and serves both variants", async () => {
    const jpeg = await plainJpeg(640, 480);
    const id = await staged(jpeg);
    const streamed = await files.stage(Readable.from([jpeg.subarray(0, 500), jpeg.subarray(500)]), {
      kind: "photo",
      ownerKey: "siti",
    });
    expect(streamed.ok && streamed.value).toMatchObject({
      state: "staged",
      visibility: "private",
      width: 640,
      height: 480,
    });
    expect(await onDisk()).toEqual(["private/.jpg", "private/.thumb.webp"]);
    expect((await sharp(await content(id)).metadata()).format).toBe("jpeg");
    expect((await sharp(await content(id, "thumb")).metadata()).format).toBe("webp");
    const opened = await files.open(id, "full");
    expect(opened.ok && { ...opened.value, stream: undefined }).toEqual({
      stream: undefined,
      bytes: (await content(id)).byteLength,
      mime: "image/jpeg",
      etag: `"${id}-full"`,
      disposition: "inline",
      contentSecurityPolicy: "default-src 'none'; sandbox",
    });
    if (opened.ok) opened.value.stream.destroy();
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, FileKind, Problem["type"], string]>([
    ["nothing", () => Buffer.alloc(0), "photo", "validation-failed", "files.empty"],
    ["a text", () => Buffer.from("halo, ini bukan foto"), "photo", "unsupported-media", "files.not-a-photo"],
    [
      "a web page",
      () => Buffer.from("<!doctype html><script>1</script>"),
      "document",
      "unsupported-media",
      "files.not-a-document",
    ],
    [
      "SVG with a script",
      () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      "photo",
      "unsupported-media",
      "files.not-a-photo",
    ],
    ["a PDF named .jpg", () => pdf(), "photo", "unsupported-media", "files.pdf-as-photo"],
    ["HEIC", heicHead, "photo", "unsupported-media", "files.heic"],
    ["a moving GIF", animatedGif, "photo", "unsupported-media", "files.animated"],
    ["a bomb of 2.5 gigapixels", () => pngOfSize(50_000, 50_000), "photo", "too-large", "files.too-many-pixels"],
    [
      "half a JPEG",
      async () => (await plainJpeg(900, 700)).subarray(0, 1_500),
      "photo",
      "validation-failed",
      "files.unreadable",
    ],
    [
      "a PDF with a program",
      () => pdf({ extra: "/OpenAction << /S /JavaScript >>" }),
      "document",
      "validation-failed",
      "files.pdf.active",
    ],
    ["a locked PDF", () => pdf({ trailer: "/Encrypt 9 0 R" }), "document", "validation-failed", "files.pdf.encrypted"],
  ])("refuses %s with its own sentence and the field, and keeps nothing", async (_, make, kind, type, message) => {
    expect(await refusal(await make(), kind)).toMatchObject({ type, message, field: "photos.0" });
    expect(await onDisk()).toEqual([]);
    expect(await database.owner.pool.query("select from files.file")).toMatchObject({ rowCount: 0 });
  });

  it("keeps nothing beyond the limit, yet lets the upload flow out so that the form's parser can end", async () => {
    const chunk = Buffer.alloc(1_000_000, 0xff);
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (; sent < 40; sent += 1) yield chunk;
      })(),
    );
    expect(await refusal(endless)).toMatchObject({
      type: "too-large",
      message: "files.too-large",
      params: { limit: 15 },
    });
    expect(sent).toBe(40);
    expect(await refusal(Buffer.alloc(sizeLimits.document + 1), "document")).toMatchObject({ params: { limit: 10 } });
    expect(await onDisk()).toEqual([]);
  });

  it("reports an upload that broke off", async () => {
    const broken = new Readable({ read() {} });
    broken.push(Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
    setImmediate(() => broken.destroy(new Error("aborted")));
    expect(await refusal(broken)).toMatchObject({ type: "bad-request", message: "files.interrupted" });
    expect(await onDisk()).toEqual([]);
  });

  it("lives through a sender that was gone before reading began", async () => {
    const gone = new Readable({ read() {} });
    gone.destroy(new Error("aborted"));
    expect(await refusal(gone)).toMatchObject({ message: "files.interrupted" });
  });

  it("answers storage-full and keeps neither row nor bytes when the disk is full", async () => {
    const jpeg = await plainJpeg();
    // Full for what is received, then full only for what is put on the shelf: /dev/full answers ENOSPC.
    for (const ending of [/\.in$/, /\.out$/]) {
      const full = createFiles({
        db: database.db,
        folder,
        clock,
        openForWrite: (path) => (ending.test(path) ? open("/dev/full", "w") : open(path, "wx")),
      });
      const result = await full.stage(jpeg, { kind: "photo", ownerKey: "siti", field: "photos.0" });
      expect(result).toMatchObject({
        ok: false,
        error: { type: "storage-full", message: "files.storage-full", field: "photos.0" },
      });
      expect(await onDisk()).toEqual([]);
      expect(await database.owner.pool.query("select from files.file")).toMatchObject({ rowCount: 0 });
    }
    expect(await staged(jpeg)).toBeDefined();
  });

  it("keeps a PDF as it is, as a download without a preview", async () => {
    const paper = pdf({ pages: 2 });
    const id = await staged(paper, "siti", "document");
    expect(await content(id)).toEqual(paper);
    const opened = await files.open(id, "full");
    expect(opened).toMatchObject({ ok: true, value: { mime: "application/pdf", disposition: "attachment" } });
    if (opened.ok) opened.value.stream.destroy();
    expect(await files.open(id, "thumb")).toMatchObject({ ok: false, error: { type: "not-found" } });
  });

  it("does not let one key fill the disk", async () => {
    const jpeg = await plainJpeg(16, 16);
    const results: Awaited<ReturnType<Files["stage"]>>[] = [];
    // No more at once than may wait for their turn.
    for (let sent = 0; sent < 36; sent += 4)
      results.push(
        ...(await Promise.all(
          Array.from({ length: 4 }, () => files.stage(jpeg, { kind: "photo", ownerKey: "flood" })),
        )),
      );
    expect(results.filter((result) => result.ok)).toHaveLength(30);
    expect(results.find((result) => !result.ok)).toMatchObject({ error: { type: "too-many-requests" } });
    expect(await staged(jpeg, "another")).toBeDefined();
  });

  it("leaves the event loop to others while it works on large photos", async () => {
    const large = await sharp(noise(4_000, 3_000), { raw: { width: 4_000, height: 3_000, channels: 3 } })
      .jpeg()
      .toBuffer();
    let turns = 0;
    let done = false;
    const turn = () => {
      turns += 1;
      if (!done) setImmediate(turn);
    };
    turn();
    await Promise.all([staged(large), staged(large)]);
    done = true;
    expect(turns).toBeGreaterThan(200);
  });
});

describe("attach", () => {
  it("ties staged files to a case and gives the access rules their record", async () => {
    const id = await staged(await plainJpeg());
    expect(await files.findStaged(id, "siti")).toMatchObject({ id });
    expect(await files.findStaged(id, "budi")).toBeUndefined();
    const before = await files.find(id);
    expect(before && asScopedRecord(before)).toBeUndefined();
    const caseId = newId();
    const attached = await attach([id], { caseId, visibility: "name-hidden" });
    if (!attached.ok || attached.value[0] === undefined) throw new Error("not attached");
    expect(asScopedRecord(attached.value[0])).toEqual({
      officeId,
      region: "35.78.01",
      visibility: "name-hidden",
      owner: "pseudonym-a",
      caseId,
      assigneeId: null,
    });
    expect(await files.ofCase(caseId)).toEqual([await files.find(id)]);
    expect(await files.findStaged(id, "siti")).toBeUndefined();
  });

  it("has one answer for another's, an unknown, a taken and an expired file, and then attaches none", async () => {
    const jpeg = await plainJpeg();
    const [mine, others, taken, late] = [
      await staged(jpeg),
      await staged(jpeg, "budi"),
      await staged(jpeg),
      await staged(jpeg),
    ];
    expect(await attach([taken])).toMatchObject({ ok: true });
    const answers = [await attach([mine, others]), await attach([mine, newId()]), await attach([mine, taken])];
    clock.advance(25 * 60 * 60_000);
    answers.push(await attach([late]));
    for (const answer of answers)
      expect(answer).toEqual({
        ok: false,
        error: { type: "validation-failed", message: "files.not-attachable", field: "file" },
      });
    expect(await files.find(mine)).toMatchObject({ state: "staged", caseId: null });
  });

  it("is undone with its transaction", async () => {
    const id = await staged(await plainJpeg());
    await expect(
      database.db.transaction(async (tx) => {
        expect(await files.attach(tx, [id], wish())).toMatchObject({ ok: true });
        throw new Error("the command failed");
      }),
    ).rejects.toThrow("the command failed");
    expect(await files.find(id)).toMatchObject({ state: "staged", visibility: "private" });
    expect(await content(id)).toBeDefined();
    // The copy made for the undone publication is known to no row.
    expect(await files.sweep()).toMatchObject({ orphans: 1 });
    expect(await onDisk()).toEqual(["private/.jpg", "private/.thumb.webp"]);
  });
});

describe("visibility and erasure", () => {
  it("moves bytes between the shelves, readable at every moment", async () => {
    const id = await staged(await plainJpeg());
    await attach([id]);
    expect(await content(id)).toBeDefined();
    await files.settle();
    expect(await onDisk()).toEqual(["public/.jpg", "public/.thumb.webp"]);
    const hidden = await database.db.transaction((tx) => files.setVisibility(tx, { ids: [id] }, "private"));
    expect(hidden).toEqual({ ok: true, value: 1 });
    expect(await content(id, "thumb")).toBeDefined();
    await files.settle();
    expect(await onDisk()).toEqual(["private/.jpg", "private/.thumb.webp"]);
    expect(await content(id)).toBeDefined();
  });

  it("keeps one copy of a photo two people gave, and neither learns of the other", async () => {
    const jpeg = await plainJpeg();
    const [hers, his] = [await staged(jpeg, "siti"), await staged(jpeg, "budi")];
    expect(hers).not.toBe(his);
    expect(Object.keys((await files.find(hers)) ?? {})).not.toContain("sha256");
    await attach([hers], { visibility: "public" });
    await attach([his], { ownerKey: "budi", owner: "pseudonym-b", visibility: "private" });
    await files.settle();
    expect(await onDisk()).toEqual(["private/.jpg", "private/.thumb.webp", "public/.jpg", "public/.thumb.webp"]);
    expect(await database.db.transaction((tx) => files.erase(tx, { owner: "pseudonym-b" }))).toBe(1);
    await files.settle();
    expect(await onDisk()).toEqual(["public/.jpg", "public/.thumb.webp"]);
    expect(await files.open(his, "full")).toMatchObject({ ok: false, error: { type: "not-found" } });
    expect(await content(hers)).toBeDefined();
  });

  it("erases all of a case: row emptied, bytes gone only after commit", async () => {
    const caseId = newId();
    const ids = [await staged(await plainJpeg(60, 60, "a")), await staged(await plainJpeg(60, 60, "b"))];
    await attach(ids, { caseId });
    await files.settle();
    await expect(
      database.db.transaction(async (tx) => {
        await files.erase(tx, { caseId });
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    await files.settle();
    expect(await content(ids[0] ?? "")).toBeDefined();
    expect(await database.db.transaction((tx) => files.erase(tx, { caseId }))).toBe(2);
    await files.settle();
    expect(await onDisk()).toEqual([]);
    const { rows } = await database.owner.pool.query("select state, sha256, owner, owner_key_hash from files.file");
    expect(rows).toEqual(Array(2).fill({ state: "erased", sha256: null, owner: null, owner_key_hash: null }));
    expect(await database.db.transaction((tx) => files.erase(tx, { caseId }))).toBe(0);
  });

  it("never loses a photo that is staged anew while its last owner erases it", async () => {
    const jpeg = await plainJpeg();
    for (let round = 0; round < 8; round += 1) {
      const old = await staged(jpeg, "siti");
      await database.db.transaction((tx) => files.erase(tx, { ids: [old] }));
      const [, fresh] = await Promise.all([files.settle(), staged(jpeg, "budi"), files.settle()]);
      await files.sweep();
      expect((await content(fresh)).byteLength).toBeGreaterThan(0);
      await database.db.transaction((tx) => files.erase(tx, { ids: [fresh] }));
      await files.settle();
      expect(await onDisk()).toEqual([]);
    }
  });
});

describe("sweep", () => {
  it("removes staged files nobody attached in a day, orphans and leftovers, and nothing else", async () => {
    const kept = await staged(await plainJpeg(50, 50, "kept"));
    await attach([kept], { visibility: "private" });
    await staged(await plainJpeg(50, 50, "late"));
    const lost = await staged(await plainJpeg(50, 50, "lost"));
    await database.owner.pool.query("delete from files.file where id = $1", [lost]);
    await writeFile(join(folder, "incoming", "killed.in"), "x");
    expect(await files.sweep()).toEqual({ leftovers: 0, expired: 0, orphans: 1 });
    clock.advance(25 * 60 * 60_000);
    expect(await files.sweep()).toEqual({ leftovers: 1, expired: 1, orphans: 0 });
    expect(await onDisk()).toEqual(["private/.jpg", "private/.thumb.webp"]);
    expect(await content(kept)).toBeDefined();
  });
});
