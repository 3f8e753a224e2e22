import { chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { err, ok, type Result } from "../../result/index.ts";
import type { Binaries } from "./binaries.ts";
import { type CommandLine, runToEnd } from "./child.ts";

/**
 * How PostgreSQL, which refuses to run as root, is run (docs/adr/0001):
 * - `self`: we are an ordinary user already;
 * - `namespace`: in a user namespace where root's number is an ordinary one, so root's folders stay its own;
 * - `capability`: as an ordinary user that keeps the right to pass root's folders;
 * - `dropped`: as an ordinary user, with data and binaries in a folder it can reach.
 */
export type Way = "self" | "namespace" | "capability" | "dropped";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** One way of running a program, and who must own the folder it writes to (undefined: we do already). */
export interface Runner {
  readonly owner: Owner | undefined;
  run(command: string, args: readonly string[]): CommandLine;
}

export interface Identity {
  readonly way: Way;
  readonly server: Runner;
  /** For initdb, which insists that its user has a name on this machine. */
  readonly named: Runner;
}

/** Nobody's number: above ordinary users (60000) and outside the ranges systemd and Debian hand out. */
const ourNumber = 65521;

/** The ways to try, best first. */
export function waysFor(uid: number): readonly Way[] {
  return uid === 0 ? ["namespace", "capability", "dropped"] : ["self"];
}

/**
 * The first way that holds on this machine, found by trying: each must start a PostgreSQL program and write into `folder`.
 * `dropped` is not tried in `folder` (it moves elsewhere). Gives one sentence with what each way answered when none holds.
 */
export async function chooseIdentity(
  binaries: Binaries,
  folder: string,
  ways: readonly Way[],
): Promise<Result<Identity, string>> {
  const answers: string[] = [];
  // Without setpriv the server still stops cleanly with us; it only outlives a kill -9 until the next start.
  const lifeline =
    (await runToEnd({ command: "setpriv", args: ["--pdeathsig", "INT", "--", "true"] })).code === 0
      ? ["setpriv", "--pdeathsig", "INT", "--"]
      : [];
  for (const way of ways) {
    const identity = identityOf(way, lifeline);
    const answer = way === "dropped" ? undefined : await probe(identity, binaries, folder);
    if (answer === undefined) return ok(identity);
    answers.push(`${way}: ${answer}`);
  }
  return err(`PostgreSQL cannot be run by this user in ${folder} (${answers.join("; ")}).`);
}

/** Undefined when the identity can run the server and write into `folder`, else what went wrong. */
async function probe(identity: Identity, binaries: Binaries, folder: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = mkdtempSync(join(folder, ".probe-"));
  try {
    const { owner, run } = identity.server;
    const refused = owner === undefined ? undefined : giveAway(place, owner);
    if (refused !== undefined) return refused;
    // `test -x` asks access(2) as PostgreSQL itself does when it looks for its own folder.
    const script =
      'test "$(id -u)" != 0 && test -x "$1" && "$1" --version >/dev/null && : >"$2/written" && echo probe-holds';
    const ended = await runToEnd(run("sh", ["-c", script, "sh", binaries.postgres, place]));
    if (ended.code === 0 && ended.output.includes("probe-holds")) return undefined;
    return ended.output.trim().split("\n").at(-1) || `ended with code ${ended.code}`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Undefined when the folder is the owner's now; else why it may not be given away, which only root may. */
function giveAway(place: string, owner: Owner): string | undefined {
  try {
    chownSync(place, owner.uid, owner.gid);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function identityOf(way: Way, lifeline: readonly string[]): Identity {
  // An ordinary user without a name (docker run --user 12345) may give itself one in a user namespace of its own: the files stay its own.
  const named = way === "self" && !hasName() ? "namespace" : way;
  const runner = runnerOf(named, namedNumber(), lifeline);
  return {
    way,
    server: runnerOf(way, ourNumber, lifeline),
    named: way === "self" ? { ...runner, owner: undefined } : runner,
  };
}

/** Whether this machine knows a name for the user we run as, by whatever service it asks. */
export function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

function runnerOf(way: Way, number: number, lifeline: readonly string[]): Runner {
  const owner = { uid: number, gid: number };
  switch (way) {
    case "self":
      return { owner: undefined, run: (command, args) => line([...lifeline, command, ...args]) };
    case "namespace": {
      const words = ["unshare", "--user", `--map-user=${number}`, `--map-group=${number}`, "--", ...lifeline];
      // Outside the namespace it is still root that writes.
      return { owner: { uid: 0, gid: 0 }, run: (command, args) => line([...words, command, ...args]) };
    }
    case "capability": {
      const words = ["setpriv", `--reuid=${number}`, `--regid=${number}`, "--clear-groups", "--pdeathsig=INT"];
      words.push("--inh-caps=+dac_override", "--ambient-caps=+dac_override");
      // Without it access(2), by which PostgreSQL finds its own program, ignores the capability.
      words.push("--securebits=+no_setuid_fixup", "--");
      return { owner, run: (command, args) => line([...words, command, ...args]) };
    }
    case "dropped":
      return { owner, run: (command, args) => ({ ...line([...lifeline, command, ...args]), ...owner }) };
  }
}

function line(words: readonly string[]): CommandLine {
  const [command = "", ...args] = words;
  return { command, args };
}

/** The number of an ordinary user this machine knows by name: `nobody`, or the first that is not root. */
export function namedNumber(passwd: string = readFileSync("/etc/passwd", "utf8")): number {
  const users = passwd.split("\n").map((entry) => entry.split(":"));
  const found = users.find(([name]) => name === "nobody") ?? users.find(([, , uid]) => Number(uid) > 0);
  return Number(found?.[2] ?? 65534);
}

/** Gives `path` and everything below it to `owner`; links are not followed. */
export function giveTo(path: string, owner: Owner): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  chownSync(path, owner.uid, owner.gid);
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), owner);
}
