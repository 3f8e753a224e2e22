/** The code on a document: what a checker compares with the paper, signed by the issuer. Runs in the browser as on the server. */

/** A line that is compared with the paper. */
export type ComparedLine = readonly [label: string, value: string];

export interface DocumentCode {
  /** Of the document, twelve signs. */
  readonly code: string;
  readonly type: string;
  readonly number: string;
  readonly issuer: string;
  /** ISO day. */
  readonly day: string;
  /** Of its entry in the book of documents, counted from 0. */
  readonly place: number;
  readonly lines: readonly ComparedLine[];
}

/** What was read of the part behind "#" of a document's address. */
export interface ReadCode extends DocumentCode {
  /** The bytes that were signed. */
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const format = 1;
/** Apart from everything else that a key might sign. */
const context = "balai/document/v1\n";
/** Longer ones are none: names, numbers and two lines stay far below. */
export const longestCode = 2_000;

/** The text behind "#", signed by `sign`. */
export function writeCode(said: DocumentCode, sign: (message: Uint8Array) => Uint8Array): string {
  const { code, type, number, issuer, day, place, lines } = said;
  const body = toText(utf8.encode(JSON.stringify([format, code, type, number, issuer, day, place, lines])));
  return `${body}.${toText(sign(messageOf(body)))}`;
}

/** Undefined for what is no code of a document. Whether the signature holds is for the caller to say. */
export function readCode(text: string): ReadCode | undefined {
  if (text.length > longestCode) return undefined;
  const [body = "", signed = "", ...rest] = text.split(".");
  const [bytes, signature] = [fromText(body), fromText(signed)];
  if (rest.length > 0 || bytes === undefined || signature?.length !== 64) return undefined;
  const said = parsed(bytes);
  if (!Array.isArray(said) || said.length !== 8 || said[0] !== format) return undefined;
  const [, code, type, number, issuer, day, place, lines]: readonly unknown[] = said;
  if (![code, type, number, issuer, day].every(isText) || !isPlace(place) || !isLines(lines)) return undefined;
  return {
    code: String(code),
    type: String(type),
    number: String(number),
    issuer: String(issuer),
    day: String(day),
    place,
    lines,
    message: messageOf(body),
    signature,
  };
}

/** The last four signs, for a number that nobody should learn from a picture of the paper. */
export function lastFour(value: string): string {
  return `${"•".repeat(Math.max(0, value.length - 4))}${value.slice(-4)}`;
}

const utf8 = new TextEncoder();

function messageOf(body: string): Uint8Array {
  return utf8.encode(context + body);
}

/** Base 64 for addresses (RFC 4648, 5), without padding. */
function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromText(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  // One form only, so that no sign of a code can be changed unseen.
  return toText(bytes) === text ? bytes : undefined;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= 300;
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isLines(value: unknown): value is readonly ComparedLine[] {
  return (
    Array.isArray(value) &&
    value.length <= 6 &&
    value.every((line) => Array.isArray(line) && line.length === 2 && line.every(isText))
  );
}
