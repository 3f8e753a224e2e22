import type pg from "pg";
import { newId, newPublicCode, parsePublicCode } from "../../src/kernel/ids/index.ts";

/**
 * How the rows are written. `each`: begin, one prepared insert per row, commit, each waiting for the one before; `pipelined`: the same, all
 * sent at once; `one`: a single prepared statement that holds all inserts, a transaction by itself.
 */
export const forms = ["each", "pipelined", "one"] as const;
export type Form = (typeof forms)[number];

/** One row that a real submission left: table, columns with their types, values in PostgreSQL's text form. */
export interface ModelRow {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly values: readonly (string | null)[];
}

/** All rows of one submission, and what in them must be another's the next time. */
export interface Model {
  readonly rows: readonly ModelRow[];
  readonly ids: readonly string[];
  readonly code: string;
  /** Idempotency key and whose it is: signs without meaning, of a length. */
  readonly keys: readonly string[];
}

/** Where the rows of a case are found, in the order in which they must be written. */
const whereOf: Readonly<Record<string, string>> = {
  "cases.case": "id = $1",
  "cases.content": "case_id = $1",
  "accounts.guest_access": "case_id = $1",
  "reports.report": "case_id = $1",
  "command.idempotency": "answer->'value'->>'caseId' = $1::text",
  "command.history": "aggregate_id = $1",
  "command.outbox": "aggregate_id = $1",
  "ledger.entry": "subject = $1",
  "ledger.opening": "entry_id in (select id from ledger.entry where subject = $1)",
};

/** The tables whose rows a model holds, beside the line that waits for the sequencer. */
export const modelTables: readonly string[] = Object.keys(whereOf);

/** Reads the rows that the report of `code` left behind. Throws when a table does not hold exactly one. */
export async function readModel(database: pg.Client, shownCode: string): Promise<Model> {
  const code = parsePublicCode(shownCode) ?? "";
  const made = await database.query<{ id: string }>("select id from cases.case where code = $1", [code]);
  const caseId = made.rows[0]?.id ?? "";
  const rows: ModelRow[] = [];
  for (const [table, where] of Object.entries(whereOf)) {
    const columns = await columnsOf(database, table);
    const texts = columns.map(({ name }) => `"${name}"::text as "${name}"`).join(", ");
    const found = await database.query<Record<string, string | null>>(`select ${texts} from ${table} where ${where}`, [
      caseId,
    ]);
    const [row, second] = found.rows;
    if (row === undefined || second !== undefined)
      throw new Error(`${table} holds ${found.rows.length} rows of one report`);
    rows.push({ table, columns, values: columns.map(({ name }) => asWritten(table, name, row[name] ?? null)) });
  }
  const entry = rows.find(({ table }) => table === "ledger.entry");
  const ofEntry = (column: string) => entry?.values[entry.columns.findIndex(({ name }) => name === column)] ?? null;
  // Its line has gone since: the sequencer takes it away.
  rows.push({
    table: "ledger.waiting",
    columns: [
      { name: "entry_id", type: "uuid" },
      { name: "book", type: "text" },
    ],
    values: [ofEntry("id"), ofEntry("book")],
  });
  const valueIn = (table: string, column: string): string => {
    const row = rows.find((each) => each.table === table);
    return row?.values[row.columns.findIndex(({ name }) => name === column)] ?? "";
  };
  const tablesWithId = ["cases.case", "cases.content", "command.history", "command.outbox", "ledger.entry"];
  return {
    rows,
    ids: tablesWithId.map((table) => valueIn(table, "id")),
    code,
    keys: [valueIn("command.idempotency", "key"), valueIn("command.idempotency", "actor_key")],
  };
}

/** A fact is written as one that waits; the dispatcher has marked the model's since. */
function asWritten(table: string, column: string, value: string | null): string | null {
  return table === "command.outbox" && column === "dispatched_at" ? null : value;
}

/** Columns that the server fills by itself (the outbox's position) are left to it. */
async function columnsOf(database: pg.Client, table: string): Promise<ModelRow["columns"]> {
  const found = await database.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
    [table],
  );
  return found.rows;
}

export function insertOf({ table, columns }: ModelRow, from = 0): string {
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const values = columns.map(({ type }, index) => `$${from + index + 1}::${type}`).join(", ");
  return `insert into ${table} (${names}) values (${values})`;
}

/** All inserts in one statement. PostgreSQL checks foreign keys at its end, so the order inside does not matter. */
export function oneStatement({ rows }: Model): string {
  let from = 0;
  const inserts = rows.map((row) => {
    const text = insertOf(row, from);
    from += row.columns.length;
    return text;
  });
  const last = inserts.pop() ?? "";
  return `with ${inserts.map((text, index) => `row_${index} as (${text})`).join(", ")} ${last}`;
}

type Cell = (fresh: { readonly ids: readonly string[]; readonly code: string; readonly at: string }) => string | null;

/** A maker of values for all rows once more: the same but for ids, code, keys and time, which are new, of the same length. */
export function valueMaker(model: Model): () => (string | null)[][] {
  const rows = model.rows.map(({ table, columns, values }) =>
    columns.map(({ name, type }, index) => cellOf(model, table, name, type, values[index] ?? null)),
  );
  return () => {
    const fresh = { ids: model.ids.map(() => newId()), code: newPublicCode(), at: new Date().toISOString() };
    return rows.map((cells) => cells.map((cell) => cell(fresh)));
  };
}

const timesOfWriting = new Set(["at", "created_at", "state_since", "next_attempt_at"]);

function cellOf(model: Model, table: string, name: string, type: string, value: string | null): Cell {
  if (value === null) return () => null;
  const [key = "", actorKey = ""] = model.keys;
  if (table === "command.idempotency" && name === "key") return () => ofLength(key.length, newId());
  if (table === "command.idempotency" && name === "actor_key") {
    const prefix = actorKey.slice(0, actorKey.indexOf(":") + 1);
    return () => prefix + ofLength(actorKey.length - prefix.length, newId());
  }
  if (type === "timestamp with time zone" && timesOfWriting.has(name)) return ({ at }) => at;
  // Cut once at what changes, so that writing costs no search.
  const known = [model.code, ...model.ids];
  const parts = value.split(new RegExp(`(${known.join("|")})`));
  if (parts.length === 1) return () => value;
  return ({ ids, code }) =>
    parts.map((part) => (part === model.code ? code : (ids[model.ids.indexOf(part)] ?? part))).join("");
}

function ofLength(length: number, text: string): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}
