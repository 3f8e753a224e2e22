/**
 * Regions of Indonesia by Kemendagri code: names, validity, search, and where boundaries are known the way from a point to
 * its region and the outlines for maps. README.md says more.
 */
export type { Boundary, BoundaryOptions, Location, MultiPolygon, Point } from "./boundaries.ts";
export { ancestorCodes, fitOf, isRegionCode, isWithin, type Level, levelOf, levels, parentOf } from "./domain/code.ts";
export {
  type Box,
  boxOf,
  degreesOf,
  type InPicture,
  type MapView,
  mapHeight,
  placeOf,
  pointAt,
  scaled,
  viewAfterTap,
  viewOf,
} from "./domain/map-view.ts";
export { regionTitle } from "./domain/title.ts";
export { type LoadReport, loadRegions } from "./load.ts";
export { type DrawnRegion, drawMap, mapWidth } from "./map-drawing.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export type { Region } from "./records.ts";
export { type RegionFile, readRegionFile, regionFile } from "./region-file.ts";
export { createRegions, type FoundRegion, type Regions } from "./regions.ts";
export type { SearchOptions } from "./search.ts";
