import type { PersonalData } from "../privacy/index.ts";

/** What cases hold of people, and why they read it. */
export const casesPersonalData: PersonalData = {
  part: "cases",
  purposes: [
    { key: "cases.draft", bases: ["public_task"] },
    { key: "cases.handle", bases: ["public_task"] },
    { key: "cases.own", bases: ["public_task"] },
    { key: "cases.notify", bases: ["public_task"] },
  ],
  fields: [
    { table: "cases.content", column: "sealed", sort: "general", retention: "cases.closed" },
    { table: "cases.case", column: "recipient", sort: "general", retention: "cases.closed" },
    { table: "cases.draft", column: "sealed", sort: "general", retention: "cases.draft" },
  ],
  namespaces: [],
};
