import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type CatalogTable, qualified, quoted } from "./catalog.ts";
import type { TableEntry } from "./manifest.ts";

/** The database does not answer, or does not let this role in. */
export class Unreachable extends Error {}

/**
 * A connection of its own: a backup takes longer than any statement of the app may.
 * Values are written the same way whatever the server's settings. Throws `Unreachable`.
 */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "balai backup",
    client_encoding: "UTF8",
  });
  // A connection that breaks reports itself through the query that uses it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (fault) {
    throw new Unreachable(fault instanceof Error ? fault.message : String(fault));
  }
  await client.query(
    `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set transaction_timeout = 0;
     set idle_session_timeout = 0;
     set lock_timeout = 0; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres';
     set extra_float_digits = 1; set bytea_output = 'hex'; set row_security = off`,
  );
  return client;
}

/** Runs `work` in one read-only snapshot of the whole database, without standing in the way of writers. */
export async function inSnapshot<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("begin isolation level repeatable read read only");
  try {
    return await work();
  } finally {
    await client.query("rollback").catch(() => {});
  }
}

/** Keeps the tables' shape until the transaction ends: a migration has to wait. */
export async function holdShape(client: pg.Client, tables: readonly TableEntry[]): Promise<void> {
  if (tables.length > 0) await client.query(`lock table ${tables.map(qualified).join(", ")} in access share mode`);
}

/** The rows of a table as COPY text, one line a row, in the order of its key. */
export async function* copyRows(client: pg.Client, table: CatalogTable): AsyncGenerator<Buffer> {
  const columns = table.columns.map(quoted).join(", ");
  yield* copyOut(client, `select ${columns} from ${qualified(table)} order by ${table.order.join(", ")}`);
}

/** The answer of a query as COPY text. */
export async function* copyOut(client: pg.Client, query: string): AsyncGenerator<Buffer> {
  for await (const chunk of client.query(copyTo(`copy (${query}) to stdout`))) yield chunk;
}

const newline = 0x0a;

/** Rows in a piece of COPY text: a line break inside a value is written `\n`, so each real one ends a row. */
export function countRows(text: Uint8Array): number {
  let rows = 0;
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) rows += 1;
  return rows;
}
