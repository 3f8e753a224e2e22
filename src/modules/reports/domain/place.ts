import type { Visibility } from "../../../kernel/access/index.ts";

export interface Point {
  readonly lat: number;
  readonly lng: number;
}

/** Decimals of a degree that everyone may see of the place of somebody who hid their name: about 110 m. */
const hiddenDecimals = 3;
/** About 1 m: what a phone can know at all. */
const fullDecimals = 5;

/**
 * The point that everyone may see: exact where the reporter shows their name, else moved to a grid of about 110 m, so that nobody's door is
 * shown. Null for private reports.
 */
export function publicPoint(point: Point | null, visibility: Visibility): Point | null {
  if (point === null || visibility === "private") return null;
  const decimals = visibility === "public" ? fullDecimals : hiddenDecimals;
  return { lat: round(point.lat, decimals), lng: round(point.lng, decimals) };
}

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
