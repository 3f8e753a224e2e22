import type { PersonalData } from "../privacy/index.ts";

/** Schedules of archives differ by kind of case; until a region loads its own, a case's answers are kept as long as the shortest common one. */
const retention = {
  from: "case-closed",
  days: 5 * 365,
  source: "UU 43/2009; jadwal retensi arsip daerah",
  verified: false,
} as const;

export const casesPersonalData: PersonalData = {
  part: "cases",
  purposes: [
    { key: "cases.draft", bases: ["public_task"] },
    { key: "cases.handle", bases: ["public_task"] },
    { key: "cases.own", bases: ["public_task"] },
    { key: "cases.notify", bases: ["public_task"] },
  ],
  fields: [
    { table: "cases.content", column: "sealed", sort: "general", retention },
    { table: "cases.case", column: "recipient", sort: "general", retention },
    {
      table: "cases.draft",
      column: "sealed",
      sort: "general",
      retention: { from: "last-use", days: 7, source: "Balai", verified: true },
    },
  ],
  namespaces: [],
};
