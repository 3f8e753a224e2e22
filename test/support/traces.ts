import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { openSealed } from "../../src/kernel/crypto/open.ts";
import type { TestApp } from "./app.ts";

/** A piece of stored text and where it stands. */
export interface Cell {
  readonly where: string;
  readonly text: string;
}

/** Each cell of each table, as text: bytes once as they are and once as the letters they may spell. */
export async function cells(test: TestApp): Promise<Cell[]> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'regions') order by 1`.execute(
    test.database.owner.query,
  );
  const found: Cell[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await test.database.owner.pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const where = `${name}.${column}`;
        if (Buffer.isBuffer(value)) found.push({ where, text: `${value.toString("hex")} ${value.toString("latin1")}` });
        else if (value !== null) found.push({ where, text: typeof value === "string" ? value : JSON.stringify(value) });
      }
  }
  return found;
}

/** What the sealed fields say that our keys still open, also those that travel within a message to a provider. */
export async function opened(test: TestApp): Promise<Cell[]> {
  const found: Cell[] = [];
  const open = (where: string, field: { table: string; rowId: string; column: string }, value: Buffer): void => {
    const text = openSealed(test.kernel.crypto, field, value);
    if (text.ok) found.push({ where: `${where} (opened)`, text: text.value });
  };
  for (const { fields } of test.kernel.privacy.declared())
    for (const { table, column, onDisk } of fields) {
      if (onDisk === true) continue;
      const { rows } = await test.database.owner.pool.query<{ id: string; value: Buffer }>(
        `select id, ${column} as value from ${table} where ${column} is not null`,
      );
      for (const { id: rowId, value } of rows) open(`${table}.${column}`, { table, rowId, column }, value);
    }
  for (const { where, text } of await cells(test)) {
    if (!/^\{.*"ciphertext":/.test(text)) continue;
    const { table = "", rowId = "", column = "", ciphertext = "" } = JSON.parse(text) as Record<string, string>;
    open(where, { table, rowId, column }, Buffer.from(ciphertext, "base64"));
  }
  return found;
}

/**
 * Where any of the words (lower case) or numbers (digits only) stands, in clear, as hex, as base64, or sealed under our keys: place → what.
 */
export async function tracesOf(
  test: TestApp,
  wanted: { readonly words: readonly string[]; readonly digits: readonly string[] },
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const needles = [...wanted.words, ...wanted.digits].map((word) => ({
    word,
    forms: [word, Buffer.from(word).toString("hex"), ...(word.length > 8 ? inBase64(word) : [])],
  }));
  for (const { where, text } of [...(await cells(test)), ...(await opened(test))]) {
    const lower = text.toLowerCase();
    const bare = text.replace(/[\s().-]/g, "");
    for (const { word, forms } of needles) {
      const hit = forms.some((form) => lower.includes(form) || text.includes(form)) || bare.includes(word);
      if (hit) found.set(where, (found.get(where) ?? new Set()).add(word));
    }
  }
  return found;
}

/** What base64 makes of a word at each of the three places where it can begin, without the signs that depend on its neighbours. */
function inBase64(word: string): string[] {
  return [0, 1, 2].map((shift) =>
    Buffer.from(" ".repeat(shift) + word)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  );
}

/** Every file of the file store. */
export function filesOnDisk(test: TestApp): string[] {
  const folder = join(test.dataFolder, "files");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile());
}
