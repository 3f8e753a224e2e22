/** Proofs from tiles: which to read is in `tilesAbout`; here they are put together. */

import { rootOfWhole } from "./growing.ts";
import { type Hash, hashBytes, type Merkle } from "./merkle.ts";
import { tileWidth } from "./tiles.ts";

/** Hashes of a tile, one after the other; undefined when it was not read. */
export type ReadTile = (level: number, index: number) => Uint8Array | undefined;

/** Leaf's sibling first. `read` must give all of `tilesAbout(index, size)`. */
export function inclusionProof(merkle: Merkle, read: ReadTile, index: number, size: number): Hash[] {
  const path: Hash[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    const isLeft = index < middle;
    path.push(isLeft ? rangeHash(merkle, read, middle, end) : rangeHash(merkle, read, start, middle));
    if (isLeft) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/** That the tree of `newSize` begins with that of `oldSize` ≥ 1. `read` must give all of `tilesAbout(oldSize - 1, newSize)`. */
export function consistencyProof(merkle: Merkle, read: ReadTile, oldSize: number, newSize: number): Hash[] {
  const path: Hash[] = [];
  let [start, end] = [0, newSize];
  let isWholeOld = true;
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    const isLeft = oldSize <= middle;
    path.push(isLeft ? rangeHash(merkle, read, middle, end) : rangeHash(merkle, read, start, middle));
    if (isLeft) end = middle;
    else {
      start = middle;
      isWholeOld = false;
    }
  }
  // The old tree's own root is known to whoever asks.
  if (!isWholeOld) path.push(rangeHash(merkle, read, start, end));
  return path.reverse();
}

/** Root of the tree of `size`. `read` must give all of `edgeTiles(size)`. */
export function rootFromTiles(merkle: Merkle, read: ReadTile, size: number): Hash {
  return size === 0 ? merkle.emptyRoot : rangeHash(merkle, read, 0, size);
}

/** MTH(D[start:end]), where `start` is a multiple of the largest power of two that is not beyond the length. */
function rangeHash(merkle: Merkle, read: ReadTile, start: number, end: number): Hash {
  const length = end - start;
  const split = splitOf(length);
  if (split * 2 === length || length === 1) return wholeHash(merkle, read, start, length);
  return merkle.node(wholeHash(merkle, read, start, split), rangeHash(merkle, read, start + split, end));
}

/** Root of the whole subtree of `length` = 2^n leaves from `start` on. */
function wholeHash(merkle: Merkle, read: ReadTile, start: number, length: number): Hash {
  let level = 0;
  let [from, width] = [start, length];
  while (width >= tileWidth) {
    level += 1;
    from /= tileWidth;
    width /= tileWidth;
  }
  const index = Math.floor(from / tileWidth);
  const tile = read(level, index);
  const first = from - index * tileWidth;
  if (tile === undefined || tile.length < (first + width) * hashBytes)
    throw new Error(`tile ${level}/${index} is not there`);
  const hashes = Array.from({ length: width }, (_, at) =>
    tile.subarray((first + at) * hashBytes, (first + at + 1) * hashBytes),
  );
  return rootOfWhole(merkle, hashes);
}

/** The largest power of two below `length`; 1 for 1. */
function splitOf(length: number): number {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
}
