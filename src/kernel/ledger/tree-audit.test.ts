import { createSecretKey } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { signingKey } from "../crypto/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { ed25519Type, verifierKey } from "../tlog/index.ts";
import { createLedger } from "./append.ts";
import type { Difference } from "./audited.ts";
import { sha256 } from "./hashing.ts";
import { createSequencer, type SequencerDeps } from "./sequencer.ts";
import { type AuditedBook, auditTree, entriesWithoutPlace, strangersWaiting } from "./tree-audit.ts";

let database: TestDatabase;
const ledger = createLedger();
const at = new Date("2026-11-24T03:00:00Z");
const seed = createSecretKey(Buffer.alloc(32, 7));
const originOf = (book: string) => `balai.example/ledger/${book}`;
const firstId: Uuid = "00000000-0000-0000-0000-000000000000";

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** So many entries, taken in `batch` at a time. */
async function write(book: string, count: number, batch = 300): Promise<readonly Uuid[]> {
  const sequencer = createSequencer({
    db: database.db,
    ledger,
    clock: { now: () => at } as SequencerDeps["clock"],
    log: { error: () => {} },
    originOf,
    signers: () => [signingKey(seed)],
  });
  const ids: Uuid[] = [];
  for (let from = 0; from < count; from += batch) {
    const facts = Array.from({ length: Math.min(batch, count - from) }, (_, version) => ({
      book,
      kind: "said.once",
      subject: newId(),
      officeId: null,
      region: null,
      facts: { version },
    }));
    ids.push(...(await database.db.transaction((tx) => ledger.append(tx, facts, at))));
    await sequencer.drain();
  }
  return ids;
}

async function audited(book: string, before?: AuditedBook) {
  const differences: Difference[] = [];
  const key = verifierKey(sha256, originOf(book), ed25519Type, signingKey(seed).publicKey);
  const tree = await auditTree(database.db.query, { name: book, origin: originOf(book) }, before, [key], (difference) =>
    differences.push(difference),
  );
  const told = differences.map(({ kind, table, row, traits }) => [kind, table, row, ...traits].join(" "));
  return { ...tree, told };
}

const asOwner = async (statement: RawBuilder<unknown>) => void (await statement.execute(database.owner.query));

describe("a book as it is", () => {
  it("agrees with its tree, whole or from where an earlier audit came to", async () => {
    await write("sound", 700);
    const first = await audited("sound");
    expect(first).toMatchObject({ told: [], entries: 700, reached: { size: 700 } });
    await write("sound", 2_000);
    expect(await audited("sound", first.reached)).toMatchObject({ told: [], entries: 2_000 });
    expect(await audited("sound")).toMatchObject({ told: [], entries: 2_700 });
  });

  it("may be empty", async () => {
    expect(await audited("empty")).toMatchObject({ told: [], entries: 0, reached: { size: 0 } });
  });
});

describe("a book that its owner changed", () => {
  it("names an entry whose text was changed, and one whose columns were", async () => {
    const ids = await write("edited", 5);
    await asOwner(sql`update ledger.entry set body = replace(body, '"version":1', '"version":9') where id = ${ids[1]}`);
    await asOwner(sql`update ledger.entry set kind = 'said.twice', subject = ${newId()} where id = ${ids[2]}`);
    expect((await audited("edited")).told).toEqual([
      `changed ledger.entry ${ids[1]} entry`,
      `changed ledger.entry ${ids[2]} kind place`,
    ]);
  });

  it("names an entry that was removed past all keys", async () => {
    const ids = await write("removed", 5);
    await asOwner(sql`alter table ledger.leaf drop constraint leaf_entry_id_fkey`);
    await asOwner(sql`delete from ledger.entry where id = ${ids[3]}`);
    expect((await audited("removed")).told).toEqual([`deleted ledger.entry ${ids[3]}`]);
  });

  it("names a leaf and what no longer follows from it", async () => {
    const ids = await write("leaf", 10, 5);
    await asOwner(sql`update ledger.leaf set hash = sha256('x') where book = 'leaf' and index = 7`);
    expect((await audited("leaf")).told).toEqual([
      `changed ledger.entry ${ids[7]} entry`,
      "changed ledger.checkpoint leaf/10 root",
    ]);
    await asOwner(sql`delete from ledger.leaf where book = 'leaf' and index = 2`);
    expect((await audited("leaf")).told).toContain("deleted ledger.leaf leaf/2");
  });

  it("names tiles that were changed, removed and put in", async () => {
    await write("tiles", 800);
    await asOwner(sql`update ledger.tile set hashes = set_byte(hashes, 40, (get_byte(hashes, 40) + 1) % 256)
      where book = 'tiles' and level = 0 and index = 1`);
    await asOwner(sql`delete from ledger.tile where book = 'tiles' and level = 0 and index = 2`);
    await asOwner(sql`insert into ledger.tile select book, level, 3, root, hashes from ledger.tile
      where book = 'tiles' and level = 0 and index = 0`);
    expect((await audited("tiles")).told).toEqual([
      "changed ledger.tile tiles/0/1 hash",
      "deleted ledger.tile tiles/0/2",
      "inserted ledger.tile tiles/0/3",
    ]);
  });

  it("names a state whose root, text or signature is another", async () => {
    await write("states", 6, 2);
    await asOwner(sql`update ledger.checkpoint set root = sha256('x') where book = 'states' and size = 2`);
    await asOwner(sql`update ledger.checkpoint set note = replace(note, E'\n6\n', E'\n7\n')
      where book = 'states' and size = 6`);
    expect((await audited("states")).told).toEqual([
      "changed ledger.checkpoint states/2 root",
      "changed ledger.checkpoint states/2 signature",
      "changed ledger.checkpoint states/6 signature",
    ]);
    await write("signed", 2);
    await asOwner(sql`update ledger.checkpoint set note = regexp_replace(note, '[A-Za-z0-9+/]{8}(=*)\n$', E'AAAAAAAA\\1\n')
      where book = 'signed'`);
    expect((await audited("signed")).told).toEqual(["changed ledger.checkpoint signed/2 signature"]);
  });

  it("names a book that is shorter than it was, and one that is another", async () => {
    await write("cut", 6, 3);
    const before = (await audited("cut")).reached;
    await asOwner(sql`delete from ledger.checkpoint where book = 'cut' and size > 3`);
    await asOwner(sql`delete from ledger.leaf where book = 'cut' and index >= 3`);
    expect((await audited("cut", before)).told).toEqual(["deleted ledger.checkpoint cut/6"]);
    await write("cut", 3);
    expect((await audited("cut", before)).told).toEqual(["changed ledger.checkpoint cut/6 root"]);
    // Of itself the new one is sound: only who remembers knows.
    expect((await audited("cut")).told).toEqual([]);
  });

  it("names entries that were put in or kept out beside the tree", async () => {
    const { last, differences } = await entriesWithoutPlace(database.db.query, firstId, 10_000);
    const known = new Set(differences.map(({ row }) => row));
    expect(last).toBeUndefined();
    const ids = await database.db.transaction((tx) =>
      ledger.append(
        tx,
        ["waits", "kept-out"].map((kind) => ({
          book: "beside",
          kind,
          subject: newId(),
          officeId: null,
          region: null,
          facts: {},
        })),
        at,
      ),
    );
    await asOwner(sql`delete from ledger.waiting where entry_id = ${ids[1]}`);
    const now = await entriesWithoutPlace(database.db.query, firstId, 10_000);
    expect(now.differences.map(({ row }) => row).filter((row) => !known.has(row))).toEqual([ids[1]]);
    expect(await strangersWaiting(database.db.query)).toEqual([]);
    const stranger = newId();
    await asOwner(sql`insert into ledger.waiting values (${stranger}, 'beside')`);
    expect(await strangersWaiting(database.db.query)).toMatchObject([{ kind: "inserted", row: stranger }]);
  });
});
