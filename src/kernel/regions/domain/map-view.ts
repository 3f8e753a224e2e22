/** What a map shows: the point in the middle of its picture, in degrees, and how many metres the picture is wide. North is up. */
export interface MapView {
  readonly lat: number;
  readonly lng: number;
  readonly metres: number;
}

/** west, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** Where something is in a picture: 0, 0 is the upper left corner, 1, 1 the lower right one. */
export interface InPicture {
  readonly x: number;
  readonly y: number;
}

/** How high a map is for its width. */
export const mapHeight = 0.75;
/** One degree of latitude. */
const metresPerDegree = 111_320;
/** Closer there is nothing more to see. */
const closest = 1_000;
/** Wider than all of Indonesia. */
const farthest = 7_000_000;
/** What a fitted region leaves free around it. */
const margin = 1.12;
const clearlyNarrower = 0.75;
/** The narrowest phone's map: a point said by it can be no finer than its pixels. */
const narrowestPixels = 288;

/** How many degrees the picture is wide and high. True to shape in its middle. */
export function degreesOf({ lat, metres }: MapView): { readonly wide: number; readonly high: number } {
  return {
    wide: metres / (metresPerDegree * Math.cos((lat / 180) * Math.PI)),
    high: (metres * mapHeight) / metresPerDegree,
  };
}

export function boxOf(view: MapView): Box {
  const { wide, high } = degreesOf(view);
  return [view.lng - wide / 2, view.lat - high / 2, view.lng + wide / 2, view.lat + high / 2];
}

/** The view that shows all of a box. */
export function viewOf([west, south, east, north]: Box): MapView {
  const [lat, lng] = [(south + north) / 2, (west + east) / 2];
  const wide = (east - west) * metresPerDegree * Math.cos((lat / 180) * Math.PI);
  const high = ((north - south) * metresPerDegree) / mapHeight;
  return { lat, lng, metres: within(Math.max(wide, high) * margin) };
}

/** The same place, so many times wider (2) or closer (0.5). */
export function scaled(view: MapView, times: number): MapView {
  return { ...view, metres: within(view.metres * times) };
}

/** The point that lies there in the picture, rounded to what a picture of a phone's width can tell. */
export function pointAt(view: MapView, { x, y }: InPicture): { readonly lat: number; readonly lng: number } {
  const { wide, high } = degreesOf(view);
  return rounded(view, { lat: view.lat + (0.5 - y) * high, lng: view.lng + (x - 0.5) * wide });
}

/** Where a point lies in the picture; beyond 0 and 1 when it is outside. */
export function placeOf(view: MapView, point: { readonly lat: number; readonly lng: number }): InPicture {
  const { wide, high } = degreesOf(view);
  return { x: (point.lng - view.lng) / wide + 0.5, y: (view.lat - point.lat) / high + 0.5 };
}

/**
 * The view after a tap in one of these regions, which hold each other: the widest that is clearly narrower than what is shown now, so that taps lead
 * from country to province, kota, kecamatan, kelurahan. As it was where no narrower one is known: closer there would be nothing to see.
 */
export function viewAfterTap(view: MapView, regions: readonly Box[]): MapView {
  const fitted = regions.map(viewOf).filter(({ metres }) => metres <= view.metres * clearlyNarrower);
  const [widest] = fitted.sort((a, b) => b.metres - a.metres);
  return widest ?? view;
}

function within(metres: number): number {
  return Math.round(Math.min(farthest, Math.max(closest, metres)));
}

/** A rounding that moves no point by more than half a pixel. */
function rounded(view: MapView, point: { readonly lat: number; readonly lng: number }) {
  const degrees = view.metres / narrowestPixels / metresPerDegree;
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(degrees))));
  return { lat: Number(point.lat.toFixed(decimals)) + 0, lng: Number(point.lng.toFixed(decimals)) + 0 };
}
