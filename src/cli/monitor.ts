import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sha256 } from "../kernel/ledger/index.ts";
import { systemClock } from "../kernel/time/index.ts";
import { fromHex, parseVerifierKey, toHex, type VerifierKey } from "../kernel/tlog/index.ts";
import { followBook, type Hours, keysServed, nothingSeen, recount, type Seen } from "../modules/transparency/index.ts";
import { type Command, wrongCall } from "./command.ts";
import { fetchServed } from "./served-book.ts";

const how =
  "Say `balai monitor https://…/ledger/<book> --state <file> [--key <vkey>] [--every <seconds>] [--numbers]`. Without --every it looks once. --numbers counts the published numbers anew, from a new state file on.";

/**
 * Follows a book as a stranger would: reads each new entry, derives the tree anew, and compares. What it has seen stands in the state file, so that
 * a book that is changed later is caught. Exit code 0: all is well; 1: it is not; 3: the book could not be reached; 2: called wrongly.
 */
export const monitorCommand: Command = async (_config, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      state: { type: "string" },
      key: { type: "string", multiple: true },
      every: { type: "string" },
      numbers: { type: "boolean" },
    },
  });
  const [url] = positionals;
  const { state, every } = values;
  const seconds = typeof every === "string" ? Number(every) : undefined;
  const isEvery = seconds === undefined || (Number.isInteger(seconds) && seconds >= 1);
  if (url === undefined || !URL.canParse(url) || typeof state !== "string" || !isEvery) return wrongCall(how);
  const given = [values.key ?? []].flat().filter((key) => typeof key === "string");
  const keys = given.flatMap((key) => parseVerifierKey(sha256, key) ?? []);
  if (keys.length < given.length) return wrongCall("A key that was given is none (vkey).");
  for (;;) {
    const code = await look(url.replace(/\/$/, ""), keys, state, values.numbers === true);
    if (code === 1 || seconds === undefined) return code;
    await pause(seconds * 1000);
  }
};

/** Looks once, and keeps what it saw. */
async function look(
  url: string,
  given: readonly VerifierKey[],
  stateFile: string,
  withNumbers: boolean,
): Promise<number> {
  const get = (path: string) => fetchServed(`${url}/${path}`);
  try {
    const kept = readState(stateFile, withNumbers);
    if (withNumbers && kept.seen.hours === undefined)
      return wrongCall(`${stateFile} was made without --numbers. ${how}`);
    const keys = given.length > 0 ? given : kept.keys.length > 0 ? kept.keys : await keysServed(get);
    const answer = await followBook(get, keys, kept.seen);
    if (!answer.ok) {
      console.error(`NOT WELL: ${answer.fault}: ${answer.detail}`);
      return 1;
    }
    const recounted = answer.seen.hours && (await recount(get, answer.seen.hours, systemClock.now()));
    if (recounted !== undefined && "kind" in recounted) {
      const { day, office, kind, published, counted } = recounted;
      const what = `${day}, office ${office || "none"}, ${kind}: ${published} published, ${counted} in the book`;
      console.error(`NOT WELL: numbers-differ: ${what}`);
      return 1;
    }
    writeState(stateFile, { seen: { ...answer.seen, hours: recounted?.hours }, keys });
    const kinds = Object.entries(answer.seen.kinds).map(([kind, count]) => `${kind} ${count}`);
    console.log(`well: ${answer.seen.size} entries, ${answer.entries} of them new; ${kinds.join(", ")}`);
    if (recounted !== undefined) console.log(`numbers of ${recounted.days} days counted anew, and as published`);
    return 0;
  } catch (fault) {
    console.error(`CANNOT CHECK NOW: ${fault instanceof Error ? fault.message : "unknown"}`);
    return 3;
  }
}

interface State {
  readonly seen: Seen;
  readonly keys: readonly VerifierKey[];
}

interface StateText {
  readonly size: number;
  readonly edge: readonly (readonly string[])[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly hours?: Hours;
  readonly keys: readonly (Omit<VerifierKey, "publicKey"> & { readonly publicKey: string })[];
}

function readState(file: string, withNumbers: boolean): State {
  if (!existsSync(file)) return { seen: withNumbers ? { ...nothingSeen, hours: {} } : nothingSeen, keys: [] };
  const { size, edge, kinds, hours, keys } = JSON.parse(readFileSync(file, "utf8")) as StateText;
  return {
    seen: { size, kinds, hours, edge: edge.map((hashes) => hashes.map((hash) => fromHex(hash) ?? new Uint8Array())) },
    keys: keys.map((key) => ({ ...key, publicKey: fromHex(key.publicKey) ?? new Uint8Array() })),
  };
}

function writeState(file: string, { seen, keys }: State): void {
  const text: StateText = {
    ...seen,
    edge: seen.edge.map((hashes) => hashes.map(toHex)),
    keys: keys.map((key) => ({ ...key, publicKey: toHex(key.publicKey) })),
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(text)}\n`);
  renameSync(`${file}.new`, file);
}
