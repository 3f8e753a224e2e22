export { utf8Bytes } from "./domain/bytes.ts";
export {
  type Checkpoint,
  formatCheckpoint,
  parseCheckpoint,
} from "./domain/checkpoint.ts";
export { type Edge, type FullTile, type Growth, grow, rootOfEdge } from "./domain/growing.ts";
export {
  type ConsistencyClaim,
  createMerkle,
  type Hash,
  type InclusionClaim,
  type Merkle,
  type ProofFault,
  type Sha256,
} from "./domain/merkle.ts";
export {
  ed25519Type,
  formatNote,
  formatVerifierKey,
  type Note,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  signersOf,
  type VerifiedBy,
  type VerifierKey,
  type VerifyEd25519,
  verifierKey,
} from "./domain/note.ts";
export { type Policy, type PolicyFault, parsePolicy, type Witness } from "./domain/policy.ts";
export { type ProofFile, parseProofFile } from "./domain/proof-file.ts";
export { inclusionProof, type ReadTile, rootFromTiles } from "./domain/proving.ts";
export {
  checkReceipt,
  formatReceipt,
  type InvalidReason,
  type ReceiptClaims,
  type Trust,
  type Verdict,
  type Witnessing,
} from "./domain/receipt.ts";
export {
  edgeTiles,
  parseTilePath,
  type TileAddress,
  tilePath,
  tilesAbout,
  tileWidth,
  widthIn,
} from "./domain/tiles.ts";
export type { WitnessRequest } from "./domain/witness-request.ts";
