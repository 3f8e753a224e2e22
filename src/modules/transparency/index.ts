import type { ModuleManifest } from "../../kernel/index.ts";
import { addLogFiles } from "./http/log-files.ts";
import { addOneFile } from "./http/one-file.tsx";
import { addBookPages } from "./http/pages.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { ownPolicy } from "./policy.ts";
import { askWitnesses } from "./watching/asking.ts";

export { readPolicy } from "./policy.ts";
export { followBook, type Hours, keysServed, type MonitorFault, nothingSeen, type Seen } from "./watching/monitor.ts";
export { recount } from "./watching/recount.ts";
export { createWitness, type WitnessOptions } from "./witness/server.ts";
export { openSignedStates } from "./witness/signed-states.ts";

/** The public books, readable and checkable by everyone: see README.md. */
export const transparency: ModuleManifest = {
  name: "transparency",
  messages: { id, en },
  // A policy that cannot be read is told at the start, not at midnight.
  async seed({ config }) {
    const policy = ownPolicy(config);
    if (!policy.ok) throw new Error(policy.error);
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
  ],
  http(app, kernel) {
    addLogFiles(app, kernel);
    addBookPages(app, kernel);
    addOneFile(app, kernel);
  },
};
