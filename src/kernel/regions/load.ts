import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Database } from "../db/index.ts";
import { ok, type Problem, type Result } from "../result/index.ts";
import type { Clock } from "../time/index.ts";
import { checkRegions, type RegionFile, type RegionRow, regionRows } from "./region-file.ts";

export interface LoadReport {
  /** False: this very file had been loaded before and nothing was done. */
  readonly loaded: boolean;
  readonly rows: number;
}

/**
 * Loads a file of region codes, in one transaction; with either role. The first load takes all rows as valid since ever. A later one
 * ends the validity of codes and names that are gone on the file's first day (or today) and adds the new ones from that day.
 * Gives a Problem when a row of the file is wrong; then nothing has changed.
 */
export async function loadRegions(
  { db, clock }: { db: Database; clock: Clock },
  file: RegionFile,
): Promise<Result<LoadReport, Problem>> {
  if (await isLoaded(db.pool, file)) return ok({ loaded: false, rows: 0 });
  const checked = checkRegions(file);
  if (!checked.ok) return checked;
  const now = clock.now();
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    await client.query("set local statement_timeout = '10min'");
    await client.query("select pg_advisory_xact_lock(hashtext('balai regions'))");
    // Another process may have loaded it while this one waited.
    const done = await isLoaded(client, file);
    if (!done) {
      const empty = (await client.query("select 1 from regions.region limit 1")).rowCount === 0;
      if (empty) await copyRows(client, "regions.region", file);
      else await merge(client, file, file.effectiveFrom ?? now.toISOString().slice(0, 10));
      await client.query(
        "insert into regions.load (content_hash, source, effective_from, rows, loaded_at) values ($1, $2, $3, $4, $5)",
        [file.contentHash, file.source, file.effectiveFrom ?? null, checked.value, now],
      );
    }
    await client.query("commit");
    return ok({ loaded: !done, rows: done ? 0 : checked.value });
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

async function isLoaded(db: pg.Pool | pg.PoolClient, file: RegionFile): Promise<boolean> {
  const newest = await db.query<{ content_hash: string }>(
    "select content_hash from regions.load order by id desc limit 1",
  );
  return newest.rows[0]?.content_hash === file.contentHash;
}

async function merge(client: pg.PoolClient, file: RegionFile, firstDay: string): Promise<void> {
  await client.query("truncate regions.incoming");
  await copyRows(client, "regions.incoming", file);
  await client.query(
    `update regions.region r set valid_to = greatest($1::date, r.valid_from)
      where r.valid_to is null
        and not exists (select from regions.incoming i where i.code = r.code and i.name = r.name)`,
    [firstDay],
  );
  // The same name, but the words changed: a region above was renamed, or we read names better now.
  await client.query(
    `update regions.region r set words = i.words, name_key = i.name_key from regions.incoming i
      where i.code = r.code and r.valid_to is null and (i.words, i.name_key) is distinct from (r.words, r.name_key)`,
  );
  await client.query(
    `insert into regions.region (code, valid_from, name, name_key, words)
      select i.code, $1::date, i.name, i.name_key, i.words from regions.incoming i
      where not exists (select from regions.region r where r.code = i.code and r.valid_to is null)
      on conflict (code, valid_from) do update
        set valid_to = null, name = excluded.name, name_key = excluded.name_key, words = excluded.words`,
    [firstDay],
  );
  await client.query("truncate regions.incoming");
}

async function copyRows(client: pg.PoolClient, table: string, file: RegionFile): Promise<void> {
  const copy = client.query(copyFrom(`copy ${table} (code, name, name_key, words) from stdin`));
  await pipeline(Readable.from(chunks(regionRows(file))), copy);
}

/** COPY's text format in pieces of about 64 kB. */
function* chunks(rows: Iterable<RegionRow>): Generator<string> {
  let text = "";
  for (const { code, name, nameKey, words } of rows) {
    text += `${code}\t${copyText(name)}\t${nameKey}\t${words}\n`;
    if (text.length > 65_536) {
      yield text;
      text = "";
    }
  }
  if (text !== "") yield text;
}

/** Names have no control signs left (their white space was folded): only the backslash means something to COPY. */
function copyText(text: string): string {
  return text.replaceAll("\\", "\\\\");
}
