import { sql } from "kysely";
import type { Database, Queryable } from "../db/index.ts";
import { type Boundary, type BoundaryOptions, createBoundaries, type Location, type Point } from "./boundaries.ts";
import { ancestorCodes, isRegionCode, type Level } from "./domain/code.ts";
import type { Box } from "./domain/map-view.ts";
import { createLru } from "./lru.ts";
import { type Region, type RegionRecord, regionColumns, toRegion, validAt } from "./records.ts";
import { type SearchOptions, searchRegions } from "./search.ts";

/** A region found by name, with its place in words. */
export interface FoundRegion extends Region {
  /** "Keputran, Tegalsari, Kota Surabaya" */
  readonly fullName: string;
}

/** `at` is a day, "2026-11-24"; without it: valid until further notice. */
export interface Regions {
  /**
   * The region of a code valid at that day; undefined when there is none or `code` is no code. Within a transaction give it: one that waits for a
   * second connection waits for ever when all others do the same.
   */
  find(code: string, at?: string, tx?: Queryable): Promise<Region | undefined>;
  /** The regions right below, by name; "" gives the provinces. */
  children(code: string, at?: string): Promise<readonly Region[]>;
  /** The regions above, province first. */
  ancestors(code: string, at?: string): Promise<readonly Region[]>;
  /** By name, forgiving case, accents, "kel."/"kec."/"kab.", joined or parted words, and common ways of spelling. */
  search(text: string, options?: SearchOptions): Promise<readonly FoundRegion[]>;
  /** "Keputran, Tegalsari, Kota Surabaya": up to the kabupaten or kota. undefined when the code is not valid at that day. */
  fullName(code: string, at?: string): Promise<string | undefined>;
  /** The full names of many codes in one query, for lists. Codes that do not exist are left out. */
  fullNames(codes: readonly string[], at?: string): Promise<ReadonlyMap<string, string>>;
  /**
   * The region of a point (WGS 84). `exact`: a village that lies clear of its borders. Otherwise the person chooses the rest below `code`.
   * undefined: in the sea, abroad, or no point at all.
   */
  locate(point: Point): Promise<Location | undefined>;
  /** The outline of a province, kabupaten or kota, and in Jakarta kecamatan and kelurahan; undefined where none is known. */
  boundary(code: string, options?: BoundaryOptions): Promise<Boundary | undefined>;
  /** The outlines of all regions of a level in `within`, fitting each other: a map layer. Empty where none are known. */
  boundaries(within: string, level: Level, options?: BoundaryOptions): Promise<readonly Boundary[]>;
  /** The outlines of all regions of a level that touch a box, fitting each other. Empty where none are known. */
  touching(box: Box, level: Level, options?: BoundaryOptions): Promise<readonly Boundary[]>;
  /** Forgets what it has kept of the table; call it after a load. */
  refresh(): void;
}

/** 2,000 regions and 500 lists of children are about 1 MB. */
const keptRegions = 2_000;
const keptLists = 500;

/** Regions from the table of `db` and the boundary files in `folder` (`data/regions`), which are read at the first question about a place. */
export function createRegions({ db, folder }: { db: Database; folder: string }): Regions {
  const kept = createLru<Region>(keptRegions);
  const keptChildren = createLru<readonly Region[]>(keptLists);
  const places = createBoundaries(folder);

  async function findMany(
    codes: readonly string[],
    at: string | undefined,
    query: Queryable = db.query,
  ): Promise<ReadonlyMap<string, Region>> {
    const found = new Map<string, Region>();
    const missing: string[] = [];
    for (const code of new Set(codes)) {
      const region = kept.get(keyOf(code, at));
      if (region !== undefined) found.set(code, region);
      else if (isRegionCode(code)) missing.push(code);
    }
    if (missing.length === 0) return found;
    const { rows } = await sql<RegionRecord>`
      select ${regionColumns} from regions.region where code = any(${missing}) and ${validAt(at)}`.execute(query);
    for (const row of rows) {
      const region = toRegion(row);
      found.set(region.code, region);
      kept.set(keyOf(region.code, at), region);
    }
    return found;
  }

  async function fullNames(codes: readonly string[], at?: string): Promise<ReadonlyMap<string, string>> {
    const distinct = [...new Set(codes)];
    const regions = await findMany(
      distinct.flatMap((code) => [code, ...ancestorCodes(code)]),
      at,
    );
    const names = new Map<string, string>();
    for (const code of distinct) {
      const own = regions.get(code);
      if (own === undefined) continue;
      // The province is left out: a kabupaten or kota is known without it.
      const above = ancestorCodes(code).slice(1).toReversed();
      names.set(
        code,
        [own, ...above.map((ancestor) => regions.get(ancestor))].flatMap((r) => r?.name ?? []).join(", "),
      );
    }
    return names;
  }

  return {
    fullNames,
    find: async (code, at, tx) => (await findMany([code], at, tx)).get(code),
    async children(code, at) {
      const key = keyOf(code, at);
      const known = keptChildren.get(key);
      if (known !== undefined) return known;
      if (code !== "" && !isRegionCode(code)) return [];
      const below = code === "" ? sql`parent is null` : sql`parent = ${code}`;
      const { rows } = await sql<RegionRecord>`
        select ${regionColumns} from regions.region where ${below} and ${validAt(at)} order by name, code`.execute(
        db.query,
      );
      const children = rows.map(toRegion);
      // Codes that do not exist must not push known lists out.
      if (children.length > 0) keptChildren.set(key, children);
      return children;
    },
    async ancestors(code, at) {
      const codes = ancestorCodes(code);
      const found = await findMany(codes, at);
      return codes.flatMap((ancestor) => found.get(ancestor) ?? []);
    },
    async search(text, options = {}) {
      const regions = (await searchRegions(db.query, text, options)).map(toRegion);
      const names = await fullNames(regions.map(({ code }) => code));
      return regions.map((region) => ({ ...region, fullName: names.get(region.code) ?? region.name }));
    },
    fullName: async (code, at) => (await fullNames([code], at)).get(code),
    locate: places.locate,
    boundary: places.boundary,
    boundaries: places.boundaries,
    touching: places.touching,
    refresh() {
      kept.clear();
      keptChildren.clear();
    },
  };
}

function keyOf(code: string, at: string | undefined): string {
  return at === undefined ? code : `${code} ${at}`;
}
