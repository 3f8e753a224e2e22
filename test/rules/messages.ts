import type { ESTree } from "vite";
import { nameOf } from "./purity.ts";
import { isTest, type Parsed, parsed, type SourceTree } from "./tree.ts";

interface Entry {
  readonly source: Parsed;
  readonly node: ESTree.Node;
  readonly text: string;
}

/** The messages of every `messages/<language>.ts` by key. */
function catalogue(tree: SourceTree, language: string, faults: string[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const source of parsed(tree, (file) => file.endsWith(`/messages/${language}.ts`))) {
    source.walk({
      Property(node) {
        const key = literal(node.key);
        if (key === undefined) faults.push(source.fault(node, "a message key must be a string in quotes"));
        else if (entries.has(key)) faults.push(source.fault(node, `${key} exists twice in ${language}`));
        else entries.set(key, { source, node, text: literal(node.value) ?? "" });
      },
    });
  }
  return entries;
}

/** `id` and `en` have the same keys with the same parameters, and no sentence is empty. */
export function sameMessages(tree: SourceTree): string[] {
  const faults: string[] = [];
  const id = catalogue(tree, "id", faults);
  const en = catalogue(tree, "en", faults);
  for (const [key, { source, node, text }] of id) {
    const english = en.get(key);
    if (text.trim() === "") faults.push(source.fault(node, `${key} is empty`));
    if (english === undefined) faults.push(source.fault(node, `${key} is missing in en`));
    else if (parameters(english.text) !== parameters(text))
      faults.push(source.fault(node, `${key} has other parameters in en`));
  }
  const inId = new Set([...id.keys()].map(askedAs));
  for (const [key, { source, node, text }] of en) {
    if (text.trim() === "") faults.push(source.fault(node, `${key} is empty`));
    // English has a form for one thing where Indonesian needs none.
    if (!id.has(key) && !inId.has(askedAs(key))) faults.push(source.fault(node, `${key} is missing in id`));
  }
  return faults;
}

/** Properties whose value is a message key wherever it has the form of one. */
const spokenProperties = new Set([
  "message",
  "title",
  "label",
  "hint",
  "summary",
  "happening",
  "next",
  "missing",
  "unit",
]);
const keyForm = /^[a-z][\w-]*(\.[\w-]+)+$/;

/** Each key that is used exists, and each that exists is used: as a literal, or by a template or sum that begins it. */
export function usedMessages(tree: SourceTree): string[] {
  const faults: string[] = [];
  const entries = catalogue(tree, "id", faults);
  const known = new Set([...entries.keys()].flatMap((key) => [key, askedAs(key)]));
  const namespaces = new Set([...known].map((key) => key.split(".")[0]));
  const families = new Set([...known].map(parentOf).filter((parent) => parent.includes(".")));
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  /** Endings put behind a stem that is a literal elsewhere: `${key}.title`. */
  const endings = new Set<string>();

  for (const source of parsed(
    tree,
    (file) => file.startsWith("src/") && !file.includes("/messages/") && !isTest(file),
  )) {
    const missing = (node: ESTree.Node, key: string): void => {
      if (!known.has(key) && !source.allowed(node, "key")) faults.push(source.fault(node, `${key} has no message`));
    };
    const certain = (node: ESTree.Node | undefined): void => {
      const key = literal(node);
      if (key !== undefined && node !== undefined) missing(node, key);
    };
    const noKeys = new Set<ESTree.Node>();
    source.walk({
      CallExpression(node) {
        const name = nameOf(node.callee);
        if (name === "t" || /\.t$/.test(name)) {
          const [first, second] = node.arguments;
          certain(literal(second) === undefined ? first : second);
        }
        if (name === "problem" || name.endsWith(".problem")) certain(node.arguments[1]);
        if (/(^|\.)log\.\w+$/.test(name) && node.arguments[0] !== undefined) noKeys.add(node.arguments[0]);
      },
      Property(node) {
        const key = literal(node.value);
        const name = nameOf(node.key);
        if (key !== undefined && spokenProperties.has(name) && keyForm.test(key) && namespaces.has(key.split(".")[0]))
          missing(node.value, key);
      },
      BinaryExpression(node) {
        const start = literal(node.left);
        if (node.operator === "+" && start?.includes(".")) patterns.push(new RegExp(`^${escaped(start)}.+$`));
      },
      Literal(node) {
        if (typeof node.value !== "string" || noKeys.has(node)) return;
        literals.add(node.value);
        if (keyForm.test(node.value) && families.has(parentOf(node.value))) missing(node, node.value);
      },
      TemplateLiteral(node) {
        const [start, ...rest] = node.quasis.map((quasi) => quasi.value.cooked ?? "");
        if (start === "" && rest.length === 1 && rest[0]?.startsWith(".")) endings.add(rest[0]);
        if (start?.includes(".")) patterns.push(new RegExp(`^${[start, ...rest].map(escaped).join(".+")}$`));
      },
    });
  }
  // Definitions kept as data name keys too.
  for (const [file, text] of tree)
    if (file.endsWith(".json")) for (const [, key] of text.matchAll(/"([\w.-]+)"/g)) literals.add(key ?? "");

  for (const [key, { source, node }] of entries) {
    const used = [key, askedAs(key)].some(
      (asked) =>
        literals.has(asked) ||
        patterns.some((pattern) => pattern.test(asked)) ||
        [...endings].some((ending) => asked.endsWith(ending) && literals.has(asked.slice(0, -ending.length))),
    );
    if (used || source.allowed(node, "unused")) continue;
    faults.push(source.fault(node, `${key} is used nowhere`));
  }
  return [...new Set(faults)];
}

function literal(node: ESTree.Node | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis.map((quasi) => quasi.value.cooked ?? "").join("");
  if (node?.type === "BinaryExpression" && node.operator === "+") {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** The key by which a plural (`x.one`, `x.other`) is asked for. */
function askedAs(key: string): string {
  return key.replace(/\.(one|other)$/, "");
}

function parameters(text: string): string {
  return [...new Set(text.match(/\{\w+/g) ?? [])].sort().join(" ");
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(".")));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
