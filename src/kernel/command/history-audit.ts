import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { type Audited, type Difference, differing, pairUp, type SubjectEntry } from "../ledger/index.ts";
import type { HistoryRow } from "./command.ts";

/** A line of history as its audit reads it. */
type AuditedLine = Pick<HistoryRow, "id" | "at" | "kind" | "officeId" | "facts"> & {
  readonly subject: Uuid;
  readonly region: string | null;
};

const table = "command.history";

/**
 * Compares the history of one sort of things with their entries. `kindOf`: which kind of entry was written with a line; undefined: none.
 */
export function auditOfHistory(
  about: string,
  kindOf: (line: Pick<HistoryRow, "kind" | "facts">) => string | undefined,
): Audited {
  return {
    about,
    async subjects(db, after, limit) {
      const found = await sql<{ subject: Uuid }>`select distinct aggregate_id as subject from command.history
        where aggregate_type = ${about} and aggregate_id > ${after} order by aggregate_id limit ${limit}`.execute(db);
      return found.rows.map(({ subject }) => subject);
    },
    async compare(db, subjects) {
      const lines = await linesOf(
        db,
        about,
        subjects.map(({ id }) => id),
      );
      const differences = subjects.flatMap(({ id, entries }) =>
        differencesOf(
          entries,
          (lines.get(id) ?? []).filter((line) => kindOf(line) !== undefined),
          (line) => kindOf(line) ?? "",
        ),
      );
      return { rows: [...lines.values()].flat().length, erased: 0, differences };
    },
  };
}

function differencesOf(
  entries: readonly SubjectEntry[],
  lines: readonly AuditedLine[],
  kindOf: (line: AuditedLine) => string,
): readonly Difference[] {
  const { pairs, left, right } = pairUp(entries, lines, [
    [(entry) => `${entry.kind} ${entry.at.getTime()}`, (line) => `${kindOf(line)} ${line.at.getTime()}`],
    [(entry) => entry.kind, kindOf],
    [(entry) => String(entry.at.getTime()), (line) => String(line.at.getTime())],
  ]);
  return [
    ...pairs.flatMap(([entry, line]): Difference[] => {
      const common = Object.keys(entry.facts).filter((name) => Object.hasOwn(line.facts, name));
      const factsOf = ({ facts }: Pick<HistoryRow, "facts">) =>
        JSON.stringify(common.map((name) => facts[name] ?? null));
      const traits = differing({
        kind: [kindOf(line), entry.kind],
        office: [line.officeId, entry.officeId],
        region: [line.region, entry.region],
        state: [factsOf(line), factsOf(entry)],
        time: [line.at, entry.at],
      });
      return traits.length === 0 ? [] : [{ kind: "changed", table, row: line.id, traits }];
    }),
    ...left.map(({ id }): Difference => ({ kind: "deleted", table, row: `entry ${id}`, traits: [] })),
    ...right.map(({ id }): Difference => ({ kind: "inserted", table, row: id, traits: [] })),
  ];
}

async function linesOf(
  db: Queryable,
  about: string,
  subjects: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, readonly AuditedLine[]>> {
  const found = await sql<AuditedLine>`
    select id, aggregate_id as subject, at, kind, office_id as "officeId", region, facts from command.history
    where aggregate_type = ${about} and aggregate_id = any(${[...subjects]}::uuid[]) order by aggregate_id, id`.execute(
    db,
  );
  return Map.groupBy(found.rows, ({ subject }) => subject);
}
