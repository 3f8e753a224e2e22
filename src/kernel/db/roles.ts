import pg from "pg";
import { roleName } from "./embedded/credentials.ts";

export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
}

/**
 * Makes the two roles (or gives them these passwords) and, when missing, the database that the owner role owns.
 * `admin` is connected as superuser. Running it again changes nothing; two at once wait for each other, because PostgreSQL refuses to change one
 * role twice at the same moment.
 */
export async function ensureRolesAndDatabase(
  admin: pg.ClientBase,
  passwords: RolePasswords,
  database: string,
): Promise<void> {
  await admin.query("select pg_advisory_lock(hashtext('balai roles'))");
  try {
    await ensureRole(admin, roleName.owner, passwords.owner);
    await ensureRole(admin, roleName.app, passwords.app);
    const found = await admin.query("select 1 from pg_database where datname = $1", [database]);
    const name = pg.escapeIdentifier(database);
    if (found.rowCount === 0) await admin.query(`create database ${name} owner ${roleName.owner}`);
    await closeToPublic(admin, database);
  } finally {
    await admin.query("select pg_advisory_unlock(hashtext('balai roles'))");
  }
}

/** Lets only the two roles into a database: needed after each CREATE DATABASE, whose template's rights are not copied. */
export async function closeToPublic(admin: pg.ClientBase, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await admin.query(`revoke all on database ${name} from public; grant connect on database ${name} to ${roleName.app}`);
}

async function ensureRole(admin: pg.ClientBase, name: string, password: string): Promise<void> {
  const found = await admin.query("select 1 from pg_roles where rolname = $1", [name]);
  const verb = found.rowCount === 0 ? "create" : "alter";
  const rights = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls";
  await admin.query(`${verb} role ${name} ${rights} password ${pg.escapeLiteral(password)}`);
}
