import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { canonicalJson } from "../canonical/index.ts";
import { asOneStatement, type Queryable, type Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";

/** A fact for a public book: no free text and no personal field outside `content`. */
export interface LedgerFact {
  /** Which book, e.g. "reports". */
  readonly book: string;
  readonly kind: string;
  /** The thing it is about: a case, a document, a payment. */
  readonly subject: Uuid;
  readonly officeId: Uuid | null;
  readonly region: string | null;
  /** Further public facts: codes, numbers, ids. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** What was said or shown, possibly personal: enters the book as a commitment only. */
  readonly content?: unknown;
}

export interface Ledger {
  /** Adds entries in the caller's transaction. Gives their ids in the same order. */
  append(tx: Tx, facts: readonly LedgerFact[], at: Date): Promise<readonly Uuid[]>;
  /** The statements that write the entries, for whoever sends them with others (db's `asOneStatement`). Ids are in the facts' order. */
  entriesOf(
    facts: readonly LedgerFact[],
    at: Date,
  ): { readonly ids: readonly Uuid[]; readonly writes: readonly RawBuilder<unknown>[] };
  /** Whether `content` is what the entry was made of: "valid", "invalid", or "erased" when the opening was destroyed. */
  verifyContent(db: Queryable, entryId: Uuid, content: unknown): Promise<"valid" | "invalid" | "erased">;
  /** Destroys the openings of all entries about `subject`: the commitments stay, but nothing links them to what was said. */
  destroyOpenings(tx: Tx, subject: Uuid): Promise<number>;
}

/** Bytes of an opening; with HMAC-SHA-256 the commitment hides and binds. */
const openingBytes = 32;

export function commitTo(opening: Uint8Array, content: unknown): string {
  return createHmac("sha256", opening).update(canonicalJson(content), "utf8").digest("hex");
}

/** Whether the commitment of an entry is to this content, under its opening. */
export function isCommitment(commitment: string | undefined, opening: Uint8Array, content: unknown): boolean {
  const said = Buffer.from(commitment ?? "", "hex");
  const computed = Buffer.from(commitTo(opening, content), "hex");
  return said.length === computed.length && timingSafeEqual(said, computed);
}

/** `isAudited`: whether somebody compares entries of a kind with rows, or says why there are none; others are not taken. */
export function createLedger(
  random: (size: number) => Buffer = randomBytes,
  isAudited: (kind: string) => boolean = () => true,
): Ledger {
  function entriesOf(facts: readonly LedgerFact[], at: Date) {
    if (facts.length === 0) return { ids: [], writes: [] };
    const stranger = facts.find(({ kind }) => !isAudited(kind));
    if (stranger !== undefined) throw new Error(`an entry of the kind ${stranger.kind}, which nobody audits`);
    const rows = facts.map((fact) => rowOf(fact, at, random));
    const openings = rows.flatMap(({ entry: { id }, opening }) => (opening === null ? [] : [{ id, opening }]));
    const entries = sql`insert into ledger.entry (id, book, kind, subject, at, body)
      select id, book, kind, subject, ${at}::timestamptz, body
      from jsonb_to_recordset(${JSON.stringify(rows.map(({ entry }) => entry))}::jsonb)
        as r(id uuid, book text, kind text, subject uuid, body text)`;
    const opened = sql`insert into ledger.opening (entry_id, opening)
      select id, decode(opening, 'hex') from jsonb_to_recordset(${JSON.stringify(openings)}::jsonb) as o(id uuid, opening text)`;
    const ids = rows.map(({ entry }) => entry.id);
    const queued = sql`insert into ledger.waiting (entry_id, book)
      select * from unnest(${ids}::uuid[], ${rows.map(({ entry }) => entry.book)}::text[])`;
    return { ids, writes: openings.length === 0 ? [entries, queued] : [entries, opened, queued] };
  }

  return {
    entriesOf,
    async append(tx, facts, at) {
      const { ids, writes } = entriesOf(facts, at);
      if (writes.length > 0) await asOneStatement(writes).execute(tx);
      return ids;
    },
    async verifyContent(db, entryId, content) {
      const found = await sql<{ body: string; opening: Buffer | null }>`
        select e.body, o.opening from ledger.entry e left join ledger.opening o on o.entry_id = e.id where e.id = ${entryId}`.execute(
        db,
      );
      const row = found.rows[0];
      if (row === undefined) return "invalid";
      if (row.opening === null) return "erased";
      const { commitment } = JSON.parse(row.body) as { commitment?: string };
      return isCommitment(commitment, row.opening, content) ? "valid" : "invalid";
    },
    async destroyOpenings(tx, subject) {
      const gone = await sql`
        delete from ledger.opening where entry_id in (select id from ledger.entry where subject = ${subject})`.execute(
        tx,
      );
      return Number(gone.numAffectedRows ?? 0);
    },
  };
}

/** An entry as it is written; its opening stays apart, so that it can be destroyed. */
function rowOf(fact: LedgerFact, at: Date, random: (size: number) => Buffer) {
  const { book, kind, subject } = fact;
  const id = newId(at.getTime());
  const opening = fact.content === undefined ? null : random(openingBytes);
  const body = canonicalJson({
    at: at.toISOString(),
    book,
    commitment: opening === null ? undefined : commitTo(opening, fact.content),
    facts: fact.facts,
    id,
    kind,
    office: fact.officeId,
    region: fact.region,
    subject,
    v: 1,
  });
  return { entry: { id, book, kind, subject, body }, opening: opening?.toString("hex") ?? null };
}
