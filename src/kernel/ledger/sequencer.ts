import { type RawBuilder, sql } from "kysely";
import type { SigningKey } from "../crypto/index.ts";
import type { Database, Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { createRounds, type Rounds } from "../rounds/index.ts";
import type { Clock } from "../time/index.ts";
import {
  type Edge,
  ed25519Type,
  type FullTile,
  formatCheckpoint,
  formatNote,
  grow,
  type Hash,
  rootOfEdge,
  utf8Bytes,
  verifierKey,
} from "../tlog/index.ts";
import type { Ledger } from "./append.ts";
import { closingKind, seriesOf, volumeName, volumeNumber } from "./domain/volume.ts";
import { merkle, sha256 } from "./hashing.ts";
import { newestState, readEdge } from "./tree-store.ts";

/** Gives each entry its place in its book, one after the other, and signs what the book is now. */
export interface Sequencer extends Rounds {
  /** Takes in what waits, until nothing does but what cannot be taken in (that is logged). Gives the number of entries. */
  drain(): Promise<number>;
  /**
   * Closes a book for ever: takes in what waits, then an entry that says so, and signs the final state. Whatever is written to the book from then on
   * goes into its successor. Undefined when there is no such book, or it is closed already.
   */
  freeze(book: string): Promise<FrozenBook | undefined>;
}

export interface FrozenBook {
  readonly size: number;
  readonly successor: string;
  /** The final state, signed. */
  readonly note: string;
}

export interface SequencerDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly log: { error(event: string, fields?: Record<string, unknown>): void };
  /** The world's name for a book that is opened now. */
  readonly originOf: (book: string) => string;
  /** The keys that sign the book of this origin, newest first. */
  readonly signers: (origin: string) => readonly SigningKey[];
}

const batchSize = 4_096;
const pollMs = 500;
/** Acts that come together are signed together. */
const gatherMs = 100;
/** Only one sequencer works at a time, over all processes. */
const sequencerLock = 0x6c656467;

interface WaitingRow {
  readonly id: Uuid;
  readonly body: string;
}

interface Known {
  readonly size: number;
  readonly edge: Edge;
}

interface Taken {
  readonly book: string;
  readonly grown: Known;
  readonly note: string;
  readonly writes: readonly RawBuilder<unknown>[];
}

export function createSequencer(deps: SequencerDeps): Sequencer {
  const { db, clock, log } = deps;
  /** Right edges as this process left them; believed only where the database's newest state has the same size. */
  const known = new Map<string, Known>();
  const origins = new Map<string, string>();

  /** One batch of a book in one transaction: all its leaves and tiles and the signed state are there, or none. */
  async function batch(book: string): Promise<number> {
    let taken: Taken | undefined;
    const count = await db.transaction(async (tx, last) => {
      // In one packet: what is read without the lock is not used.
      const [lock, waiting] = await Promise.all([
        sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sequencerLock}) as mine`.execute(tx),
        readWaiting(tx, book),
      ]);
      if (lock.rows[0]?.mine !== true || waiting.length === 0) return 0;
      taken = await take(tx, await openVolume(tx, book), waiting);
      for (const write of taken.writes) last(write);
      return waiting.length;
    });
    if (taken !== undefined) known.set(taken.book, taken.grown);
    return count;
  }

  async function freeze(book: string): Promise<FrozenBook | undefined> {
    try {
      return await db.transaction(async (tx) => {
        await sql`select pg_advisory_xact_lock(${sequencerLock})`.execute(tx);
        const series = seriesOf(book);
        if ((await openVolume(tx, series)) !== book) return undefined;
        for (;;) {
          const waiting = await readWaiting(tx, series);
          if (waiting.length === 0) break;
          await takeNow(tx, book, waiting);
        }
        if ((await newestState(tx, book)) === undefined) return undefined;
        const successor = volumeName(series, volumeNumber(book) + 1);
        const fact = {
          book: series,
          kind: closingKind,
          subject: newId(clock.now().getTime()),
          officeId: null,
          region: null,
        };
        await deps.ledger.append(tx, [{ ...fact, facts: { successor } }], clock.now());
        const { grown, note } = await takeNow(tx, book, await readWaiting(tx, series));
        await sql`insert into ledger.closing (book, size, successor, at)
          values (${book}, ${grown.size}, ${successor}, ${clock.now()})`.execute(tx);
        return { size: grown.size, successor, note };
      });
    } finally {
      known.delete(book);
    }
  }

  async function takeNow(tx: Tx, book: string, waiting: readonly WaitingRow[]): Promise<Taken> {
    const taken = await take(tx, book, waiting);
    for (const write of taken.writes) await write.execute(tx);
    known.set(book, taken.grown);
    return taken;
  }

  /** What must be written so that the entries stand in the book: leaves, tiles, the signed state. */
  async function take(tx: Tx, book: string, waiting: readonly WaitingRow[]): Promise<Taken> {
    const before = await stateOf(tx, book);
    const leaves = waiting.map(({ body }) => merkle.leaf(utf8Bytes(body)));
    const { edge, full } = grow(merkle, before.edge, before.size, leaves);
    const size = before.size + waiting.length;
    const root = rootOfEdge(merkle, edge);
    const note = signed(await originOf(tx, book), size, root);
    return {
      book,
      grown: { size, edge },
      note,
      writes: [
        leafRows(book, before.size, waiting, leaves),
        ...(full.length > 0 ? [tileRows(book, full)] : []),
        sql`insert into ledger.checkpoint (book, size, root, at, note)
          values (${book}, ${size}, ${Buffer.from(root)}, ${clock.now()}, ${note})`,
        sql`delete from ledger.waiting where entry_id = any(${waiting.map(({ id }) => id)}::uuid[])`,
      ],
    };
  }

  async function booksWaiting(): Promise<readonly string[]> {
    const found = await sql<{ book: string }>`select distinct book from ledger.waiting`.execute(db.query);
    return found.rows.map(({ book }) => book);
  }

  async function stateOf(tx: Queryable, book: string): Promise<Known> {
    const size = (await newestState(tx, book))?.size ?? 0;
    const kept = known.get(book);
    return kept?.size === size ? kept : { size, edge: await readEdge(tx, book, size) };
  }

  async function originOf(tx: Queryable, book: string): Promise<string> {
    const kept = origins.get(book);
    if (kept !== undefined) return kept;
    const found = await sql<{ origin: string }>`select origin from ledger.book where name = ${book}`.execute(tx);
    const [opened] = found.rows;
    if (opened !== undefined) {
      origins.set(book, opened.origin);
      return opened.origin;
    }
    const origin = deps.originOf(book);
    await sql`insert into ledger.book (name, origin, opened_at) values (${book}, ${origin}, ${clock.now()})`.execute(
      tx,
    );
    return origin;
  }

  function signed(origin: string, size: number, root: Hash): string {
    const text = formatCheckpoint({ origin, size: BigInt(size), root, extensions: [] });
    const signatures = deps.signers(origin).map((key) => ({
      name: origin,
      keyId: verifierKey(sha256, origin, ed25519Type, key.publicKey).keyId,
      signature: key.sign(utf8Bytes(text)),
    }));
    return formatNote({ text, signatures });
  }

  /** A book that cannot be taken in, say because somebody changed its rows, stops no other. */
  async function drain(): Promise<number> {
    let total = 0;
    const failed = new Set<string>();
    for (;;) {
      let done = 0;
      for (const book of await booksWaiting()) {
        if (failed.has(book)) continue;
        try {
          done += await batch(book);
        } catch (fault) {
          failed.add(book);
          // What was signed but not kept was shown to nobody; the next round reads the edges anew.
          known.clear();
          log.error("ledger.book-failed", { book, fault });
        }
      }
      total += done;
      if (done === 0) return total;
    }
  }

  const rounds = createRounds({
    work: drain,
    onFault: (fault) => log.error("ledger.sequencer-failed", { fault }),
    pollMs,
    gatherMs,
    atOnce: false,
  });
  return { drain, freeze, ...rounds };
}

async function readWaiting(tx: Tx, book: string): Promise<readonly WaitingRow[]> {
  const found = await sql<WaitingRow>`select e.id, e.body
    from (select entry_id from ledger.waiting where book = ${book} limit ${batchSize}) w
    join ledger.entry e on e.id = w.entry_id order by e.id`.execute(tx);
  return found.rows;
}

/** The volume of the book that is open now. */
async function openVolume(tx: Tx, book: string): Promise<string> {
  const found = await sql<{ book: string; successor: string }>`select book, successor from ledger.closing`.execute(tx);
  const successors = new Map(found.rows.map((closing) => [closing.book, closing.successor]));
  let open = book;
  for (let next = successors.get(open); next !== undefined; next = successors.get(open)) open = next;
  return open;
}

function leafRows(book: string, from: number, rows: readonly WaitingRow[], leaves: readonly Hash[]) {
  return sql`insert into ledger.leaf (book, index, entry_id, hash)
    select ${book}, ${from}::bigint + n - 1, id, hash
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${leaves.map((leaf) => Buffer.from(leaf))}::bytea[])
      with ordinality as l(id, hash, n)`;
}

function tileRows(book: string, full: readonly FullTile[]) {
  return sql`insert into ledger.tile (book, level, index, root, hashes)
    select ${book}, level, index, root, hashes
    from unnest(${full.map(({ level }) => level)}::smallint[], ${full.map(({ index }) => index)}::bigint[],
      ${full.map(({ root }) => Buffer.from(root))}::bytea[],
      ${full.map(({ hashes }) => Buffer.concat(hashes))}::bytea[]) as t(level, index, root, hashes)`;
}
