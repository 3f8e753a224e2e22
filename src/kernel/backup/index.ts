/**
 * Backup and restore: one moment of the whole instance (rows, positions, files, names of keys) in one encrypted file,
 * because the embedded PostgreSQL brings no pg_dump. The way to a newer PostgreSQL and from embedded to external as well.
 * The format and the operator's side are in docs/backup.md.
 */
export { type BackupDeps, type BackupReport, backUp } from "./backup.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { type RestoreDeps, type RestoreReport, restore, type VerifyReport, verifyBackup } from "./restore.ts";
export type { Key, Lock } from "./seal.ts";
export type { StoredFiles } from "./stored-files.ts";
