import { type ArcLayer, oddArcs } from "./arcs.ts";
import { squaredDistanceToOrigin } from "./contains.ts";

/** A closed line: first and last point are the same. In the layer's units, [x, y]. */
export type Ring = readonly (readonly [number, number])[];

/** An outer ring and the holes in it. */
export type RingPolygon = readonly Ring[];

/**
 * The outline of the union of areas, simplified: a point stays when leaving it out would move the line by more than `tolerance` (in the
 * layer's units). Arcs are simplified one by one and keep their ends, so that neighbours still fit. Islands and holes narrower than about
 * twice the tolerance go (among them the slivers where neighbours in the source do not quite meet), but never all of an area.
 */
export function outlineOf(layer: ArcLayer, areaIndices: readonly number[], tolerance: number): readonly RingPolygon[] {
  const all: number[] = [];
  for (const index of areaIndices) all.push(...(layer.areas[index]?.arcs ?? []));
  const arcs = [...oddArcs(all)].map((arc) => simplify(pointsOf(layer, arc), tolerance));
  const rings = stitch(arcs).filter((ring) => ring.length > 3);
  // So coarse that nothing is left of a small island: finer, then.
  if (rings.length === 0 && tolerance >= 1) return outlineOf(layer, areaIndices, tolerance / 4);
  const measured = rings.map((ring) => ({ ring, size: Math.abs(signedArea(ring)), box: boxOfRing(ring) }));
  const bySize = measured.sort((a, b) => b.size - a.size);
  return nest(bySize.filter(({ ring, size }, index) => index === 0 || size > tolerance * lengthOf(ring)));
}

interface Measured {
  readonly ring: Ring;
  /** Twice its area. */
  readonly size: number;
  readonly box: readonly [number, number, number, number];
}

function boxOfRing(ring: Ring): Measured["box"] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return [minX, minY, maxX, maxY];
}

function lengthOf(ring: Ring): number {
  return ring.reduce((sum, [x, y], index) => {
    const [beforeX, beforeY] = ring[index - 1] ?? [x, y];
    return sum + Math.hypot(x - beforeX, y - beforeY);
  }, 0);
}

type Line = readonly (readonly [number, number])[];

function pointsOf({ xs, ys, starts }: ArcLayer, arc: number): Line {
  const points: [number, number][] = [];
  for (let i = starts[arc] ?? 0; i < (starts[arc + 1] ?? 0); i += 1) points.push([xs[i] ?? 0, ys[i] ?? 0]);
  return points;
}

/** Douglas–Peucker, without recursion: coasts have thousands of points. */
export function simplify(line: Line, tolerance: number): Line {
  if (line.length < 3 || tolerance <= 0) return line;
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    const farthest = farthestBetween(line, from, to);
    if (farthest === undefined || farthest.squared <= tolerance * tolerance) continue;
    keep[farthest.index] = 1;
    open.push([from, farthest.index], [farthest.index, to]);
  }
  return line.filter((_, index) => keep[index] === 1);
}

function farthestBetween(line: Line, from: number, to: number): { index: number; squared: number } | undefined {
  const a = line[from];
  const b = line[to];
  if (a === undefined || b === undefined) return undefined;
  let best: { index: number; squared: number } | undefined;
  for (let i = from + 1; i < to; i += 1) {
    const point = line[i];
    if (point === undefined) continue;
    const [x, y] = point;
    const squared = squaredDistanceToOrigin(a[0] - x, a[1] - y, b[0] - x, b[1] - y);
    if (best === undefined || squared > best.squared) best = { index: i, squared };
  }
  return best;
}

/** Joins arcs at their common ends to closed rings. */
function stitch(arcs: readonly Line[]): readonly Ring[] {
  const ends = new Map<string, Set<number>>();
  const key = (point: readonly [number, number] | undefined) => (point === undefined ? "" : `${point[0]},${point[1]}`);
  const keysOfArc = (arc: Line) => [key(arc[0]), key(arc.at(-1))];
  for (const [index, arc] of arcs.entries()) {
    for (const end of keysOfArc(arc)) ends.set(end, (ends.get(end) ?? new Set()).add(index));
  }
  const rings: Ring[] = [];
  const used = new Set<number>();
  for (const [index, first] of arcs.entries()) {
    if (used.has(index)) continue;
    used.add(index);
    const ring = [...first];
    const start = key(ring[0]);
    while (key(ring.at(-1)) !== start) {
      const here = key(ring.at(-1));
      const next = [...(ends.get(here) ?? [])].find((candidate) => !used.has(candidate));
      const line = next === undefined ? undefined : arcs[next];
      if (next === undefined || line === undefined) break;
      used.add(next);
      ring.push(...(key(line[0]) === here ? line : line.toReversed()).slice(1));
    }
    if (key(ring.at(-1)) === start) rings.push(ring);
  }
  return rings;
}

/** Rings in order of size to polygons: a ring within an odd number of larger ones is a hole of the smallest of them. */
function nest(rings: readonly Measured[]): readonly RingPolygon[] {
  const polygons: { outer: Ring; holes: Ring[] }[] = [];
  const owners: number[] = [];
  for (const [index, { ring, box }] of rings.entries()) {
    const around: number[] = [];
    for (let i = 0; i < index; i += 1) {
      const larger = rings[i];
      if (larger !== undefined && boxContains(larger.box, box) && ringContains(larger.ring, ring)) around.push(i);
    }
    const innermost = around.at(-1);
    if (around.length % 2 === 1 && innermost !== undefined) {
      polygons[owners[innermost] ?? -1]?.holes.push(orient(ring, false));
      continue;
    }
    owners[index] = polygons.length;
    polygons.push({ outer: orient(ring, true), holes: [] });
  }
  return polygons.map(({ outer, holes }) => [outer, ...holes]);
}

/** RFC 7946: outer rings run counter-clockwise, holes clockwise. */
function orient(ring: Ring, counterClockwise: boolean): Ring {
  return signedArea(ring) > 0 === counterClockwise ? ring : ring.toReversed();
}

/** Twice the area, positive when counter-clockwise. */
function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    sum += ax * by - bx * ay;
  }
  return sum;
}

function boxContains(outer: Measured["box"], inner: Measured["box"]): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Whether the inner ring's first side (its middle, since corners may touch) lies in the outer ring. */
function ringContains(outer: Ring, inner: Ring): boolean {
  const [ax = 0, ay = 0] = inner[0] ?? [];
  const [bx = 0, by = 0] = inner[1] ?? [];
  const x = (ax + bx) / 2;
  const y = (ay + by) / 2;
  let inside = false;
  for (let i = 1; i < outer.length; i += 1) {
    const [fromX = 0, fromY = 0] = outer[i - 1] ?? [];
    const [toX = 0, toY = 0] = outer[i] ?? [];
    if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) inside = !inside;
  }
  return inside;
}
