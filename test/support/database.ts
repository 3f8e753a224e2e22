import { inject } from "vitest";
import { type Database, openDatabase } from "../../src/kernel/db/index.ts";
import { cloneTemplate, dropDatabase, urlFor } from "./test-server.ts";

export interface TestDatabase {
  /** Role balai_app: what the program itself may do. */
  readonly db: Database;
  /** Role balai_owner: to arrange and to look. */
  readonly owner: Database;
  readonly url: string;
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** A database of one's own, cloned from the migrated template; `close` drops it. For beforeAll/afterAll of a test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = await cloneTemplate(server);
  const url = urlFor(server.adminUrl, "balai_app", name);
  const ownerUrl = urlFor(server.adminUrl, "balai_owner", name);
  const db = openDatabase(url);
  const owner = openDatabase(ownerUrl, 4);
  return {
    db,
    owner,
    url,
    ownerUrl,
    async close() {
      await Promise.all([db.close(), owner.close()]);
      await dropDatabase(server.adminUrl, name);
    },
  };
}
