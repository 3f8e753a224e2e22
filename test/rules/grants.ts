import { withoutSqlComments } from "./tables.ts";
import { lineAt, type Rule, type SourceTree } from "./tree.ts";

/** Tables that must be append-only as soon as they exist, whatever their comment says. */
const alwaysAppendOnly = ["command.history", "ledger.entry", "privacy.access_log"];
const harmless = new Set(["select", "insert"]);

/** Tables of the migrations that are append-only: by the list above, or by a comment on the table that says so. */
export function appendOnlyTables(tree: SourceTree): Set<string> {
  const tables = new Set(alwaysAppendOnly);
  for (const text of migrationsOf(tree).map(([, each]) => each)) {
    const comments = /comment\s+on\s+table\s+([a-z_]+\.[a-z_0-9]+)\s+is\s+'((?:[^']|'')*)'/gi;
    for (const [, table, comment] of text.matchAll(comments))
      if (table !== undefined && /append-only/i.test(comment ?? "")) tables.add(table);
  }
  return tables;
}

/** On append-only tables no role gets more than SELECT and INSERT, neither by name nor by a grant on a whole schema. */
export const appendOnlyGrants: Rule = (tree) => {
  const tables = appendOnlyTables(tree);
  const schemas = new Set([...tables].map((table) => table.split(".")[0]));
  return migrationsOf(tree).flatMap(([file, text]) => {
    const code = withoutSqlComments(text);
    const faults: string[] = [];
    for (const match of code.matchAll(/\bgrant\s+([\s\S]+?)\s+on\s+([\s\S]+?)\s+to\s+\w+/gi)) {
      const rights = (match[1] ?? "")
        .toLowerCase()
        .replace(/\([^)]*\)/g, "")
        .split(",");
      const excess = rights.map((right) => right.trim()).filter((right) => !harmless.has(right));
      if (excess.length === 0) continue;
      const on = (match[2] ?? "").toLowerCase();
      const whole = /all\s+tables\s+in\s+schema\s+([\s\S]+)/.exec(on)?.[1]?.split(",") ?? [];
      const named = on.replace(/^table\s+/, "").split(",");
      const hit =
        named.map((name) => name.trim()).find((name) => tables.has(name)) ??
        whole.map((name) => name.trim()).find((name) => schemas.has(name));
      if (hit !== undefined) faults.push(`${file}:${lineAt(code, match.index)}: grants ${excess.join(", ")} on ${hit}`);
    }
    if (/\balter\s+default\s+privileges[\s\S]*?grant\s+[^;]*\b(update|delete|truncate|all)\b/i.test(code))
      faults.push(`${file}:1: default privileges would reach append-only tables`);
    return faults;
  });
};

function migrationsOf(tree: SourceTree): [string, string][] {
  return [...tree].filter(([file]) => /^src\/.*\/migrations\/.*\.sql$/.test(file));
}
