import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { jobSchema } from "./job-schema.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it("lets the app's role run pg-boss without the right to change its tables", async () => {
  const faults: unknown[] = [];
  const boss = new PgBoss({
    connectionString: database.url,
    schema: jobSchema,
    migrate: false,
    createSchema: false,
    reindex: false,
  });
  boss.on("error", (error) => faults.push(error));
  await boss.start();
  try {
    await boss.createQueue("sweep");
    await boss.schedule("sweep", "0 3 * * *", null, { tz: "Asia/Jakarta" });
    await boss.send("sweep", { what: "chimney" });
    const [job] = await boss.fetch<{ what: string }>("sweep");
    expect(job?.data).toEqual({ what: "chimney" });
    await boss.complete("sweep", job?.id ?? "");
    await boss.supervise("sweep");
    expect((await boss.getSchedules()).length).toBe(1);
  } finally {
    await boss.stop({ graceful: false });
  }
  expect(faults).toEqual([]);
});
