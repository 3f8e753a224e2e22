import type { FormEntry, Translate } from "../../kernel/forms/index.ts";
import {
  ancestorCodes,
  type DrawnRegion,
  degreesOf,
  drawMap,
  type InPicture,
  isWithin,
  type Level,
  levelOf,
  type MapView,
  mapHeight,
  mapWidth,
  placeOf,
  type Regions,
  regionTitle,
} from "../../kernel/regions/index.ts";
import type { PlaceQuestion } from "../../kernel/services/index.ts";
import { openView, pointOf, writeView } from "./place-map.ts";
import { chosenRegion } from "./placed.ts";

/** The open map, ready to draw: in units of a picture `mapWidth` wide. */
export interface MapPicture {
  /** The value of the hidden field that keeps it open. */
  readonly view: string;
  /** West, north, and the degrees it is wide and high: what a script needs to know where it was tapped. */
  readonly frame: string;
  readonly regions: readonly PictureRegion[];
  readonly names: readonly PictureName[];
  readonly pin: InPicture | undefined;
  /** Of a pin that lies outside the picture too. */
  readonly hasPoint: boolean;
  readonly scale: { readonly units: number; readonly text: string };
  /** Where the pin stands, and what to do next. */
  readonly says: string;
}

export interface PictureRegion {
  readonly path: string;
  /** `here`: of the region served. `line`: a border within it. `away`: elsewhere. */
  readonly kind: "here" | "line" | "away";
}

interface PictureName {
  /** Middle of the text. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly here: boolean;
}

/** A letter of a name is at most about as wide as this. */
const letter = 17;
const line = 34;
/** As if a name of so many letters stood where the scale is. */
const scaleCorner = { x: 150, y: mapWidth * mapHeight - 24, text: "x".repeat(18) };
/** Wider maps let nobody find a house. */
const roughMetres = 4_000;

/** What the open map of a question shows; undefined while it is closed. `root` is the region served. */
export async function drawPicture(
  regions: Pick<Regions, "boundary" | "fullName" | "fullNames" | "touching">,
  question: PlaceQuestion,
  entry: FormEntry,
  root: string,
  t: Translate,
): Promise<MapPicture | undefined> {
  const view = openView(entry);
  if (view === undefined) return undefined;
  const [drawn, served, point, chosen] = [
    await drawMap(regions, view),
    await nearestKnown(regions, root),
    pointOf(question, entry),
    chosenRegion(question, entry),
  ];
  const names = await regions.fullNames(drawn.map(({ code }) => code));
  const place = chosen === undefined ? undefined : await regions.fullName(chosen);
  const pin = point === undefined ? undefined : inUnits(placeOf(view, point));
  return {
    view: writeView(view),
    frame: frameOf(view),
    regions: drawn.map(({ code, level, path }) => ({ path, kind: kindOf(code, level, drawn, served) })),
    names: namesOf(drawn, names, served),
    pin:
      pin !== undefined && pin.x >= 0 && pin.x <= mapWidth && pin.y >= 0 && pin.y <= mapWidth * mapHeight
        ? pin
        : undefined,
    hasPoint: point !== undefined,
    scale: scaleOf(view, t),
    says: says(question, view, point !== undefined, chosen, place, t),
  };
}

/** The region served, or the nearest above it whose boundary is known. "" is the whole country. */
async function nearestKnown(regions: Pick<Regions, "boundary">, root: string): Promise<string> {
  if (root === "") return root;
  for (const code of [root, ...ancestorCodes(root).toReversed()])
    if ((await regions.boundary(code)) !== undefined) return code;
  return "";
}

function kindOf(code: string, level: Level, drawn: readonly DrawnRegion[], served: string): PictureRegion["kind"] {
  if (!isWithin(code, served)) return "away";
  const [coarsest] = drawn;
  return level === coarsest?.level ? "here" : "line";
}

/** Names where they fit, the roomiest first; none over another, nor over the scale in the lower left corner. */
function namesOf(
  drawn: readonly DrawnRegion[],
  fullNames: ReadonlyMap<string, string>,
  served: string,
): readonly PictureName[] {
  const placed: PictureName[] = [];
  for (const { code, label } of drawn.toSorted((a, b) => b.label.width - a.label.width)) {
    const isCovered = drawn.some((other) => other.code !== code && isWithin(other.code, code));
    const text = isCovered ? undefined : fitting(fullNames.get(code) ?? "", label.width);
    if (text === undefined) continue;
    const name = { x: Math.round(label.x), y: Math.round(label.y), text, here: isWithin(code, served) };
    if (![scaleCorner, ...placed].some((other) => isOver(name, other))) placed.push(name);
  }
  return placed;
}

function isOver(a: PictureName, b: Pick<PictureName, "x" | "y" | "text">): boolean {
  return Math.abs(a.y - b.y) < line && Math.abs(a.x - b.x) < ((a.text.length + b.text.length) * letter) / 2;
}

/** The region's own name, or its shorter form, when it fits into the width; else undefined. */
function fitting(fullName: string, width: number): string | undefined {
  const name = fullName.split(",")[0] ?? "";
  return [name, name.replace(/^Kabupaten /, "")].find((text) => text !== "" && text.length * letter <= width);
}

function inUnits({ x, y }: InPicture): InPicture {
  return { x: Math.round(x * mapWidth), y: Math.round(y * mapWidth * mapHeight) };
}

function frameOf(view: MapView): string {
  const { wide, high } = degreesOf(view);
  return [view.lng - wide / 2, view.lat + high / 2, wide, high].map((degrees) => degrees.toFixed(6)).join(" ");
}

/** A length of 1, 2 or 5 with noughts, at most a quarter of the picture. */
function scaleOf({ metres }: MapView, t: Translate): MapPicture["scale"] {
  const most = metres / 4;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = ([5, 2, 1].find((times) => times * power <= most) ?? 1) * power;
  const text =
    length < 1_000 ? t("catalogue.map.metres", { metres: length }) : t("catalogue.map.km", { km: length / 1_000 });
  return { units: Math.round((length / metres) * mapWidth), text };
}

function says(
  question: PlaceQuestion,
  view: MapView,
  hasPoint: boolean,
  chosen: string | undefined,
  place: string | undefined,
  t: Translate,
): string {
  if (!hasPoint || chosen === undefined || place === undefined) return t("catalogue.map.start");
  const level = levelOf(chosen);
  const where = t("catalogue.map.at", { region: regionTitle({ code: chosen, name: place }) });
  const rest = level === question.level ? t("catalogue.map.wrong") : t(`catalogue.map.rest.${level}`);
  return [where, view.metres > roughMetres ? t("catalogue.map.rough") : "", rest]
    .filter((text) => text !== "")
    .join(" ");
}
