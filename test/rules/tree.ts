import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type ESTree, parseSync, Visitor } from "vite";

/** Source files by their path from the root, with `/`. Rules take a tree, so that a planted violation is a line of text. */
export type SourceTree = ReadonlyMap<string, string>;

/** A house rule: gives one `file:line: sentence` per violation. */
export type Rule = (tree: SourceTree) => string[];

export const root: string = join(import.meta.dirname, "../..");

const notOurs = new Set(["node_modules", "dist", ".git", "data", "coverage"]);
const textEndings = /\.(ts|tsx|mjs|cjs|js|css|sql|json|md|html|svg|yml|yaml|sh|txt)$|^[^.]+$/;

/** Every text file of the checkout but data, packages and what is built; `.balai*` folders hold run-time state. */
export function readTree(folders: readonly string[] = ["."]): SourceTree {
  const tree = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (notOurs.has(entry.name) || entry.name.startsWith(".balai")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && textEndings.test(entry.name))
        tree.set(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8"));
    }
  };
  for (const folder of folders) visit(join(root, folder));
  return tree;
}

/** A tree with the given files, for planted violations. */
export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return new Map(Object.entries(files));
}

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
export const isScript = (file: string): boolean => /\.tsx?$/.test(file) && !file.endsWith(".generated.ts");

/** The part of the house a source file belongs to, which is also its PostgreSQL schema; undefined above the parts. */
export function ownerOf(file: string): string | undefined {
  return /^src\/(?:kernel|modules)\/([^/]+)\//.exec(file)?.[1];
}

/** Files of the tree that pass the filter, with their parsed form. Throws on a file that does not parse. */
export function parsed(tree: SourceTree, filter: (file: string) => boolean): Parsed[] {
  return [...tree].filter(([file]) => isScript(file) && filter(file)).map(([file, text]) => parse(file, text));
}

export interface Parsed {
  readonly file: string;
  readonly text: string;
  readonly program: ESTree.Program;
  readonly comments: readonly { readonly value: string; readonly start: number }[];
  /** Walks the program; the visitor's methods are named after node types. */
  walk(visitor: ConstructorParameters<typeof Visitor>[0]): void;
  /** `file:line: sentence` */
  fault(at: { readonly start: number }, sentence: string): string;
  /** Whether a comment `allow <rule>: <reason>` stands on the line of the node or on the line above. */
  allowed(at: { readonly start: number }, rule: string): boolean;
}

const cache = new Map<string, Parsed>();

function parse(file: string, text: string): Parsed {
  const key = `${file}\0${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const lines = text.split("\n");
  const lineOf = (at: { readonly start: number }): number => lineAt(text, at.start);
  const result: Parsed = {
    file,
    text,
    program,
    comments,
    walk: (visitor) => new Visitor(visitor).visit(program),
    fault: (at, sentence) => `${file}:${lineOf(at)}: ${sentence}`,
    allowed: (at, rule) => {
      const allowance = new RegExp(`(//|/\\*) allow ${rule}: \\S`);
      return [lineOf(at) - 1, lineOf(at) - 2].some((index) => allowance.test(lines[index] ?? ""));
    },
  };
  cache.set(key, result);
  return result;
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
