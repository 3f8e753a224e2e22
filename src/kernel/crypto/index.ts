export { type Crypto, createCrypto } from "./crypto.ts";
export { type SigningKey, signingKey, verifyEd25519 } from "./ed25519.ts";
export type { Field } from "./envelope.ts";
export {
  addKey,
  createKeys,
  type FoundKey,
  faultsOfGiven,
  type KeySource,
  type Keys,
  loadKeys,
  type NamedKey,
  type RotatedKind,
} from "./keys.ts";
export type { ChainSigner } from "./secp256k1.ts";
