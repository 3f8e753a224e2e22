/** Signed notes of C2SP signed-note, and the keys that sign them. */
import { err, ok, type Result } from "../../result/index.ts";
import { concat, fromBase64, fromHex, isEqual, toBase64, toHex, utf8Bytes } from "./bytes.ts";
import type { Sha256 } from "./merkle.ts";

/** Ed25519 over the text itself. */
export const ed25519Type = 0x01;
/** Ed25519 over the text with the time of a witness. */
export const cosignatureType = 0x04;

export interface NoteSignature {
  readonly name: string;
  /** Four bytes in lowercase hex. */
  readonly keyId: string;
  /** What follows the key's id. */
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that verifies, as a vkey line tells it. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: number;
  readonly publicKey: Uint8Array;
}

/** Whether an Ed25519 signature holds: node:crypto on the server, WebCrypto in the browser. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

export type NoteFault = "not-a-note" | "too-many-signatures";

/** More than any log and its witnesses need; the format asks for at least 16. */
const mostSignatures = 64;
const keyIdBytes = 4;
const ed25519KeyBytes = 32;
const dash = "\u2014";

export function parseNote(note: string): Result<Note, NoteFault> {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || !isPlainText(note)) return err("not-a-note");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > mostSignatures) return err("too-many-signatures");
  const signatures = lines.map(parseSignatureLine);
  if (signatures.some((signature) => signature === undefined)) return err("not-a-note");
  return ok({ text: note.slice(0, split + 1), signatures: signatures as NoteSignature[] });
}

/** UTF-8 without control characters but the newline. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text.replaceAll("\n", "").replaceAll(/[\u007f-\u009f]/g, ""));
}

/** One line of a signature without its newline; undefined when it is none. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [start, name = "", encoded = "", ...rest] = line.split(" ");
  const bytes = fromBase64(encoded);
  if (start !== dash || rest.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length <= keyIdBytes)
    return undefined;
  return { name, keyId: toHex(bytes.subarray(0, keyIdBytes)), signature: bytes.subarray(keyIdBytes) };
}

/** The line with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `${dash} ${name} ${toBase64(concat(fromHex(keyId) ?? new Uint8Array(), signature))}\n`;
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join("")}`;
}

/** Not empty, no space of any kind, no plus. */
export function isKeyName(name: string): boolean {
  return name !== "" && !/[\s+\p{Z}]/u.test(name);
}

export function keyIdOf(sha256: Sha256, name: string, type: number, publicKey: Uint8Array): string {
  return toHex(sha256(concat(utf8Bytes(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, keyIdBytes));
}

export function verifierKey(sha256: Sha256, name: string, type: number, publicKey: Uint8Array): VerifierKey {
  return { name, type, publicKey, keyId: keyIdOf(sha256, name, type, publicKey) };
}

/** The key as one word: "name+1a2b3c4d+AQ…". */
export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;
}

/** Undefined when it is none, when its id does not belong to it, or when its kind is not one of the two that we verify. */
export function parseVerifierKey(sha256: Sha256, vkey: string): VerifierKey | undefined {
  const [name = "", keyId = "", ...rest] = vkey.split("+");
  // Base 64 may hold a plus itself.
  const bytes = fromBase64(rest.join("+"));
  if (!isKeyName(name) || bytes === undefined) return undefined;
  const [type = 0, publicKey] = [bytes[0], bytes.subarray(1)];
  const isKnown = (type === ed25519Type || type === cosignatureType) && publicKey.length === ed25519KeyBytes;
  if (!isKnown || keyIdOf(sha256, name, type, publicKey) !== keyId) return undefined;
  return { name, keyId, type, publicKey };
}

export interface VerifiedBy {
  readonly key: VerifierKey;
  readonly signature: NoteSignature;
}

/**
 * Which of `keys` signed the note. Unknown keys are passed over; a known key whose signature fails makes the whole note "forged". `messageOf`
 * gives what such a key signs and the bare signature; undefined when the signature has not that form.
 */
export async function signersOf(
  note: Note,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
  messageOf: (note: Note, signed: NoteSignature) => SignedMessage | undefined = plainMessage,
): Promise<Result<readonly VerifiedBy[], "forged">> {
  const found: VerifiedBy[] = [];
  for (const signature of note.signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (key === undefined) continue;
    const signed = messageOf(note, signature);
    if (signed === undefined || !(await verify(key.publicKey, signed.message, signed.signature))) return err("forged");
    if (!found.some((each) => isEqual(each.key.publicKey, key.publicKey))) found.push({ key, signature });
  }
  return ok(found);
}

export interface SignedMessage {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

function plainMessage(note: Note, { signature }: NoteSignature): SignedMessage {
  return { message: utf8Bytes(note.text), signature };
}
