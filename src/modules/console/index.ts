import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleManifest } from "../../kernel/index.ts";
import { parseCsv } from "../../kernel/time/index.ts";
import { createDesks } from "./desk.ts";
import { addCaseRoutes } from "./http/case.tsx";
import { addDeskPages } from "./http/desk-pages.tsx";
import { addExportRoute } from "./http/export.ts";
import { addInboxRoutes } from "./http/inbox.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { importQuotas } from "./store.ts";

export type { Desk } from "./desk.ts";
export { readSealed } from "./personal.ts";
export { createShell, type Shell } from "./shell.tsx";

/** The officers' desk for every service: see README.md. */
export const officersConsole: ModuleManifest = {
  name: "console",
  messages: { id, en },
  async seed(kernel) {
    const text = readFileSync(join(kernel.config.projectRoot, "data/console/export-quota.csv"), "utf8");
    const quotas = [...parseCsv(text)].map(({ fields }) => ({
      effectiveFrom: fields.effective_from ?? "",
      rowsPerDay: Number(fields.rows_per_day),
      source: fields.source ?? "",
      verified: fields.verified === "true",
    }));
    await kernel.db.transaction((tx) => importQuotas(tx, quotas));
  },
  http(app, kernel) {
    const desks = createDesks(kernel);
    addInboxRoutes(app, kernel, desks);
    addCaseRoutes(app, kernel, desks);
    addExportRoute(app, kernel, desks);
    addDeskPages(app, kernel, desks);
  },
};
