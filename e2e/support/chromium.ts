import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

/** A Chromium program and what it needs around it. */
export interface Chromium {
  readonly path: string;
  /** Where it came from, for error messages. */
  readonly from: "CHROMIUM_PATH" | "system" | "npm package" | "apt";
  readonly env: Readonly<Record<string, string>>;
}

/** The headless shell does the same in half the time. */
const systemNames = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/**
 * Finds a Chromium: CHROMIUM_PATH, one on PATH, the one inside the npm package @sparticuz/chromium, or, as root, Debian's by apt.
 * Throws with one sentence when there is none: a missing browser is a failure, never a skip.
 */
export function findChromium(): Chromium {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) throw new Error("CHROMIUM_PATH names a file that does not exist.");
    return { path: given, from: "CHROMIUM_PATH", env: {} };
  }
  const system = onPath();
  if (system !== undefined) return { path: system, from: "system", env: {} };
  const packed = unpackFromPackage();
  if (packed !== undefined) return packed;
  const installed = installByApt();
  if (installed !== undefined) return { path: installed, from: "apt", env: {} };
  throw new Error(
    "No Chromium was found for the browser tests. Set CHROMIUM_PATH, or install one (Debian: apt-get install chromium).",
  );
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return systemNames.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * The package holds Chromium's headless shell with its libraries and a font, packed. It is unpacked once, by the
 * package's own code in a process whose temporary folder is ours, and put in place by one rename: workers may race.
 */
function unpackFromPackage(): Chromium | undefined {
  const load = createRequire(import.meta.url);
  let manifest: { version: string };
  let home: string;
  try {
    const entry = load.resolve("@sparticuz/chromium");
    home = dirname(dirname(entry));
    manifest = load(join(home, "package.json")) as { version: string };
  } catch {
    return undefined;
  }
  const cache = join(dirname(dirname(home)), ".cache", "balai-chromium");
  const folder = join(cache, `${manifest.version}-${process.arch}`);
  const found: Chromium = {
    path: join(folder, "chromium"),
    from: "npm package",
    env: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  };
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(join(cache, "unpacking-"));
    // The package unpacks its libraries only where it believes itself on the cloud service it is made for.
    const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
    const program = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { env, cwd: home, stdio: "ignore" });
    writeFileSync(join(fresh, "fonts", "fonts.conf"), fontSettings(folder));
    for (const path of [fresh, join(fresh, "chromium")]) chmodSync(path, 0o755);
    try {
      renameSync(fresh, folder);
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return runs(found) ? found : undefined;
}

/** The package's own settings name folders under /tmp; ours also take the machine's fonts, which know more scripts. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

/** Whether the program starts on this machine at all: it is made for x64 Linux with glibc. */
function runs({ path, env }: Chromium): boolean {
  try {
    execFileSync(path, ["--version"], { env: { ...process.env, ...env }, stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function installByApt(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update"], { env, stdio: "ignore", timeout: 180_000 });
    execFileSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], {
      env,
      stdio: "ignore",
      timeout: 300_000,
    });
  } catch {
    return undefined;
  }
  return onPath();
}
