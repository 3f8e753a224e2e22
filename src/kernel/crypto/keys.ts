import { createHash, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { err, ok, type Result } from "../result/index.ts";

/** A key of which there may be several, one after the other. */
export interface NamedKey {
  /** Eight hex signs, a fingerprint of the secret: names the key in envelopes, beside indexes and in backups without showing it. */
  readonly id: string;
  readonly secret: KeyObject;
}

/** The secrets of an installation. Key objects, so that printing them by accident shows nothing. */
export interface Keys {
  /** Newest first: the first encrypts, all of them open. */
  readonly data: readonly [NamedKey, ...NamedKey[]];
  /** Of blind indexes, newest first: the first indexes, all of them find. Apart from the data keys: who can look up need not be able to read. */
  readonly index: readonly [NamedKey, ...NamedKey[]];
  /** Of the public books, newest first: all of them sign, so that whoever trusts an older one still can. */
  readonly ledger: readonly [NamedKey, ...NamedKey[]];
  /** Of anchors on a chain, newest first; none where no book is anchored on one. */
  readonly anchor: readonly NamedKey[];
  /** Of the codes on documents, newest first: the first signs, all are published. */
  readonly document: readonly [NamedKey, ...NamedKey[]];
  /** Of pairwise pseudonyms. */
  readonly pseudonym: KeyObject;
  /** Of short secrets that are compared only: one-time codes, PINs. */
  readonly code: KeyObject;
}

/** A key as it was found. */
export interface FoundKey extends NamedKey {
  /** Of its file, or in BALAI_KEYS: "data-0001". */
  readonly name: string;
}

export interface FoundKeys extends Keys {
  readonly data: readonly [FoundKey, ...FoundKey[]];
  readonly index: readonly [FoundKey, ...FoundKey[]];
  readonly ledger: readonly [FoundKey, ...FoundKey[]];
  readonly anchor: readonly FoundKey[];
  readonly document: readonly [FoundKey, ...FoundKey[]];
}

export interface KeySource {
  readonly folder: string;
  readonly env: "demo" | "production";
  /** Keys given by the operator instead of files (BALAI_KEYS): `data-0001=<base64url>,index=…,ledger-0001=…,document-0001=…,pseudonym=…,code=…`. */
  readonly given?: string | undefined;
}

interface KeyText {
  readonly name: string;
  readonly origin: "demo" | "production";
  readonly bytes: Buffer;
}

const keyBytes = 32;
const single = ["pseudonym", "code"] as const;
const made = ["data-0001", "index", "ledger-0001", "document-0001", ...single] as const;
/** Kinds of which new ones may come. The first index key has no number: it is from before there could be others. */
const numbered = {
  data: /^data-(\d{4})$/,
  index: /^index(?:-(\d{4}))?$/,
  ledger: /^ledger-(\d{4})$/,
  anchor: /^anchor-(\d{4})$/,
  document: /^document-(\d{4})$/,
} as const;
export type RotatedKind = keyof typeof numbered;
const fileLine = /^balai-key-1 (demo|production) ([A-Za-z0-9_-]{43})\s*$/;

/**
 * Reads the keys from `given` or from the files `<name>.key` in the folder. In demo a folder without keys is filled with new random
 * ones; production wants keys that somebody made on purpose (`createKeys`), and refuses those of a demo.
 * Gives the keys, or one sentence for each thing that is wrong (for the operator; no secret in it).
 */
export function loadKeys(source: KeySource): Result<FoundKeys, string[]> {
  if (isGiven(source.given)) return assembleGiven(source.given);
  if (keyFiles(source.folder).length === 0) {
    if (source.env === "production")
      return err([`No keys in ${source.folder}. Make them once with "balai keys create", and keep a copy elsewhere.`]);
    createKeys(source.folder, "demo");
  }
  // A demo from before there were public books or documents goes on; production is told what to do.
  for (const kind of ["ledger", "document"] as const)
    if (source.env === "demo" && !keyFiles(source.folder).some((name) => numbered[kind].test(name)))
      addKey(source.folder, "demo", kind);
  const read = readFolder(source);
  return read.ok ? assemble(read, source.folder) : read;
}

/** What is wrong with keys given in the setting BALAI_KEYS, as `loadKeys` says it. */
export function faultsOfGiven(given: string | undefined): readonly string[] {
  const keys = isGiven(given) ? assembleGiven(given) : undefined;
  return keys === undefined || keys.ok ? [] : keys.error;
}

/** As every setting, an empty one counts as not given. */
function isGiven(given: string | undefined): given is string {
  return given !== undefined && given.trim() !== "";
}

function assembleGiven(given: string): Result<FoundKeys, string[]> {
  return assemble(parseGiven(given), "BALAI_KEYS");
}

/**
 * Fills `folder` with new random keys, files of mode 0600. All or nothing: the folder appears under its name only when complete, so two
 * processes that start at once end with the same keys. Gives false, and changes nothing, when keys are there already.
 */
export function createKeys(folder: string, origin: "demo" | "production"): boolean {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.new-`);
  for (const name of made) writeKey(draft, name, origin);
  syncFolder(draft);
  try {
    renameSync(draft, folder);
  } catch (fault) {
    rmSync(draft, { recursive: true, force: true });
    if (fault instanceof Error && "code" in fault && (fault.code === "ENOTEMPTY" || fault.code === "EEXIST"))
      return false;
    throw fault;
  }
  syncFolder(dirname(folder));
  return true;
}

/** Adds a key of a kind: after the next start it seals or indexes, and the older ones still open or find. Gives its file's name. */
export function addKey(folder: string, origin: "demo" | "production", kind: RotatedKind): string {
  const numbers = keyFiles(folder).map((name) => numberOf(kind, name) ?? 0);
  const name = `${kind}-${String(Math.max(0, ...numbers) + 1).padStart(4, "0")}`;
  writeKey(folder, name, origin);
  syncFolder(folder);
  return name;
}

/** The number of a key among those of its kind; undefined when it is of another. */
function numberOf(kind: RotatedKind, name: string): number | undefined {
  const found = numbered[kind].exec(name);
  return found === null ? undefined : Number(found[1] ?? 1);
}

function keyFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".key"))
    .map((file) => file.slice(0, -".key".length))
    .sort();
}

function readFolder(source: KeySource): Result<KeyText[], string[]> {
  const faults: string[] = [];
  const texts: KeyText[] = [];
  for (const name of keyFiles(source.folder)) {
    const file = join(source.folder, `${name}.key`);
    if ((statSync(file).mode & 0o077) !== 0) faults.push(`${file} can be read by others; run chmod 600 on it.`);
    const line = fileLine.exec(readFileSync(file, "utf8"));
    if (line === null) {
      faults.push(`${file} is not a key file of Balai.`);
      continue;
    }
    const origin = line[1] === "production" ? "production" : "demo";
    if (origin === "demo" && source.env === "production")
      faults.push(`${file} is a demo's key; production needs its own.`);
    texts.push({ name, origin, bytes: Buffer.from(line[2] ?? "", "base64url") });
  }
  return faults.length > 0 ? err(faults) : ok(texts);
}

function parseGiven(given: string): Result<KeyText[], string[]> {
  const texts: KeyText[] = [];
  for (const part of given.split(",")) {
    const [name, secret] = part.trim().split("=", 2);
    if (name === undefined || secret === undefined || !/^[A-Za-z0-9_-]{43}$/.test(secret))
      return err(["BALAI_KEYS must read name=secret,…; each secret 32 bytes in base64url without padding."]);
    texts.push({ name, origin: "production", bytes: Buffer.from(secret, "base64url") });
  }
  return ok(texts);
}

function assemble(read: Result<KeyText[], string[]>, where: string): Result<FoundKeys, string[]> {
  if (!read.ok) return read;
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const { name, bytes } of read.value) {
    if (!Object.values(numbered).some((form) => form.test(name)) && !single.some((known) => known === name))
      faults.push(`${where}: ${name} is no key's name.`);
    // Random bytes practically never repeat this much; typed-in and all-zero keys do.
    if (new Set(bytes).size < keyBytes / 2) faults.push(`${where}: ${name} is not random.`);
    const twin = seen.get(bytes.toString("hex"));
    if (twin !== undefined) faults.push(`${where}: ${name} and ${twin} are the same; each use needs its own key.`);
    seen.set(bytes.toString("hex"), name);
  }
  const newestFirst = (kind: RotatedKind): FoundKey[] =>
    read.value
      .map(({ name, bytes }) => ({ name, number: numberOf(kind, name) ?? 0, bytes }))
      .filter(({ number }) => number > 0)
      .sort((a, b) => b.number - a.number)
      .map(({ name, bytes }) => ({ name, id: fingerprint(bytes), secret: createSecretKey(bytes) }));
  const [newest, ...older] = newestFirst("data");
  const [index, ...olderIndex] = newestFirst("index");
  const [ledger, ...olderLedger] = newestFirst("ledger");
  const [document, ...olderDocument] = newestFirst("document");
  const [pseudonym, code] = single.map((name) => {
    const text = read.value.find((candidate) => candidate.name === name);
    if (text === undefined) faults.push(`${where}: the key ${name} is missing; bring it back from your copy.`);
    return text === undefined ? undefined : createSecretKey(text.bytes);
  });
  if (newest === undefined) faults.push(`${where}: a data key (data-0001) is missing; bring it back from your copy.`);
  if (index === undefined) faults.push(`${where}: the key index is missing; bring it back from your copy.`);
  if (ledger === undefined)
    faults.push(
      `${where}: a key of the public books (ledger-0001) is missing. Bring it back from your copy; only where there never was one, make it with "balai keys rotate ledger".`,
    );
  if (document === undefined)
    faults.push(
      `${where}: a key of documents (document-0001) is missing. Bring it back from your copy; only where there never was one, make it with "balai keys rotate document".`,
    );
  if (!newest || !index || !ledger || !document || !pseudonym || !code || faults.length > 0) return err(faults);
  return ok({
    data: [newest, ...older],
    index: [index, ...olderIndex],
    ledger: [ledger, ...olderLedger],
    anchor: newestFirst("anchor"),
    document: [document, ...olderDocument],
    pseudonym,
    code,
  });
}

function fingerprint(secret: Uint8Array): string {
  return createHash("sha256").update("balai key id\0").update(secret).digest("hex").slice(0, 8);
}

function writeKey(folder: string, name: string, origin: "demo" | "production"): void {
  const file = openSync(join(folder, `${name}.key`), "wx", 0o600);
  try {
    writeFileSync(file, `balai-key-1 ${origin} ${randomBytes(keyBytes).toString("base64url")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A key that is lost after its first use is data that is lost: the names must be on the disk too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
