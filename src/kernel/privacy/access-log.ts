import { sql } from "kysely";
import type { Actor, Role } from "../access/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { LegalBasis } from "./declaration.ts";

/** What was done with the fields; told to the person by the message `privacy.action.<action>`. */
export type AccessAction = "view" | "search" | "export" | "send" | "log" | "open";

/** One reading, ready to be written. */
export interface Reading {
  readonly actor: Actor;
  readonly readerId: string | null;
  readonly officeId: Uuid | null;
  readonly own: boolean;
  readonly action: AccessAction;
  readonly purpose: string;
  readonly legalBasis: LegalBasis;
  readonly subject: string;
  readonly fields: readonly string[];
  readonly caseId: Uuid | null;
}

/** A line as the person sees it: the institution and the role, never the officer's name. */
export interface AccessLine {
  readonly id: Uuid;
  readonly at: Date;
  readonly readerKind: Actor["kind"];
  /** Role of the officer; null for others. */
  readonly readerRole: string | null;
  /** Its name is in kernel/access. Null: no office (the person, a delegate, the system). */
  readonly officeId: Uuid | null;
  readonly own: boolean;
  readonly action: AccessAction;
  readonly purpose: string;
  readonly legalBasis: LegalBasis;
  /** `table.column` names; the message `field.<name>` says them in plain words. */
  readonly fields: readonly string[];
  readonly caseId: Uuid | null;
}

/** A line for the person it is about: by its pseudonym they can tell one resident who acts for them from another. */
export interface PersonAccessLine extends AccessLine {
  /** Null for every other reader. */
  readonly residentId: string | null;
}

/** Writes all lines in one statement. */
export async function writeReadings(tx: Tx, readings: readonly Reading[], at: Date): Promise<void> {
  if (readings.length === 0) return;
  const rows = readings.map((reading) => ({
    id: newId(at.getTime()),
    readerKind: reading.actor.kind,
    readerId: reading.readerId,
    readerRole: roleIn(reading.actor, reading.officeId),
    officeId: reading.officeId,
    own: reading.own,
    action: reading.action,
    purpose: reading.purpose,
    legalBasis: reading.legalBasis,
    subject: reading.subject,
    fields: reading.fields,
    caseId: reading.caseId,
  }));
  await sql`
    insert into privacy.access_log
      (id, at, reader_kind, reader_id, reader_role, office_id, own, action, purpose, legal_basis, subject, fields, case_id)
    select id, ${at}, "readerKind", "readerId", "readerRole", "officeId", own, action, purpose, "legalBasis", subject, fields, "caseId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "readerKind" text, "readerId" text, "readerRole" text,
      "officeId" uuid, own boolean, action text, purpose text, "legalBasis" text, subject text, fields text[], "caseId" uuid)`.execute(
    tx,
  );
}

/** Whether the reader has such a line about the person and the case since then. */
export async function hasReading(
  tx: Tx,
  { readerId, subject, action, purpose, caseId }: Reading,
  since: Date,
): Promise<boolean> {
  const found = await sql`
    select 1 from privacy.access_log
    where subject = ${subject} and at >= ${since} and reader_id = ${readerId} and action = ${action} and purpose = ${purpose}
      and case_id is not distinct from ${caseId}::uuid limit 1`.execute(tx);
  return found.rows.length > 0;
}

/** Newest first; `before` is the id of the last line of the page before. */
export async function readLines(
  db: Queryable,
  page: {
    readonly subjects: readonly string[];
    readonly before: Uuid | null;
    readonly limit: number;
    readonly withOwn: boolean;
  },
): Promise<PersonAccessLine[]> {
  const found = await sql<PersonAccessLine>`
    select id, at, reader_kind as "readerKind", reader_role as "readerRole", office_id as "officeId", own, action, purpose,
      legal_basis as "legalBasis", fields, case_id as "caseId", case when reader_kind = 'resident' then reader_id end as "residentId"
    from privacy.access_log
    where subject = any(${[...page.subjects]}) and (${page.before}::uuid is null or id < ${page.before}::uuid)
      and (${page.withOwn} or not own)
    order by id desc limit ${page.limit}`.execute(db);
  return found.rows;
}

/** What officers read of somebody, newest first. */
export async function readOfficersLines(db: Queryable, subject: string, limit: number): Promise<AccessLine[]> {
  const found = await sql<AccessLine>`
    select id, at, reader_kind as "readerKind", reader_role as "readerRole", office_id as "officeId", own, action, purpose,
      legal_basis as "legalBasis", fields, case_id as "caseId"
    from privacy.access_log where subject = ${subject} and reader_kind = 'officer' order by id desc limit ${limit}`.execute(
    db,
  );
  return found.rows;
}

/** A line as an auditor sees it: with the officer's account, and never whose data it was. */
export interface OfficeAccessLine extends AccessLine {
  readonly readerId: string | null;
}

/** What was read for these offices, newest first; `before` is the id of the last line of the page before. */
export async function readLinesOfOffices(
  db: Queryable,
  page: { readonly officeIds: readonly Uuid[]; readonly before: Uuid | null; readonly limit: number },
): Promise<OfficeAccessLine[]> {
  const found = await sql<OfficeAccessLine>`
    select id, at, reader_kind as "readerKind", reader_id as "readerId", reader_role as "readerRole", office_id as "officeId",
      own, action, purpose, legal_basis as "legalBasis", fields, case_id as "caseId"
    from privacy.access_log
    where office_id = any(${[...page.officeIds]}::uuid[]) and (${page.before}::uuid is null or id < ${page.before}::uuid)
    order by id desc limit ${page.limit}`.execute(db);
  return found.rows;
}

/** In which role an officer acts for an office: one held there, else one held above it, else any. */
function roleIn(actor: Actor, officeId: Uuid | null): Role | null {
  if (actor.kind === "resident") return "resident";
  if (actor.kind !== "officer") return null;
  const { assignments } = actor;
  const held =
    assignments.find((assignment) => assignment.officeId === officeId) ??
    assignments.find((assignment) => officeId !== null && assignment.officeTree.includes(officeId)) ??
    assignments[0];
  return held?.role ?? null;
}
