export { commitTo, createLedger, type Ledger, type LedgerFact } from "./append.ts";
export { type Book, type Books, createBooks, type Receipt } from "./books.ts";
export { createSequencer, type Sequencer } from "./sequencer.ts";
