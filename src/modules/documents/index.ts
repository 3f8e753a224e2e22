import type { ModuleManifest } from "../../kernel/index.ts";
import { createShell } from "../console/index.ts";
import { auditOfDocuments } from "./audit.ts";
import { addKeySet } from "./http/key-set.ts";
import { addOfficePages } from "./http/office.tsx";
import { addPaperRoute } from "./http/paper.ts";
import { addVerifyPages } from "./http/verify.tsx";
import { createIssuing } from "./issuing.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { documentsPersonalData } from "./personal-data.ts";
import { preparePapers } from "./prepare.ts";
import { papersOf } from "./views.ts";

export { longestCode, readCode } from "./domain/code.ts";

/** Documents that offices issue, and how anyone checks one: see README.md. */
export const documents: ModuleManifest = {
  name: "documents",
  messages: { id, en },
  personalData: documentsPersonalData,
  entriesAbout: ["document"],
  audits: () => [auditOfDocuments],
  issuing: createIssuing,
  papers: papersOf,
  jobs: [
    {
      name: "documents.prepare",
      timing: { everySeconds: 3 },
      run: (kernel) =>
        preparePapers(kernel, async () => (await import("./signing/certificate.ts")).signerOf(kernel.config)),
    },
  ],
  http(app, kernel) {
    addKeySet(app, kernel);
    addVerifyPages(app, kernel);
    addPaperRoute(app, kernel);
    addOfficePages(app, kernel, createShell(kernel));
  },
};
