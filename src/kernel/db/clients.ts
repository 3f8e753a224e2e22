import pg from "pg";
import { preparedName } from "./prepared-names.ts";

/** A statement as it goes to PostgreSQL. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Takes several statements in one packet; each is answered or fails by itself. What comes again is prepared. */
export class TogetherClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super({
      ...(typeof config === "string" ? { connectionString: config } : config),
      pipeline: true,
    } as pg.ClientConfig);
  }

  /** Sends all at once and gives each answer by itself. */
  ask(statements: readonly Statement[]): Promise<pg.QueryResult>[] {
    // Untyped in pg, as it is in its own code: without it every statement would be a packet of its own.
    const { stream } = (this as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection;
    stream.cork();
    try {
      return statements.map(({ text, values }) =>
        values.length === 0
          ? this.query(text)
          : this.query({ name: preparedName(text), text, values: [...values] } as pg.QueryConfig),
      );
    } finally {
      stream.uncork();
    }
  }
}
