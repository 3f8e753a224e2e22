/** What a witness answers (C2SP tlog-witness, add-checkpoint): everything but the keeping and the signing. */

import { isEqual } from "./bytes.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type Hash, hashBytes, type Merkle } from "./merkle.ts";
import { type Note, parseNote, signersOf, type VerifierKey, type VerifyEd25519 } from "./note.ts";
import { parseWitnessRequest, type WitnessRequest } from "./witness-request.ts";

/** A log that a witness watches, and the last state of it that it signed. */
export interface WatchedLog {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  readonly size: bigint;
  /** Undefined as long as nothing was signed. */
  readonly root: Hash | undefined;
}

/** A request that is a request, from a log that is watched. */
export interface SignedRequest {
  readonly request: WitnessRequest;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/** HTTP status and what to say with it; `size` is the answer's whole body where it is given. */
export interface WitnessRefusal {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly why: string;
  readonly size?: bigint;
}

/** Reads a request. A refusal when it is none. */
export function readWitnessRequest(body: string): SignedRequest | WitnessRefusal {
  const request = parseWitnessRequest(body);
  if (request === undefined) return { status: 400, why: "this is no request to a witness" };
  const note = parseNote(request.checkpoint);
  // Others read signatures less strictly than we do, and answer so to one that is not written as it should be.
  if (!note.ok) return { status: 403, why: "invalid signature: this is no signed note" };
  const checkpoint = parseCheckpoint(note.value.text);
  if (checkpoint === undefined) return { status: 400, why: "this is no checkpoint" };
  return { request, note: note.value, checkpoint };
}

/** Whether the log itself signed; does not depend on what the witness has signed before. */
export async function refusalOfSigner(
  { note }: SignedRequest,
  log: WatchedLog | undefined,
  verify: VerifyEd25519,
): Promise<WitnessRefusal | undefined> {
  if (log === undefined) return { status: 404, why: "unknown log" };
  const signers = await signersOf(note, log.keys, verify);
  return signers.ok && signers.value.length > 0 ? undefined : { status: 403, why: "invalid signature" };
}

/** Whether the new state goes on from the last one that was signed. To be asked and kept in one step: between two requests the last one may change. */
export function refusalOfState(
  merkle: Merkle,
  { request, checkpoint }: SignedRequest,
  log: WatchedLog,
): WitnessRefusal | undefined {
  const { oldSize, proof } = request;
  const { size, root } = checkpoint;
  if (oldSize > size) return { status: 400, why: "the old size is larger than the checkpoint's" };
  if (oldSize !== log.size) return { status: 409, why: "another size was signed last", size: log.size };
  const wrong: WitnessRefusal = { status: 422, why: "the consistency proof does not hold" };
  if (size === 0n && !isEqual(root, merkle.emptyRoot)) return wrong;
  if (oldSize === 0n || log.root === undefined || log.root.length !== hashBytes)
    return proof.length > 0 ? wrong : undefined;
  const fault = merkle.faultOfConsistency({ oldSize, newSize: size, oldRoot: log.root, newRoot: root, proof });
  return fault === undefined ? undefined : wrong;
}
