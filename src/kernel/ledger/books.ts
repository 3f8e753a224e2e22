import { sql } from "kysely";
import type { SigningKey } from "../crypto/index.ts";
import type { Database } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import {
  ed25519Type,
  formatReceipt,
  formatVerifierKey,
  inclusionProof,
  parseTilePath,
  type ReadTile,
  tilesAbout,
  verifierKey,
} from "../tlog/index.ts";
import { merkle, sha256 } from "./hashing.ts";
import { newestState, placeOf, readTile, type SignedState } from "./tree-store.ts";

export interface Book {
  readonly name: string;
  /** Its name in the world. */
  readonly origin: string;
  readonly openedAt: Date;
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

/** The public books as everyone may read them. */
export interface Books {
  all(): Promise<readonly Book[]>;
  find(name: string): Promise<Book | undefined>;
  /** The newest signed state; undefined when the book is unknown. */
  state(book: string): Promise<SignedState | undefined>;
  /** Verifier keys of the book, newest first, as vkey lines. */
  keys(book: Book): readonly string[];
  /** What is served below the book's prefix at a path "tile/…"; undefined when there is no such tile. */
  tile(book: string, path: string): Promise<Buffer | undefined>;
  /** The entry at a place of a book, counted from 0. */
  entryAt(book: string, index: number): Promise<Uuid | undefined>;
  /** "waiting": it is written down, and will have its place within a second. */
  receipt(entryId: Uuid): Promise<Receipt | "unknown" | "waiting">;
}

export function createBooks(deps: {
  readonly db: Database;
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
      const found =
        await sql<Book>`select name, origin, opened_at as "openedAt" from ledger.book order by name`.execute(query);
      return found.rows;
    },
    async find(name) {
      const found = await sql<Book>`
        select name, origin, opened_at as "openedAt" from ledger.book where name = ${name}`.execute(query);
      return found.rows[0];
    },
    state: (book) => newestState(query, book),
    keys: ({ origin }) =>
      deps
        .signers(origin)
        .map(({ publicKey }) => formatVerifierKey(verifierKey(sha256, origin, ed25519Type, publicKey))),
    async tile(book, path) {
      const tile = parseTilePath(path);
      const state = tile === undefined ? undefined : await newestState(query, book);
      return tile === undefined || state === undefined ? undefined : readTile(query, book, state.size, tile);
    },
    async entryAt(book, index) {
      const found = await sql<{ id: Uuid }>`
        select entry_id as id from ledger.leaf where book = ${book} and index = ${index}`.execute(query);
      return found.rows[0]?.id;
    },
    async receipt(entryId) {
      const place = await placeOf(query, entryId);
      if (place === undefined) return "unknown";
      const { book, body, index } = place;
      const state = index === null ? undefined : await newestState(query, book);
      if (index === null || state === undefined) return "waiting";
      const path = inclusionProof(merkle, await tilesFor(book, index, state.size), index, state.size);
      const proof = formatReceipt(body, { index: BigInt(index), path, checkpoint: state.note });
      return { book, index, size: state.size, body, proof };
    },
  };
}
