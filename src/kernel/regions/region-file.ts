import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { type CsvRecord, parseCsv } from "../time/index.ts";
import { isRegionCode, levelOf, parentOf } from "./domain/code.ts";
import { lexemesOf, nameKey, weighted, wordsOf } from "./domain/names.ts";

/** Raised when names are read or indexed differently, so that the same file is loaded again. */
const derivation = "1";

export interface RegionFile {
  /** CSV with the columns kode and nama, in order of kode: regions above come first. */
  readonly csv: string;
  readonly source: string;
  /** First day of the codes ("2026-01-01"); undefined: not known. */
  readonly effectiveFrom: string | undefined;
  readonly contentHash: string;
}

/** A row as the table wants it. */
export interface RegionRow {
  readonly code: string;
  readonly name: string;
  readonly nameKey: string;
  readonly words: string;
}

/** Reads `wilayah.json` and the compressed CSV it names. */
export async function readRegionFile(folder: string): Promise<RegionFile> {
  const manifest = JSON.parse(await readFile(join(folder, "wilayah.json"), "utf8")) as {
    file: string;
    source: string;
    effective_from: string | null;
  };
  const csv = gunzipSync(await readFile(join(folder, manifest.file))).toString("utf8");
  return regionFile(csv, manifest.source, manifest.effective_from ?? undefined);
}

export function regionFile(csv: string, source: string, effectiveFrom?: string): RegionFile {
  const hash = createHash("sha256")
    .update(`${derivation}\n${source}\n${effectiveFrom ?? ""}\n`)
    .update(csv);
  return { csv, source, effectiveFrom, contentHash: hash.digest("hex") };
}

/**
 * Checks every row: form of the code, ascending codes, a name, a region above. Gives how many there are; the Problem names the line.
 * Nothing of the file is kept, so that a load does not make the process larger.
 */
export function checkRegions({ csv }: RegionFile): Result<number, Problem> {
  const parents = new Set<string>();
  let rows = 0;
  let before = "";
  for (const { line, fields } of parseCsv(csv)) {
    const { code, name } = readRow(fields);
    const parent = parentOf(code);
    const sound = isRegionCode(code) && code > before && name !== "" && (parent === undefined || parents.has(parent));
    if (!sound) return err(problem("validation-failed", "regions.load.bad-row", { params: { line: String(line) } }));
    if (levelOf(code) !== "village") parents.add(code);
    before = code;
    rows += 1;
  }
  return rows === 0 ? err(problem("validation-failed", "regions.load.empty")) : ok(rows);
}

/** The rows of a checked file, one by one. */
export function* regionRows({ csv }: RegionFile): Generator<RegionRow> {
  /** By code of a region above: what it and those above it add to the words of a region below. */
  const wordsAbove = new Map<string, string>();
  for (const { fields } of parseCsv(csv)) {
    const { code, name } = readRow(fields);
    const level = levelOf(code);
    const own = lexemesOf(name, level);
    const above = wordsAbove.get(parentOf(code) ?? "") ?? "";
    // A province is named by its words only: joined and misspelt it is looked for by its own row.
    if (level === "province") wordsAbove.set(code, weighted(wordsOf(name), "B"));
    else if (level !== "village") wordsAbove.set(code, weighted(own, "B") + above);
    const words = weighted(own, "A") + above;
    yield { code, name, nameKey: nameKey(name, level), words };
  }
}

function readRow(fields: CsvRecord["fields"]): { code: string; name: string } {
  // Some names hold a line break or end in a space.
  return { code: (fields["kode"] ?? "").trim(), name: (fields["nama"] ?? "").replace(/\s+/g, " ").trim() };
}
