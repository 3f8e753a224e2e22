import { describe, expect, it } from "vitest";
import { legalBases } from "./declaration.ts";
import { type AccessAction, type AccessLine, en, id, wordsOf } from "./index.ts";

const line: AccessLine = {
  id: "1",
  at: new Date(0),
  readerKind: "officer",
  readerRole: "auditor",
  officeId: null,
  own: false,
  action: "log",
  purpose: "privacy.access-log",
  legalBasis: "legal_obligation",
  fields: ["privacy.access_log"],
  caseId: null,
};

describe("the words for a line of the access log", () => {
  it("exist for every reader, action and basis, in both languages", () => {
    const readers = ["public", "guest", "resident", "officer", "system"] as const;
    const actions: readonly AccessAction[] = ["view", "search", "export", "send", "log"];
    const lines: AccessLine[] = [
      line,
      { ...line, own: true },
      ...readers.map((readerKind) => ({ ...line, readerKind })),
      ...actions.map((action) => ({ ...line, action })),
      ...legalBases.map((legalBasis) => ({ ...line, legalBasis })),
    ];
    for (const words of lines.map(wordsOf))
      for (const key of [words.reader, words.action, words.purpose, words.basis, ...words.fields]) {
        expect(Object.keys(id)).toContain(key);
        expect(Object.keys(en)).toContain(key);
      }
    expect(wordsOf({ ...line, own: true }).reader).toBe("privacy.reader.own");
  });
});
