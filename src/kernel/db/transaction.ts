import { type Kysely, type QueryExecutor, type RawBuilder, Transaction } from "kysely";
import type pg from "pg";
import type { Statement, TogetherClient } from "./clients.ts";
import { connectionOf, endsConnection } from "./driver.ts";
import { gatherTurn } from "./turn.ts";

/** Adds a statement that goes in one packet with the commit: for the last writes, whose answers nobody needs. */
export type Last = (statement: RawBuilder<unknown>) => void;

/**
 * Runs `work` in one transaction (read committed) on a connection of its own; rolls back when it throws or a last statement fails. What is
 * asked for in the same turn goes in one packet, and nothing is sent for the mere beginning: it goes with the first statement.
 */
export async function inTransaction<DB, T>(
  pool: pg.Pool,
  query: Kysely<DB>,
  work: (tx: Transaction<DB>, last: Last) => Promise<T>,
): Promise<T> {
  const client = (await pool.connect()) as pg.PoolClient & TogetherClient;
  /** Something was asked for, though perhaps not yet sent: it goes at the end of the turn. */
  let asked = false;
  let begun = false;
  let broken = false;
  let over = false;

  function send(statements: readonly Statement[]): Promise<pg.QueryResult>[] {
    const all = begun ? statements : [begin, ...statements];
    const answers = client.ask(all);
    if (begun) return answers;
    begun = true;
    // When beginning fails, what comes behind it fails too, and says why.
    answers[0]?.catch(() => {});
    return answers.slice(1);
  }

  const gather = gatherTurn((statements) => {
    for (const [index, answer] of send(statements).entries()) {
      answer.catch((fault) => {
        broken ||= endsConnection(fault);
      });
      statements[index]?.resolve(answer);
    }
  });
  function ask(statement: Statement): Promise<pg.QueryResult> {
    asked = true;
    return gather(statement);
  }

  const executor: QueryExecutor = query.getExecutor().withConnectionProvider({
    provideConnection: (consumer) =>
      consumer(connectionOf((statement) => (over ? Promise.reject(new Error(tooLate)) : ask(statement)))),
  });
  const tx = new Transaction<DB>({ ...unusedIn(query), executor });
  const lasts: Statement[] = [];
  try {
    const result = await work(tx, (statement) => {
      const { sql, parameters } = statement.compile(query);
      lasts.push({ text: sql, values: parameters });
    });
    over = true;
    if (asked || lasts.length > 0) {
      const ended = await Promise.all([...lasts, commit].map(ask));
      // PostgreSQL answers so when an earlier statement failed and the work went on as if it had not.
      if (ended.at(-1)?.command === "ROLLBACK")
        throw new Error("the transaction was rolled back: a statement had failed");
    }
    return result;
  } catch (fault) {
    over = true;
    if (asked && !broken)
      await ask(rollback).catch(() => {
        broken = true;
      });
    throw fault;
  } finally {
    // Whatever went wrong above: a connection in the middle of a transaction would keep its locks in the pool.
    client.release(broken || client.getTransactionStatus() !== "I");
  }
}

/** What ran beside a part that failed must not write on alone. */
const tooLate = "asked for after the end of the transaction";

const begin: Statement = { text: "begin", values: [] };
const commit: Statement = { text: "commit", values: [] };
const rollback: Statement = { text: "rollback", values: [] };

/** Kysely asks for what it is made of; a transaction uses its executor alone. */
function unusedIn<DB>(query: Kysely<DB>) {
  const unused = () => {
    throw new Error("a transaction has no driver");
  };
  const dialect = {
    createAdapter: () => query.getExecutor().adapter,
    createDriver: unused,
    createIntrospector: unused,
    createQueryCompiler: unused,
  };
  return { config: { dialect }, dialect, driver: {} as never };
}
