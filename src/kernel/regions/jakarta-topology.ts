/**
 * Makes `data/regions/jakarta_kelurahan.topo.json` from the GeoJSON of Jakarta's kelurahan (no codes, no shared lines). Run by its
 * test, which compares the committed file with what it makes; `vitest -u` writes it.
 */

import { levelOf, parentOf } from "./domain/code.ts";
import { nameKey } from "./domain/names.ts";

export interface KelurahanFeature {
  readonly properties: {
    readonly pkey: string;
    readonly area_name: string | null;
    readonly parent_name: string | null;
  };
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** A row of `jakarta_names.csv`: a name that the region table spells otherwise. */
export interface NameException {
  readonly areaName: string;
  readonly parentName: string;
  readonly code: string;
}

/**
 * The code of each feature: by the names of kelurahan and kecamatan in one piece ("PULO GADUNG" is Pulogadung), else by the
 * exceptions. Throws for one that has neither: then the exceptions lack a row.
 */
export function codesFor(
  features: readonly KelurahanFeature[],
  regions: readonly { readonly code: string; readonly name: string }[],
  exceptions: readonly NameException[],
): { readonly codes: readonly string[]; readonly byName: number } {
  const districts = new Map(regions.filter(({ code }) => levelOf(code) === "district").map((r) => [r.code, r.name]));
  const villages = regions.filter(({ code }) => levelOf(code) === "village");
  const key = (name: string, parent: string) => `${nameKey(name, "village")} ${nameKey(parent, "district")}`;
  const named = new Map(villages.map(({ code, name }) => [key(name, districts.get(parentOf(code) ?? "") ?? ""), code]));
  let byName = 0;
  const codes = features.map(({ properties }) => {
    const area = properties.area_name ?? "";
    const parent = properties.parent_name ?? "";
    const code = named.get(key(area, parent));
    if (code !== undefined) {
      byName += 1;
      return code;
    }
    const exception = exceptions.find((row) => row.areaName === area && row.parentName === parent);
    if (exception === undefined) throw new Error(`no code for ${area}, ${parent}`);
    return exception.code;
  });
  return { codes, byName };
}

type XY = readonly [number, number];

/** TopoJSON text with the given code as `id` of each feature; lines between two features become one arc. One arc a line, for readable diffs. */
export function toTopology(features: readonly KelurahanFeature[], codes: readonly string[], origin: XY): string {
  const shapes = features.map((feature) => ringsOf(feature.geometry.coordinates).map((ring) => quantize(ring, origin)));
  const junctions = findJunctions(shapes.flat());
  const arcs: string[] = [];
  const known = new Map<string, number>();
  const arcNumber = (line: readonly XY[]): number => {
    const forth = line.join(" ");
    const index = known.get(forth);
    if (index !== undefined) return index;
    const back = known.get(line.toReversed().join(" "));
    if (back !== undefined) return ~back;
    known.set(forth, arcs.length);
    arcs.push(JSON.stringify(deltas(line)));
    return arcs.length - 1;
  };
  const geometries = shapes.map((rings, index) =>
    JSON.stringify({
      type: "Polygon",
      id: codes[index],
      properties: { nama: features[index]?.properties.area_name },
      arcs: rings.map((ring) => cutAt(ring, junctions).map(arcNumber)),
    }),
  );
  const transform = JSON.stringify({ scale: [1e-6, 1e-6], translate: origin });
  return `{"type":"Topology","transform":${transform},"objects":{"kelurahan":{"type":"GeometryCollection","geometries":[\n${geometries.join(",\n")}\n]}},"arcs":[\n${arcs.join(",\n")}\n]}\n`;
}

/** The rings of a Polygon or MultiPolygon, whichever nesting. */
function ringsOf(coordinates: unknown): number[][][] {
  if (!Array.isArray(coordinates)) return [];
  const isRing = Array.isArray(coordinates[0]) && typeof coordinates[0][0] === "number";
  return isRing ? [coordinates as number[][]] : coordinates.flatMap(ringsOf);
}

function quantize(ring: readonly (readonly number[])[], [originX, originY]: XY): readonly XY[] {
  const points = ring.map(([x = 0, y = 0]): XY => [Math.round((x - originX) * 1e6), Math.round((y - originY) * 1e6)]);
  return points.filter((point, index) => index === 0 || point.join() !== points[index - 1]?.join());
}

/** Points where more than two different neighbours meet: there arcs begin and end. */
function findJunctions(rings: readonly (readonly XY[])[]): ReadonlySet<string> {
  const neighbours = new Map<string, Set<string>>();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const a = String(ring[i - 1]);
      const b = String(ring[i]);
      neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
      neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a));
    }
  }
  return new Set([...neighbours].filter(([, around]) => around.size > 2).map(([point]) => point));
}

/** A closed ring in pieces from junction to junction; without one it stays whole, begun at its least point so that both sides agree. */
function cutAt(ring: readonly XY[], junctions: ReadonlySet<string>): readonly (readonly XY[])[] {
  const open = ring.slice(0, -1);
  let start = open.findIndex((point) => junctions.has(String(point)));
  if (start === -1) start = open.reduce((least, point, i) => (String(point) < String(open[least]) ? i : least), 0);
  const turned = [...open.slice(start), ...open.slice(0, start + 1)];
  const pieces: XY[][] = [];
  let piece: XY[] = [];
  for (const [index, point] of turned.entries()) {
    piece.push(point);
    if (index > 0 && (index === turned.length - 1 || junctions.has(String(point)))) {
      pieces.push(piece);
      piece = [point];
    }
  }
  return pieces;
}

function deltas(line: readonly XY[]): readonly XY[] {
  return line.map(([x, y], index): XY => {
    const [beforeX, beforeY] = index === 0 ? [0, 0] : (line[index - 1] ?? [0, 0]);
    return [x - beforeX, y - beforeY];
  });
}
