import { type RawBuilder, sql } from "kysely";
import type { Queryable, Tx } from "../../kernel/db/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";

export interface DocumentRow {
  readonly id: Uuid;
  readonly code: string;
  readonly type: string;
  readonly number: string;
  readonly version: number;
  readonly replaces: Uuid | null;
  readonly officeId: Uuid;
  readonly region: string;
  readonly caseId: Uuid;
  readonly owner: string | null;
  readonly issuedAt: Date;
  /** Null once it was forgotten. */
  readonly sealed: Buffer | null;
}

export const endings = ["revoked", "superseded"] as const;
export const whys = ["mistake", "changed", "not-entitled"] as const;
export type Why = (typeof whys)[number];

/** A document as its register shows it. */
export interface Registered extends DocumentRow {
  /** Of its entry in the book; null until the paper is there. */
  readonly place: number | null;
  readonly ending: { readonly kind: (typeof endings)[number]; readonly why: Why; readonly at: Date } | null;
  /** Code of the document that took its place. */
  readonly replacedBy: string | null;
}

const columns = sql`d.id, d.code, d.type, d.number, d.version, d.replaces, d.office_id as "officeId", d.region, d.case_id as "caseId",
  d.owner, d.issued_at as "issuedAt", d.sealed`;

interface RegisteredRow extends DocumentRow {
  readonly place: number | null;
  readonly kind: (typeof endings)[number] | null;
  readonly why: Why | null;
  readonly endedAt: Date | null;
  readonly replacedBy: string | null;
}

async function registered(db: Queryable, where: RawBuilder<boolean>): Promise<readonly Registered[]> {
  const found = await sql<RegisteredRow>`
    select ${columns}, p.place, e.kind, e.why, e.at as "endedAt", n.code as "replacedBy"
    from documents.document d
    left join documents.paper p on p.id = d.id
    left join documents.ending e on e.id = d.id
    left join documents.document n on n.replaces = d.id
    where ${where} order by d.id`.execute(db);
  return found.rows.map(({ kind, why, endedAt, ...row }) => ({
    ...row,
    ending: kind === null || why === null || endedAt === null ? null : { kind, why, at: endedAt },
  }));
}

export async function findByCode(db: Queryable, code: string): Promise<Registered | undefined> {
  return (await registered(db, sql<boolean>`d.code = ${code}`))[0];
}

/** By the number on the paper; several offices may give the same one. */
export function findByNumber(db: Queryable, number: string): Promise<readonly Registered[]> {
  return registered(db, sql<boolean>`d.number = ${number}`);
}

export async function findByHash(db: Queryable, sha256: Buffer): Promise<Registered | undefined> {
  return (await registered(db, sql<boolean>`p.sha256 = ${sha256}`))[0];
}

/** A page of the ids of all documents, `after` left out. */
export async function documentIds(db: Queryable, after: Uuid, limit: number): Promise<readonly Uuid[]> {
  const found = await sql<{ id: Uuid }>`
    select id from documents.document where id > ${after} order by id limit ${limit}`.execute(db);
  return found.rows.map(({ id }) => id);
}

export function documentsOf(db: Queryable, ids: readonly Uuid[]): Promise<readonly Registered[]> {
  return registered(db, sql<boolean>`d.id = any(${[...ids]}::uuid[])`);
}

export function ofCase(db: Queryable, caseId: Uuid): Promise<readonly Registered[]> {
  return registered(db, sql<boolean>`d.case_id = ${caseId}`);
}

/** Takes the document for a change; undefined when there is none. */
export async function lock(tx: Tx, id: Uuid): Promise<Registered | undefined> {
  await sql`select 1 from documents.document where id = ${id} for no key update`.execute(tx);
  return (await registered(tx, sql<boolean>`d.id = ${id}`))[0];
}

/** The next number of an office in a year; whoever asks next waits until this act is done or undone. */
export async function nextNumber(tx: Tx, officeId: Uuid, filing: string, year: number): Promise<number> {
  const found = await sql<{ last: number }>`
    insert into documents.series (office_id, filing, year, last) values (${officeId}, ${filing}, ${year}, 1)
    on conflict (office_id, filing, year) do update set last = documents.series.last + 1 returning last`.execute(tx);
  return found.rows[0]?.last ?? 1;
}

export function insertDocument(row: DocumentRow): RawBuilder<unknown> {
  return sql`insert into documents.document
    (id, code, type, number, version, replaces, office_id, region, case_id, owner, issued_at, sealed)
    values (${row.id}, ${row.code}, ${row.type}, ${row.number}, ${row.version}, ${row.replaces}, ${row.officeId}, ${row.region},
      ${row.caseId}, ${row.owner}, ${row.issuedAt}, ${row.sealed})`;
}

export function insertEnding(ending: {
  readonly documentId: Uuid;
  readonly kind: (typeof endings)[number];
  readonly why: Why;
  readonly at: Date;
  readonly reason: Buffer;
}): RawBuilder<unknown> {
  return sql`insert into documents.ending (id, kind, why, at, reason)
    values (${ending.documentId}, ${ending.kind}, ${ending.why}, ${ending.at}, ${ending.reason})`;
}

/** Documents whose paper is still to be made, oldest first. */
export async function withoutPaper(db: Queryable, limit: number): Promise<readonly DocumentRow[]> {
  const found = await sql<DocumentRow>`select ${columns} from documents.document d
    where d.sealed is not null and not exists (select 1 from documents.paper p where p.id = d.id)
    order by d.id limit ${limit}`.execute(db);
  return found.rows;
}

/** Keeps the paper; false, and nothing changed, when there is one already. */
export async function insertPaper(
  tx: Tx,
  paper: {
    readonly documentId: Uuid;
    readonly place: number;
    readonly sha256: Buffer;
    readonly madeAt: Date;
    readonly sealed: Buffer;
  },
): Promise<boolean> {
  const made = await sql`insert into documents.paper (id, place, sha256, made_at, sealed)
    values (${paper.documentId}, ${paper.place}, ${paper.sha256}, ${paper.madeAt}, ${paper.sealed})
    on conflict (id) do nothing`.execute(tx);
  return Number(made.numAffectedRows ?? 0) === 1;
}

export async function findPaper(db: Queryable, documentId: Uuid): Promise<Buffer | undefined> {
  const found = await sql<{ sealed: Buffer }>`
    select sealed from documents.paper where id = ${documentId}`.execute(db);
  return found.rows[0]?.sealed;
}

/** What the head of office wrote when it ended. */
export async function findReason(db: Queryable, documentId: Uuid): Promise<Buffer | undefined> {
  const found = await sql<{ reason: Buffer | null }>`
    select reason from documents.ending where id = ${documentId}`.execute(db);
  return found.rows[0]?.reason ?? undefined;
}

/** Forgets what the documents of a case say of a person. Gives their ids. */
export async function forgetCase(tx: Tx, caseId: Uuid): Promise<readonly Uuid[]> {
  const found = await sql<{ id: Uuid }>`
    update documents.document set sealed = null, owner = null where case_id = ${caseId} returning id`.execute(tx);
  const ids = found.rows.map(({ id }) => id);
  await sql`delete from documents.paper where id = any(${ids}::uuid[])`.execute(tx);
  await sql`update documents.ending set reason = null where id = any(${ids}::uuid[])`.execute(tx);
  return ids;
}
