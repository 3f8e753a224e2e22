export { fromHex, toHex, utf8Bytes } from "./domain/bytes.ts";
export {
  type Checkpoint,
  cosignature,
  cosignedMessage,
  cosignedPart,
  formatCheckpoint,
  parseCheckpoint,
} from "./domain/checkpoint.ts";
export { type Edge, type FullTile, grow, rootOfEdge } from "./domain/growing.ts";
export { createMerkle, type Hash, type Sha256 } from "./domain/merkle.ts";
export {
  cosignatureType,
  ed25519Type,
  formatNote,
  formatSignature,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signersOf,
  type VerifierKey,
  verifierKey,
} from "./domain/note.ts";
export { type Policy, type PolicyFault, parsePolicy, type Witness } from "./domain/policy.ts";
export { parseProofFile } from "./domain/proof-file.ts";
export { consistencyProof, inclusionProof, type ReadTile, rootFromTiles } from "./domain/proving.ts";
export { checkReceipt, formatReceipt, type Tools, type Trust, type Verdict } from "./domain/receipt.ts";
export {
  edgeTiles,
  parseTilePath,
  type TileAddress,
  tilePath,
  tilesAbout,
  tileWidth,
  widthIn,
} from "./domain/tiles.ts";
export {
  readWitnessRequest,
  refusalOfSigner,
  refusalOfState,
  type SignedRequest,
  type WatchedLog,
  type WitnessRefusal,
} from "./domain/witness.ts";
export { formatWitnessRequest } from "./domain/witness-request.ts";
