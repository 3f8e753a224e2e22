import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newSecret } from "../../ids/index.ts";

/** `superuser` makes roles and databases, `owner` owns Balai's tables, `app` is all that the serving process reads. */
export type DatabaseRole = "superuser" | "owner" | "app";

export const roleName = { superuser: "postgres", owner: "balai_owner", app: "balai_app" } as const;

/** Makes the three passwords of a new database, each in its own file that only we can read. Keeps those that exist. */
export function makePasswords(dataFolder: string): void {
  mkdirSync(join(dataFolder, "credentials"), { recursive: true, mode: 0o700 });
  for (const role of ["superuser", "owner", "app"] as const) {
    const file = passwordFile(dataFolder, role);
    if (!existsSync(file)) writeWhole(file, `${newSecret()}\n`);
  }
}

/** The password of one role. Throws when the database was never made. */
export function readPassword(dataFolder: string, role: DatabaseRole): string {
  return readFileSync(passwordFile(dataFolder, role), "utf8").trim();
}

/** Address of the embedded server for one role; `database` is Balai's own by default. */
export function embeddedUrl(dataFolder: string, port: number, role: DatabaseRole, database = "balai"): string {
  return `postgres://${roleName[role]}:${readPassword(dataFolder, role)}@127.0.0.1:${port}/${database}`;
}

/** Writes a file that only we can read so that no reader ever sees half of it. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

function passwordFile(dataFolder: string, role: DatabaseRole): string {
  return join(dataFolder, "credentials", role);
}
