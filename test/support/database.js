import { inject } from "vitest";
import { openDatabase } from "../../src/kernel/db/index.js";
import { cloneTemplate, dropDatabase, urlFor } from "./test-server.js";
/** A database of one's own, cloned from the migrated template; `close` drops it. For beforeAll/afterAll of a test file. */
export async function testDatabase() {
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
//# sourceMappingURL=database.js.map
