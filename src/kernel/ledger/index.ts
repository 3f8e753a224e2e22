export { createLedger, type Ledger, type LedgerFact } from "./append.ts";
export { type Book, type Books, createBooks, type Receipt } from "./books.ts";
export { faultOfEntry } from "./domain/entry.ts";
export { closingKind, seriesOf, volumeNumber } from "./domain/volume.ts";
export { merkle, sha256 } from "./hashing.ts";
export { createSequencer, type Sequencer } from "./sequencer.ts";
export { noteOf, type WitnessedState } from "./tree-store.ts";
