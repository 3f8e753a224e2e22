import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, toHex, utf8Bytes } from "./bytes.ts";
import { type Edge, grow, rootOfEdge } from "./growing.ts";
import { createMerkle, type Hash } from "./merkle.ts";
import { consistencyProof, inclusionProof, type ReadTile, rootFromTiles } from "./proving.ts";
import { edgeTiles, tilePath, tilesAbout, widthIn } from "./tiles.ts";

const merkle = createMerkle((data) => createHash("sha256").update(data).digest());
const leafAt = (index: number) => merkle.leaf(utf8Bytes(`entry ${index}`));

/** The definition of RFC 6962 §2.1, word for word: slow. */
function rootByDefinition(leaves: readonly Hash[]): Hash {
  if (leaves.length <= 1) return leaves[0] ?? merkle.emptyRoot;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return merkle.node(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

/** A tree of `sizes` in turn, each batch on its own, with all its tiles by their path. */
function build(sizes: readonly number[]) {
  const tiles = new Map<string, Uint8Array>();
  let [edge, size]: [Edge, number] = [[], 0];
  for (const next of sizes) {
    const growth = grow(
      merkle,
      edge,
      size,
      Array.from({ length: next - size }, (_, at) => leafAt(size + at)),
    );
    for (const { level, index, hashes } of growth.full)
      tiles.set(tilePath({ level, index, width: hashes.length }), concat(...hashes));
    [edge, size] = [growth.edge, next];
    for (const tile of edgeTiles(size)) tiles.set(tilePath(tile), concat(...(edge[Number(tile.level)] ?? [])));
  }
  return { edge, size, tiles };
}

const most = 1_500;
const sizes = fc
  .uniqueArray(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 6 })
  .map((numbers) => numbers.sort((a, b) => a - b));

/** Only what `needed` lists may be read. */
function readerOf(
  tiles: ReadonlyMap<string, Uint8Array>,
  needed: readonly { level: number | "entries"; index: number }[],
  size: number,
): ReadTile {
  return (level, index) => {
    expect(needed.some((tile) => tile.level === level && tile.index === index)).toBe(true);
    return tiles.get(tilePath({ level, index, width: widthIn(size, level, index) }));
  };
}

describe("a tree", () => {
  it("has the root of its definition, in whatever batches it grew", () => {
    fc.assert(
      fc.property(sizes, (steps) => {
        const { edge, size, tiles } = build(steps);
        const root = toHex(rootByDefinition(Array.from({ length: size }, (_, index) => leafAt(index))));
        expect(toHex(rootOfEdge(merkle, edge))).toBe(root);
        expect(toHex(rootFromTiles(merkle, readerOf(tiles, edgeTiles(size), size), size))).toBe(root);
        expect(edge.every((hashes) => hashes.length < 256)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("proves every entry, from the tiles about it alone; no other entry, index or root fits", () => {
    const { size, tiles, edge } = build([700, 1_300]);
    const root = rootOfEdge(merkle, edge);
    fc.assert(
      fc.property(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 }), (index, other) => {
        const proof = inclusionProof(merkle, readerOf(tiles, tilesAbout(index, size), size), index, size);
        const claim = { index: BigInt(index), size: BigInt(size), leaf: leafAt(index), proof, root };
        expect(merkle.faultOfInclusion(claim)).toBeUndefined();
        if (other !== index) {
          expect(merkle.faultOfInclusion({ ...claim, leaf: leafAt(other) })).toBe("wrong-root");
          expect(merkle.faultOfInclusion({ ...claim, index: BigInt(other) })).toBeDefined();
        }
      }),
    );
  });

  it("proves that it begins with each that it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }), (one, two) => {
        const [oldSize, newSize] = [Math.min(one, two), Math.max(one, two)];
        const [old, grown] = [build([oldSize]), build([oldSize, newSize])];
        const read = readerOf(grown.tiles, tilesAbout(oldSize - 1, newSize), newSize);
        const claim = {
          oldSize: BigInt(oldSize),
          newSize: BigInt(newSize),
          oldRoot: rootOfEdge(merkle, old.edge),
          newRoot: rootOfEdge(merkle, grown.edge),
          proof: consistencyProof(merkle, read, oldSize, newSize),
        };
        expect(merkle.faultOfConsistency(claim)).toBeUndefined();
        expect(merkle.faultOfConsistency({ ...claim, oldRoot: leafAt(0) })).toBe(
          oldSize === 1 ? undefined : "wrong-root",
        );
      }),
      { numRuns: 40 },
    );
  });
});
