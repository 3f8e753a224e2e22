import pg from "pg";
import { type Problem, problem } from "../result/index.ts";
import { NotLoaded } from "./load.ts";
import { TooNew } from "./manifest.ts";
import { Damaged, WrongKey } from "./seal.ts";
import { Unreachable } from "./snapshot.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
/** SQLSTATE of PostgreSQL's own full disk. */
const databaseFull = "53100";

/**
 * The problem behind a fault that a healthy program can meet: key, file, disk, database. `file` is the backup's path.
 * Anything else is a bug and is thrown again. PostgreSQL's words are not passed on, because they quote values.
 */
export function problemOf(fault: unknown, file: string): Problem {
  if (fault instanceof WrongKey) return problem("bad-request", "backup.wrong-key", { params: { file } });
  if (fault instanceof Damaged) return problem("bad-request", "backup.damaged", { params: { file, part: fault.part } });
  if (fault instanceof TooNew) return problem("conflict", "backup.too-new", { params: { file, version: fault.balai } });
  if (fault instanceof NotLoaded)
    return problem("conflict", "backup.not-loaded", { params: { table: fault.table, code: fault.code } });
  if (fault instanceof Unreachable) return problem("unavailable", "backup.no-database");
  if (fault instanceof pg.DatabaseError) {
    if (fault.code === databaseFull) return problem("storage-full", "backup.disk-full");
    return problem("unavailable", "backup.database-refused", { params: { code: fault.code ?? "" } });
  }
  if (!(fault instanceof Error)) throw fault;
  if (fault.message.startsWith("Connection terminated")) return problem("unavailable", "backup.no-database");
  const code = "code" in fault && typeof fault.code === "string" ? fault.code : undefined;
  if (code === undefined || !("syscall" in fault)) throw fault;
  if (full.has(code)) return problem("storage-full", "backup.disk-full");
  if (code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE")
    return problem("unavailable", "backup.no-database");
  if (code === "ENOENT") return problem("not-found", "backup.no-file", { params: { file } });
  return problem("forbidden", "backup.file-refused", { params: { file, code } });
}
