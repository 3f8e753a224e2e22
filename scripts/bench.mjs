// `npm run bench [inbox|list|submit|memory …]`: measures on fresh demo instances, prints the figures and writes bench/results/*.json.
// Ends with 1 when a number of bench/floors.ts was not reached.
import { spawnSync } from "node:child_process";
import { ensureInstalled, pinnedEnvironment, pinnedNode, root, runsOnPinnedNode } from "./setup.mjs";

process.chdir(root);
ensureInstalled();
if (!runsOnPinnedNode()) {
  const args = [import.meta.filename, ...process.argv.slice(2)];
  process.exit(spawnSync(pinnedNode, args, { stdio: "inherit", env: pinnedEnvironment() }).status ?? 1);
}

const { run } = await import("../bench/run.ts");
process.exit((await run(process.argv.slice(2))) ? 0 : 1);
