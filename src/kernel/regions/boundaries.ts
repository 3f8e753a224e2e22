import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ArcLayer, type Area, readTopology, unitsPerDegree } from "./domain/arcs.ts";
import { isWithin, type Level, levelOf, levels } from "./domain/code.ts";
import { areaAt, areasIn, areasNear, borderWithin } from "./domain/contains.ts";
import type { Box } from "./domain/map-view.ts";
import { outlineOf } from "./domain/outline.ts";
import { createLru } from "./lru.ts";

/** WGS 84, degrees. */
export interface Point {
  readonly lat: number;
  readonly lng: number;
}

export interface Location {
  readonly code: string;
  readonly level: Level;
  /** A village, and clear of its borders: nothing to ask. */
  readonly exact: boolean;
}

export interface BoundaryOptions {
  /** How far the simplified line may be from the true one, in metres; unless given 100, for provinces 1,000. */
  readonly toleranceMetres?: number;
}

/** GeoJSON's MultiPolygon: [lng, lat] in degrees. */
export interface MultiPolygon {
  readonly type: "MultiPolygon";
  readonly coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

export interface Boundary {
  readonly code: string;
  /** west, south, east, north in degrees */
  readonly bbox: readonly [number, number, number, number];
  readonly geometry: MultiPolygon;
}

export interface Boundaries {
  locate(point: Point): Promise<Location | undefined>;
  boundary(code: string, options?: BoundaryOptions): Promise<Boundary | undefined>;
  boundaries(within: string, level: Level, options?: BoundaryOptions): Promise<readonly Boundary[]>;
  touching(box: Box, level: Level, options?: BoundaryOptions): Promise<readonly Boundary[]>;
}

/** Who stands on a border road may mean either side; GPS errs by some ten metres as well. */
const borderMetres = 25;
/** Coast lines are simplified (README: some 50 to 100 m off) and leave out piers: a point so near the shore is ashore. */
const shoreMetres = 300;
/** 200 outlines of some hundred points are about 1 MB. */
const keptOutlines = 200;

export interface Layers {
  /** Every kabupaten and kota. */
  readonly regencies: ArcLayer;
  /** Kelurahan where boundaries exist (Jakarta); areas that are no kelurahan carry their kecamatan's code. */
  readonly villages: ArcLayer;
}

/** Boundary questions on the files in `folder`, read once, when the first is asked: an office without maps pays nothing. */
export function createBoundaries(folder: string): Boundaries {
  let reading: Promise<Layers> | undefined;
  const kept = createLru<Boundary>(keptOutlines);
  const layers = () => {
    reading ??= readLayers(folder);
    return reading;
  };

  function outline(layer: ArcLayer, code: string, toleranceMetres: number): Boundary | undefined {
    const key = `${code} ${toleranceMetres}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = makeBoundary(layer, code, toleranceMetres);
    if (made !== undefined) kept.set(key, made);
    return made;
  }

  return {
    locate: async (point) => locateIn(await layers(), point),
    async boundary(code, { toleranceMetres = usualTolerance(levelOf(code)) } = {}) {
      const { regencies, villages } = await layers();
      return outline(layerFor(levelOf(code), regencies, villages), code, toleranceMetres);
    },
    async boundaries(within, level, { toleranceMetres = usualTolerance(level) } = {}) {
      const { regencies, villages } = await layers();
      const layer = layerFor(level, regencies, villages);
      const inside = layer.areas.filter(({ code }) => isWithin(code, within));
      return codesAt(inside, level).flatMap((code) => outline(layer, code, toleranceMetres) ?? []);
    },
    async touching([west, south, east, north], level, { toleranceMetres = usualTolerance(level) } = {}) {
      const { regencies, villages } = await layers();
      const layer = layerFor(level, regencies, villages);
      const near = areasIn(
        layer,
        [west, south, east, north].map((degrees) => degrees * unitsPerDegree),
      );
      const codes = codesAt(
        near.flatMap((index) => layer.areas[index] ?? []),
        level,
      );
      return codes.flatMap((code) => outline(layer, code, toleranceMetres) ?? []);
    },
  };
}

/** The rule of Regions.locate, on layers at hand. */
export function locateIn({ regencies, villages }: Layers, { lat, lng }: Point): Location | undefined {
  if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return undefined;
  const x = lng * unitsPerDegree;
  const y = lat * unitsPerDegree;
  const regency = areaAt(regencies, x, y)?.code;
  const village = areaAt(villages, x, y);
  if (village !== undefined) {
    const level = levelOf(village.code);
    // The two sources are ten years apart: where they disagree on the kota, the person is asked.
    const agreed = regency === undefined || isWithin(village.code, regency);
    const exact = level === "village" && agreed && !borderWithin(villages, village, x, y, borderMetres);
    return { code: village.code, level, exact };
  }
  const code = regency ?? regencyAshore(regencies, x, y);
  return code === undefined ? undefined : { code, level: "regency", exact: false };
}

/** The codes of a level that areas belong to; areas that belong to none of it are left out. */
function codesAt(areas: readonly Area[], level: Level): readonly string[] {
  const parts = levels.indexOf(level) + 1;
  const cut = areas.map(({ code }) => code.split(".").slice(0, parts)).filter((code) => code.length === parts);
  return [...new Set(cut.map((code) => code.join(".")))].sort();
}

function regencyAshore(regencies: ArcLayer, x: number, y: number): string | undefined {
  const margin = (shoreMetres / 111_320) * unitsPerDegree;
  for (const index of areasNear(regencies, x, y, margin * 1.1)) {
    const area = regencies.areas[index];
    if (area !== undefined && borderWithin(regencies, area, x, y, shoreMetres)) return area.code;
  }
  return undefined;
}

/** The kabupaten of the source do not quite meet: the slivers between them must not speckle a province. */
function usualTolerance(level: Level): number {
  return level === "province" ? 1_000 : 100;
}

/** Kabupaten make up provinces, kelurahan make up kecamatan. */
function layerFor(level: Level, regencies: ArcLayer, villages: ArcLayer): ArcLayer {
  return level === "province" || level === "regency" ? regencies : villages;
}

function makeBoundary(layer: ArcLayer, code: string, toleranceMetres: number): Boundary | undefined {
  const parts = layer.areas.flatMap((area, index) => (isWithin(area.code, code) ? [index] : []));
  if (parts.length === 0) return undefined;
  const polygons = outlineOf(layer, parts, (toleranceMetres / 111_320) * unitsPerDegree);
  const coordinates = polygons.map((rings) =>
    rings.map((ring) => ring.map(([x, y]) => [x / unitsPerDegree, y / unitsPerDegree] as const)),
  );
  const points = coordinates.flat(2);
  const bbox = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const [lng, lat] of points) {
    bbox[0] = Math.min(bbox[0], lng);
    bbox[1] = Math.min(bbox[1], lat);
    bbox[2] = Math.max(bbox[2], lng);
    bbox[3] = Math.max(bbox[3], lat);
  }
  return { code, bbox, geometry: { type: "MultiPolygon", coordinates } };
}

/** Reads both files: 2 MB of arrays stay. */
export async function readLayers(folder: string): Promise<Layers> {
  const [regencies, villages] = await Promise.all([
    readFile(join(folder, "kabkota_514.topo.json.gz")),
    readFile(join(folder, "jakarta_kelurahan.topo.json")),
  ]);
  return {
    regencies: readTopology(gunzipSync(regencies)),
    villages: readTopology(villages),
  };
}
