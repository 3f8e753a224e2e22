import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

/** Rows of every table that submissions write, by name. */
export type RowCounts = Readonly<Record<string, number>>;

/** Counts the rows of all tables of the application, but those of sign-in, of jobs, and of the sequencer, which run by the clock. */
export async function countRows(database: pg.Client): Promise<RowCounts> {
  const tables = await tablesOf(database);
  const counts = tables.map(
    (table) => `select '${table.replaceAll('"', "")}' as name, count(*)::int as count from ${table}`,
  );
  const found = await database.query<{ name: string; count: number }>(counts.join(" union all "));
  return Object.fromEntries(found.rows.map(({ name, count }) => [name, count]));
}

/** What came to each table since `before`; tables that did not grow are left out. */
export function grownBy(before: RowCounts, after: RowCounts): RowCounts {
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, count]) => {
      const more = count - (before[name] ?? 0);
      return more === 0 ? [] : [[name, more]];
    }),
  );
}

/** Waits until dispatcher and sequencer have taken in everything and nothing that was asked for still comes. Gives the milliseconds it took. */
export async function untilDispatched(database: pg.Client): Promise<number> {
  const start = performance.now();
  let [still, last, end] = [0, -1, start];
  // Requests that were open when the load ended are still answered.
  while (still < 10) {
    const found = await database.query<{ waiting: number; all: number }>(
      `select count(*) filter (where dispatched_at is null)::int + (select count(*) from ledger.waiting)::int as waiting,
         count(*)::int as all from command.outbox`,
    );
    const { waiting = 0, all = 0 } = found.rows[0] ?? {};
    const isStill = waiting === 0 && all === last;
    if (!isStill) end = performance.now();
    still = isStill ? still + 1 : 0;
    last = all;
    await pause(20);
  }
  return end - start;
}

const byTheClock = ["accounts.session", "accounts.attempt", "accounts.one_time_code", "notify.delivery"];
/** Of the sequencer, which works after the act and for many acts at once. */
const ofTheTree = ["ledger.waiting", "ledger.book", "ledger.leaf", "ledger.tile", "ledger.checkpoint"];

async function tablesOf(database: pg.Client): Promise<string[]> {
  const found = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'pgboss', 'regions', 'public', 'balai')
       and has_table_privilege(format('%I.%I', schemaname, tablename), 'select') order by 1`,
  );
  return found.rows.map(({ name }) => name).filter((name) => ![...byTheClock, ...ofTheTree].includes(name));
}
