import { sql } from "kysely";
import type { Queryable } from "../db/index.ts";
import { isRegionCode, type Level } from "./domain/code.ts";
import { keysOf, likeness, type NameQuery, readNameQuery, soundQuery, wordQuery } from "./domain/names.ts";
import { type RegionRecord, regionColumns } from "./records.ts";

export interface SearchOptions {
  /** Only regions in this one; "" or undefined: the whole country. */
  readonly within?: string;
  readonly level?: Level;
  /** 1 to 100; 10 unless given. */
  readonly limit?: number;
}

/** So many that sound alike are compared letter by letter. */
const mostAlike = 300;
/** Below this likeness a sound-alike is more likely another name than a slip. */
const leastLikeness = 0.5;

interface Found extends RegionRecord {
  readonly name_key: string;
}

/**
 * Regions valid today whose name begins with the words typed, best first: the exact name, then names that begin so, higher levels before
 * lower. When none is found, names that sound alike. Empty for fewer than two letters.
 */
export async function searchRegions(
  query: Queryable,
  text: string,
  { within, level, limit = 10 }: SearchOptions,
): Promise<readonly RegionRecord[]> {
  const wanted = readNameQuery(text);
  if (wanted === undefined || (within !== undefined && within !== "" && !isRegionCode(within))) return [];
  const most = Math.min(100, Math.max(1, Math.floor(limit)));
  const exact = await findBy(query, wanted, wordQuery(wanted), { within, level }, most);
  if (exact.length > 0) return exact;
  const alike = await findBy(query, wanted, soundQuery(wanted), { within, level }, mostAlike);
  return closest(alike, wanted).slice(0, most);
}

async function findBy(
  query: Queryable,
  wanted: NameQuery,
  tsquery: string,
  { within, level }: SearchOptions,
  limit: number,
): Promise<readonly Found[]> {
  const keys = keysOf(wanted);
  const inside =
    within === undefined || within === "" ? sql`true` : sql`(code = ${within} or code like ${`${within}.%`})`;
  const ofLevel = level === undefined ? sql`true` : sql`level = ${level}`;
  const { rows } = await sql<Found>`
    select ${regionColumns}, name_key from regions.region
    where valid_to is null and words @@ ${tsquery}::tsquery and ${inside} and ${ofLevel}
    order by coalesce(array_position(${keys}::text[], name_key::text), 99),
      starts_with(name_key, ${wanted.words[0] ?? ""}) desc,
      starts_with(name, ${wanted.title}) desc,
      level is not distinct from ${wanted.kind ?? null} desc,
      length(code), length(name_key), name, code
    limit ${limit}`.execute(query);
  return rows;
}

function closest(found: readonly Found[], { whole, words }: NameQuery): readonly Found[] {
  const typed = [whole, words.join(""), ...words];
  return found
    .map((region) => ({ region, score: Math.max(...typed.map((word) => likeness(word, region.name_key))) }))
    .filter(({ score }) => score >= leastLikeness)
    .sort((a, b) => b.score - a.score)
    .map(({ region }) => region);
}
