import { newId, type Uuid } from "../../src/kernel/ids/index.ts";
import type { TestApp } from "./app.ts";

/** Writes so many entries into a public book, in one transaction, and has them taken into its tree. */
export async function writeEntries(test: TestApp, book: string, count: number): Promise<readonly Uuid[]> {
  const facts = Array.from({ length: count }, (_, version) => ({
    book,
    kind: "case.take",
    subject: newId(),
    officeId: null,
    region: "35.78",
    facts: { version },
  }));
  const at = test.clock.now();
  const ids = await test.kernel.db.transaction((tx) => test.kernel.ledger.append(tx, facts, at));
  await test.sequencer.drain();
  return ids;
}
