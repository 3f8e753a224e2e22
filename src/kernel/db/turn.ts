import type pg from "pg";
import type { Statement } from "./clients.ts";

/** Asks for one statement; it goes with whatever else is asked for in the same turn of the event loop. */
export type Ask = (statement: Statement) => Promise<pg.QueryResult>;

/** A statement that waits for the end of the turn, and who waits for its answer. */
export interface Waiting extends Statement {
  resolve(result: pg.QueryResult | Promise<pg.QueryResult>): void;
  reject(fault: unknown): void;
}

/** Gathers what is asked for in one turn and hands it over in its order. */
export function gatherTurn(send: (statements: readonly Waiting[]) => void): Ask {
  let waiting: Waiting[] = [];

  function flush(): void {
    const all = waiting;
    waiting = [];
    send(all);
  }

  return (statement) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...statement, resolve, reject });
      // Next tick: after all that this turn still asks for.
      if (waiting.length === 1) process.nextTick(flush);
    });
}
