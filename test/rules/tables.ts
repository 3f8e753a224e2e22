import type { ESTree } from "vite";
import { nameOf } from "./purity.ts";
import { isScript, isTest, lineAt, ownerOf, parsed, type Rule, type SourceTree } from "./tree.ts";

/** kernel/db migrates and kernel/backup copies every table: they read names from the catalogue, and know some by heart. */
const readsAll = /^src\/kernel\/(db|backup)\//;
const sqlVerb = /\b(select|insert|update|delete|from|join|into|truncate|copy|references|lock|merge)\b/i;
const writeVerb = "(?:insert\\s+into|update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?)";
const kyselyWrites = new Set(["insertInto", "updateTable", "deleteFrom", "mergeInto", "replaceInto"]);

/** Tables that only these parts write; everything else passes facts to a command. */
const writers: readonly { readonly tables: readonly string[]; readonly by: RegExp }[] = [
  {
    tables: ["command.history", "command.outbox", "command.idempotency"],
    by: /^src\/kernel\/(command|cases)\//,
  },
  { tables: ["ledger.entry", "ledger.opening"], by: /^src\/kernel\/ledger\// },
];
/** Who may call `ledger.append`. */
const appenders = /^src\/kernel\/(command|cases|ledger)\//;

/** Every table and view the migrations make, as `schema.table`. */
export function tablesOf(tree: SourceTree): Set<string> {
  const tables = new Set<string>();
  for (const [file, text] of tree) {
    if (!file.endsWith(".sql")) continue;
    const made =
      /create\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?([a-z_]+\.[a-z_0-9]+)/gi;
    for (const [, name] of withoutSqlComments(text).matchAll(made)) if (name !== undefined) tables.add(name);
  }
  return tables;
}

/** No part names a table of another part, neither in SQL nor in a query; tests may look everywhere. */
export const ownTablesOnly: Rule = (tree) => {
  const tables = tablesOf(tree);
  const foreign = (file: string, name: string): boolean => tables.has(name) && !name.startsWith(`${ownerOf(file)}.`);
  const faults: string[] = [];
  for (const [file, text] of tree) {
    if (!/^src\/.*\.sql$/.test(file)) continue;
    const owner = ownerOf(file);
    const code = withoutSqlComments(text);
    for (const match of code.matchAll(/\b([a-z_]+)\.([a-z_0-9]+)\b/g))
      if (foreign(file, match[0])) faults.push(`${file}:${lineAt(code, match.index)}: names ${match[0]}`);
    for (const match of code.matchAll(/\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?([a-z_]+)/gi))
      if (match[1] !== owner) faults.push(`${file}:${lineAt(code, match.index)}: makes the schema ${match[1]}`);
  }
  for (const { source, node, names } of tableNames(tree)) {
    if (readsAll.test(source.file)) continue;
    for (const name of names.filter((each) => foreign(source.file, each))) {
      if (!source.allowed(node, "table")) faults.push(source.fault(node, `names ${name}`));
    }
  }
  return faults;
};

/** History, outbox, idempotency keys and ledger entries are written by the one write path. */
export const oneWritePath: Rule = (tree) =>
  parsed(tree, (file) => file.startsWith("src/") && !isTest(file) && !readsAll.test(file)).flatMap((source) => {
    const guarded = writers.filter(({ by }) => !by.test(source.file)).flatMap(({ tables }) => tables);
    const written = new RegExp(
      `\\b${writeVerb}\\s+(?:only\\s+)?"?(${guarded.join("|").replaceAll(".", '"?\\."?')})\\b`,
      "i",
    );
    const faults: string[] = [];
    source.walk({
      CallExpression(node) {
        const name = nameOf(node.callee);
        const table = literalText(node.arguments[0]).split(" ")[0] ?? "";
        if (kyselyWrites.has(name.split(".").at(-1) ?? "") && guarded.includes(table))
          faults.push(source.fault(node, `writes ${table}`));
        if (/(^|\.)ledger\.append$/.test(name) && !appenders.test(source.file))
          faults.push(source.fault(node, "appends to the ledger: return the entry from a command instead"));
      },
      Literal(node) {
        const found = typeof node.value === "string" ? written.exec(node.value) : null;
        if (found !== null) faults.push(source.fault(node, `writes ${found[1]}`));
      },
      TemplateLiteral(node) {
        const found = written.exec(node.quasis.map((quasi) => quasi.value.raw).join("?"));
        if (found !== null) faults.push(source.fault(node, `writes ${found[1]}`));
      },
    });
    return faults;
  });

interface Named {
  readonly source: ReturnType<typeof parsed>[number];
  readonly node: ESTree.Node;
  readonly names: readonly string[];
}

/** Literals that are a table's name (alone or with an alias) inside a call, and names within text that reads like SQL. */
function tableNames(tree: SourceTree): Named[] {
  return parsed(tree, (file) => file.startsWith("src/") && isScript(file) && !isTest(file)).flatMap((source) => {
    const found: Named[] = [];
    const note = (node: ESTree.Node, names: readonly string[]): void => {
      if (names.length > 0) found.push({ source, node, names });
    };
    const inSql = (node: ESTree.Node, text: string): void => {
      if (sqlVerb.test(text)) note(node, text.replaceAll('"', "").match(/\b[a-z_]+\.[a-z_0-9]+\b/g) ?? []);
    };
    source.walk({
      CallExpression(node) {
        const method = nameOf(node.callee).split(".").at(-1) ?? "";
        if (
          !/^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|using|from|table|\w*Join\w*)$/.test(
            method,
          )
        )
          return;
        const [first] = node.arguments;
        const literals = first?.type === "ArrayExpression" ? first.elements : [first];
        for (const each of literals) {
          const name = literalText(each ?? undefined).split(" ")[0] ?? "";
          if (name.includes(".")) note(node, [name]);
        }
      },
      Literal(node) {
        if (typeof node.value === "string") inSql(node, node.value);
      },
      TemplateLiteral(node) {
        inSql(node, node.quasis.map((quasi) => quasi.value.raw).join("?"));
      },
    });
    return found;
  });
}

function literalText(node: ESTree.Node | undefined): string {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral") return node.quasis.map((quasi) => quasi.value.raw).join("");
  return "";
}

/** The same text with comments, and text in quotes, blanked out; line numbers stay. */
export function withoutSqlComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (match) => match.replace(/[^\n]/g, " "));
}
