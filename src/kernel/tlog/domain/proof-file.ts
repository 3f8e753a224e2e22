/** A receipt that is verified without the log (C2SP tlog-proof). */
import { decimal, fromBase64, toBase64 } from "./bytes.ts";
import { type Hash, hashBytes } from "./merkle.ts";

export interface ProofFile {
  readonly index: bigint;
  /** From the leaf's sibling up. */
  readonly path: readonly Hash[];
  /** The signed note, word for word, with the signatures of the witnesses. */
  readonly checkpoint: string;
  /** Of the application, not covered by any signature. */
  readonly extra?: Uint8Array;
}

const firstLine = "c2sp.org/tlog-proof@v1";
/** A tree of 2^63 leaves is no higher. */
const mostHashes = 63;

export function formatProofFile({ index, path, checkpoint, extra }: ProofFile): string {
  const lines = [firstLine, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`];
  return `${[...lines, ...path.map(toBase64)].join("\n")}\n\n${checkpoint}`;
}

/** Undefined when the text is no such proof. */
export function parseProofFile(text: string): ProofFile | undefined {
  const end = text.indexOf("\n\n");
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split("\n");
  if (first !== firstLine) return undefined;
  const extra = lines[0]?.startsWith("extra ") === true ? fromBase64(lines.shift()?.slice(6) ?? "") : null;
  const indexLine = lines.shift() ?? "";
  const index = indexLine.startsWith("index ") ? decimal(indexLine.slice(6)) : undefined;
  const path = lines.slice(0, mostHashes + 1).map(fromBase64);
  const isPath = path.length <= mostHashes && path.every((hash) => hash?.length === hashBytes);
  if (extra === undefined || index === undefined || !isPath) return undefined;
  const proof = { index, path: path as Hash[], checkpoint: text.slice(end + 2) };
  return extra === null ? proof : { ...proof, extra };
}
