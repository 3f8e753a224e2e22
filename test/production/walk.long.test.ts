import { afterAll, beforeAll, describe, it } from "vitest";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { readGuide } from "./guide.ts";
import { createInstallation, type Installation } from "./installation.ts";
import { walkGuide } from "./walk.ts";

const guide = readGuide();
let installation: Installation;

beforeAll(() => {
  ensureBuilt();
  installation = createInstallation(guide);
}, 120_000);
afterAll(() => installation.remove());

describe("the walk-through of docs/deploy.md with the embedded PostgreSQL", () => {
  it("leads from an empty machine to a handled and checked report, in production behind a proxy", async () => {
    await walkGuide(guide, installation);
  }, 240_000);
});
