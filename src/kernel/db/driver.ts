import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import pg from "pg";
import type { TogetherClient } from "./clients.ts";
import { type Ask, gatherTurn, type Waiting } from "./turn.ts";

/** More would make the last wait for many. */
const mostTogether = 8;
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

/**
 * PostgreSQL for Kysely, for a program that asks several things at once to draw one page: statements that are asked for in the same turn of
 * the event loop go to one connection in one packet, which saves most of what asking costs. So no two statements are sure to meet the same
 * connection; what must, is a transaction (`Database.transaction`).
 */
export function togetherDialect(pool: pg.Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db: Kysely<never>) => new PostgresIntrospector(db),
    createDriver: () => new TogetherDriver(connectionOf(shareOut(pool))),
  };
}

class TogetherDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}

  async beginTransaction(): Promise<void> {
    throw new Error("transactions begin with Database.transaction");
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
}

/** What Kysely asks, asked in our way. */
export function connectionOf(ask: Ask): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { command, rowCount, rows } = await ask({ text: sql, values: parameters });
      return { rows, ...(changing.has(command) && { numAffectedRows: BigInt(rowCount ?? 0) }) };
    },
    streamQuery(): never {
      throw new Error("rows are not streamed: ask page by page");
    },
  };
}

/** A fault that PostgreSQL did not report, or that it ends the connection with. */
export function endsConnection(fault: unknown): boolean {
  return !(fault instanceof pg.DatabaseError) || fault.severity === "FATAL";
}

function shareOut(pool: pg.Pool): Ask {
  async function send(statements: readonly Waiting[]): Promise<void> {
    const client = (await pool.connect()) as pg.PoolClient & TogetherClient;
    const answers = client.ask(statements);
    for (const [index, answer] of answers.entries()) statements[index]?.resolve(answer);
    const settled = await Promise.allSettled(answers);
    client.release(settled.some((answer) => answer.status === "rejected" && endsConnection(answer.reason)));
  }

  return gatherTurn((all) => {
    for (let from = 0; from < all.length; from += mostTogether) {
      const part = all.slice(from, from + mostTogether);
      send(part).catch((fault) => {
        for (const { reject } of part) reject(fault);
      });
    }
  });
}
