import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { DB } from "./schema.generated.ts";

export type { DB } from "./schema.generated.ts";
export type Tx = Transaction<DB>;
/** A connection or a transaction: for reads that do not care. */
export type Queryable = Kysely<DB> | Tx;

export interface Database {
  /** Queries outside a transaction. */
  readonly query: Kysely<DB>;
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction (read committed); rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// int8 as number: our counts and positions stay far below 2^53; numeric stays text.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error("int8 beyond 2^53");
  return value;
});
// Calendar dates stay text: a JavaScript Date would move them by the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Opens a pool of at most `size` connections on `url`; statements longer than 30 s are cancelled. */
export function openDatabase(url: string, size = 10): Database {
  const pool = new pg.Pool({
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
  const query = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    query,
    pool,
    transaction: (work) => query.transaction().execute(work),
    async close() {
      await query.destroy();
      // Kysely ends the pool only when a query went through Kysely itself.
      if (!pool.ended) await pool.end();
    },
  };
}
