import { type ExpressionBuilder, type ExpressionWrapper, type Kysely, type SqlBool, sql } from "kysely";
import type { ScopedRecord, Visibility } from "../access/actor.ts";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { type Shelf, sha256Hex } from "./disk.ts";
import type { FileKind } from "./intake.ts";

export type FileRole = "before" | "after" | "attachment";
export type FileState = "staged" | "attached" | "erased";
/** Who may see a file besides the handling office. */
export type FileAudience = "everyone" | "owner" | "office";
export type StoredType = "image/jpeg" | "application/pdf";

export interface FileTable {
  id: Uuid;
  sha256: string | null;
  kind: FileKind;
  mime: StoredType;
  bytes: number;
  width: number | null;
  height: number | null;
  state: FileState;
  visibility: Visibility;
  owner_key_hash: string | null;
  owner: string | null;
  case_id: Uuid | null;
  office_id: Uuid | null;
  region: string | null;
  role: FileRole | null;
  shown_to: FileAudience | null;
  sealed: boolean;
  created_at: Date;
  expires_at: Date | null;
  erased_at: Date | null;
}

interface RemovalTable {
  shelf: Shelf;
  sha256: string;
  asked_at: Date;
}

type FilesSchema = {
  "files.file": FileTable;
  "files.removal": RemovalTable;
};

/** What others may know of a file. Its hash stays inside: an address on disk is nobody's business. */
export interface FileRecord {
  readonly id: Uuid;
  readonly kind: FileKind;
  readonly mime: StoredType;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly state: FileState;
  readonly visibility: Visibility;
  readonly role: FileRole | null;
  /** Null: attached before this was kept. */
  readonly shownTo: FileAudience | null;
  /** Opened by others than its owner only with a line in the access log. */
  readonly sealed: boolean;
  readonly owner: string | null;
  readonly caseId: Uuid | null;
  readonly officeId: Uuid | null;
  readonly region: string | null;
  readonly createdAt: Date;
}

/** Which files an act is about. */
export type FileSelector =
  | { readonly ids: readonly Uuid[] }
  | { readonly caseId: Uuid }
  /** Every file of one pseudonym. */
  | { readonly owner: string };

/** The connection with this part's tables. */
export function filesIn(db: Queryable): Kysely<FilesSchema> {
  // The generated row types say "string" where these say which strings: one narrowing, here.
  return db as unknown as Kysely<FilesSchema>;
}

export function toRecord(row: FileTable): FileRecord {
  return {
    id: row.id,
    kind: row.kind,
    mime: row.mime,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    state: row.state,
    // What nobody has judged yet is not shown to everyone.
    visibility: row.shown_to === null ? "private" : row.visibility,
    role: row.role,
    shownTo: row.shown_to,
    sealed: row.sealed,
    owner: row.owner,
    caseId: row.case_id,
    officeId: row.office_id,
    region: row.region,
    createdAt: row.created_at,
  };
}

/** Attached files of which nobody has said yet who may see them, oldest first. */
export async function unjudged(db: Queryable, limit: number): Promise<FileRecord[]> {
  const rows = await filesIn(db)
    .selectFrom("files.file")
    .selectAll()
    .where("state", "=", "attached")
    .where("shown_to", "is", null)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toRecord);
}

/** The record the access rules judge, or undefined for a file that no case or office holds yet. */
export function asScopedRecord(file: FileRecord): ScopedRecord | undefined {
  if (file.state !== "attached" || file.officeId === null || file.region === null) return undefined;
  return {
    officeId: file.officeId,
    region: file.region,
    visibility: file.visibility,
    owner: file.owner,
    caseId: file.caseId,
    assigneeId: null,
  };
}

/** A key (session secret, account id) is compared by its hash only, so a leaked table gives nobody's session away. */
export function ownerKeyHash(ownerKey: string): string {
  return sha256Hex(ownerKey);
}

export function shelfOf(row: Pick<FileTable, "state" | "visibility">): Shelf {
  return row.state === "attached" && row.visibility !== "private" ? "public" : "private";
}

type FileExpression = ExpressionBuilder<FilesSchema, "files.file">;

/** The rows that keep bytes on `shelf`; must say the same as `shelfOf`. */
export function liesOn(shelf: Shelf) {
  return (row: FileExpression): ExpressionWrapper<FilesSchema, "files.file", SqlBool> => {
    const isPublic = row.and([row("state", "=", "attached"), row("visibility", "<>", "private")]);
    return shelf === "public" ? isPublic : row.not(isPublic);
  };
}

export function selected(selector: FileSelector) {
  return (row: FileExpression): ExpressionWrapper<FilesSchema, "files.file", SqlBool> => {
    if ("ids" in selector) return row("id", "in", [...selector.ids]);
    if ("caseId" in selector) return row("case_id", "=", selector.caseId);
    return row("owner", "=", selector.owner);
  };
}

/** The names on disk of a file's variants. */
export function fullName(sha256: string, mime: StoredType): string {
  return `${sha256}.${mime === "image/jpeg" ? "jpg" : "pdf"}`;
}

export function thumbName(sha256: string): string {
  return `${sha256}.thumb.webp`;
}

export function namesOf(sha256: string): readonly string[] {
  return [fullName(sha256, "image/jpeg"), fullName(sha256, "application/pdf"), thumbName(sha256)];
}

/**
 * Until the transaction ends nobody else writes, moves or removes the bytes of this hash.
 * Several: take them in sorted order.
 */
export async function lockBytes(tx: Tx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`files:${sha256}`}, 0))`.execute(tx);
}

/** Asks that the bytes leave the shelf after commit, should no row need them there. */
export async function askRemoval(tx: Tx, shelf: Shelf, sha256: string, at: Date): Promise<void> {
  await filesIn(tx)
    .insertInto("files.removal")
    .values({ shelf, sha256, asked_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Path and hash of everything on disk that the rows name: the full file, whose name is its hash, and a photo's thumbnail. For backups. */
export const storedFilesSql = `
  select distinct shelf || '/' || left(sha256, 2) || '/' || substr(sha256, 3, 2) || '/' || sha256 || ending as path,
    case when ending <> '.thumb.webp' then sha256 end as sha256
  from (
    select sha256, mime, case when state = 'attached' and visibility <> 'private' then 'public' else 'private' end as shelf
    from files.file where sha256 is not null) as kept
  cross join lateral unnest(case mime when 'image/jpeg' then array['.jpg', '.thumb.webp'] else array['.pdf'] end) as ending
  order by path`;
