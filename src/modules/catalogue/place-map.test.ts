import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { projectRoot } from "../../kernel/config/index.ts";
import {
  type FormContext,
  type FormEntry,
  formContext,
  readJson,
  replayStored,
  takePost,
} from "../../kernel/forms/index.ts";
import { createRegions, isWithin, type MapView, mapHeight, type Regions } from "../../kernel/regions/index.ts";
import { flow, free, type PlaceQuestion, place, service, workingDays } from "../../kernel/services/index.ts";
import { drawPicture } from "./map-picture.ts";
import { mapWidths, openView, takeMapStep } from "./place-map.ts";
import type { Placed } from "./placed.ts";

const where: PlaceQuestion = place("where", "w", { level: "village", landmark: "optional", point: "optional" });
const form = service(
  "club.place",
  { version: 1, from: "2026-01-01" },
  {
    title: "t",
    summary: "s",
    law: [],
    fee: free("f"),
    deadline: workingDays(1, { source: "s", verified: false }),
    for: "guest",
    route: "r",
    regionFrom: "where",
    ask: [where],
    flow: flow({ start: "sent", states: { sent: { label: "l", happening: "h", final: true } } }),
  },
);
const jakarta = "31";
const surabaya = "35.78";
const said = (key: string, params: Readonly<Record<string, string | number>> = {}) =>
  [key, ...Object.values(params)].join(" ");

let database: TestDatabase;
let regions: Regions;

beforeAll(async () => {
  database = await testDatabase();
  regions = createRegions({ db: database.db, folder: join(projectRoot, "data", "regions") });
});
afterAll(() => database.close());

function contextOf(root: string): FormContext {
  return formContext({
    t: said,
    today: "2026-11-24",
    now: "2026-11-24T03:00:00Z",
    newRowId: () => "r1",
    rootRegion: root,
  });
}

async function step(root: string, entry: FormEntry, pressed: Readonly<Record<string, string>>): Promise<Placed> {
  const posted = { ...entry, ...Object.fromEntries(Object.entries(pressed).map(([name, value]) => [name, [value]])) };
  const placed = await takeMapStep(regions, where, posted, root, contextOf(root));
  if (placed === undefined) throw new Error(`nothing was pressed: ${JSON.stringify(pressed)}`);
  return placed;
}

/** A tap at shares of the map's width and height, as a browser of that width sends it. */
function tapAt(x: number, y: number, width: (typeof mapWidths)[number] = 328): Record<string, string> {
  return {
    [`_peta.${width}.x`]: String(Math.round(x * width)),
    [`_peta.${width}.y`]: String(Math.round(y * width * mapHeight)),
  };
}

async function opened(root: string, entry: FormEntry = {}): Promise<FormEntry> {
  return (await step(root, entry, { "_peta.buka": "1" })).entry;
}

/** The map open at a view. */
function at(view: string, rest: FormEntry = {}): FormEntry {
  return { ...rest, _peta: [view] };
}

function shownBy(entry: FormEntry): MapView {
  const view = openView(entry);
  if (view === undefined) throw new Error("the map is closed");
  return view;
}

const region = (entry: FormEntry) =>
  ["village", "district", "regency"]
    .map((level) => entry[`where.region.${level}`]?.[0])
    .find((code) => code !== undefined);

describe("a tap", () => {
  test("goes from the city to the kelurahan, and says the place", async () => {
    let entry = await opened(jakarta);
    const widths = [shownBy(entry).metres];
    // Where Monas is, wherever the map stands by now.
    for (let taps = 0; taps < 5; taps += 1) {
      const { lat, lng, metres } = shownBy(entry);
      const wide = metres / (111_320 * Math.cos((lat / 180) * Math.PI));
      const [x, y] = [(106.8272 - lng) / wide + 0.5, ((lat + 6.1754) * 111_320) / (metres * mapHeight) + 0.5];
      const placed = await step(jakarta, entry, tapAt(x, y, 640));
      expect(placed).toMatchObject({ errors: [], again: true });
      entry = placed.entry;
      widths.push(shownBy(entry).metres);
    }
    expect(new Set(widths).size).toBeGreaterThanOrEqual(4);
    expect(region(entry)).toBe("31.71.01.1001");
    const picture = await drawPicture(regions, where, entry, jakarta, said);
    expect(picture?.says).toMatch(/^catalogue\.map\.at Kelurahan Gambir, Gambir, Kota Administrasi Jakarta Pusat/);
    expect(picture?.names.map(({ text }) => text)).toContain("Gambir");
    expect(picture?.pin).toBeDefined();
  });

  test("where only the kota is known, names the kota and asks for the rest by list", async () => {
    const open = await opened(surabaya);
    const { entry, errors } = await step(surabaya, open, tapAt(0.5, 0.55));
    expect(errors).toEqual([]);
    expect(await regions.locate({ lat: Number(entry["where.lat"]), lng: Number(entry["where.lng"]) })).toMatchObject({
      code: surabaya,
    });
    // Nothing finer is known: closer there would be nothing to see.
    expect(shownBy(entry)).toEqual(shownBy(open));
    const picture = await drawPicture(regions, where, entry, surabaya, said);
    expect(picture?.says).toContain("catalogue.map.at Kota Surabaya");
    expect(picture?.says).toContain("catalogue.map.rest.regency");
    expect(takePost(where, {}, onlyFields(entry), contextOf(surabaya)).kind).toBe("again");
  });

  test("keeps the kelurahan that was chosen, when it lies there", async () => {
    const chosen = { "where.region.district": ["35.78.05"], "where.region.village": ["35.78.05.1004"] };
    const { entry } = await step(surabaya, await opened(surabaya, chosen), tapAt(0.5, 0.55));
    expect(region(entry)).toBe("35.78.05.1004");
    const picture = await drawPicture(regions, where, entry, surabaya, said);
    expect(picture?.says).toContain("catalogue.map.at Kelurahan Keputran, Tegalsari, Kota Surabaya");
  });

  test("in another kelurahan than the one chosen changes it", async () => {
    const chosen = {
      "where.region.regency": ["31.71"],
      "where.region.district": ["31.71.01"],
      "where.region.village": ["31.71.01.1001"],
    };
    const { entry } = await step(jakarta, at("-6.2297,106.8295,3000", chosen), tapAt(0.5, 0.5));
    expect(region(entry)?.startsWith("31.74")).toBe(true);
  });

  test.each([
    ["in the sea", surabaya, at("-7.19500,112.79000,8000"), "catalogue.map.sea"],
    ["abroad", "", at("1.35000,103.82000,8000"), "catalogue.map.sea"],
    ["in another city", surabaya, at("-7.45000,112.71000,8000"), "catalogue.map.outside"],
  ])("%s is refused with a sentence, and nothing changes", async (_where, root, open, message) => {
    const before = { ...open, "where.lat": ["-7.28"], "where.lng": ["112.74"], "where.landmark": ["Depan sekolah"] };
    const { entry, errors, again } = await step(root, before, tapAt(0.5, 0.4));
    expect(errors).toEqual([{ field: "peta", message }]);
    expect(again).toBe(true);
    expect(entry).toEqual(before);
  });

  test("on a map of the country means the nearest land under the finger", async () => {
    // 60 km north of Jakarta, in the Java Sea: a pixel is 18 km there.
    const open = at("-5.60000,106.83000,5800000");
    const { entry, errors } = await step("", open, tapAt(0.5, 0.5, 640));
    expect(errors).toEqual([]);
    expect(region(entry)).toBeDefined();
    const { errors: far } = await step("", at("-5.00000,110.00000,5800000"), tapAt(0.5, 0.5, 640));
    expect(far).toEqual([{ field: "peta", message: "catalogue.map.sea" }]);
  });
});

describe("without a finger", () => {
  test("Enter takes the middle, then brings the map closer to the pin", async () => {
    const enter = { "_peta.328.x": "0", "_peta.328.y": "0" };
    const first = await step(jakarta, at("-6.17540,106.82720,20000"), enter);
    expect([first.entry["where.lat"], first.entry["where.lng"]].map(Number)).toEqual([
      expect.closeTo(-6.1754, 2),
      expect.closeTo(106.8272, 2),
    ]);
    const second = await step(jakarta, first.entry, enter);
    expect(shownBy(second.entry).metres).toBeLessThan(shownBy(first.entry).metres);
    expect(second.entry["where.lat"]).toEqual(first.entry["where.lat"]);
  });

  test("buttons move the pin, and the map follows it", async () => {
    let { entry } = await step(jakarta, at("-6.20000,106.83000,4000"), tapAt(0.5, 0.5));
    const [lat, lng] = [Number(entry["where.lat"]), Number(entry["where.lng"])];
    for (let press = 0; press < 20; press += 1) entry = (await step(jakarta, entry, { "_peta.ke": "timur" })).entry;
    expect(Number(entry["where.lng"])).toBeGreaterThan(lng + 0.015);
    expect(Number(entry["where.lat"])).toBeCloseTo(lat, 3);
    const picture = await drawPicture(regions, where, entry, jakarta, said);
    expect(picture?.pin).toBeDefined();
    entry = (await step(jakarta, entry, { "_peta.ke": "utara" })).entry;
    expect(Number(entry["where.lat"])).toBeGreaterThan(lat);
  });

  test("keys move it by the script to where they say", async () => {
    const { entry } = await step(jakarta, at("-6.20000,106.83000,4000"), { "_peta.titik": "0.75,0.25" });
    expect(Number(entry["where.lng"])).toBeCloseTo(106.83 + 1_000 / 111_320 / Math.cos((6.2 / 180) * Math.PI), 4);
    expect(Number(entry["where.lat"])).toBeCloseTo(-6.2 + 750 / 111_320, 4);
    // Moving is not tapping: the map stays.
    expect(shownBy(entry).metres).toBe(4_000);
  });

  test("closer and farther, never beyond the region served; the pin can be removed; closing keeps the point", async () => {
    const open = await opened(surabaya);
    const closer = await step(surabaya, open, { "_peta.ke": "dekat" });
    expect(shownBy(closer.entry).metres).toBeLessThan(shownBy(open).metres);
    const back = await step(surabaya, closer.entry, { "_peta.ke": "jauh" });
    expect(shownBy((await step(surabaya, back.entry, { "_peta.ke": "jauh" })).entry)).toEqual(shownBy(open));
    const tapped = await step(surabaya, open, tapAt(0.5, 0.55));
    const closed = await step(surabaya, tapped.entry, { "_peta.tutup": "1" });
    expect(openView(closed.entry)).toBeUndefined();
    expect(closed.entry["where.lat"]).toEqual(tapped.entry["where.lat"]);
    const forgotten = await step(surabaya, tapped.entry, { "_peta.hapus": "1" });
    expect(forgotten.entry["where.lat"]).toEqual([""]);
  });

  test("the place of the device is looked up when the script says so", async () => {
    const found = at("-6.30000,106.90000,4000", { "where.lat": ["-6,1754"], "where.lng": ["106,8272"] });
    const { entry } = await step(jakarta, found, { "_peta.lihat": "1" });
    expect(region(entry)).toBe("31.71.01.1001");
    expect(shownBy(entry)).toMatchObject({ lat: -6.1754, lng: 106.8272, metres: 4_000 });
  });

  test("opens where something is known already: the point, or the region chosen", async () => {
    const point = { "where.lat": ["-6.1754"], "where.lng": ["106.8272"] };
    expect(shownBy(await opened(jakarta, point))).toMatchObject({ lat: -6.1754, lng: 106.8272 });
    const chosen = shownBy(await opened(jakarta, { "where.region.regency": ["31.71"] }));
    expect(chosen.metres).toBeLessThan(shownBy(await opened(jakarta)).metres);
    // A kecamatan whose boundary nobody knows: all of its kota.
    const unknown = shownBy(await opened(surabaya, { "where.region.district": ["35.78.05"] }));
    expect(unknown).toEqual(shownBy(await opened(surabaya)));
    // A village that serves itself.
    expect(shownBy(await opened("35.78.05.1004"))).toEqual(shownBy(await opened(surabaya)));
  });
});

describe("nonsense", () => {
  test.each([["nonsense"], ["NaN,NaN,NaN"], ["-7,112"], ["99,999,1"], ["-7,112,1e99"], [",,"]])(
    "a view of %j is none",
    (view) => {
      expect(openView(at(view))).toBeUndefined();
    },
  );

  test("buttons and taps that no page has are no steps of the map", async () => {
    const all: readonly Readonly<Record<string, string>>[] = [
      { "_peta.ke": "kiri" },
      { "_peta.328.x": "9999", "_peta.328.y": "1" },
      { "_peta.328.x": "x", "_peta.328.y": "y" },
      { "_peta.77.x": "1", "_peta.77.y": "1" },
      { "_peta.titik": "2,2" },
    ];
    for (const pressed of all)
      await expect(step(surabaya, at("-7.27,112.72,30000"), pressed)).rejects.toThrow(/nothing was pressed/);
  });

  test("fields that hold no number are left to the question, which says what is wrong", async () => {
    const { entry } = await step(surabaya, { "where.lat": ["utara"], "where.lng": ["1"] }, { "_peta.buka": "1" });
    const taken = takePost(where, {}, onlyFields(entry), contextOf(surabaya));
    expect(taken.kind === "again" && taken.errors.map(({ field }) => field)).toContain("where.lat");
  });
});

describe("all channels", () => {
  test("any place tapped is stored as the API and an offline phone would have said it", async () => {
    const shares = fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1_000);
    const taps = fc.array(fc.record({ x: shares, y: shares, width: fc.constantFrom(...mapWidths) }), {
      minLength: 1,
      maxLength: 5,
    });
    const stored = new Set<string>();
    await fc.assert(
      fc.asyncProperty(taps, fc.constantFrom("", "Depan pasar"), async (all, landmark) => {
        let entry: FormEntry = {
          ...at("-6.20000,106.83000,30000"),
          ...(landmark === "" ? {} : { "where.landmark": [landmark] }),
        };
        for (const { x, y, width } of all) {
          const before = entry;
          const placed = await step(jakarta, entry, tapAt(x, y, width));
          entry = placed.entry;
          if (placed.errors.length > 0) expect(entry).toEqual(before);
        }
        const context = contextOf(jakarta);
        const taken = takePost(where, {}, onlyFields(entry), context);
        const point = { lat: Number(entry["where.lat"]), lng: Number(entry["where.lng"]) };
        const code = region(entry);
        if (taken.kind === "again") {
          // No point yet, or one where the kelurahan must be asked for: nothing is at fault but that it is missing.
          expect(taken.errors.every(({ message }) => /^forms\.(missing|error\.region)/.test(message))).toBe(true);
          return;
        }
        expect(isWithin(code ?? "", (await regions.locate(point))?.code ?? "nowhere")).toBe(true);
        const answers = { where: { region: code, ...(landmark === "" ? {} : { landmark }), point } };
        const api = readJson(form, JSON.parse(JSON.stringify(answers)), context);
        expect(api).toEqual({ ok: true, value: { where: taken.answer } });
        const replayed = replayStored(
          {
            definitionId: form.id,
            version: 1,
            answers,
            files: {},
            key: "0198c0de-0000-7000-8000-000000000001",
            savedAt: context.now,
          },
          { get: () => form, current: () => form },
          context,
        );
        expect(replayed).toMatchObject({ ok: true, value: { answers: { where: taken.answer } } });
        stored.add(JSON.stringify(taken.answer));
      }),
      { numRuns: 60 },
    );
    expect(stored.size).toBeGreaterThan(10);
  });
});

/** What is posted of the question itself: fields of the page begin with an underscore. */
function onlyFields(entry: FormEntry): FormEntry {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !name.startsWith("_")));
}
