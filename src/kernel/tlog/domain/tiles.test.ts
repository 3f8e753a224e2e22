import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgeTiles, parseTilePath, tilePath, widthIn } from "./tiles.ts";

describe("tiles", () => {
  it("have the addresses of the specification's example", () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: "entries", index: 0, width: 8 })).toBe("tile/entries/000.p/8");
  });

  it("of a tree of 70,000 are those of the specification's example", () => {
    expect(edgeTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect([widthIn(70_000, 0, 272), widthIn(70_000, 1, 0), widthIn(70_000, 0, 274)]).toEqual([256, 256, 0]);
    expect(edgeTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
  });

  it("are found by their address again", () => {
    const tile = fc.record({
      level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant("entries" as const)),
      index: fc.integer({ min: 0, max: 10 ** 12 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tile, (each) => {
        expect(parseTilePath(tilePath(each))).toEqual(each);
      }),
    );
  });

  it.each([
    "tile/0/1",
    "tile/00/001",
    "tile/64/001",
    "tile/0/x000/001",
    "tile/0/x001/x067",
    "tile/0/001.p/0",
    "tile/0/001.p/256",
    "tile/0/001.p/08",
    "tile/0/../001",
    "tile/entries/001/",
    "tile/1e1/001",
  ])("are not named by %s", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
