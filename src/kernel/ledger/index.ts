export { createLedger, type Ledger, type LedgerFact } from "./append.ts";
export {
  type Audited,
  type AuditedSubject,
  auditFaults,
  type Compared,
  type Difference,
  differing,
  type SubjectEntry,
  sortOf,
  type Trait,
  type Unbacked,
} from "./audited.ts";
export { type Book, type Books, createBooks, type Receipt } from "./books.ts";
export { faultOfEntry } from "./domain/entry.ts";
export { closingKind, seriesOf, volumeNumber } from "./domain/volume.ts";
export { merkle, sha256 } from "./hashing.ts";
export { pairUp } from "./pairing.ts";
export { createSequencer, type Sequencer } from "./sequencer.ts";
export { subjectsWritten, withEntries } from "./subjects.ts";
export { type AuditedBook, auditTree, entriesWithoutPlace, strangersWaiting } from "./tree-audit.ts";
export { noteOf, type WitnessedState } from "./tree-store.ts";
