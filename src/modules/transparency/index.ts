import { WrongSetting } from "../../kernel/config/index.ts";
import type { ModuleManifest } from "../../kernel/index.ts";
import { anchorBooks } from "./anchoring/anchoring.ts";
import { openDrivers } from "./anchoring/drivers/index.ts";
import { checkedAnchors, ownAnchors } from "./anchoring/settings.ts";
import { addAnchorFiles } from "./http/anchor-files.ts";
import { addLogFiles } from "./http/log-files.ts";
import { addOneFile } from "./http/one-file.tsx";
import { addBookPages } from "./http/pages.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { ownPolicy } from "./policy.ts";
import { askWitnesses } from "./watching/asking.ts";

export { type EvmSettings, ownAnchors } from "./anchoring/settings.ts";
export { readPolicy } from "./policy.ts";
export { type AnchoredAnswer, judgeAnchored } from "./watching/anchored-state.ts";
export { followBook, type Hours, keysServed, type MonitorFault, nothingSeen, type Seen } from "./watching/monitor.ts";
export { recount } from "./watching/recount.ts";
export { createWitness, type WitnessOptions } from "./witness/server.ts";
export { openSignedStates } from "./witness/signed-states.ts";

/** What one does with the contract by hand; loaded when it is needed, because it is large. */
export const chainTools = () => import("./anchoring/drivers/evm/consortium.ts");

/** The public books, readable and checkable by everyone: see README.md. */
export const transparency: ModuleManifest = {
  name: "transparency",
  messages: { id, en },
  // What cannot be read is told at the start, not at midnight.
  async seed({ config, crypto }) {
    for (const read of [ownPolicy(config), checkedAnchors(config, crypto.keys.anchor.length > 0)])
      if (!read.ok) throw new WrongSetting(read.error);
  },
  jobs: [
    {
      name: "transparency.witnesses",
      everySeconds: 10,
      async run(kernel) {
        const policy = ownPolicy(kernel.config);
        if (!policy.ok) throw new Error(policy.error);
        if (policy.value !== undefined) await askWitnesses(kernel, policy.value);
      },
    },
    {
      name: "transparency.anchors",
      everySeconds: 5,
      async run(kernel) {
        const settings = ownAnchors(kernel.config);
        if (!settings.ok) throw new Error(settings.error);
        if (settings.value === undefined) return;
        await anchorBooks(kernel, settings.value, await openDrivers(kernel, settings.value));
      },
    },
  ],
  http(app, kernel) {
    addLogFiles(app, kernel);
    addAnchorFiles(app, kernel);
    addBookPages(app, kernel);
    addOneFile(app, kernel);
  },
};
