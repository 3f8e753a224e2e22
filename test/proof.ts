import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunResults } from "./results.ts";
import { type AllowedSkips, isListed } from "./verdict.ts";

/** A sentence of docs/proof/<page>.md and what proves it; the format is described in docs/proof/README.md. */
export interface ProofLine {
  readonly line: number;
  readonly references: readonly { readonly kind: "test" | "screen" | "bench"; readonly name: string }[];
}

/** The rows of the tables in a proof page. */
export function parseProof(markdown: string): ProofLine[] {
  const lines = markdown.split("\n");
  return lines.flatMap((text, index) => {
    const isRow = text.startsWith("|") && !isRule(text) && !isRule(lines[index + 1] ?? "");
    if (!isRow) return [];
    const references = [...text.matchAll(/`(test|screen|bench): ([^`]+)`/g)].map(([, kind, name]) => ({
      kind: kind as "test" | "screen" | "bench",
      name: (name ?? "").trim().replaceAll("\\|", "|"),
    }));
    return [{ line: index + 1, references }];
  });
}

/** The line of dashes under a table's head. */
function isRule(text: string): boolean {
  return /^\|[\s|:-]+\|\s*$/.test(text) && text.includes("-");
}

/**
 * What a proof page claims and this run does not bear out, one sentence each.
 * @param exists tells whether a file of the checkout is there, by its path from the root
 * @param long whether the long tests ran; if not, a reference to one only needs the file
 * @param skips tests that may be skipped on machines that lack what they need: there a skipped one is no fault, and the run names it as skipped
 */
export function checkProof(
  markdown: string,
  results: RunResults,
  exists: (path: string) => boolean,
  long: boolean,
  skips: AllowedSkips = {},
): string[] {
  const rows = parseProof(markdown);
  if (rows.length === 0) return ["has no table of proofs"];
  return rows.flatMap(({ line, references }) => {
    if (references.length === 0) return [`line ${line}: no test, screen or bench proves this sentence`];
    return references.flatMap(({ kind, name }) => {
      const fault = kind === "test" ? faultOfTest(name, results, exists, long, skips) : faultOfFile(kind, name, exists);
      return fault === undefined ? [] : [`line ${line}: ${fault}`];
    });
  });
}

/** A reference names a test, or a file or describe block: then all tests below it. */
function faultOfTest(
  name: string,
  results: RunResults,
  exists: (path: string) => boolean,
  long: boolean,
  skips: AllowedSkips,
): string | undefined {
  const file = name.split(" > ")[0] ?? name;
  if (!long && file.includes(".long.test.")) return exists(file) ? undefined : `${file} does not exist`;
  const meant = results.tests.filter((test) => test.id === name || test.id.startsWith(`${name} > `));
  if (meant.length === 0) return `no such test in this run: ${name}`;
  const weak = meant.find(({ state, id }) => state === "failed" || (state === "skipped" && !isListed(skips, id)));
  return weak === undefined ? undefined : `${weak.state}: ${weak.id}`;
}

function faultOfFile(kind: "screen" | "bench", name: string, exists: (path: string) => boolean): string | undefined {
  const path = join(kind === "screen" ? "docs/screens" : "bench/results", name);
  return exists(path) ? undefined : `${path} does not exist`;
}

/** Every page of docs/proof with its faults. */
export function checkProofPages(
  root: string,
  results: RunResults,
  long: boolean,
): { page: string; faults: string[] }[] {
  const folder = join(root, "docs/proof");
  const exists = (path: string): boolean => existsSync(join(root, path));
  const skips = JSON.parse(readFileSync(join(root, "test/skips.json"), "utf8")) as AllowedSkips;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .sort()
    .map((file) => ({
      page: `docs/proof/${file}`,
      faults: checkProof(readFileSync(join(folder, file), "utf8"), results, exists, long, skips),
    }));
}
