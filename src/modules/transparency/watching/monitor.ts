import { verifyEd25519 } from "../../../kernel/crypto/index.ts";
import { closingKind, faultOfEntry, merkle, sha256 } from "../../../kernel/ledger/index.ts";
import {
  type Checkpoint,
  type Edge,
  grow,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  rootOfEdge,
  signersOf,
  tilePath,
  toHex,
  type VerifierKey,
} from "../../../kernel/tlog/index.ts";

/** Counts of entries. */
export type Hours = Readonly<Record<number, Readonly<Record<string, number>>>>;

/** What a monitor has seen of a book; all it needs to go on, however large the book is. */
export interface Seen {
  readonly size: number;
  readonly edge: Edge;
  /** Entries by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Entries by hour since 1970, and by "office kind": of the hours whose days were not compared yet. Undefined when no numbers are recounted. */
  readonly hours?: Hours;
}

export type MonitorFault =
  | "no-checkpoint"
  | "not-signed"
  | "rolled-back"
  | "forked"
  | "tile-missing"
  | "entry-malformed"
  | "after-end";

export type MonitorAnswer =
  | { readonly ok: true; readonly seen: Seen; readonly entries: number }
  | { readonly ok: false; readonly fault: MonitorFault; readonly detail: string };

/** Gets what is served below the book's address; undefined when it is not there. */
export type Fetch = (path: string) => Promise<Uint8Array | undefined>;

export const nothingSeen: Seen = { size: 0, edge: [], kinds: {} };
const bundleEntries = 256;

/**
 * Follows a book from what was seen of it before: reads every new entry, derives the tree anew, and compares it with what the book signed. That the
 * derived root is the signed one shows both: nothing that was seen before has changed, and nothing was left out.
 */
export async function followBook(get: Fetch, keys: readonly VerifierKey[], before: Seen): Promise<MonitorAnswer> {
  const checkpoint = await signedCheckpoint(get, keys);
  if (typeof checkpoint === "string")
    return fault(
      checkpoint,
      checkpoint === "no-checkpoint" ? "the newest state cannot be read" : "no key that you trust signed it",
    );
  const size = Number(checkpoint.size);
  if (size < before.size) return fault("rolled-back", `it had ${before.size} entries, and has ${size} now`);
  const kinds: Record<string, number> = { ...before.kinds };
  const hours = before.hours && (structuredClone(before.hours) as Record<number, Record<string, number>>);
  let { edge, size: read } = before;
  while (read < size) {
    const bundle = Math.floor(read / bundleEntries);
    const width = Math.min(bundleEntries, size - bundle * bundleEntries);
    const content = await get(pathOf(bundle, width));
    const entries = content === undefined ? undefined : entriesOf(content);
    if (entries?.length !== width) return fault("tile-missing", `entries from ${bundle * bundleEntries} on`);
    const fresh = entries.slice(read - bundle * bundleEntries);
    for (const [at, entry] of fresh.entries()) {
      const body = textOf(entry) ?? "";
      const wrong = faultOfEntry(body);
      if (wrong !== undefined) return fault("entry-malformed", `entry ${read + at}: ${wrong}`);
      if (kinds[closingKind] !== undefined)
        return fault("after-end", `entry ${read + at} comes after the book was closed`);
      const { kind, office, id } = JSON.parse(body) as EntryText;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (hours !== undefined) countOne(hours, hourOf(id), `${office ?? ""} ${kind}`);
    }
    ({ edge } = grow(merkle, edge, read, fresh.map(merkle.leaf)));
    read += fresh.length;
  }
  if (toHex(rootOfEdge(merkle, edge)) !== toHex(checkpoint.root))
    return fault("forked", `what is served does not give the root that was signed for ${size} entries`);
  return { ok: true, seen: { size, edge, kinds, hours }, entries: size - before.size };
}

/** The newest state that a book serves, if one of the keys signed it. */
export async function signedCheckpoint(
  get: Fetch,
  keys: readonly VerifierKey[],
): Promise<Checkpoint | "no-checkpoint" | "not-signed"> {
  const note = parseNote(textOf(await get("checkpoint")) ?? "");
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : undefined;
  if (!note.ok || checkpoint === undefined) return "no-checkpoint";
  const signers = await signersOf(note.value, keys, verifyEd25519);
  return signers.ok && signers.value.length > 0 ? checkpoint : "not-signed";
}

/** The keys that a book says it has: to be compared with what somebody you trust says. */
export async function keysServed(get: Fetch): Promise<readonly VerifierKey[]> {
  const lines = (textOf(await get("key")) ?? "").split("\n");
  return lines.flatMap((line) => parseVerifierKey(sha256, line) ?? []);
}

interface EntryText {
  readonly kind: string;
  readonly office: string | null;
  readonly id: string;
}

function countOne(hours: Record<number, Record<string, number>>, at: number, sort: string): void {
  const hour = hours[at] ?? {};
  hour[sort] = (hour[sort] ?? 0) + 1;
  hours[at] = hour;
}

/** The hour in which an entry was written: ids carry the time (UUIDv7). */
function hourOf(id: string): number {
  return Math.floor(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) / 3_600_000);
}

function pathOf(bundle: number, width: number): string {
  return tilePath({ level: "entries", index: bundle, width });
}

/** The entries of a bundle; undefined when its lengths do not fit. */
function entriesOf(content: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < content.length; ) {
    if (at + 2 > content.length) return undefined;
    const end = at + 2 + view.getUint16(at);
    if (end > content.length) return undefined;
    entries.push(content.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes === undefined ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function fault(kind: MonitorFault, detail: string): MonitorAnswer {
  return { ok: false, fault: kind, detail };
}
