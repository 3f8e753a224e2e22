// `npm start`: installs what is missing, builds what changed, then serves.
// Plain JavaScript that runs on Node ≥ 20 with no node_modules.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, root } from "./setup.mjs";

const balai = join(root, "bin", "balai.mjs");

try {
  ensureInstalled();
  ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

// The serving process must not know the owner's password: a server of one's own is migrated before, by another process.
if (process.env.DATABASE_OWNER_URL !== undefined) {
  const migrated = spawnSync(process.execPath, [balai, "migrate"], { stdio: "inherit" });
  if (migrated.status !== 0) process.exit(migrated.status ?? 1);
  delete process.env.DATABASE_OWNER_URL;
}

process.argv = [process.execPath, balai, "start", ...process.argv.slice(2)];
await import("../bin/balai.mjs");
