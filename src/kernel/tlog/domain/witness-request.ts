/** What a log sends to a witness (C2SP tlog-witness, add-checkpoint). */
import { decimal, fromBase64, toBase64 } from "./bytes.ts";
import { type Hash, hashBytes } from "./merkle.ts";

export interface WitnessRequest {
  readonly oldSize: bigint;
  readonly proof: readonly Hash[];
  /** The signed note. */
  readonly checkpoint: string;
}

const mostHashes = 63;

export function formatWitnessRequest({ oldSize, proof, checkpoint }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${checkpoint}`;
}

/** Undefined when the body is no such request. */
export function parseWitnessRequest(body: string): WitnessRequest | undefined {
  const end = body.startsWith("\n") ? 0 : body.indexOf("\n\n");
  const [first = "", ...lines] = body.slice(0, Math.max(0, end)).split("\n");
  const oldSize = first.startsWith("old ") ? decimal(first.slice(4)) : undefined;
  const proof = lines.slice(0, mostHashes + 1).map(fromBase64);
  if (oldSize === undefined || proof.length > mostHashes || proof.some((hash) => hash?.length !== hashBytes))
    return undefined;
  return { oldSize, proof: proof as Hash[], checkpoint: body.slice(end + 2) };
}
