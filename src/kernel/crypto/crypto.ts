import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { type SigningKey, signingKey } from "./ed25519.ts";
import { type Field, sealEnvelope } from "./envelope.ts";
import type { Keys, NamedKey } from "./keys.ts";
import type { ChainSigner } from "./secp256k1.ts";

export interface Crypto {
  readonly keys: Keys;
  /** Encrypts `text` for one place under the newest data key. Opening is for kernel/privacy alone (`open.ts`). */
  seal(field: Field, text: string): Buffer;
  /**
   * Finds equal values without opening them: 16 bytes of HMAC-SHA-256. `name` says what is indexed, e.g. "phone"; `value` must be in its
   * one canonical form.
   */
  blindIndex(name: string, value: string): Buffer;
  /** The same under each index key, newest first: what was indexed before the last rotation is found, too. */
  blindIndexes(name: string, value: string): readonly Buffer[];
  /** The account's name within one namespace (64 hex signs): the same each time, and not to be joined with another namespace's. */
  pseudonym(namespace: string, accountId: string): string;
  /** Keyed digest of a short secret (one-time code, PIN), so that a stolen table cannot be tried out. 32 bytes. */
  digest(purpose: string, ...parts: readonly string[]): Buffer;
  /** The keys that sign the book of this name, newest first. */
  bookSigners(origin: string): readonly SigningKey[];
  /** The accounts that anchor on a chain, newest first. */
  chainSigners(): Promise<readonly ChainSigner[]>;
  /** The keys of the codes on documents, newest first: the first signs. */
  documentSigners(): readonly SigningKey[];
  /** Ids of the data keys, newest first: a backup names them, so that a restore can say which key it wants. */
  keyIds(): readonly string[];
  /** Ids of the index keys, newest first. */
  indexKeyIds(): readonly string[];
}

const tablePattern = /^([a-z][a-z0-9_]*)\.[a-z][a-z0-9_]*$/;
const columnPattern = /^[a-z][a-z0-9_]*$/;
const rowPattern = /^[A-Za-z0-9_-]+$/;

export function createCrypto(keys: Keys): Crypto {
  const derived = new Map<string, KeyObject>();
  const signers = new Map<string, readonly SigningKey[]>();
  let documents: readonly SigningKey[] | undefined;
  const [newest] = keys.data;
  const indexUnder = ({ id, secret }: NamedKey, name: string, value: string): Buffer =>
    hmac(under(secret, `index:${name}`, id), [`${name}:v1:${value}`]).subarray(0, 16);

  function under(root: KeyObject, use: string, rootId = ""): KeyObject {
    const known = derived.get(`${rootId}:${use}`);
    if (known !== undefined) return known;
    const key = derive(root, use);
    derived.set(`${rootId}:${use}`, key);
    return key;
  }

  return {
    keys,
    seal(field, text) {
      const domain = domainOf(field);
      return sealEnvelope(field, text, newest.id, under(newest.secret, `data:${newest.id}:${domain}`));
    },
    blindIndex: (name, value) => indexUnder(keys.index[0], name, value),
    blindIndexes: (name, value) => keys.index.map((key) => indexUnder(key, name, value)),
    pseudonym: (namespace, accountId) =>
      hmac(under(keys.pseudonym, `pseudonym:${namespace}`), [accountId]).toString("hex"),
    digest: (purpose, ...parts) => hmac(under(keys.code, `code:${purpose}`), parts),
    bookSigners(origin) {
      const known = signers.get(origin);
      if (known !== undefined) return known;
      const all = keys.ledger.map(({ secret }) => signingKey(derive(secret, `ledger:${origin}`)));
      signers.set(origin, all);
      return all;
    },
    async chainSigners() {
      // Only who anchors pays for the curve.
      const { chainSigner } = await import("./secp256k1.ts");
      return keys.anchor.map(({ secret }) => chainSigner(derive(secret, "anchor:secp256k1")));
    },
    documentSigners() {
      documents ??= keys.document.map(({ secret }) => signingKey(derive(secret, "document")));
      return documents;
    },
    keyIds: () => keys.data.map(({ id }) => id),
    indexKeyIds: () => keys.index.map(({ id }) => id),
  };
}

/** The key of one use, by HKDF-SHA-256 (RFC 5869). */
export function derive(root: KeyObject, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", root, "", `balai:${use}`, 32)));
}

/** Each schema is a domain with keys of its own. Throws on a field that is not named properly: a bug. */
export function domainOf(field: Field): string {
  const domain = tablePattern.exec(field.table)?.[1];
  if (domain === undefined || !columnPattern.test(field.column) || !rowPattern.test(field.rowId))
    throw new Error(`no place for a sealed value: ${field.table}.${field.column}`);
  return domain;
}

/** Lengths go in too: ("ab", "c") and ("a", "bc") must differ. */
function hmac(key: KeyObject, parts: readonly string[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) {
    const bytes = Buffer.from(part, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  return mac.digest();
}
