import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { createBoundaries } from "./boundaries.ts";
import { clipRing, type Line, widestChord } from "./domain/clip.ts";
import { isWithin } from "./domain/code.ts";
import { boxOf, type MapView, mapHeight, placeOf, pointAt, scaled, viewAfterTap, viewOf } from "./domain/map-view.ts";
import { type DrawnRegion, drawMap, mapWidth } from "./map-drawing.ts";

const boundaries = createBoundaries(join(projectRoot, "data", "regions"));
const surabaya: MapView = { lat: -7.2718, lng: 112.718, metres: 32_000 };
const monas = { lat: -6.1754, lng: 106.8272 };

const views = fc.record({
  lat: fc.double({ min: -11, max: 6, noNaN: true }),
  lng: fc.double({ min: 95, max: 141, noNaN: true }),
  metres: fc.integer({ min: 1_000, max: 5_000_000 }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("a view", () => {
  test("of any place: the point that lies there comes to lie there, to less than a pixel of a phone", () => {
    fc.assert(
      fc.property(views, share, share, (view, x, y) => {
        const back = placeOf(view, pointAt(view, { x, y }));
        expect(Math.abs(back.x - x)).toBeLessThan(1 / 288);
        expect(Math.abs(back.y - y)).toBeLessThan(1 / (288 * mapHeight));
      }),
    );
  });

  test("says no point finer than its pixels", () => {
    const decimals = (metres: number) => {
      const { lat } = pointAt({ ...surabaya, metres }, { x: 0.123456, y: 0.654321 });
      return String(lat).split(".")[1]?.length ?? 0;
    };
    expect(decimals(3_000_000)).toBeLessThanOrEqual(2);
    expect(decimals(32_000)).toBeLessThanOrEqual(4);
    expect(decimals(1_000)).toBeLessThanOrEqual(5);
    expect(decimals(1_000)).toBeGreaterThanOrEqual(4);
  });

  test("of a box shows all of it, north up", () => {
    const box = [112.59, -7.35, 112.85, -7.19] as const;
    const [west, south, east, north] = boxOf(viewOf(box));
    expect(west < box[0] && south < box[1] && east > box[2] && north > box[3]).toBe(true);
    expect(placeOf(surabaya, { lat: -7.2, lng: 112.718 }).y).toBeLessThan(0.5);
  });

  test("comes no closer than a kilometre, and goes no farther than the country", () => {
    expect(scaled(surabaya, 1e-6).metres).toBe(1_000);
    expect(scaled(surabaya, 1e6).metres).toBe(7_000_000);
  });

  test("goes by taps from the province to the kelurahan, and stays where nothing narrower is known", async () => {
    const codes = ["31", "31.71", "31.71.01", "31.71.01.1001"];
    const boxes = (await Promise.all(codes.map((code) => boundaries.boundary(code)))).map((one) => one?.bbox);
    const known = boxes.filter((box) => box !== undefined);
    let view: MapView = { lat: -2.5, lng: 118, metres: 5_800_000 };
    const widths: number[] = [];
    for (let tap = 0; tap < 8; tap += 1) {
      const next = viewAfterTap(view, known);
      const { x, y } = placeOf(next, monas);
      expect(x > 0 && x < 1 && y > 0 && y < 1).toBe(true);
      if (next.metres !== view.metres) widths.push(next.metres);
      view = next;
    }
    expect(widths.length).toBeGreaterThanOrEqual(3);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(view).toEqual(viewOf(known.at(-1) ?? [0, 0, 0, 0]));
    expect(viewAfterTap(surabaya, [])).toEqual(surabaya);
  });
});

describe("cut to a frame", () => {
  const frame = [0, 0, 100, 80] as const;
  test("a ring within is as it was, one outside is nothing, one across stays inside", () => {
    const square = (x: number, y: number, size: number): Line => [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ];
    expect(areaOf(clipRing(square(10, 10, 20), frame))).toBeCloseTo(400);
    expect(clipRing(square(200, 10, 20), frame)).toEqual([]);
    expect(areaOf(clipRing(square(90, 70, 20), frame))).toBeCloseTo(100);
    expect(areaOf(clipRing(square(-50, -50, 300), frame))).toBeCloseTo(8_000);
  });

  test("no ring leaves the frame, and what is left is no more than there was", () => {
    const point = fc.tuple(fc.integer({ min: -200, max: 300 }), fc.integer({ min: -200, max: 300 }));
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const triangle: Line = [a, b, c, a];
        const cut = clipRing(triangle, frame);
        for (const [x, y] of cut) {
          expect(x).toBeGreaterThanOrEqual(-1e-9);
          expect(x).toBeLessThanOrEqual(100 + 1e-9);
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(80 + 1e-9);
        }
        expect(areaOf(cut)).toBeLessThanOrEqual(areaOf(triangle) + 1e-6);
      }),
    );
  });

  test("a name goes where the shape is widest, never across a gap", () => {
    const bowTie: Line = [
      [0, 0],
      [40, 0],
      [40, 60],
      [60, 60],
      [60, 0],
      [100, 0],
      [100, 80],
      [0, 80],
      [0, 0],
    ];
    const chord = widestChord([bowTie], 0, 80, 9);
    expect(chord?.width).toBe(100);
    expect(chord?.y).toBeGreaterThan(60);
    expect(widestChord([bowTie], 0, 59, 5)?.width).toBe(40);
    expect(widestChord([], 0, 80, 9)).toBeUndefined();
  });
});

describe("drawn", () => {
  test("every shape is a path near the picture; its name lies in the picture", async () => {
    const drawn = await drawMap(boundaries, viewOf([106.7, -6.35, 106.95, -6.1]));
    expect(drawn.length).toBeGreaterThan(5);
    for (const { path, label } of drawn) {
      expect(path).toMatch(/^(M-?\d+ -?\d+l(-?\d+[ -]?)+z)+$/);
      for (const [, x, y] of path.matchAll(/M(-?\d+) (-?\d+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(-6);
        expect(Number(x)).toBeLessThanOrEqual(mapWidth + 6);
        expect(Number(y)).toBeGreaterThanOrEqual(-6);
        expect(Number(y)).toBeLessThanOrEqual(mapWidth * mapHeight + 6);
      }
      expect(label.y > 0 && label.y < mapWidth * mapHeight).toBe(true);
    }
  });

  test("the finer the closer: provinces, kabupaten and kota, kecamatan, kelurahan; where none are known, what there is", async () => {
    const levels = (drawn: readonly DrawnRegion[]) => [...new Set(drawn.map(({ level }) => level))];
    const jakarta = (metres: number) => drawMap(boundaries, { ...monas, metres });
    expect(levels(await jakarta(3_000_000))).toEqual(["province"]);
    expect(levels(await jakarta(60_000))).toEqual(["regency"]);
    expect(levels(await jakarta(20_000))).toEqual(["regency", "district"]);
    const close = await jakarta(3_000);
    expect(levels(close)).toEqual(["regency", "village"]);
    expect(close.some(({ code }) => code === "31.71.01.1001")).toBe(true);
    expect(levels(await drawMap(boundaries, { ...surabaya, metres: 3_000 }))).toEqual(["regency"]);
  });

  test("only what touches the view", async () => {
    const box = [112.7, -7.3, 112.75, -7.25] as const;
    expect((await boundaries.touching(box, "regency")).map(({ code }) => code)).toContain("35.78");
    expect((await boundaries.touching(box, "regency")).length).toBeLessThan(8);
    expect(await boundaries.touching(box, "village")).toEqual([]);
    const codes = (await boundaries.touching([106.82, -6.18, 106.83, -6.17], "district")).map(({ code }) => code);
    expect(codes.every((code) => isWithin(code, "31"))).toBe(true);
  });
});

function areaOf(ring: Line): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    sum += ax * by - bx * ay;
  }
  return Math.abs(sum / 2);
}
