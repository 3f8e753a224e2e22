import { err, type FieldError, ok } from "../../../result/index.ts";
import type { PlaceAnswer, PlaceQuestion, RegionQuestion } from "../../../services/index.ts";
import { cleanLine } from "../../clean-text.ts";
import { parseDegrees, parsePoint } from "../../numerals.ts";
import { faultAt, posted, type QuestionType, readAsSaid, type Slot } from "../../question-type.ts";
import { checkWritten } from "../../written.ts";
import { regionType } from "../region/index.ts";
import { PlaceField } from "./html.tsx";

/** Indonesia with its seas: what lies outside is a mistake of the device or of typing. Degrees. */
const indonesia = { south: -11.2, north: 6.3, west: 94.7, east: 141.2 };
const landmarkLength = 200;

/** A place on earth. Stored: region code, landmark, point with six decimals (0.1 m). */
export const placeType: QuestionType<PlaceQuestion, PlaceAnswer> = {
  readForm(question, path, entry, context) {
    const region = regionType.readForm(regionOf(question), `${path}.region`, entry, context);
    const landmark = posted(entry, `${path}.landmark`) ?? "";
    const [lat = "", lng = ""] = [posted(entry, `${path}.lat`), posted(entry, `${path}.lng`)];
    const errors: FieldError[] = region.ok ? [] : [...region.error];
    const point: Record<string, number> = {};
    for (const [name, text] of Object.entries({ lat, lng })) {
      if (lat === "" && lng === "") continue;
      const degrees = parseDegrees(text);
      if (degrees === undefined) errors.push(...faultAt(`${path}.${name}`, `forms.error.place.${name}`));
      else point[name] = degrees;
    }
    if (!region.ok || errors.length > 0) return err(errors);
    const given = {
      ...(region.value === undefined ? {} : { region: region.value }),
      ...(landmark === "" ? {} : { landmark }),
      ...(lat === "" && lng === "" ? {} : { point }),
    };
    return ok(Object.keys(given).length === 0 ? undefined : given);
  },
  toEntry(question, path, answer, context) {
    return {
      ...regionType.toEntry(regionOf(question), `${path}.region`, answer.region, context),
      ...(answer.landmark === undefined ? {} : { [`${path}.landmark`]: [answer.landmark] }),
      ...(answer.point === undefined
        ? {}
        : { [`${path}.lat`]: [degrees(answer.point.lat)], [`${path}.lng`]: [degrees(answer.point.lng)] }),
    };
  },
  check(question, value, path, context) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return err(faultAt(path, "forms.error.place.kind"));
    const given = new Map<string, unknown>(Object.entries(value));
    const errors: FieldError[] = [];
    const answer: { region: string; landmark?: string; point?: { lat: number; lng: number } } = { region: "" };
    for (const name of given.keys())
      if (!["region", "landmark", "point"].includes(name))
        errors.push(...faultAt(`${path}.${name}`, "forms.error.unknown"));
    const code = given.get("region");
    const region =
      code === undefined || code === null
        ? err(faultAt(`${path}.region`, question.missing ?? `forms.error.region.${question.level}`))
        : regionType.check(regionOf(question), code, `${path}.region`, context);
    if (!region.ok) errors.push(...region.error);
    else if (region.value !== undefined) answer.region = region.value;
    const landmark = checkLandmark(question, given.get("landmark") ?? undefined, `${path}.landmark`);
    if (!landmark.ok) errors.push(...landmark.error);
    else if (landmark.value !== undefined) answer.landmark = landmark.value;
    const point = checkPoint(question, given.get("point") ?? undefined, `${path}.point`);
    if (!point.ok) errors.push(...point.error);
    else if (point.value !== undefined) answer.point = point.value;
    return errors.length > 0 ? err(errors) : ok(answer);
  },
  slots(question) {
    const region = regionType.slots(regionOf(question)).map((slot): Slot => ({ ...slot, key: "region" }));
    const landmark: Slot = {
      key: "landmark",
      optional: question.landmark === "optional",
      prompt: ({ t }) => t("forms.prompt.place.landmark"),
      read: readAsSaid,
    };
    const point: Slot = {
      key: "point",
      optional: question.point === "optional",
      prompt: ({ t }) => t("forms.prompt.place.point"),
      read({ text }) {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const value = parsePoint(text);
        return value === undefined
          ? { kind: "fault", remark: { message: "forms.error.place.point" } }
          : { kind: "answer", value };
      },
    };
    return [
      ...region,
      ...(question.landmark === "none" ? [] : [landmark]),
      ...(question.point === "none" ? [] : [point]),
    ];
  },
  schema(question, context) {
    const { south, north, west, east } = indonesia;
    return {
      type: "object",
      properties: {
        region: regionType.schema(regionOf(question), context),
        ...(question.landmark === "none" ? {} : { landmark: { type: "string", maxLength: landmarkLength } }),
        ...(question.point === "none"
          ? {}
          : {
              point: {
                type: "object",
                properties: {
                  lat: { type: "number", minimum: south, maximum: north },
                  lng: { type: "number", minimum: west, maximum: east },
                },
                required: ["lat", "lng"],
                additionalProperties: false,
              },
            }),
      },
      required: [
        "region",
        ...(question.landmark === "required" ? ["landmark"] : []),
        ...(question.point === "required" ? ["point"] : []),
      ],
      additionalProperties: false,
    };
  },
  display(question, answer, context) {
    const region = regionType.display(regionOf(question), answer.region, context);
    const place = answer.landmark === undefined ? region : `${answer.landmark}, ${region}`;
    if (answer.point === undefined) return place;
    return context.t("forms.place.shown", { place, lat: degrees(answer.point.lat), lng: degrees(answer.point.lng) });
  },
  redact: (_question, answer, audience) => (audience === "public" ? answer : { region: answer.region }),
  html: PlaceField,
};

/** The plain region question inside a place. */
function regionOf({ name, label, level, anywhere, missing }: PlaceQuestion): RegionQuestion {
  return { type: "region", name, label, level, anywhere, missing };
}

function checkLandmark({ landmark }: PlaceQuestion, value: unknown, path: string) {
  if (value === undefined || landmark === "none")
    return landmark === "required" ? err(faultAt(path, "forms.error.place.landmark")) : ok(undefined);
  const written = checkWritten(value, path, { maxLength: landmarkLength }, cleanLine);
  return written.ok && written.value === undefined && landmark === "required"
    ? err(faultAt(path, "forms.error.place.landmark"))
    : written;
}

function checkPoint({ point }: PlaceQuestion, value: unknown, path: string) {
  if (value === undefined || point === "none")
    return point === "required" ? err(faultAt(path, "forms.error.place.point")) : ok(undefined);
  if (typeof value !== "object" || value === null || !("lat" in value) || !("lng" in value))
    return err(faultAt(path, "forms.error.place.point"));
  const { lat, lng } = value;
  if (typeof lat !== "number" || typeof lng !== "number" || !Number.isFinite(lat) || !Number.isFinite(lng))
    return err(faultAt(path, "forms.error.place.point"));
  const { south, north, west, east } = indonesia;
  if (lat < south || lat > north || lng < west || lng > east) return err(faultAt(path, "forms.error.place.outside"));
  return ok({ lat: toSixDecimals(lat), lng: toSixDecimals(lng) });
}

function toSixDecimals(value: number): number {
  return Number(value.toFixed(6)) + 0;
}

/** Degrees as typed, never in exponential form. */
function degrees(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, "");
}
