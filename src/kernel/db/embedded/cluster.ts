import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "../../result/index.ts";
import { type Binaries, binariesIn, findBinaries } from "./binaries.ts";
import { runToEnd } from "./child.ts";
import { makePasswords, readPassword } from "./credentials.ts";
import { chooseIdentity, giveTo, hasName, type Identity, type Owner, type Way, waysFor } from "./identity.ts";

export interface ClusterOptions {
  /** The instance's folder (BALAI_DATA). */
  readonly dataFolder: string;
  /** False only for tests: the database may be lost when the machine stops. */
  readonly durable?: boolean;
  /** The ways to try instead of all: for tests. */
  readonly ways?: readonly Way[];
  /** Where way `dropped` keeps data and binaries: any user must be able to pass it. Default `/var/lib`. */
  readonly outside?: string;
  /** The binaries to run instead of those npm installed: for tests. */
  readonly binaries?: Binaries;
}

export interface Cluster {
  readonly binaries: Binaries;
  readonly identity: Identity;
  /** PostgreSQL's own data folder, without links in its path. */
  readonly folder: string;
}

/** True when the instance's database was made already. */
export function clusterExists(dataFolder: string): boolean {
  return existsSync(join(dataFolder, "postgres", "PG_VERSION"));
}

/**
 * Makes an instance's database: passwords, then PostgreSQL's data folder, whole or not at all. Keeps one that exists.
 * Reads the superuser's password, so the serving process leaves it to a child.
 */
export async function makeCluster(options: ClusterOptions): Promise<Result<Cluster, string>> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  if (clusterExists(options.dataFolder)) return openCluster(options);
  const prepared = await prepare(options);
  if (!prepared.ok) return prepared;
  const { binaries, identity, home } = prepared.value;
  makePasswords(options.dataFolder);
  const draft = join(home, "postgres.new");
  const passwordFile = join(home, "initdb-password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${readPassword(options.dataFolder, "superuser")}\n`, { mode: 0o600 });
  try {
    for (const path of [draft, passwordFile]) give(path, identity.named.owner);
    const args = [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, "--username=postgres", "--encoding=UTF8"];
    args.push("--auth-host=scram-sha-256", "--auth-local=reject", "--locale=C", "--no-instructions");
    args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    if (options.durable === false) args.push("--no-sync");
    const ended = await runToEnd(identity.named.run(binaries.initdb, args));
    if (ended.code !== 0 && identity.way === "self" && !hasName())
      return err(
        `PostgreSQL makes its data folder only for a user with a name, and user number ${process.getuid?.()} has none here (${ended.output.trim().split("\n").at(-1)}). ` +
          "Do one of these: add a line for it to /etc/passwd, allow user namespaces, run as a user that has a name, or set DATABASE_URL.",
      );
    if (ended.code !== 0) return err(`PostgreSQL could not make its data folder: ${ended.output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  give(draft, identity.server.owner);
  renameSync(draft, join(home, "postgres"));
  if (home !== options.dataFolder) symlinkSync(join(home, "postgres"), join(options.dataFolder, "postgres"));
  return ok({ binaries, identity, folder: realpathSync(join(home, "postgres")) });
}

/** Finds how to run the database that exists already, and gives its folder to whoever must own it now. */
export async function openCluster(options: ClusterOptions): Promise<Result<Cluster, string>> {
  const prepared = await prepare(options);
  if (!prepared.ok) return prepared;
  const { binaries, identity, home } = prepared.value;
  const link = join(options.dataFolder, "postgres");
  if (home !== options.dataFolder && !lstatSync(link).isSymbolicLink()) moveOut(link, home);
  const folder = realpathSync(link);
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version !== "18")
    return err(`The data folder is of PostgreSQL ${version}, this is 18: move it with balai backup and balai restore.`);
  const { owner } = identity.server;
  if (owner && statSync(folder).uid !== owner.uid) give(folder, owner);
  return ok({ binaries, identity, folder });
}

interface Prepared {
  readonly binaries: Binaries;
  readonly identity: Identity;
  /** The folder that holds PostgreSQL's data folder. */
  readonly home: string;
}

async function prepare(options: ClusterOptions): Promise<Result<Prepared, string>> {
  const found = options.binaries === undefined ? findBinaries() : ok(options.binaries);
  if (!found.ok) return found;
  const ways = options.ways ?? waysFor(process.getuid?.() ?? -1);
  const chosen = await chooseIdentity(found.value, options.dataFolder, ways);
  if (!chosen.ok) return chosen;
  const identity = chosen.value;
  if (identity.way !== "dropped") return ok({ binaries: found.value, identity, home: options.dataFolder });
  const home = outsideHome(options);
  if (!home.ok) return home;
  mkdirSync(home.value, { recursive: true });
  // Two users pass it: initdb's and the server's. The data folder inside is open to the server alone.
  chmodSync(home.value, 0o711);
  const copy = join(home.value, "native");
  const stamp = `${found.value.folder} ${statSync(found.value.postgres).mtimeMs}\n`;
  if (!existsSync(`${copy}.stamp`) || readFileSync(`${copy}.stamp`, "utf8") !== stamp) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(found.value.folder, copy, { recursive: true, verbatimSymlinks: true });
    letAllRead(copy);
    writeFileSync(`${copy}.stamp`, stamp);
  }
  return ok({ binaries: binariesIn(copy), identity, home: home.value });
}

/** Where way `dropped` keeps this instance's database: found again by the data folder's own path. */
function outsideHome(options: ClusterOptions): Result<string, string> {
  const link = join(options.dataFolder, "postgres");
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return ok(join(readlinkSync(link), ".."));
  const name = createHash("sha256").update(realpathSync(options.dataFolder)).digest("hex").slice(0, 12);
  const outside = options.outside ?? "/var/lib";
  if (!existsSync(outside))
    return err(`${outside} does not exist; the database needs a folder that any user can pass.`);
  return ok(join(outside, `balai-${name}`));
}

/** Moves a data folder from below root's folder to one its new user can reach; the old place becomes a link to it. */
function moveOut(from: string, home: string): void {
  const to = join(home, "postgres");
  rmSync(to, { recursive: true, force: true });
  cpSync(from, `${to}.new`, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  chmodSync(`${to}.new`, 0o700);
  renameSync(`${to}.new`, to);
  renameSync(from, `${from}.moved`);
  symlinkSync(to, from);
  rmSync(`${from}.moved`, { recursive: true });
}

function give(path: string, owner: Owner | undefined): void {
  if (owner !== undefined) giveTo(path, owner);
}

/** Root's umask may have kept the binaries from everyone else. */
function letAllRead(path: string): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  const executable = entry.isDirectory() || (entry.mode & 0o100) !== 0;
  chmodSync(path, entry.mode | (executable ? 0o555 : 0o444));
  if (entry.isDirectory()) for (const name of readdirSync(path)) letAllRead(join(path, name));
}
