import { afterAll, beforeAll, expect, it } from "vitest";
import { modules } from "../src/app.ts";
import { newId } from "../src/kernel/ids/index.ts";
import { runAudit } from "../src/modules/transparency/index.ts";
import { type TestApp, testApp } from "./support/app.ts";
import { auditWorld, guest, must } from "./support/audit-world.ts";

const count = 10_000;
let test: TestApp;

beforeAll(async () => {
  test = await testApp({}, { logFrom: "silent" });
  const { kernel, sequencer } = test;
  for (const module of modules) await module.seed?.(kernel);
  const by = { kind: "terminal", key: newId() } as const;
  must(await kernel.administration.saveOffices(by, [{ code: "kota", name: "Kota", region: "35.78" }]));
  const { report } = auditWorld(test);
  for (let made = 0; made < count; made += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => report(guest(), `jalan ${made + index}`)));
    await sequencer.drain();
  }
}, 300_000);
afterAll(() => test.close());

it("ten thousand reports, with their contents, steps and public rows, are compared within half a minute, in little memory", async () => {
  global.gc?.();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const run = await runAudit(test.kernel, { whole: true });
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `${run.rows} rows, ${run.entries} entries: ${seconds.toFixed(1)} s, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more\n`,
  );
  expect(run).toMatchObject({ found: 0, entries: count + 1 });
  expect(run.rows).toBeGreaterThanOrEqual(4 * count);
  expect(seconds).toBeLessThan(30);
}, 120_000);
