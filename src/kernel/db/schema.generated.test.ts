import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { schemaTypes } from "../../../test/support/schema-types.ts";

it("the generated types are those of the migrated database (else: node scripts/generate-types.mjs)", async () => {
  const database = await testDatabase();
  try {
    const present = readFileSync(join(import.meta.dirname, "schema.generated.ts"), "utf8");
    expect(present).toBe(await schemaTypes(database.owner));
  } finally {
    await database.close();
  }
});
