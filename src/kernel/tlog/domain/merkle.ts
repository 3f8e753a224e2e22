/** The Merkle tree of RFC 6962 §2.1: hashes and the checks of proofs. Sizes are bigint, for proofs come from strangers. */
import { concat, isEqual } from "./bytes.ts";

/** 32 bytes. */
export type Hash = Uint8Array;
export type Sha256 = (data: Uint8Array) => Hash;

export const hashBytes = 32;

/** Why a proof does not hold. */
export type ProofFault = "index-beyond-size" | "sizes-swapped" | "empty-tree" | "wrong-length" | "wrong-root";

export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  readonly leaf: Hash;
  /** From the leaf's sibling up. */
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

export interface ConsistencyClaim {
  readonly oldSize: bigint;
  readonly newSize: bigint;
  readonly oldRoot: Hash;
  readonly newRoot: Hash;
  readonly proof: readonly Hash[];
}

export interface Merkle {
  readonly emptyRoot: Hash;
  /** H(0x00 ‖ entry) */
  leaf(entry: Uint8Array): Hash;
  /** H(0x01 ‖ left ‖ right) */
  node(left: Hash, right: Hash): Hash;
  /** Why the entry is not shown to be in the tree; undefined when it is. */
  faultOfInclusion(claim: InclusionClaim): ProofFault | undefined;
  /** Why the new tree is not shown to begin with the old one; undefined when it does. An empty old tree is for the caller to judge. */
  faultOfConsistency(claim: ConsistencyClaim): ProofFault | undefined;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export function createMerkle(sha256: Sha256): Merkle {
  const leaf = (entry: Uint8Array) => sha256(concat(leafPrefix, entry));
  const node = (left: Hash, right: Hash) => sha256(concat(nodePrefix, left, right));

  /** Hashes on the path inside the part that is a whole tree: left or right by the bits of `index`. */
  const climb = (seed: Hash, proof: readonly Hash[], index: bigint) =>
    proof.reduce((hash, sibling, height) => {
      const isRight = ((index >> BigInt(height)) & 1n) === 1n;
      return isRight ? node(sibling, hash) : node(hash, sibling);
    }, seed);
  /** The same, as if all that lies to the right did not exist yet. */
  const climbLeftOnly = (seed: Hash, proof: readonly Hash[], index: bigint) =>
    proof.reduce(
      (hash, sibling, height) => (((index >> BigInt(height)) & 1n) === 1n ? node(sibling, hash) : hash),
      seed,
    );
  /** Along the right border of the tree all siblings lie to the left. */
  const climbBorder = (seed: Hash, proof: readonly Hash[]) => proof.reduce((hash, left) => node(left, hash), seed);

  return {
    emptyRoot: sha256(new Uint8Array()),
    leaf,
    node,
    faultOfInclusion({ index, size, leaf: hash, proof, root }) {
      if (![hash, root, ...proof].every(isHash)) return "wrong-length";
      if (index < 0n || index >= size) return "index-beyond-size";
      const inner = bitLength(index ^ (size - 1n));
      const border = onesOf(index >> BigInt(inner));
      if (proof.length !== inner + border) return "wrong-length";
      const found = climbBorder(climb(hash, proof.slice(0, inner), index), proof.slice(inner));
      return isEqual(found, root) ? undefined : "wrong-root";
    },
    faultOfConsistency({ oldSize, newSize, oldRoot, newRoot, proof }) {
      if (newSize < oldSize) return "sizes-swapped";
      if (oldSize <= 0n) return "empty-tree";
      if (oldSize === newSize) {
        if (proof.length > 0) return "wrong-length";
        return isEqual(oldRoot, newRoot) ? undefined : "wrong-root";
      }
      const shift = trailingZeros(oldSize);
      const inner = bitLength((oldSize - 1n) ^ (newSize - 1n)) - shift;
      const index = (oldSize - 1n) >> BigInt(shift);
      const border = onesOf(index >> BigInt(inner));
      // A whole old tree is its own beginning of the proof.
      const isWhole = oldSize === 1n << BigInt(shift);
      if (proof.length !== inner + border + (isWhole ? 0 : 1)) return "wrong-length";
      const seed = isWhole ? oldRoot : (proof[0] ?? oldRoot);
      const rest = isWhole ? proof : proof.slice(1);
      const [inside, along] = [rest.slice(0, inner), rest.slice(inner)];
      const old = climbBorder(climbLeftOnly(seed, inside, index), along);
      const grown = climbBorder(climb(seed, inside, index), along);
      return isEqual(old, oldRoot) && isEqual(grown, newRoot) ? undefined : "wrong-root";
    },
  };
}

function isHash({ length }: Hash): boolean {
  return length === hashBytes;
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

function onesOf(value: bigint): number {
  return value.toString(2).replaceAll("0", "").length;
}

function trailingZeros(value: bigint): number {
  return value.toString(2).match(/0*$/)?.[0].length ?? 0;
}
