import { guestPinFrom, shortGuestPinLength, type Uuid } from "../ids/index.ts";
import type { CasesContext } from "./context.ts";

/**
 * The PIN of a guest's new case: derived from the case under a key outside the database, so that a repeated submission shows the same one and no
 * table holds it.
 */
export function newGuestPin(context: Pick<CasesContext, "crypto">, caseId: Uuid): string {
  return guestPinFrom(digestOf(context, caseId));
}

/** The PIN that opens a guest's case; undefined when none does any more. Cases from before PINs had ten digits keep their six. */
export async function guestPinOf(
  context: Pick<CasesContext, "crypto" | "guestPinLength">,
  caseId: Uuid,
): Promise<string | undefined> {
  const length = await context.guestPinLength(caseId);
  if (length === undefined) return undefined;
  return length === shortGuestPinLength ? shortPin(context, caseId) : newGuestPin(context, caseId);
}

function shortPin(context: Pick<CasesContext, "crypto">, caseId: Uuid): string {
  const digits = digestOf(context, caseId).readUInt32BE(0) % 10 ** shortGuestPinLength;
  return String(digits).padStart(shortGuestPinLength, "0");
}

function digestOf(context: Pick<CasesContext, "crypto">, caseId: Uuid): Buffer {
  return context.crypto.digest("case-pin", caseId);
}
