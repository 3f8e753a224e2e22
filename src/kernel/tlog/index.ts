export { fromBase64, fromHex, toBase64, toHex, utf8Bytes } from "./domain/bytes.ts";
export {
  type Checkpoint,
  cosignature,
  cosignedAt,
  cosignedMessage,
  cosignedPart,
  formatCheckpoint,
  isWitnessKey,
  parseCheckpoint,
} from "./domain/checkpoint.ts";
export { type Edge, type FullTile, type Growth, grow, rootOfEdge } from "./domain/growing.ts";
export {
  type ConsistencyClaim,
  createMerkle,
  type Hash,
  hashBytes,
  type InclusionClaim,
  type Merkle,
  type ProofFault,
  type Sha256,
} from "./domain/merkle.ts";
export {
  cosignatureType,
  ed25519Type,
  formatNote,
  formatSignature,
  formatVerifierKey,
  isKeyName,
  type Note,
  type NoteSignature,
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  signersOf,
  type VerifiedBy,
  type VerifierKey,
  type VerifyEd25519,
  verifierKey,
} from "./domain/note.ts";
export { type Policy, type PolicyFault, parsePolicy, type Witness } from "./domain/policy.ts";
export { formatProofFile, type ProofFile, parseProofFile } from "./domain/proof-file.ts";
export { consistencyProof, inclusionProof, type ReadTile, rootFromTiles } from "./domain/proving.ts";
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
  hashesAt,
  parseTilePath,
  type TileAddress,
  tilePath,
  tilesAbout,
  tileWidth,
  widthIn,
} from "./domain/tiles.ts";
export { formatWitnessRequest, parseWitnessRequest, type WitnessRequest } from "./domain/witness-request.ts";
