import { type RawBuilder, sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Answers } from "../services/index.ts";
import type { Case, CaseContent } from "./case.ts";
import type { Clocks, Told } from "./domain/deadline.ts";

export const caseColumns: RawBuilder<Case> = sql`c.id, c.code, c.service, c.version, c.state, c.office_id as "officeId", c.region, c.visibility,
  c.owner, c.recipient, c.channel, c.headline, c.assignee_id as "assigneeId", c.created_at as "createdAt", c.state_since as "stateSince", c.due_at as "dueAt",
  c.calendar_complete as "calendarComplete", c.state_due_at as "stateDueAt", c.paused, nullif(c.act_by, 'infinity') as "actBy",
  c.warned_at_percent as "warnedAtPercent", c.promise_warned_at_percent as "promiseWarnedAtPercent",
  c.closed_at as "closedAt", c.outcome, c.rating, c.revision`;

export async function findCase(db: Queryable, id: Uuid): Promise<Case | undefined> {
  return (await sql<Case>`select ${caseColumns} from cases.case c where c.id = ${id}`.execute(db)).rows[0];
}

export async function findCaseByCode(db: Queryable, code: string): Promise<Case | undefined> {
  return (await sql<Case>`select ${caseColumns} from cases.case c where c.code = ${code}`.execute(db)).rows[0];
}

/** Every version of a service that a case stands on, open or closed. */
export async function versionsInUse(db: Queryable): Promise<Pick<Case, "service" | "version">[]> {
  const found = await sql<Pick<Case, "service" | "version">>`
    select distinct service, version from cases.case order by service, version`.execute(db);
  return found.rows;
}

/** The case, held until the end of the transaction so that two acts on it follow one another. */
export async function lockCase(tx: Tx, id: Uuid): Promise<Case | undefined> {
  return (await sql<Case>`select ${caseColumns} from cases.case c where c.id = ${id} for update`.execute(tx)).rows[0];
}

export interface NewContent {
  readonly id: Uuid;
  readonly caseId: Uuid;
  readonly action: string;
  readonly state: string;
  readonly author: CaseContent["author"];
  readonly answers: Answers;
  readonly sealed: Buffer | null;
  readonly at: Date;
}

/** Of the key that an id can be taken under only once. */
export const caseKeyConstraint = "case_pkey";

/** The statement that writes a case. One with this id that is there already violates `caseKeyConstraint`. */
export function insertCase(
  row: Omit<Case, "actBy" | keyof Told | "closedAt" | "outcome" | "rating" | "revision">,
  clocks: Clocks,
): RawBuilder<unknown> {
  return sql`
      insert into cases.case (id, code, service, version, state, office_id, region, visibility, owner, recipient, channel, headline, assignee_id,
        created_at, state_since, due_at, calendar_complete, state_due_at, paused, act_by, watch_at)
      values (${row.id}, ${row.code}, ${row.service}, ${row.version}, ${row.state}, ${row.officeId}, ${row.region}, ${row.visibility}, ${row.owner}, ${row.recipient},
        ${row.channel}, ${row.headline}, ${row.assigneeId}, ${row.createdAt}, ${row.stateSince}, ${clocks.dueAt}, ${clocks.calendarComplete},
        ${clocks.stateDueAt}, ${json(clocks.paused)}::jsonb, ${orInfinity(clocks.actBy)}, ${clocks.watchAt})`;
}

/** The statement that writes what was said. */
export function insertContent(content: NewContent): RawBuilder<unknown> {
  return sql`insert into cases.content (id, case_id, action, state, author, answers, sealed, at)
    values (${content.id}, ${content.caseId}, ${content.action}, ${content.state}, ${content.author}, ${JSON.stringify(content.answers)}::jsonb, ${content.sealed}, ${content.at})`;
}

/** The statement that writes where a case stands after an action; one that `stays` in its state keeps its watch. */
export function updateCase(next: Case, clocks: Clocks, stays: boolean): RawBuilder<unknown> {
  return sql`update cases.case set state = ${next.state}, office_id = ${next.officeId}, visibility = ${next.visibility}, assignee_id = ${next.assigneeId},
      state_since = ${next.stateSince}, due_at = ${clocks.dueAt}, calendar_complete = ${clocks.calendarComplete}, state_due_at = ${clocks.stateDueAt},
      paused = ${json(clocks.paused)}::jsonb, act_by = ${orInfinity(next.closedAt === null ? clocks.actBy : null)}, watch_at = ${stays ? sql`watch_at` : clocks.watchAt},
      warned_at_percent = ${next.warnedAtPercent}, closed_at = ${next.closedAt}, outcome = ${next.outcome}, rating = ${next.rating}, revision = revision + 1
    where id = ${next.id}`;
}

export async function contentsOf(db: Queryable, caseId: Uuid): Promise<CaseContent[]> {
  const found = await sql<CaseContent>`select id, action, state, author, answers, sealed, at, erased_at as "erasedAt"
    from cases.content where case_id = ${caseId} order by id`.execute(db);
  return found.rows;
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function orInfinity(date: Date | null): RawBuilder<Date> {
  return date === null ? sql`'infinity'::timestamptz` : sql`${date}::timestamptz`;
}
