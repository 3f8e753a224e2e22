import pg from "pg";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { restoringSchema } from "../db/index.ts";
import { countTables, quoted } from "./catalog.ts";

/**
 * A restore first makes the schema by migrations, which commit one by one. This schema marks the time until the rows are
 * in: what a killed restore left is then known to be nothing but its own, and the next one clears it away.
 * Its comment keeps what was there before.
 */
const marker = restoringSchema;

const beforeSchema = Type.Object({ schemas: Type.Array(Type.String()), extensions: Type.Array(Type.String()) });

/** Marks an empty database as being restored. False, and nothing done, when it holds anything already. */
export async function claimEmpty(client: pg.Client): Promise<boolean> {
  await clear(client);
  if ((await countTables(client)) > 0) return false;
  const before = { schemas: await ownSchemas(client), extensions: await extensions(client) };
  await client.query(
    `begin; create schema ${marker};
     comment on schema ${marker} is ${pg.escapeLiteral(JSON.stringify(before))}; commit`,
  );
  return true;
}

/** Takes the mark away: in the transaction that brings the rows. */
export async function unmark(client: pg.Client): Promise<void> {
  await client.query(`drop schema ${marker}`);
}

/** Removes what a restore made in a database that was empty before; without the mark there is nothing to remove. */
export async function clear(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ before: string | null }>(
    "select obj_description(oid, 'pg_namespace') as before from pg_catalog.pg_namespace where nspname = $1",
    [marker],
  );
  if (rows[0] === undefined) return;
  const before: unknown = JSON.parse(rows[0].before ?? "null");
  if (!Value.Check(beforeSchema, before)) throw new Error(`schema ${marker} was not made by a restore`);
  await client.query("begin");
  for (const schema of await ownSchemas(client)) {
    if (!before.schemas.includes(schema)) await client.query(`drop schema ${quoted(schema)} cascade`);
  }
  for (const extension of await extensions(client)) {
    if (!before.extensions.includes(extension)) await client.query(`drop extension ${quoted(extension)} cascade`);
  }
  await client.query("commit");
}

async function ownSchemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname::text as name from pg_catalog.pg_namespace
     where nspowner = (select oid from pg_catalog.pg_roles where rolname = current_user)
       and nspname !~ '^pg_' and nspname <> 'public'`,
  );
  return rows.map((row) => row.name);
}

async function extensions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select extname::text as name from pg_catalog.pg_extension");
  return rows.map((row) => row.name);
}
