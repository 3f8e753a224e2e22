import type { ModuleManifest } from "../../kernel/index.ts";
import { auditPurpose } from "./auditing/audit.ts";
import { runAudit } from "./auditing/run-audit.ts";
import { addLogFiles } from "./http/log-files.ts";
import { addBookPages } from "./http/pages.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { ownPolicy } from "./policy.ts";
import { askWitnesses } from "./watching/asking.ts";

export { lineOf, runAudit } from "./auditing/run-audit.ts";
export { readPolicy } from "./policy.ts";
export { followBook, keysServed, type MonitorFault, nothingSeen, type Seen } from "./watching/monitor.ts";
export { createWitness, type WitnessOptions } from "./witness/server.ts";
export { openSignedStates } from "./witness/signed-states.ts";

/** Of millions of rows. */
const auditTimeoutSeconds = 4 * 3600;

/** The public books, readable and checkable by everyone: see README.md. */
export const transparency: ModuleManifest = {
  name: "transparency",
  messages: { id, en },
  personalData: {
    part: "transparency",
    purposes: [{ key: auditPurpose, bases: ["legal_obligation"] }],
    fields: [],
    namespaces: [],
  },
  // A policy that cannot be read is told at the start, not at midnight.
  async seed({ config }) {
    const policy = ownPolicy(config);
    if (!policy.ok) throw new Error(policy.error);
  },
  jobs: [
    {
      name: "transparency.witnesses",
      timing: { everySeconds: 10 },
      async run(kernel) {
        const policy = ownPolicy(kernel.config);
        if (!policy.ok) throw new Error(policy.error);
        if (policy.value !== undefined) await askWitnesses(kernel, policy.value);
      },
    },
    {
      name: "transparency.audit",
      timing: { everySeconds: 3600 },
      timeoutSeconds: auditTimeoutSeconds,
      run: (kernel, signal) => runAudit(kernel, { whole: false, signal }),
    },
    {
      name: "transparency.audit-whole",
      timing: { dailyAt: "02:40" },
      timeoutSeconds: auditTimeoutSeconds,
      run: (kernel, signal) => runAudit(kernel, { whole: true, signal }),
    },
  ],
  http(app, kernel) {
    addLogFiles(app, kernel);
    addBookPages(app, kernel);
  },
};
