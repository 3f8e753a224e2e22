import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Tools } from "../../../../kernel/tlog/index.ts";

/** What a check needs, on any device: not every browser of our readers knows Ed25519 by itself. */
export const ownTools: Tools = {
  sha256,
  verify: (publicKey, message, signature) => ed25519.verify(signature, message, publicKey),
};
