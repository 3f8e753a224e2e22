/**
 * Boundaries as arcs: a line between two areas is kept once, in millionths of a degree (11 cm), on typed arrays.
 * 148,000 points take 1.2 MB, where GeoJSON objects would take 15.
 */
export interface ArcLayer {
  readonly xs: Int32Array;
  readonly ys: Int32Array;
  /** Arc i has the points from starts[i] up to, not with, starts[i + 1]. */
  readonly starts: Uint32Array;
  /** minX, minY, maxX, maxY of each arc. */
  readonly arcBoxes: Int32Array;
  readonly areas: readonly Area[];
  /** minX, minY, maxX, maxY of each area. */
  readonly areaBoxes: Int32Array;
}

/** A region's area: the arcs around it, outer and inner rings alike, in no order. */
export interface Area {
  readonly code: string;
  readonly arcs: Uint32Array;
}

export const unitsPerDegree = 1_000_000;

/** What is read of a TopoJSON file apart from its arcs. `arcs` of a geometry: numbers nested as in Polygon or MultiPolygon; ~n is arc n backwards. */
interface TopologyHead {
  readonly transform: { readonly scale: readonly number[]; readonly translate: readonly number[] };
  readonly objects: Readonly<
    Record<string, { readonly geometries: readonly { readonly id?: string; readonly arcs?: readonly unknown[] }[] }>
  >;
}

/**
 * Reads the first object of a quantized TopoJSON file, whose geometries carry region codes as `id`; the arcs must come after the objects.
 * The arcs are scanned from the bytes: JSON.parse would make 300,000 arrays of them and leave the process 50 MB larger.
 */
export function readTopology(json: Buffer): ArcLayer {
  const label = json.lastIndexOf('"arcs":');
  const begin = label + '"arcs":'.length;
  const { end, arcCount, numberCount } = measureArcs(json, begin);
  const head = JSON.parse(`${json.toString("utf8", 0, begin)}[]${json.toString("utf8", end)}`) as TopologyHead;
  const xs = new Int32Array(numberCount / 2);
  const ys = new Int32Array(numberCount / 2);
  const starts = new Uint32Array(arcCount + 1);
  fillArcs(json, begin, end, head.transform, { xs, ys, starts });
  const arcBoxes = new Int32Array(arcCount * 4);
  for (let arc = 0; arc < arcCount; arc += 1) {
    arcBoxes.set(boxOfPoints(xs, ys, starts[arc] ?? 0, starts[arc + 1] ?? 0), arc * 4);
  }
  const areas = (Object.values(head.objects)[0]?.geometries ?? []).flatMap((geometry) => {
    const arcs = oddArcs(flatten(geometry.arcs ?? []));
    return geometry.id === undefined || arcs.length === 0 ? [] : [{ code: geometry.id, arcs }];
  });
  const areaBoxes = new Int32Array(areas.length * 4);
  for (const [index, area] of areas.entries()) areaBoxes.set(boxOfArcs(arcBoxes, area.arcs), index * 4);
  return { xs, ys, starts, arcBoxes, areas, areaBoxes };
}

const sign = { open: 0x5b, close: 0x5d, comma: 0x2c, minus: 0x2d, zero: 0x30, nine: 0x39 } as const;

/** Where the value `[[[x,y],…],…]` that begins at `begin` ends, and how many arcs and numbers it holds. */
function measureArcs(json: Buffer, begin: number): { end: number; arcCount: number; numberCount: number } {
  let depth = 0;
  let arcCount = 0;
  let numberCount = 0;
  for (let at = begin; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === sign.open) {
      depth += 1;
      if (depth === 2) arcCount += 1;
      if (depth === 3) numberCount += 2;
    } else if (byte === sign.close) {
      depth -= 1;
      if (depth === 0) return { end: at + 1, arcCount, numberCount };
    }
  }
  throw new Error("the arcs of a TopoJSON file do not end");
}

function fillArcs(
  json: Buffer,
  begin: number,
  end: number,
  { scale: [scaleX = 1, scaleY = 1], translate: [originX = 0, originY = 0] }: TopologyHead["transform"],
  { xs, ys, starts }: { xs: Int32Array; ys: Int32Array; starts: Uint32Array },
): void {
  let depth = 0;
  let arc = 0;
  let point = 0;
  let x = 0;
  let y = 0;
  let value = 0;
  let negative = false;
  for (let at = begin; at < end; at += 1) {
    const byte = json[at] ?? 0;
    if (byte >= sign.zero && byte <= sign.nine) value = value * 10 + byte - sign.zero;
    else if (byte === sign.minus) negative = true;
    else if (byte === sign.open) {
      depth += 1;
      if (depth === 2) {
        starts[arc] = point;
        arc += 1;
        x = 0;
        y = 0;
      }
    } else if (byte === sign.comma && depth === 3) {
      x += negative ? -value : value;
      value = 0;
      negative = false;
    } else if (byte === sign.close) {
      if (depth === 3) {
        y += negative ? -value : value;
        value = 0;
        negative = false;
        xs[point] = Math.round((x * scaleX + originX) * unitsPerDegree);
        ys[point] = Math.round((y * scaleY + originY) * unitsPerDegree);
        point += 1;
      }
      depth -= 1;
    }
  }
  starts[arc] = point;
}

/** The arcs used an odd number of times: what two neighbours share is no border of their union. */
export function oddArcs(arcs: Iterable<number>): Uint32Array {
  const odd = new Set<number>();
  for (const arc of arcs) if (!odd.delete(arc)) odd.add(arc);
  return Uint32Array.from(odd);
}

export function boxOfArcs(arcBoxes: Int32Array, arcs: Iterable<number>): [number, number, number, number] {
  const box: [number, number, number, number] = [2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31)];
  for (const arc of arcs) {
    box[0] = Math.min(box[0], arcBoxes[arc * 4] ?? 0);
    box[1] = Math.min(box[1], arcBoxes[arc * 4 + 1] ?? 0);
    box[2] = Math.max(box[2], arcBoxes[arc * 4 + 2] ?? 0);
    box[3] = Math.max(box[3], arcBoxes[arc * 4 + 3] ?? 0);
  }
  return box;
}

function boxOfPoints(xs: Int32Array, ys: Int32Array, from: number, to: number): [number, number, number, number] {
  const box: [number, number, number, number] = [2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31)];
  for (let i = from; i < to; i += 1) {
    const x = xs[i] ?? 0;
    const y = ys[i] ?? 0;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function* flatten(arcs: readonly unknown[]): Generator<number> {
  for (const entry of arcs) {
    if (typeof entry === "number") yield entry < 0 ? ~entry : entry;
    else if (Array.isArray(entry)) yield* flatten(entry);
  }
}
