import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { type EmptyDatabase, emptyDatabase } from "../support/empty-database.ts";
import { readGuide } from "./guide.ts";
import { createInstallation, type Installation } from "./installation.ts";
import { walkGuide } from "./walk.ts";

const guide = readGuide();
let database: EmptyDatabase;
let installation: Installation;

beforeAll(async () => {
  ensureBuilt();
  database = await emptyDatabase();
  installation = createInstallation(guide, { DATABASE_URL: database.url });
}, 120_000);
afterAll(async () => {
  await installation.remove();
  await database.close();
});

describe("the walk-through of docs/deploy.md", () => {
  it("leads from an empty machine to a handled and checked report, in production behind a proxy", async () => {
    await walkGuide(guide, installation, { DATABASE_OWNER_URL: database.ownerUrl });
  }, 240_000);

  it("is not to be begun for a region that does not exist", () => {
    const start = "set -a; . /etc/balai.env; set +a; BALAI_REGION=34.02.03.2999 npx balai start";
    expect(() => installation.type(start)).toThrow('BALAI_REGION is "34.02.03.2999"; no region has this code.');
  }, 60_000);
});
