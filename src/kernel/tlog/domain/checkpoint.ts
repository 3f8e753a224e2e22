/** The state of a log in three lines (C2SP tlog-checkpoint), and what witnesses sign of it (tlog-cosignature). */
import { concat, decimal, fromBase64, toBase64, utf8Bytes } from "./bytes.ts";
import { type Hash, hashBytes } from "./merkle.ts";
import { cosignatureType, type Note, type NoteSignature, type SignedMessage, type VerifierKey } from "./note.ts";

export interface Checkpoint {
  /** Which log: a name without scheme, e.g. "balai.example/ledger/reports". */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Hash;
  readonly extensions: readonly string[];
}

const timeBytes = 8;
const ed25519Bytes = 64;

/** The text that is signed. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return `${[origin, size, toBase64(root), ...extensions].join("\n")}\n`;
}

/** Undefined when the text of a note is no checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith("\n")) return undefined;
  const [origin = "", sizeLine = "", rootLine = "", ...extensions] = text.slice(0, -1).split("\n");
  const [size, root] = [decimal(sizeLine), fromBase64(rootLine)];
  if (origin === "" || size === undefined || root?.length !== hashBytes || extensions.includes("")) return undefined;
  return { origin, size, root, extensions };
}

/** What a witness signs of a checkpoint's text at a time (seconds since 1970). */
export function cosignedMessage(text: string, seconds: number): Uint8Array {
  return utf8Bytes(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** A witness's signature as it stands in the note: its time before the bare signature. */
export function cosignature(key: VerifierKey, seconds: number, signature: Uint8Array): NoteSignature {
  const time = new Uint8Array(timeBytes);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return { name: key.name, keyId: key.keyId, signature: concat(time, signature) };
}

/** When the witness signed, in seconds since 1970; undefined when it is no such signature. */
export function cosignedAt({ signature }: NoteSignature): number | undefined {
  if (signature.length !== timeBytes + ed25519Bytes) return undefined;
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return seconds === 0n || seconds > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(seconds);
}

/** For `signersOf` with keys of witnesses. */
export function cosignedPart(note: Note, signed: NoteSignature): SignedMessage | undefined {
  const seconds = cosignedAt(signed);
  if (seconds === undefined) return undefined;
  return { message: cosignedMessage(note.text, seconds), signature: signed.signature.subarray(timeBytes) };
}

export function isWitnessKey({ type }: VerifierKey): boolean {
  return type === cosignatureType;
}
