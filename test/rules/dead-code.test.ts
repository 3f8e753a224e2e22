import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findDeadCode } from "./dead-code.ts";
import { root } from "./tree.ts";

const house = {
  "package.json": '{ "name": "house", "type": "module", "dependencies": { "pg": "1.0.0" } }',
  "src/main.ts": 'import pg from "pg"; import { used } from "./part.ts"; used(pg);',
  "src/part.ts": "export const used = (x: unknown) => x;",
};
const folder = mkdtempSync(join(tmpdir(), "balai-knip-"));

function build(files: Readonly<Record<string, string>>): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  copyFileSync(join(root, "knip.json"), join(folder, "knip.json"));
  return folder;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("no dead code", () => {
  it("holds in the checkout", async () => {
    expect(await findDeadCode(root)).toEqual([]);
  }, 60_000);

  it("holds in a sound house", async () => {
    expect(await findDeadCode(build(house))).toEqual([]);
  }, 60_000);

  it("catches a dead export, file and dependency, and an undeclared one", async () => {
    const planted = {
      ...house,
      "package.json": '{ "name": "house", "type": "module", "dependencies": { "pg": "1.0.0", "left-over": "1.0.0" } }',
      "src/part.ts": 'import "undeclared"; export const used = (x: unknown) => x; export const dead = 1;',
      "src/forgotten.ts": "export const a = 1;",
    };
    expect((await findDeadCode(build(planted))).sort()).toEqual([
      "package.json: dependencies left-over",
      "src/forgotten.ts: files src/forgotten.ts",
      "src/part.ts: exports dead",
      "src/part.ts: unlisted undeclared",
    ]);
  }, 60_000);
});
