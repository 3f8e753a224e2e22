export { type Crypto, createCrypto } from "./crypto.ts";
export type { Field } from "./envelope.ts";
export { addDataKey, createKeys, type DataKey, type KeySource, type Keys, loadKeys } from "./keys.ts";
