export { type Crypto, createCrypto } from "./crypto.ts";
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
