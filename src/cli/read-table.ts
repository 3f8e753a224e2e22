import { readFileSync } from "node:fs";
import { err, ok, type Result } from "../kernel/result/index.ts";
import { parseCsv } from "../kernel/time/index.ts";
import type { Translate } from "../kernel/ui/index.ts";

/** A row of a file, with the line where it begins. */
export interface TableRow<Column extends string> {
  readonly line: number;
  readonly fields: Readonly<Record<Column, string>>;
}

/** Reads a CSV file that must have these columns. Gives its rows, or one sentence: it cannot be read, a column is missing, it holds no row. */
export function readTable<Column extends string>(
  file: string,
  columns: readonly Column[],
  t: Translate,
): Result<TableRow<Column>[], string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return err(t("administration.command.file", { file }));
  }
  const rows: TableRow<Column>[] = [];
  for (const { line, fields } of parseCsv(text)) {
    const missing = columns.filter((column) => !Object.hasOwn(fields, column));
    if (missing.length > 0)
      return err(
        t("administration.command.columns", { file, columns: columns.join(","), missing: missing.join(", ") }),
      );
    rows.push({ line, fields: fields as Record<Column, string> });
  }
  return rows.length === 0 ? err(t("administration.command.empty", { file })) : ok(rows);
}
