import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { err, ok, type Result } from "../result/index.ts";

/** Where a sealed value lives. It is bound to this place: moved to another row or column, it does not open. */
export interface Field {
  /** Schema and table, e.g. "accounts.contact". */
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

export type OpenFault = "malformed" | "unknown-key" | "not-authentic";

const version = 1;
const keyIdBytes = 4;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = 1 + keyIdBytes + ivBytes;

/** `v1 | keyId (4) | iv (12) | ciphertext | tag (16)`, AES-256-GCM; 33 bytes more than the UTF-8 text. */
export function sealEnvelope(field: Field, text: string, keyId: string, key: KeyObject): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(field, keyId));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(version), Buffer.from(keyId, "hex"), iv, body, cipher.getAuthTag()]);
}

/** The id of the key that sealed it, or undefined when these bytes are no envelope of ours. */
export function keyIdOf(sealed: Buffer): string | undefined {
  if (sealed.length < headBytes + tagBytes || sealed[0] !== version) return undefined;
  return sealed.subarray(1, 1 + keyIdBytes).toString("hex");
}

/** The text, or why not: any changed bit, another place or another key gives "not-authentic". */
export function openEnvelope(field: Field, sealed: Buffer, key: KeyObject): Result<string, OpenFault> {
  const keyId = keyIdOf(sealed);
  if (keyId === undefined) return err("malformed");
  const iv = sealed.subarray(1 + keyIdBytes, headBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(field, keyId));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = sealed.subarray(headBytes, sealed.length - tagBytes);
  try {
    return ok(Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8"));
  } catch {
    return err("not-authentic");
  }
}

/** The parts hold no colon (checked), so two places never give the same bytes. */
function boundTo(field: Field, keyId: string): Buffer {
  return Buffer.from(`${field.table}:${field.rowId}:${field.column}:${keyId}`, "utf8");
}
