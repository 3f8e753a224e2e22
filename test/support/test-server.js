import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { projectRoot } from "../../src/kernel/config/index.js";
import { makeCluster } from "../../src/kernel/db/embedded/cluster.js";
import { embeddedUrl } from "../../src/kernel/db/embedded/credentials.js";
import { startPostgres } from "../../src/kernel/db/embedded/server.js";
import { findMigrations, migrate, openDatabase } from "../../src/kernel/db/index.js";
import { closeToPublic, ensureRolesAndDatabase } from "../../src/kernel/db/roles.js";
export async function startTestPostgres() {
  const dataFolder = await mkdtemp(join(tmpdir(), "balai-test-"));
  const cluster = await makeCluster({ dataFolder, durable: false });
  if (!cluster.ok) throw new Error(cluster.error);
  const postgres = await startPostgres(cluster.value, dataFolder, false);
  if (!postgres.ok) throw new Error(postgres.error);
  return {
    adminUrl: embeddedUrl(dataFolder, postgres.value.port, "superuser", "postgres"),
    async remove() {
      await postgres.value.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
/** Makes a database with all migrations and the rows that `seed` adds, for test files to clone; `drop` removes it. */
export async function makeTemplate(adminUrl, seed) {
  const template = `balai_template_${randomBytes(6).toString("hex")}`;
  await makeMigrated(adminUrl, template, seed);
  // Nobody may be connected to a database that is being cloned.
  await asAdmin(adminUrl, (admin) => admin.query(`alter database ${template} allow_connections false`));
  return { server: { adminUrl, template }, drop: () => dropDatabase(adminUrl, template) };
}
/** Makes a database with all migrations, lets `work` use it as the owner role, and gives what that gives. */
export async function makeMigrated(adminUrl, name, work) {
  const passwords = { owner: rolePassword(adminUrl, "balai_owner"), app: rolePassword(adminUrl, "balai_app") };
  await asAdmin(adminUrl, (admin) => ensureRolesAndDatabase(admin, passwords, name));
  const ownerUrl = urlFor(adminUrl, "balai_owner", name);
  const migrated = await migrate(ownerUrl, findMigrations(projectRoot));
  if (!migrated.ok) throw new Error(migrated.error);
  const owner = openDatabase(ownerUrl, 2);
  try {
    const result = await work(owner);
    await owner.pool.query("analyze");
    return result;
  } finally {
    await owner.close();
  }
}
/** Clones the template under a new name; clones wait for one another, because a template must have no other user. */
export async function cloneTemplate(server) {
  const name = `balai_test_${randomBytes(8).toString("hex")}`;
  await asAdmin(server.adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext('balai clone'))");
    await admin.query(`create database ${name} template ${server.template} strategy file_copy owner balai_owner`);
    await closeToPublic(admin, name);
  });
  return name;
}
/** Removes a database together with sessions that are still on it. */
export async function dropDatabase(adminUrl, name) {
  await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
}
/** The URL of a test database for one of the two roles. */
export function urlFor(adminUrl, role, database) {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = rolePassword(adminUrl, role);
  url.pathname = `/${database}`;
  return url.href;
}
/** Derived, so that two runs on one server (BALAI_TEST_PG) give the roles the same passwords. */
export function rolePassword(adminUrl, role) {
  return createHash("sha256")
    .update(`${role} ${new URL(adminUrl).password}`)
    .digest("hex");
}
/** Runs `work` on a connection as superuser. */
export async function asAdmin(adminUrl, work) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
//# sourceMappingURL=test-server.js.map
