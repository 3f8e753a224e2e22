/** GeoJSON positions are [longitude, latitude] in degrees (RFC 7946). */
export type Position = readonly number[];
export type Ring = readonly Position[];

/** The GeoJSON geometries a region can have. */
export type Area =
  | { readonly type: "Polygon"; readonly coordinates: readonly Ring[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly Ring[])[] };

export interface Projection {
  readonly height: number;
  /** Pixels from the upper left corner, to a tenth. */
  place(lng: number, lat: number): readonly [number, number];
}

/**
 * Equirectangular with the true scale at the middle latitude: over a city or a province near the equator the error is
 * smaller than a pixel. Fits everything into `width` pixels with a margin.
 */
export function createProjection(
  areas: readonly Area[],
  points: readonly { readonly lat: number; readonly lng: number }[],
  width: number,
): Projection {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  const include = (lng: number, lat: number) => {
    box.west = Math.min(box.west, lng);
    box.east = Math.max(box.east, lng);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  };
  for (const area of areas) for (const ring of rings(area)) for (const [lng = 0, lat = 0] of ring) include(lng, lat);
  // Points only make the frame when there are no shapes: one wrong point must not shrink the city to a dot.
  if (areas.length === 0) for (const point of points) include(point.lng, point.lat);
  if (box.west > box.east) include(0, 0);
  const margin = 6;
  const squeeze = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  const span = Math.max((box.east - box.west) * squeeze, 1e-6);
  const scale = (width - 2 * margin) / span;
  const height = Math.max(80, Math.min(2 * width, Math.round((box.north - box.south) * scale + 2 * margin)));
  return {
    height,
    place: (lng, lat) => [
      tenth(margin + (lng - box.west) * squeeze * scale),
      tenth(margin + (box.north - lat) * scale),
    ],
  };
}

/** An SVG path of the area, in steps relative to the point before, without steps shorter than half a pixel. */
export function shapePath(area: Area, projection: Projection): string {
  let path = "";
  for (const ring of rings(area)) {
    let last: readonly [number, number] | undefined;
    let part = "";
    let kept = 0;
    for (const [lng = 0, lat = 0] of ring) {
      const [x, y] = projection.place(lng, lat);
      if (last === undefined) {
        part = `M${x} ${y}`;
        last = [x, y];
        kept = 1;
        continue;
      }
      const dx = tenth(x - last[0]);
      const dy = tenth(y - last[1]);
      if (Math.hypot(dx, dy) < 0.5) continue;
      part += `${kept === 1 ? "l" : dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : " "}${dy}`;
      last = [x, y];
      kept++;
    }
    if (kept > 2) path += `${part}z`;
  }
  return path;
}

function rings(area: Area): readonly Ring[] {
  return area.type === "Polygon" ? area.coordinates : area.coordinates.flat();
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
