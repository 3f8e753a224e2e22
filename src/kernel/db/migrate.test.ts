import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { projectRoot } from "../config/index.ts";
import { findMigrations, pendingMigrations } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe("the test database", () => {
  it("is migrated", async () => {
    expect(await pendingMigrations(database.db.pool, findMigrations(projectRoot))).toEqual([]);
  });
});
