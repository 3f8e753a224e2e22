import { sql } from "kysely";
import type { SigningKey } from "../crypto/index.ts";
import type { Database } from "../db/index.ts";
import { firstIdAt, type Uuid } from "../ids/index.ts";
import type { Clock } from "../time/index.ts";
import {
  consistencyProof,
  ed25519Type,
  formatReceipt,
  formatVerifierKey,
  type Hash,
  inclusionProof,
  parseTilePath,
  type ReadTile,
  rootOfEdge,
  tilesAbout,
  verifierKey,
} from "../tlog/index.ts";
import { merkle, sha256 } from "./hashing.ts";
import { newestState, noteOf, placeOf, readEdge, readTile, statesWith, type WitnessedState } from "./tree-store.ts";

export interface Book {
  readonly name: string;
  /** Its name in the world. */
  readonly origin: string;
  readonly openedAt: Date;
  /** When it was closed, and the name of the book that goes on; undefined while it is open. */
  readonly closed?: { readonly at: Date; readonly successor: string };
}

export interface Receipt {
  readonly book: string;
  readonly index: number;
  /** Size of the tree that it is proved to be in. */
  readonly size: number;
  /** Exactly the bytes of the entry. */
  readonly body: string;
  /** A tlog-proof that carries the entry, for the file `.tlog-proof`. */
  readonly proof: string;
}

export interface EntryCount {
  readonly kind: string;
  readonly officeId: Uuid | null;
  readonly count: number;
}

/** So many are read at a time for whoever takes a day of a book away. */
const pageOfEntries = 1_000;

/** The public books as everyone may read them. */
export interface Books {
  all(): Promise<readonly Book[]>;
  find(name: string): Promise<Book | undefined>;
  /** The newest signed state; undefined when the book is unknown. */
  state(book: string): Promise<WitnessedState | undefined>;
  /** Verifier keys of the book, newest first, as vkey lines. */
  keys(book: Book): readonly string[];
  /** What is served below the book's prefix at a path "tile/…"; undefined when there is no such tile. */
  tile(book: string, path: string): Promise<Buffer | undefined>;
  /** The entries about a thing, oldest first. */
  about(subject: Uuid): Promise<readonly { readonly id: Uuid; readonly kind: string; readonly at: Date }[]>;
  /** How many entries of each kind and office the book took in that were written from `from` on and before `until`. */
  countBetween(book: string, from: Date, until: Date): Promise<readonly EntryCount[]>;
  /** The entries of that time that the book took in, oldest first: exactly their bytes. */
  entriesBetween(book: string, from: Date, until: Date): AsyncGenerator<string>;
  /** The entry at a place of a book, counted from 0. */
  entryAt(book: string, index: number): Promise<Uuid | undefined>;
  /**
   * "waiting": it is written down, and will have its place within a second. Proved by the newest state of which `isEnough` witnesses signed, else
   * by the newest.
   */
  receipt(
    entryId: Uuid,
    isEnough?: (witnesses: ReadonlySet<string>) => boolean,
  ): Promise<Receipt | "unknown" | "waiting">;
  /** That the book of `newSize` begins with that of `oldSize`: a consistency proof, empty when there is nothing to prove. */
  growth(book: string, oldSize: number, newSize: number): Promise<readonly Hash[]>;
  /** Root of the book as it was with so many entries; undefined when it has not that many. */
  rootAt(book: string, size: number): Promise<Hash | undefined>;
  /** The largest size of the book that the witness signed; 0 when none. */
  lastSigned(book: string, witness: string): Promise<number>;
  /** When each witness last signed the book, by name. */
  lastWitnessed(book: string): Promise<readonly { readonly name: string; readonly at: Date }[]>;
  /** Keeps what a witness signed, once. `line`: of the note, with its newline. */
  addCosignature(signed: {
    readonly book: string;
    readonly size: number;
    readonly witness: string;
    readonly line: string;
  }): Promise<void>;
}

export function createBooks(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly signers: (origin: string) => readonly SigningKey[];
}): Books {
  const { query } = deps.db;

  /** All tiles that a proof about the leaf needs, read in one packet. */
  async function tilesFor(book: string, leaf: number, size: number): Promise<ReadTile> {
    const tiles = tilesAbout(leaf, size);
    const contents = await Promise.all(tiles.map((tile) => readTile(query, book, size, tile)));
    const found = new Map(tiles.map(({ level, index }, at) => [`${level}/${index}`, contents[at]]));
    return (level, index) => found.get(`${level}/${index}`);
  }

  return {
    async all() {
      const found = await sql<BookRow>`${bookRows} order by b.name`.execute(query);
      return found.rows.map(bookOf);
    },
    async find(name) {
      const found = await sql<BookRow>`${bookRows} where b.name = ${name}`.execute(query);
      return found.rows.map(bookOf)[0];
    },
    async state(book) {
      const [newest] = await statesWith(query, book, -1);
      return newest;
    },
    async growth(book, oldSize, newSize) {
      if (oldSize === 0 || oldSize === newSize) return [];
      return consistencyProof(merkle, await tilesFor(book, oldSize - 1, newSize), oldSize, newSize);
    },
    async rootAt(book, size) {
      const state = await newestState(query, book);
      if (state === undefined || size < 1 || size > state.size) return undefined;
      return rootOfEdge(merkle, await readEdge(query, book, size));
    },
    async lastSigned(book, witness) {
      const found = await sql<{ size: number | null }>`
        select max(size) as size from ledger.cosignature where book = ${book} and witness = ${witness}`.execute(query);
      return found.rows[0]?.size ?? 0;
    },
    async lastWitnessed(book) {
      const found = await sql<{ name: string; at: Date }>`select distinct on (witness) witness as name, at
        from ledger.cosignature where book = ${book} order by witness, size desc`.execute(query);
      return found.rows;
    },
    async addCosignature({ book, size, witness, line }) {
      await sql`insert into ledger.cosignature (book, size, witness, line, at)
        values (${book}, ${size}, ${witness}, ${line}, ${deps.clock.now()}) on conflict do nothing`.execute(query);
    },
    keys: ({ origin }) =>
      deps
        .signers(origin)
        .map(({ publicKey }) => formatVerifierKey(verifierKey(sha256, origin, ed25519Type, publicKey))),
    async tile(book, path) {
      const tile = parseTilePath(path);
      const state = tile === undefined ? undefined : await newestState(query, book);
      return tile === undefined || state === undefined ? undefined : readTile(query, book, state.size, tile);
    },
    async about(subject) {
      const found = await sql<{ id: Uuid; kind: string; at: Date }>`
        select id, kind, at from ledger.entry where subject = ${subject} order by id`.execute(query);
      return found.rows;
    },
    async countBetween(book, from, until) {
      // Ids carry their time, and are the index.
      const found = await sql<EntryCount>`
        select e.kind, e.body::jsonb ->> 'office' as "officeId", count(*)::int as count
        from ledger.entry e join ledger.leaf l on l.entry_id = e.id
        where l.book = ${book} and e.id >= ${firstIdAt(from.getTime())} and e.id < ${firstIdAt(until.getTime())}
        group by 1, 2 order by 1, 2`.execute(query);
      return found.rows;
    },
    async *entriesBetween(book, from, until) {
      const end = firstIdAt(until.getTime());
      for (let after = firstIdAt(from.getTime()); ; ) {
        const { rows } = await sql<{ id: Uuid; body: string }>`
          select e.id, e.body from ledger.entry e join ledger.leaf l on l.entry_id = e.id
          where l.book = ${book} and e.id > ${after} and e.id < ${end} order by e.id limit ${pageOfEntries}`.execute(
          query,
        );
        for (const { body } of rows) yield body;
        const last = rows.at(-1);
        if (rows.length < pageOfEntries || last === undefined) return;
        after = last.id;
      }
    },
    async entryAt(book, index) {
      const found = await sql<{ id: Uuid }>`
        select entry_id as id from ledger.leaf where book = ${book} and index = ${index}`.execute(query);
      return found.rows[0]?.id;
    },
    async receipt(entryId, isEnough = () => true) {
      const place = await placeOf(query, entryId);
      if (place === undefined) return "unknown";
      const { book, body, index } = place;
      const states = index === null ? [] : await statesWith(query, book, index);
      const state = states.find(({ witnesses }) => isEnough(new Set(witnesses.map(({ name }) => name)))) ?? states[0];
      if (index === null || state === undefined) return "waiting";
      const { size } = state;
      const path = inclusionProof(merkle, await tilesFor(book, index, size), index, size);
      const proof = formatReceipt(body, { index: BigInt(index), path, checkpoint: noteOf(state) });
      return { book, index, size, body, proof };
    },
  };
}

interface BookRow extends Omit<Book, "closed"> {
  readonly closedAt: Date | null;
  readonly successor: string | null;
}

const bookRows = sql`select b.name, b.origin, b.opened_at as "openedAt", c.at as "closedAt", c.successor
  from ledger.book b left join ledger.closing c on c.book = b.name`;

function bookOf({ closedAt, successor, ...book }: BookRow): Book {
  return closedAt === null || successor === null ? book : { ...book, closed: { at: closedAt, successor } };
}
