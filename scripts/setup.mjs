// What `npm start` and `npm test` share before anything else can run: packages installed, sources built.
// Plain JavaScript that runs on Node ≥ 20 with no node_modules.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that everything after the set-up runs on; comes with the npm package `node`. */
export const pinnedNode = join(root, "node_modules", "node", "bin", "node");

/** Ignores itself, so that it needs no line in .gitignore; holds the lock of the set-up. */
const stateFolder = join(root, ".balai-setup");
const buildStamp = join(root, "dist", ".built-from");

/**
 * Installs the packages of package-lock.json when node_modules lacks one or holds another version of it.
 * Gives true when it installed something. Throws with one sentence when npm fails.
 */
export function ensureInstalled() {
  if (isInstalled()) return false;
  return withLock(() => {
    if (isInstalled()) return false;
    say("Installing packages; the first time this takes about a minute …");
    // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, as happens when a registry does not
    // hold them all. This installs the same versions and leaves both files as they are.
    runNpm(["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
    // npm versions that hold back install scripts leave the pinned Node without its program.
    if (!pinnedNodeRuns()) run(process.execPath, ["installArchSpecificPackage.js"], join(root, "node_modules", "node"));
    if (!pinnedNodeRuns())
      throw new Error("The packages are installed, but node_modules/node/bin/node does not run on this machine.");
    return true;
  });
}

/**
 * Builds dist/ by scripts/build.mjs when the sources have changed since the last build.
 * Gives true when it built. Throws with one sentence when the build fails.
 */
export function ensureBuilt() {
  if (isBuilt(hashSources())) return false;
  return withLock(() => {
    const hash = hashSources();
    if (isBuilt(hash)) return false;
    say("Building …");
    rmSync(buildStamp, { force: true });
    run(pinnedNode, [join(root, "scripts", "build.mjs")], root);
    mkdirSync(dirname(buildStamp), { recursive: true });
    writeFileSync(buildStamp, hash);
    return true;
  });
}

/** True when the program now running is the pinned Node. */
export function runsOnPinnedNode() {
  return process.version === `v${pinnedVersion()}`;
}

/** Environment in which the tools of node_modules/.bin find the pinned Node first. */
export function pinnedEnvironment(extra = {}) {
  const path = [dirname(pinnedNode), join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(":");
  return { ...process.env, PATH: path, ...extra };
}

function isBuilt(hash) {
  return existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === hash;
}

/** npm writes node_modules/.package-lock.json last, so a broken-off install never looks complete. */
function isInstalled() {
  const wanted = readLock(join(root, "package-lock.json"));
  const present = readLock(join(root, "node_modules", ".package-lock.json"));
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link) continue;
    const found = present[path];
    // Optional packages are for one platform each: the others are rightly absent.
    if (found === undefined && entry.optional) continue;
    if (found === undefined || found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return pinnedNodeRuns();
}

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

function pinnedVersion() {
  return readLock(join(root, "package-lock.json"))["node_modules/node"].version;
}

function pinnedNodeRuns() {
  if (!existsSync(pinnedNode)) return false;
  return spawnSync(pinnedNode, ["--version"], { encoding: "utf8" }).stdout?.trim() === `v${pinnedVersion()}`;
}

/** Hash of everything that dist/ is made from; tests are not. */
function hashSources() {
  const hash = createHash("sha256");
  const files = ["package-lock.json", "tsconfig.json", "tsconfig.build.json", "vite.config.ts", "scripts/build.mjs"];
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test\.tsx?|sql|md)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  for (const file of [...files, ...sources]) {
    if (!existsSync(join(root, file))) continue;
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function runNpm(args) {
  // Under `npm start` this is npm's own program: the same npm, whatever PATH says.
  const npm = process.env.npm_execpath;
  if (npm !== undefined && /\.[cm]?js$/.test(npm)) run(process.execPath, [npm, ...args], root);
  else run("npm", args, root);
}

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
  if (done.signal === "SIGINT" || done.signal === "SIGTERM") process.exit(130);
  if (done.error) throw new Error(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`\`${[command, ...args].join(" ")}\` failed with exit code ${done.status}.`);
}

/** One set-up at a time: several instances may be started from one checkout. A lock left by a dead process is taken over. */
function withLock(work) {
  const lock = join(stateFolder, "lock");
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(join(stateFolder, ".gitignore"), "*\n");
  const deadline = Date.now() + 15 * 60_000;
  while (!take(lock)) {
    if (Date.now() > deadline) throw new Error("Another set-up of this checkout has not ended within 15 minutes.");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives(lock) {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Between creation and writing the file is empty: the holder is alive then.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
