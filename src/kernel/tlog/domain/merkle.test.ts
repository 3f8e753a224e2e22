import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import consistency from "../vectors/merkle-consistency.json" with { type: "json" };
import inclusion from "../vectors/merkle-inclusion.json" with { type: "json" };
import rfc6962 from "../vectors/rfc6962.json" with { type: "json" };
import { fromBase64, fromHex, toHex } from "./bytes.ts";
import { grow, rootOfEdge } from "./growing.ts";
import { createMerkle } from "./merkle.ts";

const merkle = createMerkle((data) => createHash("sha256").update(data).digest());
const bytes = (text: string) => fromBase64(text) ?? new Uint8Array();

describe("the vectors of transparency-dev/merkle", () => {
  it("are as many as were published", () => {
    expect([inclusion.length, consistency.length]).toEqual([98, 98]);
  });

  it.each(inclusion)("inclusion $case", ({ leafIdx, treeSize, leafHash, root, proof, wantErr }) => {
    const fault = merkle.faultOfInclusion({
      index: BigInt(leafIdx),
      size: BigInt(treeSize),
      leaf: bytes(leafHash),
      root: bytes(root),
      proof: proof.map(bytes),
    });
    expect(fault !== undefined).toBe(wantErr);
  });

  it.each(consistency)("consistency $case", ({ size1, size2, root1, root2, proof, wantErr }) => {
    const fault = merkle.faultOfConsistency({
      oldSize: BigInt(size1),
      newSize: BigInt(size2),
      oldRoot: bytes(root1),
      newRoot: bytes(root2),
      proof: proof.map(bytes),
    });
    expect(fault !== undefined).toBe(wantErr);
  });
});

describe("the reference tree of RFC 6962", () => {
  const leaves = rfc6962.leafInputsHex.map((hex) => merkle.leaf(fromHex(hex) ?? new Uint8Array()));

  it("has these leaves", () => {
    expect(leaves.map(toHex)).toEqual(rfc6962.leafHashes);
  });

  it.each(rfc6962.rootsBySize.map((root, size) => ({ root, size })))(
    "has the root of $size leaves",
    ({ root, size }) => {
      expect(toHex(rootOfEdge(merkle, grow(merkle, [], 0, leaves.slice(0, size)).edge))).toBe(root);
    },
  );
});
