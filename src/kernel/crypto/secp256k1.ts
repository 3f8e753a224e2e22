import type { KeyObject } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";

/** A key that signs transactions of a chain. */
export interface ChainSigner {
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
  /** Of 32 bytes that were hashed already: r and s (32 bytes each, s the lower one), and the bit that tells which public key it was. */
  signHash(hash: Uint8Array): { readonly r: Uint8Array; readonly s: Uint8Array; readonly yParity: 0 | 1 };
}

/** The secp256k1 key of a secret of 32 bytes. */
export function chainSigner(secret: KeyObject): ChainSigner {
  const key = new Uint8Array(secret.export());
  return {
    publicKey: secp256k1.getPublicKey(key, false),
    signHash(hash) {
      const signature = secp256k1.sign(hash, key, { prehash: false, format: "recovered" });
      return { yParity: signature[0] === 1 ? 1 : 0, r: signature.subarray(1, 33), s: signature.subarray(33, 65) };
    },
  };
}
