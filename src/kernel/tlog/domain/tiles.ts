/** Addresses of the tiles of C2SP tlog-tiles: subtrees of height 8. Sizes and indexes are safe integers: our own logs. */

/** Hashes in a full tile, and how many of a level are one of the next. */
export const tileWidth = 256;

export interface TileAddress {
  /** From 0, where the leaves are; "entries": the bundle of the entries themselves. */
  readonly level: number | "entries";
  readonly index: number;
  /** Hashes in it: `tileWidth`, or fewer at the right edge. */
  readonly width: number;
}

const mostLevels = 64;

/** How many hashes a level has in a tree of `size`: of the tile's own kind, whole subtrees of 256^level leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** The tile's width in a tree of `size`; 0 when the tree has no such tile. */
export function widthIn(size: number, level: number, index: number): number {
  return Math.max(0, Math.min(tileWidth, hashesAt(level, size) - index * tileWidth));
}

/** The tile at the right edge of each level, lowest first; levels whose tiles are all full have none. */
export function edgeTiles(size: number): TileAddress[] {
  const tiles: TileAddress[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const width = hashesAt(level, size) % tileWidth;
    if (width > 0) tiles.push({ level, index: Math.floor(hashesAt(level, size) / tileWidth), width });
  }
  return tiles;
}

/** Every tile that a proof about `leaf` in a tree of `size` may need. */
export function tilesAbout(leaf: number, size: number): TileAddress[] {
  const tiles = edgeTiles(size);
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const index = Math.floor(leaf / tileWidth ** (level + 1));
    const width = widthIn(size, level, index);
    if (width === tileWidth) tiles.push({ level, index, width });
  }
  return tiles;
}

/** Where the tile is served, below the log's prefix: "tile/0/x001/x234/067.p/8". */
export function tilePath({ level, index, width }: TileAddress): string {
  const suffix = width === tileWidth ? "" : `.p/${width}`;
  return `tile/${level}/${groupsOf(index)}${suffix}`;
}

/** 1234067 is "x001/x234/067". */
function groupsOf(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.../g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

/** The tile that such a path names; undefined when it names none. There is one way to write each. */
export function parseTilePath(path: string): TileAddress | undefined {
  const found = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (found === null) return undefined;
  const [, levelText = "", groups = "", widthText] = found;
  const level = levelText === "entries" ? ("entries" as const) : Number(levelText);
  const index = Number(groups.replaceAll(/[x/]/g, ""));
  const width = widthText === undefined ? tileWidth : Number(widthText);
  if (typeof level === "number" && level >= mostLevels) return undefined;
  if (widthText !== undefined && (width < 1 || width >= tileWidth)) return undefined;
  const tile = { level, index, width };
  return tilePath(tile) === path ? tile : undefined;
}
