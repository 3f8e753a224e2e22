import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyEd25519 } from "../kernel/crypto/index.ts";
import { sha256 } from "../kernel/ledger/index.ts";
import {
  checkReceipt,
  type Policy,
  parseVerifierKey,
  type Trust,
  type Verdict,
  type VerifierKey,
} from "../kernel/tlog/index.ts";
import { readPolicy } from "../modules/transparency/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";

const how =
  "Say `balai verify <file.tlog-proof> --key <vkey>` or `--policy <file>` (C2SP tlog-policy). The key of a book stands at https://<book>/key; get it from somebody you trust.";
const exitCodes = { valid: 0, invalid: 1, cannot: 3 } as const;

/**
 * Checks a receipt without any network and without an installation: VALID, INVALID or CANNOT CHECK NOW, each with its reason. Exit code 0, 1 or 3;
 * 2 when it was called wrongly.
 */
export const verifyCommand: Command = async (_config, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { key: { type: "string", multiple: true }, policy: { type: "string" } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return wrongCall(how);
  const trust = trustOf(stringsOf(values.key), stringsOf(values.policy)[0]);
  if (typeof trust === "string") return wrongCall(trust);
  const receipt = contentOf(file);
  if (receipt === undefined) return fail(`${file} cannot be read.`);
  const verdict = await checkReceipt({ sha256, verify: verifyEd25519 }, receipt, trust);
  for (const line of linesOf(verdict)) console.log(line);
  return exitCodes[verdict.answer];
};

/** Whom the caller believes, or a sentence about what is wrong with it. */
function trustOf(vkeys: readonly string[], policyFile: string | undefined): Trust | string {
  const keys: VerifierKey[] = [];
  for (const vkey of vkeys) {
    const key = parseVerifierKey(sha256, vkey);
    if (key === undefined) return `${vkey} is no key of a book (vkey).`;
    keys.push(key);
  }
  if (policyFile === undefined) return { keys };
  const policy = readPolicy(policyFile);
  if (!policy.ok) return policy.error;
  return { keys: [...keys, ...keysOf(policy.value)], policy: policy.value };
}

function keysOf({ logs }: Policy): readonly VerifierKey[] {
  return logs.map(({ key }) => key);
}

function linesOf(verdict: Verdict): readonly string[] {
  if (verdict.answer === "invalid") return ["INVALID", reasons[verdict.why]];
  const about = [
    `book    ${verdict.origin}`,
    `place   ${verdict.index + 1n} of ${verdict.size}`,
    `entry   ${verdict.entry}`,
  ];
  if (verdict.answer === "cannot") return ["CANNOT CHECK NOW", reasons[verdict.why], ...about];
  const witnesses = verdict.witnesses.map(({ name, at }) => `witness ${name}, ${new Date(at * 1000).toISOString()}`);
  return ["VALID", ...about, ...witnesses];
}

const reasons = {
  "not-a-receipt": "This is no receipt, or a part of it is missing.",
  "forged-signature": "A signature is not that of the key it claims.",
  "not-in-book": "The entry, its place or its proof differ from what was signed.",
  "unknown-book": `The proof holds within itself, but the book's key was not given, so nobody vouches for it. ${how}`,
  "too-few-witnesses": "The book signed it, but not enough of the policy's witnesses did.",
} as const;

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function stringsOf(value: unknown): readonly string[] {
  return [value].flat().filter((each): each is string => typeof each === "string");
}
