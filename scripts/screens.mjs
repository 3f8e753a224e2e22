// `npm run screens [journey …]`: walks the journeys of e2e/screens.ts on a demo instance and writes docs/screens/*.png.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, pinnedEnvironment, pinnedNode, root, runsOnPinnedNode } from "./setup.mjs";

process.chdir(root);
ensureInstalled();
if (!runsOnPinnedNode()) {
  const args = [import.meta.filename, ...process.argv.slice(2)];
  process.exit(spawnSync(pinnedNode, args, { stdio: "inherit", env: pinnedEnvironment() }).status ?? 1);
}

const folder = join("docs", "screens");
process.env.BALAI_SCREENS = folder;
const { journeys } = await import("../e2e/screens.ts");
const { takeScreens } = await import("../e2e/support/screen-journeys.ts");
await takeScreens(journeys, folder, process.argv.slice(2));
