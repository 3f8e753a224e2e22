import type { Plant } from "./plant.ts";

/** What the auditor must see, and what it must not take for a fault. */
export const audit: readonly Plant[] = [
  {
    name: "the auditor does not look at what was said",
    file: "src/kernel/cases/audit.ts",
    find: 'answers: [verdict === "wrong", false],',
    replace: "",
    test: {
      file: "test/audit-attacks.test.ts",
      name: "an owner of the database > who changes what was said, or swaps a sealed answer, is told which",
    },
  },
  {
    name: "the auditor does not look for cases that were put in",
    file: "src/kernel/cases/audit.ts",
    find: "if (found !== undefined && entries.length === 0) differences.push",
    replace: "if (false as boolean) differences.push",
    test: {
      file: "test/audit-attacks.test.ts",
      name: "an owner of the database > who changes a row, removes one and puts one in is told of each",
    },
  },
  {
    name: "the auditor does not look at roles",
    file: "src/kernel/administration/audit.ts",
    find: "const rows = await rolesEverHeld(db, idsOf(subjects));",
    replace: "const rows = await rolesEverHeld(db, []);",
    test: {
      file: "test/audit-attacks.test.ts",
      name: "an owner of the database > who gives or takes roles, offices, accounts and rules by hand is told",
    },
  },
  {
    name: "the auditor takes the tiles on trust",
    file: "src/kernel/ledger/tree-audit.ts",
    find: "for (const difference of await faultsOfTiles(db, book.name, full)) differs(difference);",
    replace: "",
    test: {
      file: "src/kernel/ledger/tree-audit.test.ts",
      name: "a book that its owner changed > names tiles that were changed, removed and put in",
    },
  },
  {
    name: "an erasure raises an alarm",
    file: "src/kernel/cases/audit.ts",
    find: 'if (verdict === "erased" && !isByRight(entry))',
    replace: 'if (verdict === "erased")',
    test: {
      file: "test/audit.test.ts",
      name: "acts of every kind > leave nothing to find while people are erased and closed cases forgotten; what cannot be compared is counted",
    },
  },
];
