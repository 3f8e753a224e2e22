/** Whether a receipt holds, by what the reader trusts: the same on the server, in the browser and without any network. */
import { utf8Bytes } from "./bytes.ts";
import { cosignedAt, cosignedPart, isWitnessKey, parseCheckpoint } from "./checkpoint.ts";
import { createMerkle, type ProofFault, type Sha256 } from "./merkle.ts";
import { type Note, parseNote, signersOf, type VerifierKey, type VerifyEd25519 } from "./note.ts";
import type { Policy } from "./policy.ts";
import { formatProofFile, type ProofFile, parseProofFile } from "./proof-file.ts";

/** Whom the reader believes. Without a policy the book's own signature is enough. */
export interface Trust {
  readonly keys: readonly VerifierKey[];
  readonly policy?: Policy;
}

export interface Tools {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
}

/** What a receipt says about the entry it is for. */
export interface ReceiptClaims {
  /** The entry, word for word. */
  readonly entry: string;
  /** The book's name in the world. */
  readonly origin: string;
  readonly index: bigint;
  /** Of the book when it was signed. */
  readonly size: bigint;
}

export interface Witnessing {
  readonly name: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Three answers and no fourth: it holds, it does not, or it cannot be said here and now. */
export type Verdict =
  | ({ readonly answer: "valid"; readonly witnesses: readonly Witnessing[] } & ReceiptClaims)
  | { readonly answer: "invalid"; readonly why: InvalidReason }
  | ({ readonly answer: "cannot"; readonly why: "unknown-book" | "too-few-witnesses" } & ReceiptClaims);

export type InvalidReason = "not-a-receipt" | "forged-signature" | "not-in-book";

/** The receipt of an entry: a tlog-proof that carries the entry itself. */
export function formatReceipt(entry: string, proof: Omit<ProofFile, "extra">): string {
  return formatProofFile({ ...proof, extra: utf8Bytes(entry) });
}

export async function checkReceipt(tools: Tools, text: string, trust: Trust): Promise<Verdict> {
  const proof = parseProofFile(text);
  const note = parseNote(proof?.checkpoint ?? "");
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : undefined;
  const entry = proof?.extra === undefined ? undefined : textOf(proof.extra);
  if (proof?.extra === undefined || !note.ok || checkpoint === undefined || entry === undefined)
    return { answer: "invalid", why: "not-a-receipt" };
  const merkle = createMerkle(tools.sha256);
  const fault: ProofFault | undefined = merkle.faultOfInclusion({
    index: proof.index,
    size: checkpoint.size,
    leaf: merkle.leaf(proof.extra),
    proof: proof.path,
    root: checkpoint.root,
  });
  if (fault !== undefined) return { answer: "invalid", why: "not-in-book" };
  const claims = { entry, origin: checkpoint.origin, index: proof.index, size: checkpoint.size };
  const own = trust.keys.filter((key) => key.name === checkpoint.origin && !isWitnessKey(key));
  const signers = await signersOf(note.value, own, tools.verify);
  if (!signers.ok) return { answer: "invalid", why: "forged-signature" };
  if (signers.value.length === 0) return { answer: "cannot", why: "unknown-book", ...claims };
  const witnesses = await witnessesOf(note.value, trust.policy, tools.verify);
  if (witnesses === undefined) return { answer: "invalid", why: "forged-signature" };
  if (trust.policy?.isQuorum(new Set(witnesses.map(({ name }) => name))) === false)
    return { answer: "cannot", why: "too-few-witnesses", ...claims };
  return { answer: "valid", witnesses, ...claims };
}

/** Witnesses of the policy that signed; undefined when the signature of one of them fails. */
async function witnessesOf(
  note: Note,
  policy: Policy | undefined,
  verify: VerifyEd25519,
): Promise<readonly Witnessing[] | undefined> {
  const known = policy?.witnesses ?? [];
  const signers = await signersOf(
    note,
    known.map(({ key }) => key),
    verify,
    cosignedPart,
  );
  if (!signers.ok) return undefined;
  return signers.value.flatMap(({ key, signature }) => {
    const name = known.find((witness) => witness.key === key)?.name;
    const at = cosignedAt(signature);
    return name === undefined || at === undefined ? [] : [{ name, at }];
  });
}

/** Undefined when the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
