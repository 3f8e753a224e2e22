import { execFileSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../../scripts/setup.mjs";
import { startChild, type TestChild } from "../support/child.ts";

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A fresh clone in a folder that only its user can enter, as `mktemp -d` and `git clone` make it. */
export interface Clone {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  /** `npm start` or `npm test`, as at a terminal: a process group of its own. */
  npm(script: "start" | "test"): TestChild;
  /** Programs that run from the clone, or in it. */
  processes(): readonly string[];
  remove(): Promise<void>;
}

/**
 * Clones the checkout's last commit. `user`: who owns and runs it; whoever runs the tests if left out. Nothing is taken along but npm's own settings and
 * cache of this machine, so that packages need not travel each time.
 */
export async function freshClone(user?: User): Promise<Clone> {
  const home = mkdtempSync(join(tmpdir(), "balai-clone-"));
  const folder = join(home, "balai");
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, folder]);
  const npmrc = ["registry", "cafile"].flatMap((name) => {
    const value = npmSetting(name);
    return value === "" || value === "null" ? [] : [`${name}=${value}`];
  });
  writeFileSync(
    join(home, ".npmrc"),
    `${[...npmrc, `cache=${join(home, ".npm")}`, "prefer-offline=true"].join("\n")}\n`,
  );
  const cache = join(npmSetting("cache"), "_cacache");
  if (existsSync(cache)) cpSync(cache, join(home, ".npm", "_cacache"), { recursive: true });
  else mkdirSync(join(home, ".npm"));
  if (user !== undefined) giveAllTo(home, user);
  const port = await freePort();
  const started: TestChild[] = [];

  const processes = (): string[] =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((pid) => {
        const seen = [linkOf(`/proc/${pid}/cwd`), linkOf(`/proc/${pid}/exe`), textOf(`/proc/${pid}/cmdline`)].join(" ");
        return seen.includes(home) ? [`${pid} ${seen.replaceAll("\0", " ")}`] : [];
      });

  return {
    folder,
    port,
    url: `http://127.0.0.1:${port}`,
    npm(script) {
      const child = startChild("npm", [script], {
        ...user,
        cwd: folder,
        detached: true,
        env: { PATH: plainPath(), HOME: home, PORT: String(port) },
      });
      started.push(child);
      return child;
    },
    processes,
    async remove() {
      for (const child of started) if (child.process.exitCode === null) interrupt(child);
      await Promise.all(started.map(({ ended }) => ended));
      for (const line of processes()) process.kill(Number.parseInt(line, 10), "SIGKILL");
      while (processes().length > 0) await pause(50);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** `nobody`, or another ordinary user that this machine knows by name; undefined when whoever asks is one already. */
export function ordinaryUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found = entries.find(([name]) => name === "nobody") ?? entries.find(([, , uid]) => Number(uid) > 0);
  return found === undefined ? undefined : { uid: Number(found[2]), gid: Number(found[3]) };
}

/** Ctrl-C at the terminal: the whole group at once. */
export function interrupt(child: TestChild): void {
  try {
    process.kill(-(child.process.pid ?? 0), "SIGINT");
  } catch {
    // It has ended.
  }
}

/** PATH without the packages of this checkout: `npm start` finds what the machine has. */
function plainPath(): string {
  const parts = (process.env["PATH"] ?? "").split(delimiter);
  return parts.filter((part) => !part.includes("node_modules")).join(delimiter);
}

function npmSetting(name: string): string {
  return execFileSync("npm", ["config", "get", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function giveAllTo(path: string, user: User): void {
  const entry = lstatSync(path);
  if (!entry.isSymbolicLink()) chownSync(path, user.uid, user.gid);
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveAllTo(join(path, name), user);
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
