import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { createLog } from "../log/index.ts";
import { systemClock } from "../time/index.ts";
import { createJobs } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A worker that says when its run began and never ends it. */
const worker = `
  const [folder, databaseUrl] = process.argv.slice(1);
  const { createJobs } = await import(folder + "/jobs/index.ts");
  const { createLog } = await import(folder + "/log/index.ts");
  const { systemClock } = await import(folder + "/time/index.ts");
  const jobs = createJobs({ databaseUrl, clock: systemClock, log: createLog({ level: "silent" }), heartbeatSeconds: 10 });
  jobs.register("test.held", { every: 1 }, () => {
    process.stdout.write("began");
    return new Promise(() => {});
  });
  await jobs.start();
`;

it("takes up the job of a worker that was killed in the middle of a run", async () => {
  const folder = import.meta.resolve("..").replace(/\/$/, "");
  const child = spawn(process.execPath, ["--input-type=module", "--eval", worker, folder, database.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");

  const log = createLog({ level: "silent" });
  const jobs = createJobs({ databaseUrl: database.url, clock: systemClock, log, heartbeatSeconds: 10 });
  await new Promise<void>((settle, fail) => {
    jobs.register("test.held", { every: 1 }, async () => settle());
    jobs.start().catch(fail);
  });
  await jobs.stop();
  const { rows } = await database.owner.pool.query(
    "select state, count(*)::int from pgboss.job where name = 'test.held' and state = 'failed' group by state",
  );
  expect(rows).toEqual([{ state: "failed", count: 1 }]);
}, 90_000);
