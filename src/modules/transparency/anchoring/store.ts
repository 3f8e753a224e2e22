import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { newId, type Uuid } from "../../../kernel/ids/index.ts";
import type { Hash } from "../../../kernel/tlog/index.ts";
import type { Hindrance, Sent } from "./drivers/driver.ts";

/** A plan as it was written down. */
export interface PlanRow {
  readonly id: Uuid;
  readonly book: string;
  readonly driver: string;
  readonly target: string;
  readonly size: number;
  readonly root: Hash;
  readonly note: string;
  readonly at: Date;
}

/** The newest plan of a book with a driver, and what became of it. */
export interface NewestPlan extends PlanRow {
  readonly isOpen: boolean;
  readonly sent: Sent | undefined;
  /** Of the newest event, when it is a hindrance. */
  readonly hindrance: Hindrance | null;
}

/** A state that stands outside. */
export interface AnchoredRow {
  readonly book: string;
  readonly driver: string;
  readonly target: string;
  readonly size: number;
  readonly root: Hash;
  readonly note: string;
  readonly reference: string;
  readonly content: Buffer | null;
  readonly provedAt: Date;
}

type EventRow = { readonly anchorId: Uuid; readonly at: Date } & (
  | { readonly kind: "sent"; readonly reference: string; readonly content: Uint8Array }
  | { readonly kind: "hindered"; readonly reason: Hindrance }
  | {
      readonly kind: "anchored";
      readonly reference: string;
      readonly content: Uint8Array | undefined;
      readonly provedAt: Date;
    }
  | { readonly kind: "covered" }
);

/** Writes a plan down. False when another process planned this state before. */
export async function insertPlan(db: Queryable, plan: Omit<PlanRow, "id">): Promise<boolean> {
  const { book, driver, target, size, root, note, at } = plan;
  const done = await sql`insert into transparency.anchor (id, book, driver, target, size, root, note, at)
    values (${newId(at.getTime())}, ${book}, ${driver}, ${target}, ${size}, ${Buffer.from(root)}, ${note}, ${at})
    on conflict do nothing`.execute(db);
  return done.numAffectedRows === 1n;
}

/** Keeps what became of a plan. What ends it is kept once. */
export async function insertEvent(db: Queryable, event: EventRow): Promise<void> {
  const reason = event.kind === "hindered" ? event.reason : null;
  const reference = "reference" in event ? event.reference : null;
  const content = "content" in event && event.content !== undefined ? Buffer.from(event.content) : null;
  const provedAt = event.kind === "anchored" ? event.provedAt : null;
  await sql`insert into transparency.anchor_event (id, anchor_id, kind, reason, reference, content, proved_at, at)
    values (${newId(event.at.getTime())}, ${event.anchorId}, ${event.kind}, ${reason}, ${reference}, ${content},
      ${provedAt}, ${event.at}) on conflict do nothing`.execute(db);
}

/** Every book and place that anything was planned for: each found by one look into the index, however many anchors there are. */
const places = sql`with recursive place as (
    (select book, driver, target from transparency.anchor order by book, driver, target limit 1)
    union all
    select next.* from place cross join lateral (select book, driver, target from transparency.anchor
      where (book, driver, target) > (place.book, place.driver, place.target)
      order by book, driver, target limit 1) next
  )`;

/** The newest plan of each book with each driver: only it can be open. */
export async function newestPlans(db: Queryable): Promise<readonly NewestPlan[]> {
  const found = await sql<
    PlanRow & {
      kind: string | null;
      reason: Hindrance | null;
      reference: string | null;
      content: Buffer | null;
      sentAt: Date | null;
    }
  >`
    ${places} select a.id, a.book, a.driver, a.target, a.size, a.root, a.note, a.at, last.kind, last.reason,
      sent.reference, sent.content, sent.at as "sentAt"
    from place cross join lateral (select * from transparency.anchor
      where (book, driver, target) = (place.book, place.driver, place.target) order by size desc limit 1) a
    left join lateral (select kind, reason from transparency.anchor_event
      where anchor_id = a.id order by at desc, id desc limit 1) last on true
    left join lateral (select reference, content, at from transparency.anchor_event
      where anchor_id = a.id and kind = 'sent' order by at desc, id desc limit 1) sent on true
    order by a.driver, a.book`.execute(db);
  return found.rows.map(({ kind, reason, reference, content, sentAt, ...plan }) => ({
    ...plan,
    isOpen: kind !== "anchored" && kind !== "covered",
    sent: reference === null || content === null || sentAt === null ? undefined : { reference, content, at: sentAt },
    hindrance: kind === "hindered" ? reason : null,
  }));
}

const anchoredColumns = sql`a.book, a.driver, a.target, a.size, a.root, a.note, e.reference, e.content, e.proved_at as "provedAt"`;

/** The newest anchored state of each book with each driver. */
export async function newestAnchored(db: Queryable): Promise<readonly AnchoredRow[]> {
  const found = await sql<AnchoredRow>`
    ${places} select newest.* from place cross join lateral (select ${anchoredColumns} from transparency.anchor a
      join transparency.anchor_event e on e.anchor_id = a.id and e.kind = 'anchored'
      where (a.book, a.driver, a.target) = (place.book, place.driver, place.target) order by a.size desc limit 1) newest
    order by newest.driver, newest.book`.execute(db);
  return found.rows;
}

/** With each driver the first anchored state of the book that holds the entry at `index`, counted from 0. */
export async function anchoredWith(db: Queryable, book: string, index: number): Promise<readonly AnchoredRow[]> {
  const found = await sql<AnchoredRow>`
    ${places} select first.* from place cross join lateral (select ${anchoredColumns} from transparency.anchor a
      join transparency.anchor_event e on e.anchor_id = a.id and e.kind = 'anchored'
      where (a.book, a.driver, a.target) = (place.book, place.driver, place.target) and a.size > ${index}
      order by a.size limit 1) first
    where place.book = ${book}
    order by first.driver`.execute(db);
  return found.rows;
}

/** One anchored state; undefined when there is none of this size. */
export async function anchoredAt(
  db: Queryable,
  { book, driver, size }: { readonly book: string; readonly driver: string; readonly size: number },
): Promise<AnchoredRow | undefined> {
  const found = await sql<AnchoredRow>`select ${anchoredColumns} from transparency.anchor a
    join transparency.anchor_event e on e.anchor_id = a.id and e.kind = 'anchored'
    where a.book = ${book} and a.driver = ${driver} and a.size = ${size} order by a.at desc limit 1`.execute(db);
  return found.rows[0];
}
