import { merkle } from "../../../kernel/ledger/index.ts";
import {
  type Checkpoint,
  consistencyProof,
  type Hash,
  tilePath,
  tilesAbout,
  type VerifierKey,
} from "../../../kernel/tlog/index.ts";
import { type Fetch, signedCheckpoint } from "./monitor.ts";

export type AnchoredAnswer =
  | { readonly answer: "valid"; readonly size: bigint }
  | { readonly answer: "invalid"; readonly why: "book-is-shorter" | "other-book" | "not-signed" }
  | { readonly answer: "cannot"; readonly why: "no-checkpoint" | "tile-missing" };

/**
 * Whether a state that somebody keeps outside is a state of the book that is served now: that today's book begins with it, proved by a consistency
 * proof made of the tiles that the book itself serves.
 */
export async function judgeAnchored(
  get: Fetch,
  keys: readonly VerifierKey[],
  anchored: { readonly size: number; readonly root: Hash },
): Promise<AnchoredAnswer> {
  const checkpoint = await signedCheckpoint(get, keys);
  if (checkpoint === "no-checkpoint") return { answer: "cannot", why: checkpoint };
  if (checkpoint === "not-signed") return { answer: "invalid", why: checkpoint };
  if (BigInt(anchored.size) > checkpoint.size) return { answer: "invalid", why: "book-is-shorter" };
  const proof = await proofOf(get, anchored.size, checkpoint);
  if (proof === undefined) return { answer: "cannot", why: "tile-missing" };
  const fault = merkle.faultOfConsistency({
    oldSize: BigInt(anchored.size),
    newSize: checkpoint.size,
    oldRoot: anchored.root,
    newRoot: checkpoint.root,
    proof,
  });
  return fault === undefined ? { answer: "valid", size: checkpoint.size } : { answer: "invalid", why: "other-book" };
}

async function proofOf(get: Fetch, oldSize: number, { size }: Checkpoint): Promise<readonly Hash[] | undefined> {
  const newSize = Number(size);
  if (oldSize === newSize) return [];
  const tiles = tilesAbout(oldSize - 1, newSize);
  const contents = await Promise.all(tiles.map((tile) => get(tilePath(tile))));
  if (contents.some((content) => content === undefined)) return undefined;
  const found = new Map(tiles.map(({ level, index }, at) => [`${level}/${index}`, contents[at]]));
  return consistencyProof(merkle, (level, index) => found.get(`${level}/${index}`), oldSize, newSize);
}
