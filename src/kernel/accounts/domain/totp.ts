import { createHmac } from "node:crypto";

/** Seconds of one time step, and digits of a code: what every authenticator app takes for granted (RFC 6238, Google Authenticator's key URI). */
const stepSeconds = 30;
const digits = 6;
/** Steps before and after now that are good too: clocks of phones differ, and people type slowly (RFC 6238 §5.2). */
const drift = 1;

/** The code of one time step: HOTP with HMAC-SHA-1 (RFC 4226 §5.3). */
export function codeOfStep(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The number of the time step at a moment. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/**
 * The step whose code was typed; undefined when it is none of now, or not after `last`, the step of the last code used: no code works twice.
 * `typed` holds digits only.
 */
export function matchingStep(secret: Uint8Array, typed: string, at: Date, last: number | null): number | undefined {
  const now = stepAt(at);
  let found: number | undefined;
  // All are looked at, so that the time it takes does not tell which one fitted.
  for (let step = now - drift; step <= now + drift; step += 1)
    if (codeOfStep(secret, step) === typed && step > (last ?? -1)) found = step;
  return found;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 without padding (RFC 4648 §6), as people type it into an app that cannot scan. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(value << (5 - bits)) & 31];
}

/** What the QR code holds (Key URI Format of Google Authenticator): the app shows issuer and account beside the code. */
export function keyUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&digits=${digits}&period=${stepSeconds}`;
}
