import { type RawBuilder, sql } from "kysely";
import type { Access, Action, Actor } from "../access/index.ts";
import type { Queryable } from "../db/index.ts";
import { isUuid, parsePublicCode, type Uuid } from "../ids/index.ts";
import { isRegionCode } from "../regions/index.ts";
import type { Case } from "./case.ts";
import { caseColumns } from "./rows.ts";

export interface CaseFilter {
  /** Code, or words of the headline. */
  readonly q?: string;
  readonly service?: string;
  readonly state?: string;
  /** Region code; the whole tree below it. */
  readonly region?: string;
  readonly officeId?: Uuid;
  /** null: nobody has it. */
  readonly assigneeId?: Uuid | null;
  /** Only what must be acted on before this moment; with the present moment: what is late. */
  readonly dueBefore?: Date;
  /** Only what waits for its owner: the clock stands still. */
  readonly waiting?: true;
  /** Only cases in one of these states; with `officeId`, in that state at that office. */
  readonly states?: readonly { readonly service: string; readonly state: string; readonly officeId?: Uuid }[];
  /** "open" by default. */
  readonly stage?: "open" | "closed";
}

export interface OfficeTally<K extends string> {
  readonly officeId: Uuid;
  readonly oldestDue: Date | null;
  readonly counts: Readonly<Record<K, number>>;
}

/** What a list shows of a case. */
export type ListedCase = Pick<
  Case,
  | "id"
  | "code"
  | "service"
  | "version"
  | "state"
  | "officeId"
  | "region"
  | "headline"
  | "assigneeId"
  | "actBy"
  | "closedAt"
>;

/** Only what it shows: reading twenty columns more costs as much as drawing the list. */
export const listedColumns: RawBuilder<ListedCase> = sql`c.id, c.code, c.service, c.version, c.state, c.office_id as "officeId", c.region, c.headline,
  c.assignee_id as "assigneeId", nullif(c.act_by, 'infinity') as "actBy", c.closed_at as "closedAt"`;

export interface CasePage<Row = ListedCase> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** What the reader may see, as their action's scope says. */
export function scopedTo(access: Access, actor: Actor, action: Action): RawBuilder<boolean> {
  return access.scope(actor, action, {
    officeId: "c.office_id",
    visibility: "c.visibility",
    owner: "c.owner",
    caseId: "c.id",
  });
}

/**
 * A page of cases within `within` (see scopedTo): open ones by nearest deadline, overdue first; closed ones newest first.
 * Keyset, so that the hundredth page costs what the first does.
 */
export async function listCases<Row extends Pick<Case, "id" | "actBy" | "closedAt">>(
  db: Queryable,
  columns: RawBuilder<Row>,
  within: RawBuilder<boolean>,
  filter: CaseFilter,
  page: { readonly after?: string; readonly limit: number },
): Promise<CasePage<Row>> {
  const closed = filter.stage === "closed";
  const parts = [
    within,
    closed ? sql<boolean>`c.closed_at is not null` : sql<boolean>`c.closed_at is null`,
    ...conditions(filter),
  ];
  const after = parseCursor(page.after);
  if (after !== undefined) {
    parts.push(
      closed
        ? sql<boolean>`(c.closed_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql<boolean>`(c.act_by, c.id) > (${after.at}::timestamptz, ${after.id}::uuid)`,
    );
  }
  const found = await sql<Row>`select ${columns} from cases.case c where ${sql.join(parts, sql` and `)}
    order by ${closed ? sql`c.closed_at desc, c.id desc` : sql`c.act_by, c.id`} limit ${page.limit + 1}`.execute(db);
  const rows = found.rows.slice(0, page.limit);
  const last = rows.at(-1);
  const more = found.rows.length > page.limit && last !== undefined;
  return { rows, next: more ? cursorOf(closed ? last.closedAt : last.actBy, last.id) : undefined };
}

export async function countCases(db: Queryable, within: RawBuilder<boolean>, filter: CaseFilter): Promise<number> {
  const stage = filter.stage === "closed" ? sql<boolean>`c.closed_at is not null` : sql<boolean>`c.closed_at is null`;
  const found = await sql<{
    count: number;
  }>`select count(*) as count from cases.case c where ${sql.join([within, stage, ...conditions(filter)], sql` and `)}`.execute(
    db,
  );
  return found.rows[0]?.count ?? 0;
}

/**
 * How many open cases of each office fit each of the named filters, in one query; offices without open cases are left out.
 * `oldestDue` is the nearest deadline among them. The filters' own `stage` is not looked at.
 */
export async function tallyCases<K extends string>(
  db: Queryable,
  within: RawBuilder<boolean>,
  buckets: Readonly<Record<K, CaseFilter>>,
): Promise<OfficeTally<K>[]> {
  const names = Object.keys(buckets) as K[];
  // What is asked for under two names is counted once.
  const different = new Map(names.map((name) => [keyOf(buckets[name]), buckets[name]]));
  const column = new Map([...different.keys()].map((key, index) => [key, `n${index}`]));
  const columns = names.map((name) => [name, column.get(keyOf(buckets[name])) ?? ""] as const);
  const counted = [...different.values()].map((filter) => {
    const parts = conditions(filter);
    return parts.length === 0 ? sql`count(*)` : sql`count(*) filter (where ${sql.join(parts, sql` and `)})`;
  });
  const found = await sql<{ office_id: Uuid; oldest: Date | null } & Record<string, number>>`
    select c.office_id, nullif(min(c.act_by), 'infinity') as oldest,
      ${sql.join(counted.map((count, index) => sql`${count} as ${sql.ref(`n${index}`)}`))}
    from cases.case c where ${within} and c.closed_at is null group by c.office_id`.execute(db);
  return found.rows.map((row) => ({
    officeId: row.office_id,
    oldestDue: row.oldest,
    counts: Object.fromEntries(columns.map(([name, from]) => [name, row[from] ?? 0])) as Record<K, number>,
  }));
}

function keyOf({ stage: _, ...filter }: CaseFilter): string {
  return JSON.stringify(filter);
}

export async function findCases(db: Queryable, ids: readonly Uuid[]): Promise<Case[]> {
  if (ids.length === 0) return [];
  return (await sql<Case>`select ${caseColumns} from cases.case c where c.id = any(${[...ids]}::uuid[])`.execute(db))
    .rows;
}

/** Cases of one person, newest first. */
export async function casesOfOwner(db: Queryable, owners: readonly string[], limit: number): Promise<Case[]> {
  const found =
    await sql<Case>`select ${caseColumns} from cases.case c where c.owner = any(${[...owners]}) order by c.created_at desc limit ${limit}`.execute(
      db,
    );
  return found.rows;
}

function conditions(filter: CaseFilter): RawBuilder<boolean>[] {
  const parts: RawBuilder<boolean>[] = [];
  if (filter.service !== undefined) parts.push(sql`c.service = ${filter.service}`);
  if (filter.state !== undefined) parts.push(sql`c.state = ${filter.state}`);
  if (filter.officeId !== undefined) parts.push(sql`c.office_id = ${filter.officeId}`);
  if (filter.assigneeId === null) parts.push(sql`c.assignee_id is null`);
  else if (filter.assigneeId !== undefined) parts.push(sql`c.assignee_id = ${filter.assigneeId}`);
  if (filter.dueBefore !== undefined) parts.push(sql`c.act_by < ${filter.dueBefore}`);
  if (filter.waiting === true) parts.push(sql`c.act_by = 'infinity'`);
  if (filter.states !== undefined) {
    const each = filter.states.map(({ service, state, officeId }) =>
      officeId === undefined
        ? sql<boolean>`(c.service = ${service} and c.state = ${state})`
        : sql<boolean>`(c.service = ${service} and c.state = ${state} and c.office_id = ${officeId})`,
    );
    parts.push(each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`);
  }
  if (filter.region !== undefined)
    parts.push(
      isRegionCode(filter.region)
        ? sql`(c.region = ${filter.region} or c.region like ${`${filter.region}.%`})`
        : sql<boolean>`false`,
    );
  if (filter.q !== undefined && filter.q.trim() !== "") parts.push(matches(filter.q));
  return parts;
}

/** A whole code finds its case; anything else, all words by their beginnings. */
function matches(q: string): RawBuilder<boolean> {
  const code = parsePublicCode(q);
  if (code !== undefined) return sql`c.code = ${code}`;
  // PostgreSQL refuses words of 2 kB, and nobody's headline has any.
  const words = (
    q
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,60}/gu) ?? []
  ).slice(0, 8);
  if (words.length === 0) return sql`false`;
  return sql`to_tsvector('simple', c.headline) @@ to_tsquery('simple', ${words.map((word) => `${word}:*`).join(" & ")})`;
}

function cursorOf(at: Date | null, id: Uuid): string {
  return Buffer.from(`${at?.toISOString() ?? "infinity"}|${id}`, "utf8").toString("base64url");
}

/** A cursor that is not ours is ignored: the first page is a fair answer to a mangled address. */
function parseCursor(text: string | undefined): { readonly at: string; readonly id: Uuid } | undefined {
  if (text === undefined || text.length > 200) return undefined;
  const [at = "", id = ""] = Buffer.from(text, "base64url").toString("utf8").split("|");
  const isMoment = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(at) && !Number.isNaN(Date.parse(at));
  return (at === "infinity" || isMoment) && isUuid(id) ? { at, id } : undefined;
}
