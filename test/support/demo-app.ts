import { modules } from "../../src/app.ts";
import { seedDemo } from "../../src/demo/index.ts";
import { readRetention } from "../../src/kernel/retention.ts";
import { type TestApp, testApp } from "./app.ts";

/** The whole program with all that the demo tells, its books taken in. */
export async function demoApp(): Promise<TestApp> {
  const test = await testApp({}, { logFrom: "silent" });
  const { kernel, database, clock, dispatcher, sequencer } = test;
  for (const module of modules) await module.seed?.(kernel);
  await database.db.transaction((tx) => kernel.privacy.importRetention(tx, readRetention(kernel.config)));
  const now = clock.now();
  await seedDemo(kernel, { now: clock.now, set: (to) => clock.set(to ?? now) }, dispatcher.drain, () => {});
  await sequencer.drain();
  return test;
}
