import { sql } from "kysely";
import { auditOfHistory } from "../command/index.ts";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import {
  type Audited,
  type AuditedSubject,
  type Compared,
  type Difference,
  differing,
  pairUp,
  type SubjectEntry,
} from "../ledger/index.ts";
import type { JudgeSealed, Privacy } from "../privacy/index.ts";
import type { Answers, ServiceRegistry } from "../services/index.ts";
import type { Case, CaseContent } from "./case.ts";
import { type AsWritten, asWritten } from "./domain/as-written.ts";
import { visibilityOf, withoutName } from "./entry.ts";
import { findCases } from "./list.ts";

/** What the audit of cases needs. */
export interface CaseAuditDeps {
  readonly registry: Pick<ServiceRegistry, "get">;
  readonly privacy: Pick<Privacy, "erasuresAt" | "retentionDays">;
}

type Content = CaseContent & { readonly caseId: Uuid };

/** Where a case stands by the books, with what can be told from what was said in it. */
export interface WrittenCase extends AsWritten {
  /** Undefined: what was answered is sealed. */
  readonly visibility: Case["visibility"] | undefined;
  /** Undefined: it was erased. */
  readonly rating: number | null | undefined;
  /** What was answered at submission, without what is sealed; undefined: it was erased. */
  readonly answers: Answers | undefined;
}

/** Cases of which no book tells the submission are left out. */
export async function casesAsWritten(
  registry: CaseAuditDeps["registry"],
  db: Queryable,
  subjects: readonly AuditedSubject[],
): Promise<ReadonlyMap<Uuid, WrittenCase>> {
  const contents = await contentsOfMany(
    db,
    subjects.map(({ id }) => id),
  );
  return new Map(
    subjects.flatMap(({ id, entries }) => {
      const written = writtenCase(registry, entries, contents.get(id) ?? []);
      return written === undefined ? [] : [[id, written] as const];
    }),
  );
}

function writtenCase(
  registry: CaseAuditDeps["registry"],
  entries: readonly SubjectEntry[],
  contents: readonly Content[],
): WrittenCase | undefined {
  const written = asWritten(entries, registry.get);
  if (written === undefined) return undefined;
  const submitted = contents.find(({ action }) => action === "submit");
  return {
    ...written,
    visibility: visibilityFor(registry, written, submitted),
    rating: contents.some(({ erasedAt }) => erasedAt !== null) ? undefined : ratingIn(contents),
    answers: submitted?.erasedAt === null ? submitted.answers : undefined,
  };
}

const dayMs = 86_400_000;
const sealedField = { table: "cases.content", column: "sealed" } as const;

/** How cases, what was said in them and their history are compared with the books. */
export function caseAudits(deps: CaseAuditDeps): readonly Audited[] {
  return [
    {
      about: "case",
      judges: [sealedField],
      async subjects(db, after, limit) {
        const found = await sql<{ id: Uuid }>`
          select id from cases.case where id > ${after} order by id limit ${limit}`.execute(db);
        return found.rows.map(({ id }) => id);
      },
      compare: (db, subjects, judge) => compareCases(deps, db, subjects, judge),
    },
    auditOfHistory("case", ({ kind, facts }) => {
      if (kind === "submitted") return "case.submitted";
      // A warning before the deadline is the office's own business, and in no book.
      if (kind === "warned") return Number(facts.percent) >= 100 ? "case.late" : undefined;
      return kind.startsWith("action:") ? `case.${kind.slice("action:".length)}` : undefined;
    }),
  ];
}

async function compareCases(
  deps: CaseAuditDeps,
  db: Queryable,
  subjects: readonly AuditedSubject[],
  judge: JudgeSealed,
): Promise<Compared> {
  const ids = subjects.map(({ id }) => id);
  const [cases, contents, forgotten] = await Promise.all([
    findCases(db, ids),
    contentsOfMany(db, ids),
    forgottenAt(db, ids),
  ]);
  const byId = new Map(cases.map((found) => [found.id, found]));
  const isByRight = await explained(deps, db, byId, contents, forgotten);
  const compared = subjects.map((subject) => {
    const said = contents.get(subject.id) ?? [];
    return compareCase(deps, subject, byId.get(subject.id), said, judge, (entry) => isByRight(subject.id, entry.at));
  });
  return {
    rows: cases.length + [...contents.values()].flat().length,
    erased: compared.reduce((sum, { erased }) => sum + erased, 0),
    differences: compared.flatMap(({ differences }) => differences),
  };
}

function compareCase(
  { registry }: CaseAuditDeps,
  { id, entries }: AuditedSubject,
  found: Case | undefined,
  contents: readonly Content[],
  judge: JudgeSealed,
  isByRight: (entry: SubjectEntry) => boolean,
): Omit<Compared, "rows"> {
  const about = { table: "cases.case", row: id } as const;
  const differences: Difference[] = [];
  const written = writtenCase(registry, entries, contents);
  if (found === undefined && entries.length > 0) differences.push({ ...about, kind: "deleted", traits: [] });
  if (found !== undefined && entries.length === 0) differences.push({ ...about, kind: "inserted", traits: [] });
  if (found !== undefined && written !== undefined) {
    const traits = traitsOf(found, written);
    if (traits.length > 0) differences.push({ ...about, kind: "changed", traits });
  }
  const { pairs, left, right } = pairUp(
    entries.filter(({ isCommitted }) => isCommitted),
    contents,
    [
      [(entry) => `${actionIn(entry)} ${entry.at.getTime()}`, ({ action, at }) => `${action} ${at.getTime()}`],
      [actionIn, ({ action }) => action],
      [({ at }) => String(at.getTime()), ({ at }) => String(at.getTime())],
    ],
  );
  const start = written === undefined ? undefined : registry.get(written.service, written.version)?.flow.start;
  let erased = 0;
  for (const [entry, content] of pairs) {
    const verdict = verdictOn(entry, content, judge);
    if (verdict === "erased" && isByRight(entry)) erased += 1;
    if (verdict === "erased" && !isByRight(entry))
      differences.push({ kind: "deleted", table: "ledger.opening", row: entry.id, traits: [] });
    const traits = differing({
      kind: [content.action, actionIn(entry)],
      state: [content.state, entry.facts.from ?? start],
      time: [content.at, entry.at],
      answers: [verdict === "wrong", false],
      seal: [verdict === "unreadable", false],
    });
    if (traits.length > 0) differences.push({ kind: "changed", table: "cases.content", row: content.id, traits });
  }
  const content = { table: "cases.content", traits: [] } as const;
  for (const entry of left) differences.push({ ...content, kind: "deleted", row: `entry ${entry.id}` });
  for (const { id: row } of right) differences.push({ ...content, kind: "inserted", row });
  return { erased, differences };
}

/** "submit", or the name of the action. */
function actionIn({ kind }: SubjectEntry): string {
  return kind === "case.submitted" ? "submit" : kind.slice("case.".length);
}

function traitsOf(found: Case, written: WrittenCase): Difference["traits"] {
  const moments = ({ createdAt, stateSince, closedAt }: Pick<Case, "createdAt" | "stateSince" | "closedAt">) =>
    [createdAt, stateSince, closedAt].map((at) => at?.getTime()).join();
  const { dueAt, visibility, rating } = written;
  return differing({
    service: [`${found.service} v${found.version}`, `${written.service} v${written.version}`],
    state: [`${found.state} ${found.outcome}`, `${written.state} ${written.outcome}`],
    office: [found.officeId, written.officeId],
    region: [found.region, written.region],
    time: [moments(found), moments(written)],
    ...(dueAt !== undefined && { deadline: [found.dueAt, dueAt] }),
    ...(visibility !== undefined && { visibility: [found.visibility, visibility] }),
    ...(rating !== undefined && { rating: [found.rating, rating] }),
  });
}

/** How everyone may see the case, by what was answered; undefined: it cannot be told any more, or stands among the sealed answers. */
function visibilityFor(
  registry: CaseAuditDeps["registry"],
  written: AsWritten,
  submitted: Content | undefined,
): Case["visibility"] | undefined {
  const definition = registry.get(written.service, written.version);
  if (submitted === undefined || definition === undefined) return undefined;
  if (submitted.erasedAt !== null) return "private";
  const asked = typeof definition.visibility === "string" ? undefined : definition.visibility.asked;
  if (asked !== undefined && !Object.hasOwn(submitted.answers, asked)) return undefined;
  const answered = visibilityOf(definition, submitted.answers);
  return written.outcome === "withdrawn" ? withoutName(answered) : answered;
}

function ratingIn(contents: readonly Content[]): number | null {
  const given = contents.map(({ answers }) => answers.rating).filter((rating) => rating !== undefined);
  const last = given.at(-1);
  return last === undefined || !/^[1-5]$/.test(String(last)) ? null : Number(last);
}

function verdictOn(
  entry: SubjectEntry,
  content: Content,
  judge: JudgeSealed,
): "right" | "wrong" | "unreadable" | "erased" {
  const verdict = (answers: Answers) => entry.says(answers);
  if (verdict({}) === "erased") return "erased";
  const { id: rowId, answers, sealed } = content;
  if (sealed === null) return verdict(answers) === "valid" ? "right" : "wrong";
  return judge(
    { ...sealedField, rowId, ciphertext: sealed },
    (text) => verdict({ ...answers, ...(JSON.parse(text) as Answers) }) === "valid",
  );
}

/** Whether the erasure of an entry's content is explained: by the erasure of its person, or because the time of the closed case was over. */
async function explained(
  { privacy }: CaseAuditDeps,
  db: Queryable,
  cases: ReadonlyMap<Uuid, Case>,
  contents: ReadonlyMap<Uuid, readonly Content[]>,
  forgotten: ReadonlyMap<Uuid, Date>,
): Promise<(caseId: Uuid, at: Date) => boolean> {
  const emptied = new Map<Uuid, readonly Date[]>();
  for (const id of cases.keys()) {
    const moments = [forgotten.get(id), contents.get(id)?.find(({ action }) => action === "submit")?.erasedAt];
    const known = moments.filter((at) => at instanceof Date);
    if (known.length > 0) emptied.set(id, known);
  }
  if (emptied.size === 0) return () => false;
  const byPerson = await privacy.erasuresAt(db, "cases", [...emptied.values()].flat());
  const days = new Map<string, number | undefined>();
  for (const at of [...emptied.values()].flat()) {
    const day = at.toISOString().slice(0, 10);
    if (!days.has(day)) days.set(day, await privacy.retentionDays(db, "cases.closed", at));
  }
  const isRight = (closedAt: Date | null | undefined, at: Date): boolean => {
    const kept = days.get(at.toISOString().slice(0, 10));
    const isOver = closedAt != null && kept !== undefined && closedAt.getTime() + kept * dayMs <= at.getTime();
    return byPerson.has(at.getTime()) || isOver;
  };
  return (id, writtenAt) =>
    emptied.get(id)?.some((at) => writtenAt <= at && isRight(cases.get(id)?.closedAt, at)) === true;
}

async function contentsOfMany(db: Queryable, caseIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, readonly Content[]>> {
  const found = await sql<Content>`
    select id, case_id as "caseId", action, state, author, answers, sealed, at, erased_at as "erasedAt"
    from cases.content where case_id = any(${[...caseIds]}::uuid[]) order by case_id, id`.execute(db);
  return Map.groupBy(found.rows, ({ caseId }) => caseId);
}

async function forgottenAt(db: Queryable, caseIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Date>> {
  const found = await sql<{ id: Uuid; at: Date }>`
    select id, forgotten_at as at from cases.case
    where id = any(${[...caseIds]}::uuid[]) and forgotten_at is not null`.execute(db);
  return new Map(found.rows.map(({ id, at }) => [id, at]));
}
