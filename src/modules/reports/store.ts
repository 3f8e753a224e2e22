import { type RawBuilder, sql } from "kysely";
import type { Visibility } from "../../kernel/access/index.ts";
import type { Queryable, Tx } from "../../kernel/db/index.ts";
import { isUuid, type Uuid } from "../../kernel/ids/index.ts";
import type { Stage } from "./domain/stage.ts";

export interface Report {
  readonly caseId: Uuid;
  readonly code: string;
  readonly kind: "complaint" | "aspiration" | "information";
  readonly category: string;
  readonly title: string;
  readonly region: string;
  readonly landmark: string | null;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly visibility: Visibility;
  readonly officeId: Uuid;
  readonly stage: Stage;
  readonly state: string;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly stepDueAt: Date | null;
  readonly firstAnswerAt: Date | null;
  readonly fixedAt: Date | null;
  readonly closedAt: Date | null;
  readonly rating: number | null;
  readonly reopened: number;
}

const columns: RawBuilder<Report> = sql`r.case_id as "caseId", r.code, r.kind, r.category, r.title, r.region, r.landmark, r.lat, r.lng, r.visibility,
  r.office_id as "officeId", r.stage, r.state, r.created_at as "createdAt", r.due_at as "dueAt", r.step_due_at as "stepDueAt", r.first_answer_at as "firstAnswerAt",
  r.fixed_at as "fixedAt", r.closed_at as "closedAt", r.rating, r.reopened`;

/** The statement that writes a new report. */
export function insertReport(
  report: Omit<Report, "firstAnswerAt" | "fixedAt" | "closedAt" | "rating" | "reopened">,
): RawBuilder<unknown> {
  return sql`insert into reports.report (case_id, code, kind, category, title, region, landmark, lat, lng, visibility, office_id, stage, state, created_at, due_at, step_due_at)
    values (${report.caseId}, ${report.code}, ${report.kind}, ${report.category}, ${report.title}, ${report.region}, ${report.landmark}, ${report.lat}, ${report.lng},
      ${report.visibility}, ${report.officeId}, ${report.stage}, ${report.state}, ${report.createdAt}, ${report.dueAt}, ${report.stepDueAt})`;
}

export interface ReportStep {
  readonly caseId: Uuid;
  readonly visibility: Visibility;
  readonly officeId: Uuid;
  readonly stage: Stage;
  readonly state: string;
  readonly dueAt: Date;
  readonly stepDueAt: Date | null;
  readonly closedAt: Date | null;
  readonly rating: number | null;
  readonly answeredAt: Date | null;
  readonly fixedAt: Date | null;
  readonly reopens: boolean;
}

/** The statement that writes where a report stands. */
export function updateReport(step: ReportStep): RawBuilder<unknown> {
  return sql`update reports.report set visibility = ${step.visibility}, office_id = ${step.officeId}, stage = ${step.stage}, state = ${step.state}, due_at = ${step.dueAt}, step_due_at = ${step.stepDueAt},
      closed_at = ${step.closedAt}, rating = ${step.rating},
      first_answer_at = coalesce(first_answer_at, ${step.answeredAt}::timestamptz),
      fixed_at = case when ${step.reopens} then null else coalesce(${step.fixedAt}::timestamptz, fixed_at) end,
      reopened = reopened + ${step.reopens ? 1 : 0}
    where case_id = ${step.caseId}`;
}

/** The symbol of the category of each report. */
export async function iconsOfReports(db: Queryable, caseIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
  const found = await sql<{ caseId: Uuid; icon: string }>`
    select r.case_id as "caseId", c.icon from reports.report r join reports.category c on c.code = r.category
    where r.case_id = any(${[...caseIds]}::uuid[])`.execute(db);
  return new Map(found.rows.map(({ caseId, icon }) => [caseId, icon]));
}

export async function eraseReport(tx: Tx, caseId: Uuid): Promise<void> {
  await sql`update reports.report set title = '', landmark = null, lat = null, lng = null, visibility = 'private' where case_id = ${caseId}`.execute(
    tx,
  );
}

export interface PublicFilter {
  readonly q?: string;
  readonly category?: string;
  readonly region?: string;
  readonly stage?: Stage;
  readonly officeId?: Uuid;
}

export interface ReportPage {
  readonly rows: readonly Report[];
  readonly next: string | undefined;
}

/** What everyone may see, newest first. Keyset. */
export async function listPublic(
  db: Queryable,
  filter: PublicFilter,
  page: { readonly after?: string; readonly limit: number },
): Promise<ReportPage> {
  const parts = publicConditions(filter);
  const after = parseCursor(page.after);
  if (after !== undefined) parts.push(sql`(r.created_at, r.case_id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  const found = await sql<Report>`select ${columns} from reports.report r where ${sql.join(parts, sql` and `)}
    order by r.created_at desc, r.case_id desc limit ${page.limit + 1}`.execute(db);
  const rows = found.rows.slice(0, page.limit);
  const last = rows.at(-1);
  return { rows, next: found.rows.length > page.limit && last !== undefined ? cursorOf(last) : undefined };
}

/** A page of the ids of all reports, by id. */
export async function reportIds(db: Queryable, after: Uuid, limit: number): Promise<readonly Uuid[]> {
  const found = await sql<{ id: Uuid }>`
    select case_id as id from reports.report where case_id > ${after} order by case_id limit ${limit}`.execute(db);
  return found.rows.map(({ id }) => id);
}

export async function reportsOf(db: Queryable, caseIds: readonly Uuid[]): Promise<readonly Report[]> {
  const found = await sql<Report>`
    select ${columns} from reports.report r where r.case_id = any(${[...caseIds]}::uuid[])`.execute(db);
  return found.rows;
}

export async function findReportByCode(db: Queryable, code: string): Promise<Report | undefined> {
  return (await sql<Report>`select ${columns} from reports.report r where r.code = ${code}`.execute(db)).rows[0];
}

/** Reports per region at `level` dots of the code below `root`, for the map. */
export async function countByRegion(
  db: Queryable,
  filter: PublicFilter,
  depth: number,
): Promise<{ region: string; count: number; open: number }[]> {
  const found = await sql<{ region: string; count: number; open: number }>`
    select array_to_string((string_to_array(r.region, '.'))[1:${depth}], '.') as region, count(*) as count,
      count(*) filter (where r.stage in ('waiting', 'working', 'checking')) as open
    from reports.report r where ${sql.join(publicConditions(filter), sql` and `)} group by 1 order by 2 desc, 1`.execute(
    db,
  );
  return found.rows;
}

export interface StageCounts {
  readonly total: number;
  readonly open: number;
  /** Found solved by somebody else than who did the work. */
  readonly done: number;
  /** Ended otherwise: rejected, withdrawn, or the question was not answered. */
  readonly closed: number;
  readonly late: number;
}

const running = sql`stage in ('waiting', 'working', 'checking')`;
/** While the reporter is asked, the office's time stands still. */
const isLate = (now: Date) => sql`${running} and state <> 'asked' and due_at < ${now}`;

/** Numbers of everything that everyone may see; private reports are in the totals of offices only. */
export async function countStages(db: Queryable, now: Date): Promise<StageCounts> {
  const found = await sql<StageCounts>`select count(*) as total,
      count(*) filter (where ${running}) as open,
      count(*) filter (where stage = 'done') as done,
      count(*) filter (where stage = 'closed') as closed,
      count(*) filter (where ${isLate(now)}) as late
    from reports.report where visibility <> 'private'`.execute(db);
  return found.rows[0] ?? { total: 0, open: 0, done: 0, closed: 0, late: 0 };
}

export interface OfficeNumbers {
  readonly officeId: Uuid;
  readonly received: number;
  readonly open: number;
  readonly late: number;
  /** Median seconds from arrival to the first answer, and to the fix that another officer found to hold. */
  readonly medianAnswerSeconds: number | null;
  readonly medianFixSeconds: number | null;
  /** Fixes that another officer found to hold, and how many of them were made within the deadline. */
  readonly fixed: number;
  readonly fixedInTime: number;
  readonly ratings: number;
  /** Mean of the ratings, 1 to 5. */
  readonly satisfaction: number | null;
  readonly reopened: number;
}

/** For each office: how many, how fast, how satisfied. Private reports count too: a number shows nothing of them. */
export async function officeNumbers(db: Queryable, now: Date, since: Date): Promise<OfficeNumbers[]> {
  const found = await sql<OfficeNumbers>`
    select office_id as "officeId", count(*) as received,
      count(*) filter (where ${running}) as open,
      count(*) filter (where ${isLate(now)}) as late,
      percentile_cont(0.5) within group (order by extract(epoch from first_answer_at - created_at)) as "medianAnswerSeconds",
      percentile_cont(0.5) within group (order by extract(epoch from fixed_at - created_at)) filter (where stage = 'done') as "medianFixSeconds",
      count(fixed_at) filter (where stage = 'done') as fixed,
      count(*) filter (where stage = 'done' and fixed_at <= due_at) as "fixedInTime",
      count(rating) as ratings, avg(rating)::float8 as satisfaction, sum(reopened) as reopened
    from reports.report where created_at >= ${since} group by office_id order by count(*) desc`.execute(db);
  return found.rows;
}

function publicConditions(filter: PublicFilter): RawBuilder<boolean>[] {
  const parts: RawBuilder<boolean>[] = [sql`r.visibility <> 'private'`];
  if (filter.category !== undefined) parts.push(sql`r.category = ${filter.category}`);
  if (filter.stage !== undefined) parts.push(sql`r.stage = ${filter.stage}`);
  if (filter.officeId !== undefined) parts.push(sql`r.office_id = ${filter.officeId}`);
  if (filter.region !== undefined)
    parts.push(sql`(r.region = ${filter.region} or r.region like ${`${filter.region}.%`})`);
  if (filter.q !== undefined && filter.q.trim() !== "")
    parts.push(sql`r.title ilike ${`%${filter.q.trim().replace(/[\\%_]/g, "\\$&")}%`}`);
  return parts;
}

function cursorOf(report: Report): string {
  return Buffer.from(`${report.createdAt.toISOString()}|${report.caseId}`, "utf8").toString("base64url");
}

function parseCursor(text: string | undefined): { readonly at: string; readonly id: Uuid } | undefined {
  if (text === undefined || text.length > 200) return undefined;
  const [at = "", id = ""] = Buffer.from(text, "base64url").toString("utf8").split("|");
  return !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : undefined;
}
