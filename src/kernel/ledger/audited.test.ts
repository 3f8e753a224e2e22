import { expect, it } from "vitest";
import { createLedger, type LedgerFact } from "./append.ts";
import { type Audited, auditFaults, differing } from "./audited.ts";
import { pairUp } from "./pairing.ts";

const audit = (about: string): Audited => ({
  about,
  subjects: async () => [],
  compare: async () => ({ rows: 0, erased: 0, differences: [] }),
});

it("a sort of entries is audited, or excused with a reason, but not both", () => {
  expect(auditFaults(["court", "ball"], [audit("court"), audit("ball")], [])).toEqual([]);
  expect(auditFaults(["court", "ball"], [audit("court")], [{ about: "ball", because: "Balls are lost." }])).toEqual([]);
  expect(auditFaults(["court", "ball"], [audit("court")], [{ about: "ball", because: " " }])).toEqual([
    'Entries about "ball" are written into a public book, and nobody compares them with rows.',
  ]);
  expect(auditFaults(["court"], [audit("court")], [{ about: "court", because: "why?" }])).toHaveLength(1);
});

it("an entry that nobody audits is not taken", () => {
  const ledger = createLedger(undefined, (kind) => kind === "court.booked");
  const fact = (kind: string): LedgerFact => ({
    book: "club",
    kind,
    subject: "0191a1b2-0000-7000-8000-000000000001",
    officeId: null,
    region: null,
    facts: {},
  });
  expect(ledger.entriesOf([fact("court.booked")], new Date()).ids).toHaveLength(1);
  expect(() => ledger.entriesOf([fact("court.booked"), fact("ball.lost")], new Date())).toThrow("ball.lost");
});

it("what differs is named, moments by their time", () => {
  const at = new Date("2026-11-24T03:00:00Z");
  expect(differing({ time: [at, new Date(at)], office: [null, undefined], state: ["open", "closed"] })).toEqual([
    "state",
  ]);
});

it("rows are paired by the most that is alike, equal ones in their order", () => {
  const whole = (text: string) => text;
  const first = (text: string) => text.slice(0, 1);
  const pairing = pairUp(
    ["a1", "a1", "b2", "c3"],
    ["b9", "a1", "d4", "a1"],
    [
      [whole, whole],
      [first, first],
    ],
  );
  expect(pairing).toEqual({
    pairs: [
      ["a1", "a1"],
      ["a1", "a1"],
      ["b2", "b9"],
    ],
    left: ["c3"],
    right: ["d4"],
  });
});
