/**
 * The database: connections and transactions (`database.ts`), migrations and roles, and the PostgreSQL that Balai brings
 * along and runs itself when no DATABASE_URL is set (`embedded/`, docs/adr/0001). Commands reach it by `withDatabaseUrl`.
 */
export { asOneStatement } from "./as-one.ts";
export { type WorkRole, withDatabaseUrl } from "./attach.ts";
export { isDatabaseAway } from "./away.ts";
export { type Database, type DB, openDatabase, type Queryable, type Tx } from "./database.ts";
export { clusterExists, makeCluster } from "./embedded/cluster.ts";
export { type HostedDatabase, hostDatabase, lockDataFolder } from "./embedded/host.ts";
export type { HeldLock } from "./embedded/lock.ts";
export { jobSchema } from "./job-schema.ts";
export { findMigrations, type MigrationFile, type MigrationReport, migrate, pendingMigrations } from "./migrate.ts";
export { isHalfRestored, restoringSchema } from "./restoring.ts";
