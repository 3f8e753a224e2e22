import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { ensureRolesAndDatabase } from "../../src/kernel/db/roles.ts";
import { asAdmin, dropDatabase, rolePassword, urlFor } from "./test-server.ts";

export interface EmptyDatabase {
  /** Superuser on this database. */
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly url: string;
  /** Runs one statement with a connection of its own and gives its rows. */
  query(url: string, sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A database with the two roles and nothing else, for tests of what comes before the template: migrations, restore. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const server = inject("testServer");
  const name = `balai_empty_${randomBytes(8).toString("hex")}`;
  const passwords = {
    owner: rolePassword(server.adminUrl, "balai_owner"),
    app: rolePassword(server.adminUrl, "balai_app"),
  };
  await asAdmin(server.adminUrl, (admin) => ensureRolesAndDatabase(admin, passwords, name));
  const adminUrl = new URL(server.adminUrl);
  adminUrl.pathname = `/${name}`;
  return {
    adminUrl: adminUrl.href,
    ownerUrl: urlFor(server.adminUrl, "balai_owner", name),
    url: urlFor(server.adminUrl, "balai_app", name),
    async query(url, sql) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    },
    close: () => dropDatabase(server.adminUrl, name),
  };
}
