import type { Boundaries, Boundary } from "./boundaries.ts";
import { clipRing, type Line, widestChord } from "./domain/clip.ts";
import type { Level } from "./domain/code.ts";
import { boxOf, type MapView, mapHeight, placeOf } from "./domain/map-view.ts";

/** A region as it is drawn: an SVG path (fill-rule evenodd) in whole units of a picture `mapWidth` wide. */
export interface DrawnRegion {
  readonly code: string;
  readonly level: Level;
  readonly path: string;
  /** Where its name fits best, and how wide the region is there; the caller leaves out names that are wider. */
  readonly label: { readonly x: number; readonly y: number; readonly width: number };
}

/** Units of a drawn map's width; its height is three quarters of it. */
export const mapWidth = 640;

/** Lines may be off by as much as a pixel of a phone's map. */
const units = 1.5;
/** Lines along the edge of the picture stay out of sight. */
const beyond = 6;
const labelTries = 9;
/** Names stay whole: so far from the upper and lower edge of the picture. */
const labelInset = 24;

/** Which levels help to find one's way at a width of so many metres: the coarser one below, the finer one above it. */
function levelsAt(metres: number): readonly Level[] {
  if (metres > 900_000) return ["province"];
  if (metres > 25_000) return ["regency"];
  return metres > 9_000 ? ["regency", "district"] : ["regency", "village"];
}

/** Draws the regions that a view shows, cut to the picture. Finer levels come later, so that they lie on top. */
export async function drawMap(
  boundaries: Pick<Boundaries, "touching">,
  view: MapView,
): Promise<readonly DrawnRegion[]> {
  const toleranceMetres = toleranceOf(view.metres);
  const drawn: DrawnRegion[] = [];
  for (const level of levelsAt(view.metres))
    for (const boundary of await boundaries.touching(boxOf(view), level, { toleranceMetres })) {
      const region = draw(boundary, level, view);
      if (region !== undefined) drawn.push(region);
    }
  return drawn;
}

/** Powers of two, so that outlines are kept for all views of about the same width. */
function toleranceOf(metres: number): number {
  return 2 ** Math.floor(Math.log2((metres / mapWidth) * units));
}

function draw({ code, geometry }: Boundary, level: Level, view: MapView): DrawnRegion | undefined {
  const height = mapWidth * mapHeight;
  const rings = geometry.coordinates
    .flat()
    .map((ring) =>
      clipRing(
        ring.map(([lng, lat]) => inUnits(view, lng, lat)),
        [-beyond, -beyond, mapWidth + beyond, height + beyond],
      ),
    )
    .filter((ring) => ring.length > 3);
  const path = rings.map(ringPath).join("");
  const heights = rings.flatMap((ring) => ring.map(([, y]) => Math.min(height - labelInset, Math.max(labelInset, y))));
  const label = widestChord(rings, Math.min(...heights), Math.max(...heights), labelTries);
  return path === "" || label === undefined ? undefined : { code, level, path, label };
}

function inUnits(view: MapView, lng: number, lat: number): readonly [number, number] {
  const { x, y } = placeOf(view, { lat, lng });
  return [x * mapWidth, y * mapWidth * mapHeight];
}

/** Relative steps are shorter than absolute ones; points that fall together are drawn once. */
function ringPath(ring: Line): string {
  const [first, ...rest] = ring.slice(0, -1).map(([x, y]) => [Math.round(x), Math.round(y)] as const);
  if (first === undefined) return "";
  let [x, y] = first;
  let steps = "";
  for (const [toX, toY] of rest) {
    const [dx, dy] = [toX - x, toY - y];
    if (dx === 0 && dy === 0) continue;
    steps += `${steps !== "" && dx >= 0 ? " " : ""}${dx}${dy >= 0 ? " " : ""}${dy}`;
    [x, y] = [toX, toY];
  }
  return steps === "" ? "" : `M${first[0]} ${first[1]}l${steps}z`;
}
