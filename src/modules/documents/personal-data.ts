import type { PersonalData } from "../../kernel/privacy/index.ts";

/** What documents hold of people, and why they are read. */
export const documentsPersonalData: PersonalData = {
  part: "documents",
  purposes: [
    { key: "documents.issue", bases: ["public_task"] },
    { key: "documents.give", bases: ["public_task"] },
  ],
  // They go with their case (`Issuing.forget`).
  fields: [
    { table: "documents.document", column: "sealed", sort: "general", retention: "cases.closed" },
    { table: "documents.paper", column: "sealed", sort: "general", retention: "cases.closed" },
    { table: "documents.ending", column: "reason", sort: "general", retention: "cases.closed" },
  ],
  namespaces: [],
};
