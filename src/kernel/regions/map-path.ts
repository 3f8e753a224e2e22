import type { Boundary } from "./boundaries.ts";

/** A picture of boundaries: one `viewBox` and a path for each. */
export interface MapPaths {
  readonly viewBox: string;
  readonly width: number;
  readonly height: number;
  readonly paths: readonly { readonly code: string; readonly d: string }[];
  /** Where a point comes to lie in the picture. */
  project(point: { lat: number; lng: number }): { x: number; y: number };
}

/**
 * Draws boundaries as SVG paths (fill-rule evenodd) in a picture `width` units wide, north up, true to shape in the middle
 * (equirectangular: good for a province or smaller). Coordinates are whole units. undefined when there is nothing to draw.
 */
export function mapPaths(boundaries: readonly Boundary[], width: number): MapPaths | undefined {
  if (boundaries.length === 0) return undefined;
  const west = Math.min(...boundaries.map(({ bbox }) => bbox[0]));
  const south = Math.min(...boundaries.map(({ bbox }) => bbox[1]));
  const east = Math.max(...boundaries.map(({ bbox }) => bbox[2]));
  const north = Math.max(...boundaries.map(({ bbox }) => bbox[3]));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * shrink);
  const height = Math.ceil((north - south) * scale);
  const project = ({ lat, lng }: { lat: number; lng: number }) => ({
    x: Math.round((lng - west) * shrink * scale),
    y: Math.round((north - lat) * scale),
  });
  return {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    paths: boundaries.map(({ code, geometry }) => ({
      code,
      d: geometry.coordinates
        .flat()
        .map((ring) => ringPath(ring.map(([lng, lat]) => project({ lat, lng }))))
        .join(""),
    })),
    project,
  };
}

/** Relative steps are shorter than absolute ones; points that fall together are drawn once. */
function ringPath(points: readonly { x: number; y: number }[]): string {
  const [first] = points;
  if (first === undefined) return "";
  let { x, y } = first;
  let steps = "";
  for (const point of points.slice(1, -1)) {
    if (point.x === x && point.y === y) continue;
    const dx = point.x - x;
    const dy = point.y - y;
    steps += `${steps !== "" && dx >= 0 ? " " : ""}${dx}${dy >= 0 ? " " : ""}${dy}`;
    ({ x, y } = point);
  }
  return steps === "" ? "" : `M${first.x} ${first.y}l${steps}z`;
}
