import { createHash } from "node:crypto";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import {
  type Bookkeeping,
  type CatalogTable,
  qualified,
  quoted,
  readHindrances,
  readTables,
  readViewRefreshes,
} from "./catalog.ts";
import type { Manifest, Summary, TableEntry } from "./manifest.ts";
import { copyRows, countRows } from "./snapshot.ts";

/** PostgreSQL refused rows, or what it then held was not what the backup holds. */
export class NotLoaded extends Error {
  readonly table: string;
  /** SQLSTATE, or "rows" when the rows read back differ. Never PostgreSQL's own words: they quote values. */
  readonly code: string;
  constructor(table: string, code: string) {
    super(`rows of ${table} not loaded: ${code}`);
    this.table = table;
    this.code = code;
  }
}

/** One load of all tables in the transaction that `client` has open; the caller commits or ends the session. */
export interface Load {
  /** `schema.name` of the table at this place of the manifest. */
  tableName(table: number): string;
  rows(table: number, text: Uint8Array): Promise<void>;
  /** Puts positions, keys and triggers back, and reads every row again to compare it. Throws `NotLoaded`. */
  finish(summary: Summary): Promise<void>;
  /** Tables of the backup that these migrations do not make, so that their rows had to be left out. */
  readonly unknown: readonly string[];
  /** Tables on which the app's role may do something else than in the source. */
  readonly otherGrants: readonly string[];
}

/** Empties the tables (migrations may have put rows in them) and sets aside what would hinder the load. */
export async function beginLoad(client: pg.Client, books: Bookkeeping, manifest: Manifest): Promise<Load> {
  const known = new Map((await readTables(client, books)).map((table) => [qualified(table), table]));
  const targets = manifest.tables.map((entry) => targetOf(entry, known.get(qualified(entry))));
  const present = targets.filter((target) => target !== undefined);
  const hindrances = await readHindrances(client, [...known.values()]);
  for (const statement of hindrances.remove) await client.query(statement);
  if (known.size > 0) await client.query(`truncate ${[...known.values()].map(qualified).join(", ")}`);
  let current: { readonly place: number; readonly copy: RowCopy } | undefined;

  async function endCurrent(): Promise<void> {
    const ending = current;
    current = undefined;
    await ending?.copy.end();
  }

  return {
    tableName: (place) =>
      manifest.tables
        .slice(place, place + 1)
        .map(plainName)
        .join(),
    unknown: manifest.tables.filter((_, place) => targets[place] === undefined).map(plainName),
    otherGrants: present.filter((target) => !sameGrants(target, manifest)).map(plainName),
    async rows(place, text) {
      const target = targets[place];
      if (target === undefined) return;
      if (current?.place !== place) {
        await endCurrent();
        current = { place, copy: new RowCopy(client, target) };
      }
      await current.copy.write(text);
    },
    async finish(summary) {
      await endCurrent();
      await setPositions(client, manifest);
      for (const statement of ["set constraints all immediate", ...hindrances.restore])
        await run(client, statement, "constraints");
      for (const [place, target] of targets.entries()) {
        const expected = summary.tables[place];
        if (target === undefined || expected === undefined) continue;
        const hash = createHash("sha256");
        let rows = 0;
        for await (const text of copyRows(client, target)) {
          hash.update(text);
          rows += countRows(text);
        }
        if (rows !== expected.rows || hash.digest("hex") !== expected.sha256)
          throw new NotLoaded(plainName(target), "rows");
      }
      for (const refresh of await readViewRefreshes(client, present)) await run(client, refresh, "views");
    },
  };
}

/** The columns in the order of the backup, which may come from a database where they were added in another. */
function targetOf(entry: TableEntry, known: CatalogTable | undefined): CatalogTable | undefined {
  return known === undefined ? undefined : { ...known, columns: entry.columns };
}

function sameGrants(target: CatalogTable, manifest: Manifest): boolean {
  const source = manifest.tables.find((entry) => entry.schema === target.schema && entry.name === target.name);
  return source !== undefined && source.appMay.join() === target.appMay.join();
}

/** COPY FROM of one table. One piece is under way at a time, so that a refusal by PostgreSQL meets no further piece. */
class RowCopy {
  readonly #sink: ReturnType<typeof copyFrom>;
  readonly #ended: Promise<void>;
  readonly #table: CatalogTable;
  #rows = 0;

  constructor(client: pg.Client, table: CatalogTable) {
    this.#table = table;
    const columns = table.columns.map(quoted).join(", ");
    this.#sink = client.query(copyFrom(`copy ${qualified(table)} (${columns}) from stdin`));
    this.#ended = finished(this.#sink).catch((fault: unknown) => {
      throw new NotLoaded(plainName(table), codeOf(fault));
    });
    this.#ended.catch(() => {});
  }

  async write(text: Uint8Array): Promise<void> {
    this.#rows += countRows(text);
    const written = new Promise<void>((resolve, reject) => {
      this.#sink.write(text, (fault) => (fault ? reject(fault) : resolve()));
    });
    written.catch(() => {});
    await Promise.race([written, this.#ended]);
  }

  async end(): Promise<void> {
    this.#sink.end();
    await this.#ended;
    if (this.#sink.rowCount !== this.#rows) throw new NotLoaded(plainName(this.#table), "rows");
  }
}

async function setPositions(client: pg.Client, manifest: Manifest): Promise<void> {
  for (const { schema, name, value, called } of manifest.sequences) {
    const { rows } = await client.query<{ here: boolean }>("select to_regclass($1) is not null as here", [
      qualified({ schema, name }),
    ]);
    if (rows[0]?.here !== true) continue;
    await client.query("select setval($1::regclass, $2::bigint, $3)", [qualified({ schema, name }), value, called]);
  }
}

async function run(client: pg.Client, statement: string, what: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (fault) {
    throw new NotLoaded(what, codeOf(fault));
  }
}

function plainName(table: { readonly schema: string; readonly name: string }): string {
  return `${table.schema}.${table.name}`;
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && "code" in fault && typeof fault.code === "string" ? fault.code : "unknown";
}
