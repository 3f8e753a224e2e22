import { createHash, createSecretKey, type KeyObject } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { signingKey, verifyEd25519 } from "../crypto/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import {
  edgeTiles,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  parseVerifierKey,
  rootFromTiles,
  signersOf,
  tilePath,
  tileWidth,
  utf8Bytes,
} from "../tlog/index.ts";
import { createLedger } from "./append.ts";
import { createBooks } from "./books.ts";
import { merkle } from "./hashing.ts";
import { createSequencer, type Sequencer, type SequencerDeps } from "./sequencer.ts";
import { newestState, readTile } from "./tree-store.ts";

let database: TestDatabase;
const ledger = createLedger();
const at = new Date("2026-11-24T03:00:00Z");
const clock = { now: () => at } as SequencerDeps["clock"];
const seeds: KeyObject[] = [createSecretKey(Buffer.alloc(32, 7))];
const signers = () => seeds.map(signingKey);
const faults: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

function sequencer(over: Partial<SequencerDeps> = {}): Sequencer {
  return createSequencer({
    db: database.db,
    clock,
    ledger,
    log: { error: (_event, fields) => faults.push(fields) },
    originOf: (book) => `balai.example/ledger/${book}`,
    signers,
    ...over,
  });
}

/** As many entries of a book as asked for, each in a transaction of its own. */
async function write(book: string, count: number): Promise<Uuid[]> {
  const fact = (version: number) => ({
    book,
    kind: "said",
    subject: newId(),
    officeId: null,
    region: "35.78",
    facts: { version },
  });
  const written = Array.from({ length: count }, (_, version) =>
    database.db.transaction((tx) => ledger.append(tx, [fact(version)], at)),
  );
  return (await Promise.all(written)).flat();
}

/** The root of the entries of a book as their leaves stand, by the definition. */
async function rootAnew(book: string): Promise<string> {
  const found = await sql<{ body: string }>`select e.body from ledger.leaf l join ledger.entry e on e.id = l.entry_id
    where l.book = ${book} order by l.index`.execute(database.db.query);
  const mth = (hashes: Uint8Array[]): Uint8Array => {
    if (hashes.length === 1) return hashes[0] as Uint8Array;
    const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
    const [left, right] = [mth(hashes.slice(0, split)), mth(hashes.slice(split))];
    return createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest();
  };
  const leaves = found.rows.map(({ body }) => createHash("sha256").update(Uint8Array.of(0)).update(body).digest());
  return Buffer.from(mth(leaves)).toString("hex");
}

const rootOf = async (book: string) =>
  Buffer.from((await newestState(database.db.query, book))?.root ?? []).toString("hex");
const books = () => createBooks({ db: database.db, clock, signers });

describe("the sequencer", () => {
  it("gives each entry one place, and signs the root of what is in the book", async () => {
    const ids = await write("club", 600);
    expect(await sequencer().drain()).toBe(600);
    expect(await sequencer().drain()).toBe(0);
    const found = await sql<{
      entry_id: Uuid;
      index: number;
    }>`select entry_id, index from ledger.leaf where book = 'club' order by index`.execute(database.db.query);
    expect(found.rows.map(({ index }) => index)).toEqual(Array.from({ length: 600 }, (_, index) => index));
    expect(new Set(found.rows.map(({ entry_id }) => entry_id))).toEqual(new Set(ids));
    expect(await rootOf("club")).toBe(await rootAnew("club"));
  });

  it("goes on where another left off, over full tiles, without what that one knew", async () => {
    const first = sequencer();
    for (const count of [1, 255, 1, 300]) {
      await write("grown", count);
      await first.drain();
    }
    await write("grown", 30);
    await sequencer().drain();
    expect((await newestState(database.db.query, "grown"))?.size).toBe(587);
    expect(await rootOf("grown")).toBe(await rootAnew("grown"));
    await write("grown", 2);
    // Its own right edge is older than the book now.
    await first.drain();
    expect(await rootOf("grown")).toBe(await rootAnew("grown"));
  });

  it("works alone: several at once give no place twice", async () => {
    const many = Array.from({ length: 4 }, () => sequencer());
    const writing = write("busy", 400);
    const rounds = Array.from({ length: 12 }, (_, round) => many[round % many.length]?.drain());
    await Promise.all([writing, ...rounds]);
    await sequencer().drain();
    expect((await newestState(database.db.query, "busy"))?.size).toBe(400);
    expect(await rootOf("busy")).toBe(await rootAnew("busy"));
  });

  it("leaves nothing of a batch that fails, and takes it in the next time", async () => {
    await write("fails", 3);
    const broken = sequencer({
      signers: () => {
        throw new Error("no key");
      },
    });
    expect(await broken.drain()).toBe(0);
    expect(faults.splice(0)).toMatchObject([{ book: "fails" }]);
    expect(await newestState(database.db.query, "fails")).toBeUndefined();
    await sequencer().drain();
    expect((await newestState(database.db.query, "fails"))?.size).toBe(3);
  });

  it("stops no book for another whose rows somebody changed", async () => {
    await write("spoilt", 3);
    await sequencer().drain();
    await sql`delete from ledger.checkpoint where book = 'spoilt'`.execute(database.owner.query);
    await write("spoilt", 1);
    await write("sound", 1);
    await sequencer().drain();
    expect(faults.splice(0)).toMatchObject([{ book: "spoilt" }]);
    expect((await newestState(database.db.query, "sound"))?.size).toBe(1);
    await sql`delete from ledger.waiting where book = 'spoilt'`.execute(database.owner.query);
  });

  it("does by itself what it is woken for, within a second", async () => {
    const running = sequencer();
    running.start();
    try {
      await write("woken", 1);
      const start = performance.now();
      running.wake();
      while ((await newestState(database.db.query, "woken")) === undefined && performance.now() - start < 2_000);
      expect(performance.now() - start).toBeLessThan(1_000);
    } finally {
      await running.stop();
    }
    expect(faults).toEqual([]);
  });
});

describe("a book", () => {
  beforeAll(() => write("kept", 300).then(() => sequencer().drain()));
  afterEach(() => seeds.splice(0, seeds.length, createSecretKey(Buffer.alloc(32, 7))));

  it("has its name from its beginning, wherever it is served later", async () => {
    await sequencer({ originOf: () => "elsewhere.example/ledger/kept" }).drain();
    expect((await books().find("kept"))?.origin).toBe("balai.example/ledger/kept");
    expect(await books().find("nothing")).toBeUndefined();
  });

  it("is signed by all its keys, so that a new one comes without breaking the old one's trust", async () => {
    seeds.unshift(createSecretKey(Buffer.alloc(32, 8)));
    await write("kept", 1);
    await sequencer().drain();
    const book = await books().find("kept");
    const note = parseNote((await books().state("kept"))?.note ?? "");
    if (book === undefined || !note.ok) throw new Error("no signed state");
    const keys = books()
      .keys(book)
      .map((vkey) => parseVerifierKey((data) => createHash("sha256").update(data).digest(), vkey));
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      if (key === undefined) throw new Error("no key");
      expect(await signersOf(note.value, [key], verifyEd25519)).toMatchObject({ ok: true, value: [{ key }] });
    }
  });

  it("is served in tiles from which anyone gets the signed root", async () => {
    const state = await books().state("kept");
    const size = state?.size ?? 0;
    const contents = new Map<string, Uint8Array>();
    for (const tile of [{ level: 0, index: 0, width: tileWidth }, ...edgeTiles(size)]) {
      const content = await books().tile("kept", tilePath(tile));
      if (content === undefined) throw new Error(`${tilePath(tile)} is not served`);
      contents.set(`${tile.level}/${tile.index}`, content);
    }
    const root = rootFromTiles(merkle, (level, index) => contents.get(`${level}/${index}`), size);
    expect(Buffer.from(root)).toEqual(Buffer.from(state?.root ?? []));
    for (const path of [
      "tile/0/002",
      tilePath({ level: 0, index: 1, width: size - 255 }),
      "tile/2/000.p/1",
      "tile/0/000.p/0",
      "checkpoint",
    ])
      expect(await books().tile("kept", path)).toBeUndefined();
  });

  it("serves its entries word for word, each hashing to its leaf", async () => {
    const bundle = await books().tile("kept", "tile/entries/000");
    const leaves = await books().tile("kept", "tile/0/000");
    if (bundle === undefined || leaves === undefined) throw new Error("not served");
    let from = 0;
    for (let index = 0; index < 256; index += 1) {
      const length = bundle.readUInt16BE(from);
      const entry = bundle.subarray(from + 2, from + 2 + length);
      expect(Buffer.from(merkle.leaf(entry))).toEqual(leaves.subarray(index * 32, index * 32 + 32));
      from += 2 + length;
    }
    expect(from).toBe(bundle.length);
  });

  it("gives a receipt for each entry that holds without the book", async () => {
    const [id = newId()] = await write("kept", 1);
    expect(await books().receipt(id)).toBe("waiting");
    expect(await books().receipt(newId())).toBe("unknown");
    await sequencer().drain();
    const receipt = await books().receipt(id);
    if (typeof receipt === "string") throw new Error(receipt);
    const proof = parseProofFile(receipt.proof);
    const note = parseNote(proof?.checkpoint ?? "");
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : undefined;
    if (proof === undefined || checkpoint === undefined) throw new Error("no proof");
    const claim = {
      index: proof.index,
      size: checkpoint.size,
      leaf: merkle.leaf(utf8Bytes(receipt.body)),
      proof: proof.path,
      root: checkpoint.root,
    };
    expect(merkle.faultOfInclusion(claim)).toBeUndefined();
    expect(merkle.faultOfInclusion({ ...claim, leaf: merkle.leaf(utf8Bytes(`${receipt.body} `)) })).toBe("wrong-root");
    expect(JSON.parse(receipt.body)).toMatchObject({ id, book: "kept" });
  });

  it("says so when rows of the tree are gone", async () => {
    const size = (await newestState(database.db.query, "kept"))?.size ?? 0;
    await sql`delete from ledger.leaf where book = 'kept' and index = ${size - 1}`.execute(database.owner.query);
    await expect(readTile(database.db.query, "kept", size, { level: 0, index: 1, width: size - 256 })).rejects.toThrow(
      "holes",
    );
  });
});

describe("a book that is closed", () => {
  const books = () => createBooks({ db: database.db, clock, signers });

  it("ends with an entry that says so; what comes next opens a volume of its own", async () => {
    const running = sequencer();
    const [before = ""] = await write("ended", 300);
    // Of a process whose clock is ahead: it still comes before the end.
    const ahead = { book: "ended", kind: "said", subject: newId(), officeId: null, region: null, facts: {} };
    await database.db.transaction((tx) => ledger.append(tx, [ahead], new Date(at.getTime() + 60_000)));
    expect(await running.freeze("ended")).toEqual({
      size: 302,
      successor: "ended-2",
      note: expect.stringMatching(/^balai\.example\/ledger\/ended\n302\n/),
    });
    const last = await books().entryAt("ended", 301);
    expect(await books().receipt(last ?? newId())).toMatchObject({
      book: "ended",
      body: expect.stringContaining('"kind":"book.closed"'),
    });
    expect((await books().find("ended"))?.closed).toEqual({ at, successor: "ended-2" });
    expect(await books().find("ended-2")).toBeUndefined();

    const [after = ""] = await write("ended", 2);
    await sequencer().drain();
    expect((await books().state("ended"))?.size).toBe(302);
    expect(await books().receipt(after)).toMatchObject({ book: "ended-2", index: 0, size: 2 });
    expect(await books().receipt(before)).toMatchObject({ book: "ended", size: 302 });
    expect((await books().find("ended-2"))?.origin).toBe("balai.example/ledger/ended-2");
    expect((await books().state("ended-2"))?.root.toString()).toBe(
      Buffer.from(await rootAnew("ended-2"), "hex").toString(),
    );
  });

  it("is closed once, whatever is asked; its volumes end one after the other", async () => {
    await write("twice", 1);
    await sequencer().drain();
    const answers = await Promise.all([sequencer().freeze("twice"), sequencer().freeze("twice")]);
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
    expect(await sequencer().freeze("twice-2")).toBeUndefined();
    await write("twice", 1);
    await sequencer().drain();
    expect(await sequencer().freeze("twice-2")).toMatchObject({ size: 2, successor: "twice-3" });
    expect(await sequencer().freeze("nowhere")).toBeUndefined();
  });
});
