/** A closed line in a picture; first and last point are the same. */
export type Line = readonly (readonly [number, number])[];

/** left, top, right, bottom */
type Frame = readonly [number, number, number, number];

/**
 * What of a ring lies within a frame, as one closed ring (Sutherland and Hodgman, one side after the other); empty when nothing does. Where the ring
 * leaves the frame it runs along the frame's edge.
 */
export function clipRing(ring: Line, frame: Frame): Line {
  let points: Line = ring.slice(0, -1);
  for (const side of [0, 1, 2, 3] as const) {
    const axis = side % 2 === 0 ? 0 : 1;
    const edge = frame[side];
    const keeps = (point: readonly [number, number]) => (side < 2 ? point[axis] >= edge : point[axis] <= edge);
    const kept: [number, number][] = [];
    for (const [index, point] of points.entries()) {
      const before = points.at(index - 1) ?? point;
      if (keeps(point) !== keeps(before)) kept.push(crossing(before, point, axis, edge));
      if (keeps(point)) kept.push([point[0], point[1]]);
    }
    points = kept;
    if (points.length === 0) return [];
  }
  const [first] = points;
  return first === undefined ? [] : [...points, first];
}

function crossing(
  from: readonly [number, number],
  to: readonly [number, number],
  axis: 0 | 1,
  edge: number,
): [number, number] {
  const share = (edge - from[axis]) / (to[axis] - from[axis]);
  const other = axis === 0 ? 1 : 0;
  const between = from[other] + share * (to[other] - from[other]);
  return axis === 0 ? [edge, between] : [between, edge];
}

/**
 * The widest level line within rings (even-odd), looked for at `tries` heights between `top` and `bottom`: where a name fits best. undefined when
 * there is none.
 */
export function widestChord(
  rings: readonly Line[],
  top: number,
  bottom: number,
  tries: number,
): { readonly x: number; readonly y: number; readonly width: number } | undefined {
  let best: { x: number; y: number; width: number } | undefined;
  for (let index = 1; index <= tries; index += 1) {
    const y = top + ((bottom - top) * index) / (tries + 1);
    const crossings = rings.flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b);
    for (let i = 1; i < crossings.length; i += 2) {
      const [from = 0, to = 0] = [crossings[i - 1], crossings[i]];
      if (best === undefined || to - from > best.width) best = { x: (from + to) / 2, y, width: to - from };
    }
  }
  return best;
}

function crossingsAt(ring: Line, y: number): readonly number[] {
  const found: number[] = [];
  for (let i = 1; i < ring.length; i += 1) {
    const [fromX, fromY] = ring[i - 1] ?? [0, 0];
    const [toX, toY] = ring[i] ?? [0, 0];
    if (fromY > y !== toY > y) found.push(((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX);
  }
  return found;
}
