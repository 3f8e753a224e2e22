import type { PersonalData } from "../privacy/index.ts";

/** What files hold of people. They are opened by those who handle the case, or who act for its owner: for what the case's own reading is for. */
export const filesPersonalData: PersonalData = {
  part: "files",
  purposes: [],
  fields: [{ table: "files.file", column: "content", sort: "specific", retention: "cases.closed", onDisk: true }],
  namespaces: [],
};
