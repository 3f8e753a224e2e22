import { Kysely, type Transaction } from "kysely";
import pg from "pg";
import { TogetherClient } from "./clients.ts";
import { togetherDialect } from "./driver.ts";
import type { DB } from "./schema.generated.ts";
import { inTransaction, type Last } from "./transaction.ts";

export type { DB } from "./schema.generated.ts";
export type Tx = Transaction<DB>;
/** A connection or a transaction: for reads that do not care. */
export type Queryable = Kysely<DB> | Tx;

export interface Database {
  /** Queries outside a transaction. */
  readonly query: Kysely<DB>;
  /** For what Kysely cannot say: COPY, LISTEN. */
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction (read committed); rolls back when it throws. */
  transaction<T>(work: (tx: Tx, last: Last) => Promise<T>): Promise<T>;
  /** How many connections are open, and how many wait for one. */
  connections(): { readonly open: number; readonly waiting: number };
  close(): Promise<void>;
}

/** "2026-11-27 02:42:00.123+00", as PostgreSQL writes years of four digits. */
const utcMoment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/;

// int8 as number: our counts and positions stay far below 2^53; numeric stays text.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error("int8 beyond 2^53");
  return value;
});
// Calendar dates stay text: a JavaScript Date would move them by the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// Moments come in UTC on our connections, and V8 reads ISO 8601 ten times faster than pg reads what PostgreSQL writes.
const readMoment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date | number;
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  utcMoment.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : readMoment(text),
);

/**
 * Opens pools on `url`: at most `size` connections for transactions, half as many for statements that stand alone, two for the rest.
 * Statements longer than 30 s are cancelled.
 */
export function openDatabase(url: string, size = 10): Database {
  const own = openPool(TogetherClient, url, size);
  const shared = openPool(TogetherClient, url, Math.ceil(size / 2));
  const pool = openPool(pg.Client, url, 2);
  const pools = [own, shared, pool];
  const query = new Kysely<DB>({ dialect: togetherDialect(shared) });
  return {
    query,
    pool,
    transaction: (work) => inTransaction(own, query, work),
    connections: () => ({
      open: pools.reduce((sum, { totalCount }) => sum + totalCount, 0),
      waiting: pools.reduce((sum, { waitingCount }) => sum + waitingCount, 0),
    }),
    async close() {
      await query.destroy();
      await Promise.all(pools.map((each) => each.end()));
    },
  };
}

function openPool(Client: typeof pg.Client, url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    Client,
    connectionString: url,
    max: size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: "balai",
  });
  // An idle connection that breaks must not end the process: the next query reports the fault to its caller.
  pool.on("error", () => {});
  // The same for a connection that breaks between two statements of a transaction: the next statement fails, the process lives.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
