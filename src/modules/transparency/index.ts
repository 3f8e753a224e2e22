import { WrongSetting } from "../../kernel/config/index.ts";
import type { ModuleManifest } from "../../kernel/index.ts";
import { anchorBooks } from "./anchoring/anchoring.ts";
import { openDrivers } from "./anchoring/drivers/index.ts";
import { checkedAnchors, ownAnchors } from "./anchoring/settings.ts";
import { auditPurpose } from "./auditing/audit.ts";
import { runAudit } from "./auditing/run-audit.ts";
import { addAnchorFiles } from "./http/anchor-files.ts";
import { addLogFiles } from "./http/log-files.ts";
import { addOneFile } from "./http/one-file.tsx";
import { addBookPages } from "./http/pages.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { ownPolicy } from "./policy.ts";
import { askWitnesses } from "./watching/asking.ts";

export { type EvmSettings, ownAnchors } from "./anchoring/settings.ts";
export { lineOf, runAudit } from "./auditing/run-audit.ts";
export { readPolicy } from "./policy.ts";
export { type AnchoredAnswer, judgeAnchored } from "./watching/anchored-state.ts";
export { followBook, type Hours, keysServed, type MonitorFault, nothingSeen, type Seen } from "./watching/monitor.ts";
export { recount } from "./watching/recount.ts";
export { createWitness, type WitnessOptions } from "./witness/server.ts";
export { openSignedStates } from "./witness/signed-states.ts";

/** What one does with the contract by hand; loaded when it is needed, because it is large. */
export const chainTools = () => import("./anchoring/drivers/evm/consortium.ts");

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
  // What cannot be read is told at the start, not at midnight.
  async seed({ config, crypto }) {
    for (const read of [ownPolicy(config), checkedAnchors(config, crypto.keys.anchor.length > 0)])
      if (!read.ok) throw new WrongSetting(read.error);
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
      name: "transparency.anchors",
      timing: { everySeconds: 5 },
      async run(kernel) {
        const settings = ownAnchors(kernel.config);
        if (!settings.ok) throw new Error(settings.error);
        if (settings.value === undefined) return;
        await anchorBooks(kernel, settings.value, await openDrivers(kernel, settings.value));
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
    addAnchorFiles(app, kernel);
    addBookPages(app, kernel);
    addOneFile(app, kernel);
  },
};
