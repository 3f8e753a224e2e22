// Writes src/kernel/db/schema.generated.ts from a freshly migrated database. Works while src/ has type errors:
// the pinned Node runs the few TypeScript files this needs as they are.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, root, runsOnPinnedNode } from "./setup.mjs";

if (runsOnPinnedNode()) await main();
else process.exit(spawnSync(pinnedNode, [import.meta.filename], { stdio: "inherit" }).status ?? 1);

async function main() {
  const { makeMigrated, startTestPostgres } = await import("../test/support/test-server.ts");
  const { schemaTypes } = await import("../test/support/schema-types.ts");
  const postgres = await startTestPostgres();
  try {
    const text = await makeMigrated(postgres.adminUrl, "balai", schemaTypes);
    writeFileSync(join(root, "src/kernel/db/schema.generated.ts"), text);
    console.log(`Wrote src/kernel/db/schema.generated.ts (${text.split("\n").length} lines).`);
  } finally {
    await postgres.remove();
  }
}
