import { firstOf } from "../../kernel/case-pages/index.ts";
import { type FormContext, type FormEntry, pointWithoutRegion, withRegion } from "../../kernel/forms/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { fitOf, isWithin } from "../../kernel/regions/index.ts";
import type { FieldError } from "../../kernel/result/index.ts";
import type { PlaceAnswer, PlaceQuestion, Question, RegionQuestion } from "../../kernel/services/index.ts";
import { takeMapStep } from "./place-map.ts";
import { asksPoint, isChosen, type Placed, withoutRegion } from "./placed.ts";

/** Fields of the page beside those of the question: a name to search, the button for it, and the one that takes a region found. */
export const searchField = "_wilayah";
export const searchButton = "_cari";
export const pickButton = "_pilih";
/** The name the page has searched already: Enter in another field does not search it again. */
export const searchedField = "_dicari";

const mostFound = 8;

/** Finds the region without scripts: on the map, by a name typed in, a name picked from those found, or the point of the phone. */
export async function placeRegion(
  kernel: Kernel,
  question: PlaceQuestion | RegionQuestion,
  entry: FormEntry,
  context: FormContext,
): Promise<Placed> {
  const root = question.anywhere === true ? "" : context.rootRegion;
  const stepped = asksPoint(question) ? await takeMapStep(kernel.regions, question, entry, root, context) : undefined;
  if (stepped !== undefined) return stepped;
  const picked = firstOf(entry, pickButton);
  if (picked !== "" && isWithin(picked, root) && (await kernel.regions.find(picked)) !== undefined)
    return { entry: withRegion(question, withoutRegion(question, entry), picked, context), errors: [], again: true };
  const name = firstOf(entry, searchField);
  const isNew = name !== "" && name !== firstOf(entry, searchedField);
  const asked = firstOf(entry, searchButton) !== "" || (isNew && !isChosen(question, entry));
  if (asked) {
    const found = await kernel.regions.search(name.slice(0, 80), {
      within: root,
      level: question.level,
      limit: mostFound,
    });
    return { entry, errors: [], again: true, found, searched: name };
  }
  const point = pointWithoutRegion(question, entry);
  return point === undefined
    ? { entry, errors: [], again: false }
    : regionOfPoint(kernel, question, entry, point, root, context);
}

async function regionOfPoint(
  kernel: Kernel,
  question: PlaceQuestion | RegionQuestion,
  entry: FormEntry,
  point: { readonly lat: string; readonly lng: string },
  root: string,
  context: FormContext,
): Promise<Placed> {
  const degrees = { lat: degreesOf(point.lat), lng: degreesOf(point.lng) };
  // Not numbers at all: the question itself says which field is wrong.
  if (Number.isNaN(degrees.lat) || Number.isNaN(degrees.lng)) return { entry, errors: [], again: false };
  const location = await kernel.regions.locate(degrees);
  const field = `${question.name}.point`;
  if (location === undefined) return { entry, errors: [{ field, message: "forms.error.place.nowhere" }], again: true };
  if (!isWithin(location.code, root) && !isWithin(root, location.code))
    return { entry, errors: [{ field, message: "forms.error.region.outside" }], again: true };
  const chosen = withRegion(question, entry, location.code, context);
  if (location.exact) return { entry: chosen, errors: [], again: false };
  const region = (await kernel.regions.fullName(location.code)) ?? "";
  const message = location.level === question.level ? "regions.location.confirm" : "regions.location.choose-rest";
  return { entry: chosen, errors: [], again: true, notice: { message, params: { region } } };
}

/** What is wrong with a point although its form is right: in the sea, or clearly in another region than the one chosen. */
export async function pointFault(kernel: Kernel, question: Question, answer: unknown): Promise<readonly FieldError[]> {
  if (question.type !== "place" || !isPlace(answer) || answer.point === undefined) return [];
  const field = `${question.name}.point`;
  const fit = fitOf(await kernel.regions.locate(answer.point), answer.region);
  if (fit === "nowhere") return [{ field, message: "forms.error.place.nowhere" }];
  return fit === "outside" ? [{ field, message: "forms.error.place.elsewhere" }] : [];
}

/** "-7,2575" and "-7.2575" are the same. */
function degreesOf(text: string): number {
  return Number(text.replace(",", "."));
}

function isPlace(answer: unknown): answer is PlaceAnswer {
  return typeof answer === "object" && answer !== null && "region" in answer;
}
