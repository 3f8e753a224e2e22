import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cruiseSources } from "./dependencies.ts";
import { readTree, root } from "./tree.ts";

/** A small house that keeps every rule; each planted file breaks one. */
const soundHouse = {
  "src/main.ts": 'import "./kernel/index.ts"; import "./modules/reports/index.ts";',
  "src/kernel/index.ts": 'export * from "./forms/index.ts"; export * from "./wiring.ts";',
  "src/kernel/wiring.ts": 'import "./forms/index.ts"; export const wiring = 1;',
  "src/kernel/result/index.ts": "export const ok = 1;",
  "src/kernel/crypto/index.ts": "export const seal = 1;",
  "src/kernel/crypto/open.ts": "export const open = 1;",
  "src/kernel/privacy/index.ts": 'import "../crypto/open.ts"; export const read = 1;',
  "src/kernel/forms/index.ts": 'export * from "./parse.ts"; export interface Form { readonly id: string }',
  "src/kernel/forms/parse.ts": 'import "./domain/rules.ts"; import "../result/index.ts"; export const parse = 1;',
  "src/kernel/forms/domain/rules.ts":
    'import "temporal-polyfill"; import { createHash } from "node:crypto"; import { ok } from "../../result/index.ts"; export const rule = [ok, createHash];',
  "src/modules/reports/index.ts": 'export * from "./store.ts";',
  "src/modules/reports/store.ts": 'import "pg"; import "../../kernel/forms/index.ts"; export const reports = 1;',
  "src/modules/reports/page.tsx": "export const Page = () => <p />;",
  "src/modules/reports/store.test.ts": 'import "../../kernel/forms/parse.ts";',
  "src/modules/reports/domain/priority.ts":
    'import type { Form } from "../../../kernel/forms/index.ts"; export type Priority = Form["id"];',
  "src/modules/reports/drivers/evm/chain.ts": 'import "viem"; export const chain = 1; export type Chain = 1;',
  "src/modules/reports/late.ts":
    'import type { Chain } from "./drivers/evm/chain.ts"; export const late = (_: Chain) => import("./drivers/evm/chain.ts");',
  "src/modules/floods/index.ts": 'import "../reports/index.ts"; export const floods = 1;',
};

const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  ["module-uses-doors-of-modules", "src/modules/floods/a.ts", 'import "../reports/store.ts";'],
  [
    "module-uses-doors-of-modules",
    "src/modules/floods/b.tsx",
    'import "../reports/page.tsx"; export const B = () => <p />;',
  ],
  [
    "module-uses-doors-of-modules",
    "src/modules/floods/c.ts",
    'import type { reports } from "../reports/store.ts"; export type C = typeof reports;',
  ],
  ["module-uses-doors-of-modules", "src/modules/floods/d.ts", 'export const d = () => import("../reports/store.ts");'],
  ["module-uses-doors-of-kernel", "src/modules/floods/e.ts", 'import "../../kernel/forms/parse.ts";'],
  ["kernel-knows-no-module", "src/kernel/forms/f.ts", 'import "../../modules/reports/index.ts";'],
  ["kernel-knows-no-module", "src/kernel/forms/g.test.ts", 'import "../../modules/reports/index.ts";'],
  ["kernel-parts-use-doors", "src/kernel/privacy/h.ts", 'import "../forms/parse.ts";'],
  ["only-privacy-opens-sealed-fields", "src/kernel/forms/i.ts", 'import "../crypto/open.ts";'],
  ["composition-uses-doors", "src/app.ts", 'import "./modules/reports/store.ts";'],
  ["kernel-composition-uses-doors", "src/kernel/assemble.ts", 'import "./forms/parse.ts";'],
  ["parts-do-not-know-composition", "src/modules/floods/s.ts", 'import "../../kernel/wiring.ts";'],
  ["parts-do-not-know-composition", "src/modules/floods/j.ts", 'import "../../main.ts";'],
  [
    "domain-is-pure",
    "src/modules/reports/domain/k.ts",
    'import { readFileSync } from "node:fs"; export const k = readFileSync;',
  ],
  ["domain-is-pure", "src/modules/reports/domain/l.ts", 'import pg from "pg"; export const l = pg;'],
  ["domain-is-pure", "src/modules/reports/domain/m.ts", 'import { sql } from "kysely"; export const m = sql;'],
  [
    "domain-is-pure",
    "src/modules/reports/domain/n.ts",
    'import { reports } from "../store.ts"; export const n = reports;',
  ],
  [
    "domain-is-pure",
    "src/modules/reports/domain/o.ts",
    'import { seal } from "../../../kernel/crypto/index.ts"; export const o = seal;',
  ],
  ["drivers-load-late", "src/modules/reports/t.ts", 'import "./drivers/evm/chain.ts";'],
  ["drivers-load-late", "src/modules/reports/u.ts", 'import { http } from "viem"; export const u = http;'],
  ["no-cycles", "src/modules/floods/p.ts", 'import "./q.ts";'],
  ["no-unresolved", "src/modules/floods/r.ts", 'import "./nowhere.ts";'],
];
const otherHalf = { "src/modules/floods/q.ts": 'import "./p.ts";' };

const folders: string[] = [];

function build(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "balai-rules-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("who imports whom", () => {
  const sources = cruiseSources(root);

  it("holds in the sources", async () => {
    expect((await sources).faults).toEqual([]);
  });

  it("is judged on every source file", async () => {
    const isSource = (file: string): boolean => /\.tsx?$/.test(file);
    const { seen } = await sources;
    expect(seen.filter(isSource).sort()).toEqual([...readTree(["src"]).keys()].filter(isSource).sort());
  });

  it("holds in a sound house", async () => {
    expect((await cruiseSources(build(soundHouse))).faults).toEqual([]);
  });

  describe("catches in a house with planted faults", () => {
    let faults: string[] = [];

    beforeAll(async () => {
      const plants = Object.fromEntries(planted.map(([, file, text]) => [file, text]));
      faults = (await cruiseSources(build({ ...soundHouse, ...plants, ...otherHalf }))).faults;
    });

    it.each(planted)("%s in %s", (rule, file) => {
      expect(faults.filter((fault) => fault.startsWith(`${rule}: ${file} → `))).not.toEqual([]);
    });

    it("nothing else", () => {
      const wanted = new Set([...planted.map(([, file]) => file), ...Object.keys(otherHalf)]);
      const strays = faults.filter((fault) => !wanted.has(fault.replace(/^.*?: (.*) → .*$/, "$1")));
      expect(strays).toEqual([]);
    });
  });
});
