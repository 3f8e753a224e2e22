import { sha256 } from "@noble/hashes/sha2.js";
import { checkReceipt, parseVerifierKey, type VerifierKey } from "../../../../kernel/tlog/index.ts";
import { ownTools } from "./own-tools.ts";

/**
 * Checks the receipt at one address by the keys at another: gives the name of an answer that the page holds. The key of a book is remembered at the
 * first check; another one later is told, not believed.
 */
export async function ownCheck(file: string, keys: string): Promise<string> {
  const [receipt, lines] = await Promise.all([textOf(file), textOf(keys)]);
  const known = lines.split("\n").flatMap((line) => parseVerifierKey(sha256, line) ?? []);
  if (isAnotherKey(known)) return "other-key";
  const verdict = await checkReceipt(ownTools, receipt, { keys: known });
  return verdict.answer === "valid" ? "valid" : verdict.why;
}

/** True when none of the keys is one that this device saw before. New ones beside it are remembered, too. */
function isAnotherKey(keys: readonly VerifierKey[]): boolean {
  const name = `book ${keys[0]?.name}`;
  try {
    const seen = localStorage.getItem(name)?.split(" ") ?? [];
    const ids = keys.map(({ keyId }) => keyId);
    if (seen.length > 0 && !ids.some((id) => seen.includes(id))) return true;
    localStorage.setItem(name, [...new Set([...seen, ...ids])].join(" "));
  } catch {
    // A browser that keeps nothing has nothing to compare with.
  }
  return false;
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { accept: "text/plain" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}
