/** A tree that grows: its right edge, which is all one needs to know to add leaves and to give the root. */
import type { Hash, Merkle } from "./merkle.ts";
import { tileWidth } from "./tiles.ts";

/** What stands in the tile at the right edge of each level, lowest level first: fewer than 256 hashes each. */
export type Edge = readonly (readonly Hash[])[];

export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** Of the tile: its hash in the level above. */
  readonly root: Hash;
}

export interface Growth {
  readonly edge: Edge;
  /** The tiles that became full, lower levels first. */
  readonly full: readonly FullTile[];
}

/** Adds leaves to a tree of `size`. What it keeps does not grow with the tree. */
export function grow(merkle: Merkle, edge: Edge, size: number, leaves: readonly Hash[]): Growth {
  const levels: Hash[][] = [];
  const full: FullTile[] = [];
  let coming: readonly Hash[] = leaves;
  let before = size;
  for (let level = 0; level < edge.length || coming.length > 0; level += 1) {
    let first = Math.floor(before / tileWidth);
    let open = [...(edge[level] ?? []), ...coming];
    const roots: Hash[] = [];
    while (open.length >= tileWidth) {
      const hashes = open.slice(0, tileWidth);
      const root = rootOfWhole(merkle, hashes);
      full.push({ level, index: first, hashes, root });
      roots.push(root);
      open = open.slice(tileWidth);
      first += 1;
    }
    levels.push(open);
    coming = roots;
    before = Math.floor(before / tileWidth);
  }
  return { edge: levels, full };
}

/** Root of the tree with this right edge. */
export function rootOfEdge(merkle: Merkle, edge: Edge): Hash {
  // Whole subtrees from left to right are those of the highest level first, the largest of each level first.
  const wholes = edge.toReversed().flatMap((hashes) => wholesOf(merkle, hashes));
  const last = wholes.pop();
  return last === undefined ? merkle.emptyRoot : wholes.reduceRight((right, left) => merkle.node(left, right), last);
}

/** Splits hashes of one level into whole subtrees, largest first, and gives their roots. */
function wholesOf(merkle: Merkle, hashes: readonly Hash[]): Hash[] {
  const roots: Hash[] = [];
  let from = 0;
  for (let width = tileWidth / 2; width >= 1; width /= 2) {
    if ((hashes.length & width) === 0) continue;
    roots.push(rootOfWhole(merkle, hashes.slice(from, from + width)));
    from += width;
  }
  return roots;
}

/** Root over a power of two of hashes. */
export function rootOfWhole(merkle: Merkle, hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) {
    const next: Hash[] = [];
    for (let at = 0; at < row.length; at += 2) next.push(merkle.node(row[at] as Hash, row[at + 1] as Hash));
    row = next;
  }
  return row[0] as Hash;
}
