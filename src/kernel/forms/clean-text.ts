import { err, ok, type Result } from "../result/index.ts";
import type { Remark } from "./question-type.ts";

/** More marks on one letter than any script needs: Javanese and Vietnamese stay below. */
const mostMarks = 6;
const markFlood = new RegExp(`\\p{M}{${mostMarks + 1},}`, "u");
/** Marks that turn the direction of text, so that it reads otherwise than it is stored. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** Nothing is drawn for them, though they may shape what stands beside them (families of emoji, Persian words). */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;
/** NUL and other control characters, and code points that are no characters. */
const controls = /[\p{Cc}\p{Noncharacter_Code_Point}]/u;

/**
 * One line of text as it is stored: NFC, single spaces, nothing around it.
 * Errors: invisible control or direction marks, nothing that is seen, a flood of combining marks, half a character.
 */
export function cleanLine(raw: string, limit: number): Result<string, Remark> {
  const refused = tooBig(raw, limit);
  if (refused !== undefined) return err(refused);
  return check(raw.replace(/[\s\ufeff]+/g, " ").trim());
}

/** Several lines: like a line, but line breaks stay (at most one empty line between). */
export function cleanParagraph(raw: string, limit: number): Result<string, Remark> {
  const refused = tooBig(raw, limit);
  if (refused !== undefined) return err(refused);
  const lines = raw.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/).map((line) => line.replace(/[\s\ufeff]+/g, " ").trim());
  const kept = lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
  return check(kept.join("\n").trim());
}

/** Length as people count: in Unicode characters, not in bytes or UTF-16 units. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Length of what is seen: a text is not long enough by signs that nobody can see. */
export function visibleLengthOf(text: string): number {
  return lengthOf(text.replace(unseen, ""));
}

/** Refuses before any work what is far beyond the limit, however it is cleaned. */
function tooBig(raw: string, limit: number): Remark | undefined {
  return raw.length > limit * 4 + 1000
    ? { message: "forms.error.text.long", params: { max: limit, length: lengthOf(raw) } }
    : undefined;
}

function check(text: string): Result<string, Remark> {
  if (!text.isWellFormed() || controls.test(text.replaceAll("\n", "")))
    return err({ message: "forms.error.text.invisible" });
  if (bidiControls.test(text)) return err({ message: "forms.error.text.direction" });
  const normal = text.normalize("NFC");
  if (normal !== "" && visibleLengthOf(normal) === 0) return err({ message: "forms.error.text.invisible" });
  if (markFlood.test(text.normalize("NFD"))) return err({ message: "forms.error.text.marks" });
  return ok(normal);
}
