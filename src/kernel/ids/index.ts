import { randomBytes } from "node:crypto";

/** A UUIDv7 in text form. */
export type Uuid = string;

/** Counts the ids of this process, from anywhere in the lower half of 32 bits. */
const made = { count: randomBytes(4).readUInt32BE() >>> 1 };

/** Sixteen bytes that nobody has had: drawn from the system many at a time, because drawing costs more than all else about an id. */
function freshBytes(): Buffer {
  if (pool.used === pool.bytes.length) pool = { bytes: randomBytes(4_096), used: 0 };
  pool.used += 16;
  return pool.bytes.subarray(pool.used - 16, pool.used);
}

let pool = { bytes: randomBytes(4_096), used: 0 };

/**
 * A new UUIDv7 (RFC 9562): 48 bits of time in ms, 32 bits that count the ids of this process, 42 random bits. Sorts by creation: indexes stay
 * compact, and what happened twice in a millisecond keeps its order.
 * It shows when a thing was made: use it inside, never as a public code or a secret.
 */
export function newId(now: number = Date.now()): Uuid {
  const bytes = freshBytes();
  made.count = (made.count + 1) >>> 0;
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | (made.count >>> 20), 6);
  bytes.writeUInt16BE(0x8000 | ((made.count >>> 6) & 0x3fff), 8);
  bytes.writeUInt8(((made.count & 0x3f) << 2) | ((bytes[10] ?? 0) & 3), 10);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(text: string): text is Uuid {
  return uuidPattern.test(text);
}

/** Crockford base32: no I, L, O, U, so that a code can be read out on the phone. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const bodyLength = 11;

/**
 * A public code of 12 signs: 11 random (55 bits of crypto randomness) and one check sign, e.g. `7K4M2QX8D3R0`.
 * Never sequential; knowing one gives no right to anything.
 */
export function newPublicCode(random: (size: number) => Uint8Array = randomBytes): string {
  let body = "";
  for (const byte of random(bodyLength)) body += alphabet[byte & 31];
  return body + checkSign(body);
}

/**
 * The code in its stored form, or undefined when it cannot be one: forgives case, spaces, dashes and the look-alikes
 * O→0, I/L→1; a single wrong sign or two neighbours swapped are found by the check sign.
 */
export function parsePublicCode(text: string): string | undefined {
  const plain = text
    .toUpperCase()
    .replace(/[\s.-]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (plain.length !== bodyLength + 1) return undefined;
  for (const sign of plain) if (!alphabet.includes(sign)) return undefined;
  return checkSign(plain.slice(0, bodyLength)) === plain[bodyLength] ? plain : undefined;
}

/** The code as people read it: groups of four. */
export function formatPublicCode(code: string): string {
  let text = code.slice(0, 4);
  for (let at = 4; at < code.length; at += 4) text += `-${code.slice(at, at + 4)}`;
  return text;
}

/** Luhn mod N over base32: finds every single error and nearly all swaps of neighbours. */
function checkSign(body: string): string {
  let factor = 2;
  let sum = 0;
  for (const sign of [...body].reverse()) {
    const addend = factor * alphabet.indexOf(sign);
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = factor === 2 ? 1 : 2;
  }
  return alphabet[(32 - (sum % 32)) % 32] ?? "0";
}

/** A one-time code of six digits, each digit uniform. */
export function newOneTimeCode(random: (size: number) => Uint8Array = randomBytes): string {
  let code = "";
  while (code.length < 6) {
    for (const byte of random(8)) if (byte < 250 && code.length < 6) code += String(byte % 10);
  }
  return code;
}

/** Digits of the PINs that guests got before they had ten. */
export const shortGuestPinLength = 6;

/**
 * The PIN of ten digits (33 bits) that a keyed digest of 32 bytes stands for. All of the digest counts: what a division leaves over makes no PIN
 * likelier than another by more than 1 in 2^222.
 */
export function guestPinFrom(digest: Buffer): string {
  return String(BigInt(`0x${digest.toString("hex")}`) % 10_000_000_000n).padStart(10, "0");
}

/** The PIN as people read and copy it: `483 920 1745`. */
export function formatGuestPin(pin: string): string {
  return [pin.slice(0, 3), pin.slice(3, 6), pin.slice(6)].join(" ").trimEnd();
}

/** Random bytes to hide a value under. */
export function newPad(size: number): Buffer {
  return randomBytes(size);
}

/** A secret for cookies and links: 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The smallest id that can be made at `now`: what `newId` gave before is smaller. Before 1970 nothing was made. */
export function firstIdAt(now: number): Uuid {
  const hex = Math.max(now, 0).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
