import { firstOf } from "../../kernel/case-pages/index.ts";
import { type FormContext, type FormEntry, withRegion } from "../../kernel/forms/index.ts";
import {
  ancestorCodes,
  type Box,
  type InPicture,
  isWithin,
  type Location,
  type MapView,
  mapHeight,
  type Point,
  placeOf,
  pointAt,
  type Regions,
  scaled,
  viewAfterTap,
  viewOf,
} from "../../kernel/regions/index.ts";
import type { PlaceQuestion } from "../../kernel/services/index.ts";
import { chosenRegion, type Placed, withoutRegion } from "./placed.ts";

/**
 * The map of a place question, step by step, without scripts: every tap and every button posts the form, and the form carries what the map shows.
 * What it ends in are the plain fields of the question, so that the answer is the same as on every other channel.
 */

/** What the map shows, "lat,lng,metres". The map is open while the form carries it. */
export const viewField = "_peta";
export const openButton = "_peta.buka";
export const closeButton = "_peta.tutup";
export const forgetButton = "_peta.hapus";
/** Moves the pin or the map; its values are those of `moves` and `scales`. */
export const moveButton = "_peta.ke";
/** Sent by the script: the point's fields have changed, the map and the region follow. */
const lookButton = "_peta.lihat";
/** Sent by the script: the pin was moved by keys to "x,y", shares of the map's width and height. */
const pinField = "_peta.titik";
/** Where in the page the map stands. */
export const mapId = "peta";

/**
 * How many pixels the map is wide, by width of the window (styles in browser/place-map.css). A picture says only where it was tapped, not how wide it
 * was: so there is one for each width, which names it.
 */
export const mapWidths = [288, 328, 368, 640] as const;

export function tapField(width: (typeof mapWidths)[number]): string {
  return `${viewField}.${width}`;
}

/** Shares of the map's width and height. */
const moves: Readonly<Record<string, InPicture>> = {
  utara: { x: 0, y: -0.06 },
  selatan: { x: 0, y: 0.06 },
  barat: { x: -0.045, y: 0 },
  timur: { x: 0.045, y: 0 },
};
const scales: Readonly<Record<string, number>> = { dekat: 0.5, jauh: 2 };
const indonesia: Box = [94.7, -11.2, 141.2, 6.3];
/** How wide the map is around a point that was known before it was opened. */
const aroundPoint = 8_000;
const wideMetres = 200_000;
/** Around the middle of a finger: two rings of eight points, the nearer ones first. Shares of the map's width and height. */
const fingertip: readonly InPicture[] = [0.013, 0.026].flatMap((radius) =>
  Array.from({ length: 8 }, (_, index) => ({
    x: radius * Math.cos((index * Math.PI) / 4),
    y: (radius / mapHeight) * Math.sin((index * Math.PI) / 4),
  })),
);
const centre: InPicture = { x: 0.5, y: 0.5 };

type Step =
  | { readonly kind: "open" | "close" | "forget" | "look" | "tapCentre" }
  | { readonly kind: "tap" | "pin"; readonly at: InPicture }
  | { readonly kind: "move"; readonly by: InPicture }
  | { readonly kind: "scale"; readonly times: number };

type Where = Pick<Regions, "locate" | "boundary">;

/** The form after a tap or a button of the map; undefined when none was pressed. */
export async function takeMapStep(
  regions: Where,
  question: PlaceQuestion,
  entry: FormEntry,
  root: string,
  context: FormContext,
): Promise<Placed | undefined> {
  const step = stepOf(entry);
  if (step === undefined) return undefined;
  const kept = withoutMap(entry);
  if (step.kind === "close") return again(kept);
  const whole = await viewOfRegion(regions, root);
  const point = pointOf(question, entry);
  const view = readView(firstOf(entry, viewField)) ?? (await firstView(regions, question, entry, point, whole));
  const shown = (next: MapView, fields: FormEntry = kept): Placed =>
    again({ ...fields, [viewField]: [writeView(next)] });
  if (step.kind === "open") return shown(view);
  if (step.kind === "forget") return shown(view, withPoint(question, kept, undefined));
  if (step.kind === "scale") {
    const next = scaled({ ...view, ...(step.times < 1 ? point : undefined) }, step.times);
    return shown(next.metres >= whole.metres ? whole : next);
  }
  const meant = wantedPoint(step, view, point);
  if (meant === undefined) return shown(view, withPoint(question, kept, undefined));
  const found = await findPlace(regions, view, meant, root);
  if (found === "sea" || found === "outside") return refused(shown(view), `catalogue.map.${found}`);
  const { wanted, location } = found;
  const isTap = step.kind === "tap" || step.kind === "tapCentre";
  const closer = isTap ? viewAfterTap(view, await boxesAround(regions, location)) : view;
  return shown(inSight(closer, wanted), withPoint(question, regionOf(question, kept, location, context), wanted));
}

/** What the open map shows; undefined when it is closed. */
export function openView(entry: FormEntry): MapView | undefined {
  return readView(firstOf(entry, viewField));
}

/** The fields that keep the map open as it is. */
export function mapFields(entry: FormEntry): FormEntry {
  const view = firstOf(entry, viewField);
  return view === "" ? {} : { [viewField]: [view] };
}

/** The point in the question's fields; undefined when there is none, or none that can be read. */
export function pointOf({ name }: PlaceQuestion, entry: FormEntry): Point | undefined {
  const [lat, lng] = ["lat", "lng"].map((part) => firstOf(entry, `${name}.${part}`).replace(",", "."));
  if (lat === undefined || lng === undefined || lat === "" || lng === "") return undefined;
  const point = { lat: Number(lat), lng: Number(lng) };
  return Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180 ? point : undefined;
}

function again(entry: FormEntry): Placed {
  return { entry, errors: [], again: true };
}

function refused(placed: Placed, message: string): Placed {
  return { ...placed, errors: [{ field: mapId, message }] };
}

function stepOf(entry: FormEntry): Step | undefined {
  const pressed = (name: string) => firstOf(entry, name) !== "";
  if (pressed(openButton)) return { kind: "open" };
  if (pressed(closeButton)) return { kind: "close" };
  if (pressed(forgetButton)) return { kind: "forget" };
  if (pressed(lookButton)) return { kind: "look" };
  const to = firstOf(entry, moveButton);
  const [by, times] = [moves[to], scales[to]];
  if (by !== undefined) return { kind: "move", by };
  if (times !== undefined) return { kind: "scale", times };
  const pin = firstOf(entry, pinField);
  if (pin !== "") {
    const [x = Number.NaN, y = Number.NaN] = pin.split(",").map(Number);
    return isInside({ x, y }) ? { kind: "pin", at: { x, y } } : undefined;
  }
  for (const width of mapWidths) {
    const [x, y] = ["x", "y"].map((axis) => firstOf(entry, `${tapField(width)}.${axis}`));
    if (x === undefined || y === undefined || x === "" || y === "") continue;
    const at = { x: Number(x) / width, y: Number(y) / (width * mapHeight) };
    // A picture pressed by Enter says that its corner was tapped: the middle is meant.
    if (at.x === 0 && at.y === 0) return { kind: "tapCentre" };
    if (isInside(at)) return { kind: "tap", at };
  }
  return undefined;
}

function isInside({ x, y }: InPicture): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

function wantedPoint(step: Step, view: MapView, point: Point | undefined): Point | undefined {
  if (step.kind === "tap" || step.kind === "pin") return pointAt(view, step.at);
  if (step.kind === "look") return point;
  if (step.kind !== "move") return point ?? pointAt(view, centre);
  const from = point === undefined ? centre : placeOf(inSight(view, point), point);
  return pointAt(point === undefined ? view : inSight(view, point), { x: from.x + step.by.x, y: from.y + step.by.y });
}

/**
 * The place of a point in the region served. On a map of a country or a province a finger is wider than an island: there the nearest land under it is
 * meant.
 */
async function findPlace(
  regions: Where,
  view: MapView,
  meant: Point,
  root: string,
): Promise<{ readonly wanted: Point; readonly location: Location } | "sea" | "outside"> {
  const { x, y } = placeOf(view, meant);
  const around = view.metres < wideMetres ? [] : fingertip.map((at) => pointAt(view, { x: x + at.x, y: y + at.y }));
  let fault: "sea" | "outside" = "sea";
  for (const wanted of [meant, ...around]) {
    const location = await regions.locate(wanted);
    if (location === undefined) continue;
    if (isWithin(location.code, root) || isWithin(root, location.code)) return { wanted, location };
    fault = "outside";
  }
  return fault;
}

/** The view, moved so that the point does not lie at its very edge or outside. */
function inSight(view: MapView, point: Point): MapView {
  const { x, y } = placeOf(view, point);
  const isSeen = x >= 0.08 && x <= 0.92 && y >= 0.08 && y <= 0.92;
  return isSeen ? view : { ...view, ...point };
}

async function firstView(
  regions: Where,
  question: PlaceQuestion,
  entry: FormEntry,
  point: Point | undefined,
  whole: MapView,
): Promise<MapView> {
  if (point !== undefined) return { ...point, metres: Math.min(aroundPoint, whole.metres) };
  const chosen = chosenRegion(question, entry);
  return chosen === undefined ? whole : viewOfRegion(regions, chosen);
}

/** All of a region, or of the nearest one above it whose boundary is known. */
async function viewOfRegion(regions: Where, code: string): Promise<MapView> {
  for (const known of [...ancestorCodes(code), code].toReversed()) {
    const boundary = known === "" ? undefined : await regions.boundary(known);
    if (boundary !== undefined) return viewOf(boundary.bbox);
  }
  return viewOf(indonesia);
}

async function boxesAround(regions: Where, { code }: Location): Promise<readonly Box[]> {
  const boundaries = await Promise.all([...ancestorCodes(code), code].map((known) => regions.boundary(known)));
  return boundaries.flatMap((boundary) => (boundary === undefined ? [] : [boundary.bbox]));
}

/** The region of the point, unless what was chosen lies in it and says more. */
function regionOf(question: PlaceQuestion, entry: FormEntry, location: Location, context: FormContext): FormEntry {
  const chosen = chosenRegion(question, entry);
  if (chosen !== undefined && isWithin(chosen, location.code)) return entry;
  return withRegion(question, withoutRegion(question, entry), location.code, context);
}

function withPoint({ name }: PlaceQuestion, entry: FormEntry, point: Point | undefined): FormEntry {
  const text = (degrees: number | undefined) => (degrees === undefined ? "" : String(degrees));
  return { ...entry, [`${name}.lat`]: [text(point?.lat)], [`${name}.lng`]: [text(point?.lng)] };
}

function withoutMap(entry: FormEntry): FormEntry {
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => name !== viewField && !name.startsWith(`${viewField}.`)),
  );
}

/** The value of the field that says what the map shows. */
export function writeView({ lat, lng, metres }: MapView): string {
  return [lat.toFixed(5), lng.toFixed(5), String(metres)].join(",");
}

/** What a form says the map shows; undefined when it is nothing a map can show. */
function readView(text: string): MapView | undefined {
  const [lat, lng, metres] = text.split(",").map(Number);
  if (text === "" || lat === undefined || lng === undefined || metres === undefined) return undefined;
  const isGood = Math.abs(lat) <= 80 && Math.abs(lng) <= 180 && metres >= 100 && metres <= 10_000_000;
  return isGood ? scaled({ lat, lng, metres }, 1) : undefined;
}
