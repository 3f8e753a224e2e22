import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pinnedNode, root } from "../../scripts/setup.mjs";
import { startChild, type TestChild } from "../support/child.ts";
import type { Guide } from "./guide.ts";

/** A machine on which somebody follows the guide: a folder in place of /etc and /var/lib, and `npx balai`. */
export interface Installation {
  readonly dataFolder: string;
  readonly url: string;
  /** Runs a block of the guide in a shell and gives what it printed. Throws when a command of it fails. */
  type(block: string, settings?: Readonly<Record<string, string>>): string;
  /** Starts the service and gives its port once it serves, with what `/healthz` and `/readyz` answered until then. */
  start(): Promise<Started>;
  remove(): Promise<void>;
}

export interface Started {
  readonly port: number;
  readonly service: TestChild;
  /** Each pair of answers once, in the order in which they came: "200 503 starting". "–": nobody there. */
  readonly health: readonly string[];
}

/** `more`: settings beside the guide's, e.g. the address of a PostgreSQL of one's own. */
export function createInstallation(guide: Guide, more: Readonly<Record<string, string>> = {}): Installation {
  const folder = mkdtempSync(join(tmpdir(), "balai-village-"));
  const dataFolder = join(folder, "data");
  const settings: Record<string, string> = { ...guide.settings, BALAI_DATA: dataFolder, PORT: "0", ...more };
  const settingsFile = join(folder, "balai.env");
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(settingsFile, `${lines.join("\n")}\n`, { mode: 0o600 });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\n[ "$1" = balai ] || exit 99\nshift\nexec "${pinnedNode}" "${join(root, "bin/balai.mjs")}" "$@"\n`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  const path = `${bin}:${process.env["PATH"] ?? ""}`;
  const started: TestChild[] = [];

  return {
    dataFolder,
    url: guide.settings["BALAI_URL"] ?? "",
    type(block, rest = {}) {
      const text = block.replaceAll("/etc/balai.env", settingsFile);
      const done = spawnSync("sh", ["-e", "-c", text], {
        cwd: folder,
        env: { PATH: path, LC_ALL: "id_ID.UTF-8", ...rest },
        encoding: "utf8",
        timeout: 180_000,
      });
      if (done.status !== 0) throw new Error(`ended with ${done.status}:\n${block}\n${done.stdout}${done.stderr}`);
      return done.stdout;
    },
    async start() {
      const port = await freePort();
      const service = startChild(pinnedNode, [join(root, "bin/balai.mjs"), "start"], {
        cwd: folder,
        env: { PATH: path, ...settings, PORT: String(port) },
      });
      started.push(service);
      const serving = service.lineWith("Balai serves at ").then(() => "serving" as const);
      const health: string[] = [];
      const look = async (): Promise<void> => {
        const answer = await healthAt(port);
        if (health.at(-1) !== answer) health.push(answer);
      };
      while ((await Promise.race([serving, pause(20)])) !== "serving") await look();
      await look();
      return { port, service, health };
    },
    async remove() {
      for (const service of started) service.process.kill("SIGTERM");
      await Promise.all(started.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `/healthz` and `/readyz` answer, with the reason: "200 503 starting"; "–" where nobody listens. */
export async function healthAt(port: number): Promise<string> {
  try {
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    const { reason } = (await ready.json()) as { reason?: string };
    return [health.status, ready.status, reason].filter((part) => part !== undefined).join(" ");
  } catch {
    return "–";
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
