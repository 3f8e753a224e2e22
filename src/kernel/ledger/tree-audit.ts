import { sql } from "kysely";
import { verifyEd25519 } from "../crypto/index.ts";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import {
  type Edge,
  type FullTile,
  formatCheckpoint,
  grow,
  type Hash,
  parseNote,
  rootOfEdge,
  signersOf,
  tileWidth,
  toHex,
  utf8Bytes,
  type VerifierKey,
} from "../tlog/index.ts";
import { type Difference, differing, type Trait } from "./audited.ts";
import { seriesOf } from "./domain/volume.ts";
import { merkle } from "./hashing.ts";
import { readEdge } from "./tree-store.ts";

/** How far a book was looked at, with the root that it had there; all that a later audit needs to go on. */
export interface AuditedBook {
  readonly book: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

/** What looking at a book gave. */
export interface AuditedTree {
  readonly reached: AuditedBook;
  readonly entries: number;
}

/** Leaves in one page: a few hundred kilobytes, however large the book is. */
const pageLeaves = 1_024;

/**
 * Derives the tree of a book anew from the entries as they stand in the database, from where an earlier audit came to, and compares it with leaves, tiles
 * and signed states. `differs` is told of each thing that is not as it must be.
 */
export async function auditTree(
  db: Queryable,
  book: { readonly name: string; readonly origin: string },
  before: AuditedBook | undefined,
  keys: readonly VerifierKey[],
  differs: (difference: Difference) => void,
): Promise<AuditedTree> {
  const place = (index: number) => `${book.name}/${index}`;
  const told = (kind: Difference["kind"], table: string, row: string, traits: readonly Trait[] = []) =>
    differs({ kind, table, row, traits });
  const states = await statesBetween(db, book.name, 0, "newest");
  const size = states.at(-1)?.size ?? 0;
  let { edge, from } = await startOf(db, book.name, before, told);
  let isSound = true;
  let entries = 0;
  while (from < size) {
    const to = Math.min(from + pageLeaves, size);
    const [rows, signed] = await Promise.all([
      leavesBetween(db, book.name, from, to),
      statesBetween(db, book.name, from, to),
    ]);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    const leaves: Hash[] = [];
    for (let index = from; index < to; index += 1) {
      const row = byIndex.get(index);
      if (row === undefined) told("deleted", "ledger.leaf", place(index));
      else {
        for (const difference of faultsOfLeaf(row, book.name)) differs(difference);
        entries += 1;
      }
      leaves.push(row?.hash ?? merkle.emptyRoot);
    }
    const full: FullTile[] = [];
    for (const state of signed) {
      const fresh = leaves.splice(0, state.size - from);
      const grown = grow(merkle, edge, from, fresh);
      from += fresh.length;
      edge = grown.edge;
      full.push(...grown.full);
      const fits = toHex(rootOfEdge(merkle, edge)) === toHex(state.root);
      // After one that does not fit none does: it is told once, not for each state that came after.
      if (!fits && isSound) told("changed", "ledger.checkpoint", place(state.size), ["root"]);
      isSound = fits;
      const traits = await faultsOfState(state, book.origin, state.size === size ? keys : []);
      if (traits.length > 0) told("changed", "ledger.checkpoint", place(state.size), traits);
    }
    const grown = grow(merkle, edge, from, leaves);
    from += leaves.length;
    edge = grown.edge;
    full.push(...grown.full);
    for (const difference of await faultsOfTiles(db, book.name, full)) differs(difference);
  }
  for (const difference of await strangersIn(db, book.name, size)) differs(difference);
  return { reached: { book: book.name, size, root: toHex(rootOfEdge(merkle, edge)) }, entries };
}

/** Where to begin: from the leaves' right edge at the size that was reached before, or from nothing. */
async function startOf(
  db: Queryable,
  book: string,
  before: AuditedBook | undefined,
  told: (kind: Difference["kind"], table: string, row: string, traits?: readonly Trait[]) => void,
): Promise<{ edge: Edge; from: number }> {
  if (before === undefined || before.size === 0) return { edge: [], from: 0 };
  const row = `${book}/${before.size}`;
  const [state] = await statesBetween(db, book, before.size - 1, before.size);
  // A book that is shorter than it was, or another: it is looked at from its beginning.
  if (state === undefined) told("deleted", "ledger.checkpoint", row);
  else if (toHex(state.root) !== before.root) told("changed", "ledger.checkpoint", row, ["root"]);
  else {
    const edge = await readEdge(db, book, before.size).catch(() => undefined);
    if (edge !== undefined) return { edge, from: before.size };
  }
  return { edge: [], from: 0 };
}

interface LeafRow {
  readonly index: number;
  readonly hash: Buffer;
  readonly entryId: Uuid;
  readonly id: Uuid | null;
  readonly book: string;
  readonly kind: string;
  readonly subject: Uuid;
  readonly at: Date;
  readonly body: string;
}

async function leavesBetween(db: Queryable, book: string, from: number, to: number): Promise<readonly LeafRow[]> {
  const found = await sql<LeafRow>`
    select l.index, l.hash, l.entry_id as "entryId", e.id, e.book, e.kind, e.subject, e.at, e.body
    from ledger.leaf l left join ledger.entry e on e.id = l.entry_id
    where l.book = ${book} and l.index >= ${from} and l.index < ${to} order by l.index`.execute(db);
  return found.rows;
}

/** An entry against its leaf, and its columns against its body. */
function faultsOfLeaf(row: LeafRow, book: string): readonly Difference[] {
  const about = { table: "ledger.entry", row: row.entryId } as const;
  if (row.id === null) return [{ ...about, kind: "deleted", traits: [] }];
  if (toHex(merkle.leaf(utf8Bytes(row.body))) !== toHex(row.hash))
    return [{ ...about, kind: "changed", traits: ["entry"] }];
  // The body is what was hashed, so it can be read.
  const said = JSON.parse(row.body) as { readonly [name: string]: unknown };
  const traits = differing({
    entry: [row.id, said.id],
    kind: [row.kind, said.kind],
    place: [`${row.book} ${row.subject}`, `${seriesOf(book)} ${said.subject}`],
    time: [row.at, new Date(String(said.at))],
  });
  return traits.length === 0 ? [] : [{ ...about, kind: "changed", traits }];
}

interface StateRow {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

/** States of sizes above `from` up to `to`, smallest first; "newest": the newest alone. */
async function statesBetween(
  db: Queryable,
  book: string,
  from: number,
  to: number | "newest",
): Promise<readonly StateRow[]> {
  const found =
    to === "newest"
      ? await sql<StateRow>`select size, root, note from ledger.checkpoint where book = ${book}
          order by size desc limit 1`.execute(db)
      : await sql<StateRow>`select size, root, note from ledger.checkpoint
          where book = ${book} and size > ${from} and size <= ${to} order by size`.execute(db);
  return found.rows;
}

/** A state's note against its columns; its signature too where keys are given. */
async function faultsOfState(
  { size, root, note }: StateRow,
  origin: string,
  keys: readonly VerifierKey[],
): Promise<readonly Trait[]> {
  const parsed = parseNote(note);
  const text = formatCheckpoint({ origin, size: BigInt(size), root, extensions: [] });
  if (!parsed.ok || parsed.value.text !== text) return ["signature"];
  if (keys.length === 0) return [];
  const signers = await signersOf(parsed.value, keys, verifyEd25519);
  return signers.ok && signers.value.length > 0 ? [] : ["signature"];
}

async function faultsOfTiles(db: Queryable, book: string, full: readonly FullTile[]): Promise<readonly Difference[]> {
  if (full.length === 0) return [];
  const found = await sql<{ level: number; index: number; root: Buffer; hashes: Buffer }>`
    select t.level, t.index, t.root, t.hashes
    from unnest(${full.map(({ level }) => level)}::smallint[], ${full.map(({ index }) => index)}::bigint[]) as f(level, index)
    join ledger.tile t on t.book = ${book} and t.level = f.level and t.index = f.index`.execute(db);
  const kept = new Map(found.rows.map((row) => [`${row.level}/${row.index}`, row]));
  return full.flatMap(({ level, index, root, hashes }): Difference[] => {
    const row = kept.get(`${level}/${index}`);
    const about = { table: "ledger.tile", row: `${book}/${level}/${index}` };
    if (row === undefined) return [{ ...about, kind: "deleted", traits: [] }];
    const isSame = row.hashes.equals(Buffer.concat(hashes)) && row.root.equals(root);
    return isSame ? [] : [{ ...about, kind: "changed", traits: ["hash"] }];
  });
}

/** Leaves and tiles beyond what was signed. */
async function strangersIn(db: Queryable, book: string, size: number): Promise<readonly Difference[]> {
  const found = await sql<{ table: string; row: string }>`
    (select 'ledger.leaf' as table, book || '/' || index as row from ledger.leaf where book = ${book} and index >= ${size}
      order by index limit 100)
    union all
    (select 'ledger.tile', book || '/' || level || '/' || index from ledger.tile
      where book = ${book} and index >= floor(${size}::numeric / power(${tileWidth}::numeric, level + 1)) limit 100)`.execute(
    db,
  );
  return found.rows.map((row) => ({ ...row, kind: "inserted", traits: [] }));
}

/**
 * A page of entries (by id, `after` left out) that have no place in their book and do not wait for one either: put in, or kept out, by hand. Gives the
 * last id looked at; undefined: the end.
 */
export async function entriesWithoutPlace(
  db: Queryable,
  after: Uuid,
  limit: number,
): Promise<{ readonly last: Uuid | undefined; readonly differences: readonly Difference[] }> {
  const found = await sql<{ id: Uuid; placed: boolean }>`
    select e.id, l.entry_id is not null or w.entry_id is not null as placed
    from (select id from ledger.entry where id > ${after} order by id limit ${limit}) e
    left join ledger.leaf l on l.entry_id = e.id
    left join (select distinct entry_id from ledger.waiting) w on w.entry_id = e.id order by e.id`.execute(db);
  return {
    last: found.rows.length < limit ? undefined : found.rows.at(-1)?.id,
    differences: found.rows.flatMap(({ id, placed }) =>
      placed ? [] : [{ kind: "inserted" as const, table: "ledger.entry", row: id, traits: [] }],
    ),
  };
}

/** What waits for a place though there is no such entry, or it has one. */
export async function strangersWaiting(db: Queryable): Promise<readonly Difference[]> {
  const found = await sql<{ row: Uuid }>`
    select w.entry_id as row from ledger.waiting w
    where not exists (select 1 from ledger.entry e where e.id = w.entry_id)
      or exists (select 1 from ledger.leaf l where l.entry_id = w.entry_id) limit 100`.execute(db);
  return found.rows.map(({ row }) => ({ kind: "inserted", table: "ledger.waiting", row, traits: [] }));
}
