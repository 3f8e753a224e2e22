import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleManifest } from "../../kernel/index.ts";
import { parseCsv } from "../../kernel/time/index.ts";
import { auditOfReports } from "./audit.ts";
import { report } from "./definitions/report.ts";
import { reportHooks } from "./hooks.ts";
import { addReportRoutes } from "./http/routes.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { byCategory, categories, importCategories, rulesByCategory } from "./routing.ts";
import { countStages } from "./store.ts";

export { addRoutingRule } from "./routing.ts";

/** Citizens' reports: see README.md. */
export const reports: ModuleManifest = {
  name: "reports",
  messages: { id, en },
  services: [{ definition: report, hooks: reportHooks }],
  routings: { "reports.byCategory": byCategory },
  routingTables: { "reports.byCategory": rulesByCategory },
  lists: { "reports.categories": categories },
  audits: (kernel) => [auditOfReports(kernel)],
  personalData: { part: "reports", purposes: [], fields: [], namespaces: ["reports"] },
  panels: [],
  publicNumbers: [
    {
      key: "reports.open",
      label: "reports.number.open",
      explanation: "reports.number.open.how",
      href: "/laporan",
      read: async (kernel) => (await countStages(kernel.db.query, kernel.clock.now())).open,
    },
    {
      key: "reports.done",
      label: "reports.number.done",
      explanation: "reports.number.done.how",
      href: "/laporan?tahap=done",
      read: async (kernel) => (await countStages(kernel.db.query, kernel.clock.now())).done,
    },
    {
      key: "reports.closed",
      label: "reports.number.closed",
      explanation: "reports.number.closed.how",
      href: "/laporan?tahap=closed",
      read: async (kernel) => (await countStages(kernel.db.query, kernel.clock.now())).closed,
    },
  ],
  async seed(kernel) {
    const rows = [...parseCsv(readFileSync(join(kernel.config.projectRoot, "data/reports/categories.csv"), "utf8"))];
    await kernel.db.transaction((tx) =>
      importCategories(
        tx,
        rows.map(({ fields }) => ({
          code: fields.code ?? "",
          icon: fields.icon ?? "other",
          effectiveFrom: fields.effective_from ?? "",
          source: fields.source ?? "",
          verified: fields.verified === "true",
        })),
      ),
    );
  },
  http: addReportRoutes,
};
