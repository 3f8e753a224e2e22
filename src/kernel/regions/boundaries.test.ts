import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { parseCsv } from "../time/index.ts";
import { type Boundary, createBoundaries, type Layers, locateIn, readLayers } from "./boundaries.ts";
import { areaAt, borderWithin, contains } from "./domain/contains.ts";
import { outlineOf } from "./domain/outline.ts";
import { readRegionFile } from "./region-file.ts";

const folder = join(projectRoot, "data", "regions");
const boundaries = createBoundaries(folder);
let layers: Layers;
beforeAll(async () => {
  layers = await readLayers(folder);
});

describe("a point", () => {
  test.each([
    [
      "Keputran, Surabaya: the kota, the rest is asked",
      -7.2757,
      112.7406,
      { code: "35.78", level: "regency", exact: false },
    ],
    [
      "Monas, Jakarta: the kelurahan (Gambir)",
      -6.1754,
      106.8272,
      { code: "31.71.01.1001", level: "village", exact: true },
    ],
    [
      "Taman Mini, no kelurahan: the kecamatan",
      -6.3024,
      106.8951,
      { code: "31.75.10", level: "district", exact: false },
    ],
    ["Jayapura, far east", -2.5337, 140.7181, { code: "91.71", level: "regency", exact: false }],
    ["Sabang, far west", 5.8946, 95.3192, { code: "11.72", level: "regency", exact: false }],
    ["Ubud, Bali", -8.5069, 115.2625, { code: "51.04", level: "regency", exact: false }],
  ])("%s", async (_, lat, lng, location) => {
    expect(await boundaries.locate({ lat, lng })).toEqual(location);
  });

  test.each([
    ["the Java Sea", -6, 110],
    ["Singapore", 1.3, 103.85],
    ["Dili", -8.5569, 125.5603],
    ["Kuala Lumpur", 3.139, 101.687],
    ["latitude and longitude swapped", 112.7406, -7.2757],
    ["no number", Number.NaN, 112],
    ["infinity", Number.POSITIVE_INFINITY, 112],
    ["0, 0", 0, 0],
  ])("%s is outside", async (_, lat, lng) => {
    expect(await boundaries.locate({ lat, lng })).toBeUndefined();
  });

  test("on a pier, 200 m off the shore, still belongs to the town; 2 km off it does not", () => {
    const shore = shoreNorthOf(layers, 112.7);
    expect(locateIn(layers, { lat: shore + 0.002, lng: 112.7 })?.level).toBe("regency");
    expect(locateIn(layers, { lat: shore + 0.02, lng: 112.7 })).toBeUndefined();
  });

  test("on the border of two kelurahan is not exact", () => {
    const { villages } = layers;
    let near = 0;
    for (let step = 0; step < 2_000; step += 1) {
      const point = { lat: -6.2 + step * 1e-5, lng: 106.83 };
      const found = locateIn(layers, point);
      const area = areaAt(villages, point.lng * 1e6, point.lat * 1e6);
      if (
        found === undefined ||
        area === undefined ||
        !borderWithin(villages, area, point.lng * 1e6, point.lat * 1e6, 25)
      )
        continue;
      near += 1;
      expect(found.exact).toBe(false);
    }
    expect(near).toBeGreaterThan(20);
  });
});

test("where the two sources name different kota, the kelurahan is not exact", () => {
  let disagreed = 0;
  for (let lat = -6.37; lat < -6.1; lat += 0.003) {
    for (let lng = 106.69; lng < 106.97; lng += 0.003) {
      const found = locateIn(layers, { lat, lng });
      const regency = areaAt(layers.regencies, lng * 1e6, lat * 1e6)?.code;
      if (found?.level !== "village" || regency === undefined || found.code.startsWith(`${regency}.`)) continue;
      disagreed += 1;
      expect(found.exact).toBe(false);
    }
  }
  expect(disagreed).toBeGreaterThan(20);
});

test("a point level with a corner of the border is counted once", () => {
  const { villages } = layers;
  const area = villages.areas.find(({ code }) => code === "31.71.01.1001");
  if (area === undefined) throw new Error("Gambir has no area");
  let tried = 0;
  for (const arc of area.arcs) {
    for (let i = villages.starts[arc] ?? 0; i < (villages.starts[arc + 1] ?? 0); i += 1) {
      const y = villages.ys[i] ?? 0;
      for (const x of [106_820_000, 106_827_200, 106_850_000]) {
        if (borderWithin(villages, area, x, y, 5)) continue;
        tried += 1;
        expect(contains(villages, area, x, y)).toBe(contains(villages, area, x, y + 0.5));
      }
    }
  }
  expect(tried).toBeGreaterThan(100);
});

test("in Jakarta 9 of 10 points in a kelurahan are exact, and the two sources agree on the kota for 97 of 100", () => {
  let villages = 0;
  let exact = 0;
  let agreed = 0;
  for (let lat = -6.37; lat < -6.1; lat += 0.003) {
    for (let lng = 106.69; lng < 106.97; lng += 0.003) {
      const found = locateIn(layers, { lat, lng });
      if (found?.level !== "village") continue;
      villages += 1;
      if (found.exact) exact += 1;
      const regency = areaAt(layers.regencies, lng * 1e6, lat * 1e6)?.code;
      if (regency !== undefined && found.code.startsWith(`${regency}.`)) agreed += 1;
    }
  }
  expect(villages).toBeGreaterThan(5_000);
  expect(exact / villages).toBeGreaterThan(0.88);
  expect(agreed / villages).toBeGreaterThan(0.96);
});

test("every code in the boundary files is a region of today, and every kabupaten and kota has its area", async () => {
  const { csv } = await readRegionFile(folder);
  const codes = new Set([...parseCsv(csv)].map(({ fields }) => fields["kode"] ?? ""));
  for (const { areas } of [layers.regencies, layers.villages]) {
    expect(areas.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
  }
  const regencies = [...codes].filter((code) => code.length === 5);
  expect(layers.regencies.areas.map(({ code }) => code).sort()).toEqual(regencies.sort());
});

test("20,000 points are found in a second", () => {
  const points = Array.from({ length: 20_000 }, (_, i) => ({
    lat: -11 + ((i * 7_919) % 17_000) / 1_000,
    lng: 95 + ((i * 104_729) % 46_000) / 1_000,
  }));
  for (const point of points.slice(0, 2_000)) locateIn(layers, point);
  const cpu = process.cpuUsage();
  for (const point of points) locateIn(layers, point);
  // Time of this process, so that a busy machine does not count.
  expect(process.cpuUsage(cpu).user / 1e6).toBeLessThan(1);
});

describe("outlines", () => {
  test("an outline holds the points its area holds, away from the border", () => {
    const index = layers.villages.areas.findIndex(({ code }) => code === "31.71.01.1001");
    const area = layers.villages.areas[index];
    if (area === undefined) throw new Error("Gambir has no area");
    const polygons = outlineOf(layers.villages, [index], 200);
    fc.assert(
      fc.property(
        fc.double({ min: 106.8, max: 106.85, noNaN: true }),
        fc.double({ min: -6.2, max: -6.15, noNaN: true }),
        (lng, lat) => {
          const [x, y] = [lng * 1e6, lat * 1e6];
          fc.pre(!borderWithin(layers.villages, area, x, y, 60));
          expect(polygons.some(([outer]) => outer !== undefined && ringHolds(outer, x, y))).toBe(
            contains(layers.villages, area, x, y),
          );
        },
      ),
    );
  });

  test("a kecamatan is the union of its kelurahan: as large, with none of their inner lines", async () => {
    const whole = await boundaries.boundary("31.71.01", { toleranceMetres: 0 });
    const parts = await boundaries.boundaries("31.71.01", "village", { toleranceMetres: 0 });
    expect(parts).toHaveLength(6);
    const size = (list: readonly (Boundary | undefined)[]) => list.reduce((sum, one) => sum + areaOf(one), 0);
    expect(size([whole])).toBeCloseTo(size(parts), 9);
    expect(whole?.geometry.coordinates).toHaveLength(1);
  });

  test("a town within a kabupaten is a hole in it, not drawn over", async () => {
    const magelang = await boundaries.boundary("33.08");
    expect(magelang?.geometry.coordinates.some((rings) => rings.length > 1)).toBe(true);
    const [west = 0, south = 0, east = 0, north = 0] = magelang?.bbox ?? [];
    expect(west < 110.218 && 110.218 < east && south < -7.477 && -7.477 < north).toBe(true);
  });

  test("layers: every kota of a province, every kelurahan of a kota, all provinces", async () => {
    expect(await boundaries.boundaries("35", "regency")).toHaveLength(38);
    expect(await boundaries.boundaries("31.71", "village")).toHaveLength(44);
    expect(await boundaries.boundaries("31", "district")).toHaveLength(42);
    const provinces = await boundaries.boundaries("", "province");
    expect(provinces).toHaveLength(38);
    // Slivers between kabupaten would show as holes (219 of them); what is left are lakes and a few wide gaps of the source.
    const holes = provinces.flatMap(({ geometry }) => geometry.coordinates.map((rings) => rings.length - 1));
    expect(holes.reduce((sum, count) => sum + count, 0)).toBeLessThan(20);
    expect(await boundaries.boundaries("35.78", "village")).toEqual([]);
    expect(await boundaries.boundary("35.78.05")).toBeUndefined();
  });

  test("simplified is smaller, and even a tiny island group keeps an outline", async () => {
    const fine = await boundaries.boundary("35.09", { toleranceMetres: 10 });
    const coarse = await boundaries.boundary("35.09", { toleranceMetres: 1_000 });
    const count = (one: Boundary | undefined) => one?.geometry.coordinates.flat(2).length ?? 0;
    expect(count(coarse)).toBeLessThan(count(fine) / 2);
    expect(count(await boundaries.boundary("31.01", { toleranceMetres: 5_000 }))).toBeGreaterThan(3);
  });

  test("rings are closed; outer ones run counter-clockwise, holes clockwise (RFC 7946)", async () => {
    for (const one of await boundaries.boundaries("33", "regency")) {
      for (const rings of one.geometry.coordinates) {
        for (const [index, ring] of rings.entries()) {
          expect(ring[0]).toEqual(ring.at(-1));
          expect(Math.sign(signedArea(ring))).toBe(index === 0 ? 1 : -1);
        }
      }
    }
  });
});

function signedArea(ring: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}

function areaOf(boundary: Boundary | undefined): number {
  return boundary?.geometry.coordinates.flat().reduce((sum, ring) => sum + signedArea(ring), 0) ?? 0;
}

function ringHolds(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [fromX = 0, fromY = 0] = ring[i - 1] ?? [];
    const [toX = 0, toY = 0] = ring[i] ?? [];
    if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) inside = !inside;
  }
  return inside;
}

/** The northernmost latitude of Surabaya at a longitude, where the sea begins. */
function shoreNorthOf({ regencies }: Layers, lng: number): number {
  let lat = -7.1;
  while (areaAt(regencies, lng * 1e6, lat * 1e6)?.code !== "35.78") lat -= 0.0001;
  return lat;
}
