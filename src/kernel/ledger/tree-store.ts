import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { type Edge, edgeTiles, type Hash, type TileAddress, tileWidth, utf8Bytes, widthIn } from "../tlog/index.ts";

/** A book's newest signed state. */
export interface SignedState {
  readonly size: number;
  readonly root: Hash;
  readonly at: Date;
  /** The signed note, without the signatures of witnesses. */
  readonly note: string;
}

/** Undefined as long as nothing is in the book. */
export async function newestState(db: Queryable, book: string): Promise<SignedState | undefined> {
  const found = await sql<SignedState>`
    select size, root, at, note from ledger.checkpoint where book = ${book} order by size desc limit 1`.execute(db);
  return found.rows[0];
}

/** A signed state with what witnesses signed of it. */
export interface WitnessedState extends SignedState {
  readonly witnesses: readonly { readonly name: string; readonly line: string; readonly at: Date }[];
}

interface StateRow extends SignedState {
  readonly name: string | null;
  readonly line: string | null;
  readonly cosignedAt: Date | null;
}

/** The newest state, and the newest few that witnesses signed and that hold the entry at `index`; newest first. */
export async function statesWith(db: Queryable, book: string, index: number): Promise<readonly WitnessedState[]> {
  const found = await sql<StateRow>`
    select c.size, c.root, c.at, c.note, w.witness as name, w.line, w.at as "cosignedAt"
    from (
      (select * from ledger.checkpoint where book = ${book} order by size desc limit 1)
      union
      (select * from ledger.checkpoint where book = ${book} and size in (
        select distinct size from ledger.cosignature where book = ${book} and size > ${index} order by size desc limit 16))
    ) c left join ledger.cosignature w on w.book = c.book and w.size = c.size
    where c.size > ${index} order by c.size desc, w.witness`.execute(db);
  return [...Map.groupBy(found.rows, ({ size }) => size).values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { size, root, at, note } = first;
    const witnesses = rows.flatMap(({ name, line, cosignedAt }) =>
      name === null || line === null || cosignedAt === null ? [] : [{ name, line, at: cosignedAt }],
    );
    return [{ size, root, at, note, witnesses }];
  });
}

/** The note with the lines of its witnesses. */
export function noteOf({ note, witnesses }: WitnessedState): string {
  return note + witnesses.map(({ line }) => line).join("");
}

/** The hashes of a tile as they are served, or the entries themselves; undefined when the tree of `size` has no such tile. */
export async function readTile(
  db: Queryable,
  book: string,
  size: number,
  tile: TileAddress,
): Promise<Buffer | undefined> {
  const { level, index, width } = tile;
  if (widthIn(size, level === "entries" ? 0 : level, index) < width) return undefined;
  const from = index * tileWidth;
  if (level === "entries") return entryBundle(await bodiesFrom(db, book, from, width));
  if (width < tileWidth) return Buffer.concat(await hashesFrom(db, book, level, from, width));
  const found = await sql<{ hashes: Buffer }>`
    select hashes from ledger.tile where book = ${book} and level = ${level} and index = ${index}`.execute(db);
  return found.rows[0]?.hashes;
}

/** The right edge of the tree of `size`. */
export async function readEdge(db: Queryable, book: string, size: number): Promise<Edge> {
  const tiles = edgeTiles(size);
  const rows = await Promise.all(
    tiles.map(({ level, index, width }) => hashesFrom(db, book, Number(level), index * tileWidth, width)),
  );
  const edge: Hash[][] = [];
  for (const [at, { level }] of tiles.entries()) {
    while (edge.length < Number(level)) edge.push([]);
    edge.push(rows[at] ?? []);
  }
  return edge;
}

/** Hashes of one level that need not fill a tile: leaves, or the roots of the tiles below. */
async function hashesFrom(db: Queryable, book: string, level: number, from: number, count: number): Promise<Buffer[]> {
  const rows =
    level === 0
      ? sql<{ hash: Buffer }>`select hash from ledger.leaf
          where book = ${book} and index >= ${from} and index < ${from + count} order by index`
      : sql<{ hash: Buffer }>`select root as hash from ledger.tile
          where book = ${book} and level = ${level - 1} and index >= ${from} and index < ${from + count} order by index`;
  const found = await rows.execute(db);
  if (found.rows.length !== count) throw new Error(`the tree of ${book} has holes at level ${level}`);
  return found.rows.map(({ hash }) => hash);
}

async function bodiesFrom(db: Queryable, book: string, from: number, count: number): Promise<string[]> {
  const found = await sql<{ body: string }>`select e.body from ledger.leaf l join ledger.entry e on e.id = l.entry_id
    where l.book = ${book} and l.index >= ${from} and l.index < ${from + count} order by l.index`.execute(db);
  if (found.rows.length !== count) throw new Error(`entries of ${book} are gone`);
  return found.rows.map(({ body }) => body);
}

/** Entries one after the other, each with its length in two bytes before it. */
function entryBundle(bodies: readonly string[]): Buffer {
  return Buffer.concat(
    bodies.flatMap((body) => {
      const bytes = utf8Bytes(body);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** Where an entry stands; undefined when it is unknown, `index` null while it waits for its place. */
export async function placeOf(
  db: Queryable,
  entryId: Uuid,
): Promise<{ readonly book: string; readonly body: string; readonly index: number | null } | undefined> {
  const found = await sql<{ book: string; body: string; index: number | null }>`
    select coalesce(l.book, e.book) as book, e.body, l.index from ledger.entry e left join ledger.leaf l on l.entry_id = e.id
    where e.id = ${entryId}`.execute(db);
  return found.rows[0];
}
