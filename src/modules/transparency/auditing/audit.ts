import { sql } from "kysely";
import type { Queryable } from "../../../kernel/db/index.ts";
import { firstIdAt, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import {
  type Audited,
  type AuditedBook,
  auditTree,
  type Difference,
  entriesWithoutPlace,
  sha256,
  strangersWaiting,
  subjectsWritten,
  withEntries,
} from "../../../kernel/ledger/index.ts";
import type { JudgeSealed } from "../../../kernel/privacy/index.ts";
import { parseVerifierKey } from "../../../kernel/tlog/index.ts";
import type { AuditRun } from "./runs.ts";

export const auditPurpose = "transparency.audit";

/** Subjects, and entries, in one page. */
const pageSize = 500;
/** Differences that are kept one by one; more are only counted. */
const mostKept = 1_000;
/** What was under way when the run before looked had begun no longer ago than this: an act may take half a minute. */
const slackMs = 10 * 60_000;
const firstId: Uuid = "00000000-0000-0000-0000-000000000000";

/** What an audit found, before it is written down. */
export interface Audit extends AuditRun {
  readonly differences: readonly Difference[];
}

/**
 * Compares rows with the books, and the books with their trees, in one snapshot of the database, so that acts under way are either wholly in it or not at
 * all. `since`: only what is new since that run, whose findings stand already. Nothing is written but the line of kernel/privacy.
 */
export async function audit(
  kernel: Kernel,
  since: Pick<AuditRun, "at" | "books"> | undefined,
  signal?: AbortSignal,
): Promise<Audit> {
  const { db, clock, books, privacy } = kernel;
  const judge = await privacy.beginJudging({
    job: auditPurpose,
    purpose: auditPurpose,
    legalBasis: "legal_obligation",
    fields: kernel.audits.flatMap(({ judges = [] }) => judges),
  });
  const known = new Map(since?.books.map((book) => [book.book, book]));
  const floor = since === undefined ? firstId : firstIdAt(since.at.getTime() - slackMs);
  const differences: Difference[] = [];
  let found = 0;
  const differs = (difference: Difference): void => {
    found += 1;
    if (differences.length < mostKept) differences.push(difference);
  };
  return db.transaction(async (tx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    // Pages follow an index: a plan that sorts a whole table for each of them would be quick for one and endless for all.
    await sql`select set_config(name, 'off', true) from unnest(array['enable_sort', 'enable_seqscan', 'enable_bitmapscan']) as s(name)`.execute(
      tx,
    );
    const at = clock.now();
    let [rows, entries, erased] = [0, 0, 0];
    const reached: AuditedBook[] = [];
    for (const book of await books.all()) {
      const keys = books.keys(book).flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []);
      const tree = await auditTree(tx, book, known.get(book.name), keys, differs);
      reached.push(tree.reached);
      entries += tree.entries;
      signal?.throwIfAborted();
    }
    for (let after: Uuid | undefined = floor; after !== undefined; ) {
      const page = await entriesWithoutPlace(tx, after, pageSize);
      page.differences.forEach(differs);
      after = page.last;
    }
    (await strangersWaiting(tx)).forEach(differs);
    for (const part of kernel.audits) {
      const compared = await compareAll(tx, part, floor, judge, differs, signal);
      rows += compared.rows;
      erased += compared.erased;
    }
    const whole = since === undefined;
    return { at, endedAt: clock.now(), whole, rows, entries, erased, found, books: reached, differences };
  });
}

/** Goes through the subjects of one part in the order of their ids: those with new entries, and those with new rows. */
async function compareAll(
  db: Queryable,
  part: Audited,
  floor: Uuid,
  judge: JudgeSealed,
  differs: (difference: Difference) => void,
  signal: AbortSignal | undefined,
): Promise<{ readonly rows: number; readonly erased: number }> {
  let [rows, erased] = [0, 0];
  for (let after: Uuid | undefined = firstId; after !== undefined; ) {
    signal?.throwIfAborted();
    const page = { after, since: floor, limit: pageSize };
    const [written, kept] = await Promise.all([
      subjectsWritten(db, part.about, page),
      // Ids tell when a row was made: older rows that nobody wrote about since are looked at in the whole run.
      part.subjects(db, after > floor ? after : floor, pageSize),
    ]);
    // No row may bear the first id of all, which nothing comes before.
    const { subjects, last } = merged(after === firstId ? [firstId, ...written] : written, kept);
    if (subjects.length > 0) {
      const compared = await part.compare(db, await withEntries(db, subjects), judge);
      rows += compared.rows;
      erased += compared.erased;
      compared.differences.forEach(differs);
    }
    after = last;
  }
  return { rows, erased };
}

/** Both pages as one, cut where the shorter of two full ones ends. `last` is undefined when both came to their end. */
function merged(
  one: readonly Uuid[],
  other: readonly Uuid[],
): { readonly subjects: readonly Uuid[]; readonly last: Uuid | undefined } {
  const ends = [one, other].flatMap((page) => (page.length < pageSize ? [] : (page.at(-1) ?? [])));
  const last = ends.toSorted()[0];
  const subjects = [...new Set([...one, ...other])].filter((id) => last === undefined || id <= last).toSorted();
  return { subjects, last };
}
