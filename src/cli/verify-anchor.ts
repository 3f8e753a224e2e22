import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sha256 } from "../kernel/ledger/index.ts";
import { parseCheckpoint, parseNote, parseVerifierKey } from "../kernel/tlog/index.ts";
import { type AnchoredAnswer, chainTools, judgeAnchored, keysServed } from "../modules/transparency/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { fetchServed } from "./served-book.ts";

const how =
  "Say `balai verify-anchor https://…/ledger/<book> --rpc <address of a node> --chain <id> --contract <0x…> [--tx <0x…>] [--key <vkey>]`, or `balai verify-anchor https://…/ledger/<book> --checkpoint <file> [--key <vkey>]` for a state that you kept.";
const exitCodes = { valid: 0, invalid: 1, cannot: 3 } as const;

interface Kept {
  readonly what: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * Compares what is kept outside with the book that is served now: on a chain, or in a file with a signed state. VALID (exit code 0), INVALID (1) or
 * CANNOT CHECK NOW (3), each with its reason; 2 when it was called wrongly.
 */
export const verifyAnchorCommand: Command = async ({ projectRoot }, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      rpc: { type: "string" },
      chain: { type: "string" },
      contract: { type: "string" },
      tx: { type: "string" },
      checkpoint: { type: "string" },
      key: { type: "string", multiple: true },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0 || !URL.canParse(address)) return wrongCall(how);
  const url = address.replace(/\/$/, "");
  const get = (path: string) => fetchServed(`${url}/${path}`);
  const given = [values.key ?? []].flat().filter((key) => typeof key === "string");
  const keys = given.flatMap((key) => parseVerifierKey(sha256, key) ?? []);
  if (keys.length < given.length) return wrongCall("A key that was given is none (vkey).");
  try {
    const kept =
      typeof values.checkpoint === "string" ? keptIn(values.checkpoint) : await onChain(projectRoot, values, get);
    if (typeof kept === "string") return wrongCall(kept);
    if (kept.length === 0) return cannot("Nothing of this book is kept there.");
    const trusted = keys.length > 0 ? keys : await keysServed(get);
    let worst: AnchoredAnswer["answer"] = "valid";
    for (const { what, size, root } of kept) {
      const answer = await judgeAnchored(get, trusted, { size, root });
      console.log(`${words[answer.answer]}  ${size} entries, ${what}: ${reasonOf(answer)}`);
      if (exitCodes[answer.answer] !== 0 && worst !== "invalid") worst = answer.answer;
    }
    return exitCodes[worst];
  } catch (fault) {
    return cannot(fault instanceof Error ? (fault.message.split("\n")[0] ?? "") : "unknown");
  }
};

const words = { valid: "VALID", invalid: "INVALID", cannot: "CANNOT CHECK NOW" } as const;
const reasons = {
  "book-is-shorter": "the book that is served has fewer entries",
  "other-book": "the book that is served is another one",
  "not-signed": "no key that you trust signed the book that is served",
  "no-checkpoint": "the book's newest state cannot be read",
  "tile-missing": "the book does not serve all its hashes",
} as const;

function reasonOf(answer: AnchoredAnswer): string {
  return answer.answer === "valid" ? `today's book of ${answer.size} begins with it` : reasons[answer.why];
}

/** The states that a contract names, or a sentence about what is wrong with the call. */
async function onChain(
  projectRoot: string,
  values: Readonly<Record<string, unknown>>,
  get: (path: string) => Promise<Uint8Array | undefined>,
): Promise<readonly Kept[] | string> {
  const { rpc, chain, contract, tx } = values;
  if (typeof rpc !== "string" || !URL.canParse(rpc) || !/^[1-9]\d{0,14}$/.test(String(chain))) return how;
  if (!isHex(contract, 20) || (tx !== undefined && !isHex(tx, 32))) return how;
  const checkpoint = await get("checkpoint");
  const origin = checkpoint === undefined ? undefined : new TextDecoder().decode(checkpoint).split("\n")[0];
  if (origin === undefined) throw new Error("the book's newest state cannot be read");
  const tools = await chainTools();
  const { abi } = tools.readContract(projectRoot);
  const place = { url: rpc, chainId: Number(chain), contract };
  const found =
    tx === undefined ? await tools.newestOnChain(place, abi, origin) : await tools.anchoredBy(place, abi, origin, tx);
  return found.map(({ agency, at, ...state }) => ({ what: `anchored by ${agency} at ${at.toISOString()}`, ...state }));
}

/** The state in a file, or a sentence. Whether it was stamped is for `openssl ts -verify` to say. */
function keptIn(file: string): readonly Kept[] | string {
  try {
    const note = parseNote(readFileSync(file, "utf8"));
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : undefined;
    if (checkpoint === undefined) return `${file} holds no signed state of a book.`;
    return [{ what: `in ${file}`, size: Number(checkpoint.size), root: checkpoint.root }];
  } catch {
    return `${file} cannot be read.`;
  }
}

function isHex(text: unknown, bytes: number): text is `0x${string}` {
  return typeof text === "string" && new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`).test(text);
}

function cannot(why: string): number {
  fail(`CANNOT CHECK NOW  ${why}`);
  return exitCodes.cannot;
}
