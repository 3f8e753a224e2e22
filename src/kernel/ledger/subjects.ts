import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { isCommitment } from "./append.ts";
import type { AuditedSubject, SubjectEntry } from "./audited.ts";

/** A page of the subjects of a sort that have an entry newer than `since` (an id), by id. */
export async function subjectsWritten(
  db: Queryable,
  about: string,
  page: { readonly after: Uuid; readonly since: Uuid; readonly limit: number },
): Promise<readonly Uuid[]> {
  const found = await sql<{ subject: Uuid }>`
    select distinct subject from ledger.entry
    where subject > ${page.after} and id > ${page.since} and split_part(kind, '.', 1) = ${about}
    order by subject limit ${page.limit}`.execute(db);
  return found.rows.map(({ subject }) => subject);
}

interface EntryRow {
  readonly id: Uuid;
  readonly subject: Uuid;
  readonly body: string;
  readonly opening: Buffer | null;
}

interface EntryBody {
  readonly at: string;
  readonly kind: string;
  readonly office: Uuid | null;
  readonly region: string | null;
  readonly facts: SubjectEntry["facts"];
  readonly commitment?: string;
}

/** These subjects with all their entries. One whose body cannot be read is left out: the tree's own check names it. */
export async function withEntries(db: Queryable, subjects: readonly Uuid[]): Promise<readonly AuditedSubject[]> {
  const found = await sql<EntryRow>`
    select e.id, e.subject, e.body, o.opening from ledger.entry e left join ledger.opening o on o.entry_id = e.id
    where e.subject = any(${[...subjects]}::uuid[]) order by e.subject, e.id`.execute(db);
  const bySubject = Map.groupBy(found.rows, ({ subject }) => subject);
  return subjects.map((id) => ({ id, entries: (bySubject.get(id) ?? []).flatMap((row) => entryOf(row) ?? []) }));
}

function entryOf({ id, body, opening }: EntryRow): SubjectEntry | undefined {
  let said: EntryBody;
  try {
    said = JSON.parse(body) as EntryBody;
  } catch {
    return undefined;
  }
  const { at, kind, office, region, facts, commitment } = said;
  if (typeof at !== "string" || typeof kind !== "string" || typeof facts !== "object") return undefined;
  return {
    id,
    kind,
    at: new Date(at),
    officeId: office,
    region,
    facts,
    isCommitted: commitment !== undefined,
    says: (content) => (opening === null ? "erased" : isCommitment(commitment, opening, content) ? "valid" : "invalid"),
  };
}
