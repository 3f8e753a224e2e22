import type { ArcLayer, Area } from "./arcs.ts";

/** One degree of latitude. */
const metresPerDegree = 111_320;

/** Indices of the areas whose box, widened by `margin` (in the layer's units), holds the point. */
export function areasNear({ areaBoxes }: ArcLayer, x: number, y: number, margin = 0): readonly number[] {
  const near: number[] = [];
  for (let i = 0; i < areaBoxes.length; i += 4) {
    if (
      x >= (areaBoxes[i] ?? 0) - margin &&
      x <= (areaBoxes[i + 2] ?? 0) + margin &&
      y >= (areaBoxes[i + 1] ?? 0) - margin &&
      y <= (areaBoxes[i + 3] ?? 0) + margin
    ) {
      near.push(i / 4);
    }
  }
  return near;
}

/** Indices of the areas whose box touches another (minX, minY, maxX, maxY in the layer's units). */
export function areasIn(
  { areaBoxes }: ArcLayer,
  [minX = 0, minY = 0, maxX = 0, maxY = 0]: readonly number[],
): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < areaBoxes.length; i += 4) {
    const [left = 0, bottom = 0, right = 0, top = 0] = areaBoxes.subarray(i, i + 4);
    if (left <= maxX && right >= minX && bottom <= maxY && top >= minY) found.push(i / 4);
  }
  return found;
}

/** The area that holds the point, if any. */
export function areaAt(layer: ArcLayer, x: number, y: number): Area | undefined {
  return areasNear(layer, x, y)
    .map((index) => layer.areas[index])
    .find((area) => area !== undefined && contains(layer, area, x, y));
}

/** Even-odd rule: a ray to the east crosses the border an odd number of times. The order of the arcs does not matter for that. */
export function contains({ xs, ys, starts, arcBoxes }: ArcLayer, area: Area, x: number, y: number): boolean {
  let inside = false;
  for (const arc of area.arcs) {
    const box = arc * 4;
    if (y < (arcBoxes[box + 1] ?? 0) || y > (arcBoxes[box + 3] ?? 0) || x > (arcBoxes[box + 2] ?? 0)) continue;
    const end = starts[arc + 1] ?? 0;
    let i = starts[arc] ?? 0;
    let fromX = xs[i] ?? 0;
    let fromY = ys[i] ?? 0;
    for (i += 1; i < end; i += 1) {
      const toX = xs[i] ?? 0;
      const toY = ys[i] ?? 0;
      if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) inside = !inside;
      fromX = toX;
      fromY = toY;
    }
  }
  return inside;
}

/** Whether the area's border is within `metres` of the point. */
export function borderWithin(layer: ArcLayer, area: Area, x: number, y: number, metres: number): boolean {
  const { xs, ys, starts, arcBoxes } = layer;
  // A degree of longitude is shorter away from the equator: measure in units of latitude.
  const shrink = Math.cos((y / 1e6 / 180) * Math.PI);
  const reach = (metres / metresPerDegree) * 1e6;
  const reachX = reach / shrink;
  for (const arc of area.arcs) {
    const box = arc * 4;
    if (
      x < (arcBoxes[box] ?? 0) - reachX ||
      x > (arcBoxes[box + 2] ?? 0) + reachX ||
      y < (arcBoxes[box + 1] ?? 0) - reach ||
      y > (arcBoxes[box + 3] ?? 0) + reach
    ) {
      continue;
    }
    const end = starts[arc + 1] ?? 0;
    for (let i = (starts[arc] ?? 0) + 1; i < end; i += 1) {
      const fromX = ((xs[i - 1] ?? 0) - x) * shrink;
      const fromY = (ys[i - 1] ?? 0) - y;
      const toX = ((xs[i] ?? 0) - x) * shrink;
      const toY = (ys[i] ?? 0) - y;
      if (squaredDistanceToOrigin(fromX, fromY, toX, toY) <= reach * reach) return true;
    }
  }
  return false;
}

/** How far the origin is, squared, from the line between two points. */
export function squaredDistanceToOrigin(fromX: number, fromY: number, toX: number, toY: number): number {
  const dx = toX - fromX;
  const dy = toY - fromY;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(fromX * dx + fromY * dy) / length));
  const x = fromX + along * dx;
  const y = fromY + along * dy;
  return x * x + y * y;
}
