import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";

/** A message in an account's inbox. Shown as the sentences `<key>.title` and `<key>.text` with `params`, in the reader's language. */
export interface InboxMessage {
  readonly id: Uuid;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly caseId: Uuid | null;
  readonly link: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** Newest first; `before` is the id of the last message of the page before. */
export async function readInbox(
  db: Queryable,
  accountId: Uuid,
  page: { readonly limit: number; readonly before?: Uuid },
): Promise<InboxMessage[]> {
  const { rows } = await sql<InboxMessage>`
    select id, key, params, case_id as "caseId", link, created_at as "createdAt", read_at as "readAt"
    from notify.message
    where in_app and account_id = ${accountId} and (${page.before ?? null}::uuid is null or id < ${page.before ?? null}::uuid)
    order by id desc limit ${page.limit}`.execute(db);
  return rows;
}

export async function countUnread(db: Queryable, accountId: Uuid): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from notify.message where in_app and account_id = ${accountId} and read_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Marks these, or all, of the account's own messages; another's ids do nothing. Gives how many were unread. */
export async function markRead(
  db: Queryable,
  accountId: Uuid,
  ids: readonly Uuid[] | "all",
  at: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update notify.message set read_at = ${at}
    where in_app and account_id = ${accountId} and read_at is null
      and (${ids === "all"} or id = any(${ids === "all" ? [] : [...ids]}::uuid[]))`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
