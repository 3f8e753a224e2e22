import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { projectRoot } from "../../src/kernel/config/index.ts";
import { findMigrations, migrate, openDatabase } from "../../src/kernel/db/index.ts";
import { closeToPublic, ensureRolesAndDatabase } from "../../src/kernel/db/roles.ts";
import { seedTemplate } from "./seed-template.ts";

/** What a test file needs to clone its own database. */
export interface TestServer {
  /** Superuser on database postgres. */
  readonly adminUrl: string;
  readonly template: string;
}

/** Makes a migrated and seeded database that test files clone; `drop` removes it. */
export async function makeTemplate(adminUrl: string): Promise<{ server: TestServer; drop(): Promise<void> }> {
  const template = `balai_template_${randomBytes(6).toString("hex")}`;
  await makeMigrated(adminUrl, template);
  return { server: { adminUrl, template }, drop: () => dropDatabase(adminUrl, template) };
}

/** Makes a database with all migrations and the template's rows, to which nobody may connect any more. */
async function makeMigrated(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (admin) =>
    ensureRolesAndDatabase(
      admin,
      { owner: rolePassword(adminUrl, "balai_owner"), app: rolePassword(adminUrl, "balai_app") },
      name,
    ),
  );
  const ownerUrl = urlFor(adminUrl, "balai_owner", name);
  const migrated = await migrate(ownerUrl, findMigrations(projectRoot));
  if (!migrated.ok) throw new Error(migrated.error);
  const owner = openDatabase(ownerUrl, 2);
  try {
    await seedTemplate(owner);
    await owner.pool.query("analyze");
  } finally {
    await owner.close();
  }
  await asAdmin(adminUrl, (admin) => admin.query(`alter database ${name} allow_connections false`));
}

/** Clones the template under a new name; clones wait for one another, because a template must have no other user. */
export async function cloneTemplate(server: TestServer): Promise<string> {
  const name = `balai_test_${randomBytes(8).toString("hex")}`;
  await asAdmin(server.adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext('balai clone'))");
    await admin.query(`create database ${name} template ${server.template} strategy file_copy owner balai_owner`);
    await closeToPublic(admin, name);
  });
  return name;
}

/** Removes a database together with sessions that are still on it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
}

/** The URL of a test database for one of the two roles. */
export function urlFor(adminUrl: string, role: "balai_owner" | "balai_app", database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = rolePassword(adminUrl, role);
  url.pathname = `/${database}`;
  return url.href;
}

/** Derived, so that two runs on one server (BALAI_TEST_PG) give the roles the same passwords. */
function rolePassword(adminUrl: string, role: string): string {
  return createHash("sha256")
    .update(`${role} ${new URL(adminUrl).password}`)
    .digest("hex");
}

async function asAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
