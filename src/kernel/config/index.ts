import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { err, ok, type Result } from "../result/index.ts";

/** From which weight on lines are written to the log. */
export type LogFrom = "debug" | "info" | "warn" | "error";
const logLevels: readonly string[] = ["debug", "info", "warn", "error"] satisfies LogFrom[];

export interface Config {
  readonly env: "demo" | "production";
  readonly port: number;
  /** Folder of everything this instance keeps: database, files, keys, lock. */
  readonly dataFolder: string;
  /** How people reach this instance: links, QR codes, discovery. No slash at the end. */
  readonly url: string;
  /** Proxies whose X-Forwarded-* headers are believed: false, true, a hop count, or addresses. */
  readonly trustProxy: boolean | number | string;
  /** Role balai_app. Undefined: the embedded PostgreSQL. The serving process never holds the owner's password. */
  readonly databaseUrl: string | undefined;
  /** Role balai_owner, read by `migrate` only. */
  readonly databaseOwnerUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  /** In production "info", one line per request; a demo's terminal stays readable with "warn". */
  readonly logFrom: LogFrom;
  /** Region code below which this installation serves, e.g. "35.78". */
  readonly rootRegion: string;
  /** Root of the checkout: SQL, data and definitions are read from here. */
  readonly projectRoot: string;
  readonly version: string;
}

/** The nearest folder above this file that holds Balai's package.json. */
export const projectRoot: string = findProjectRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * Reads the settings from the environment.
 * Gives the settings, or one sentence for each that is wrong (for the operator at the terminal).
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, string[]> {
  const faults: string[] = [];
  const mode = env["BALAI_ENV"] ?? "demo";
  if (mode !== "demo" && mode !== "production") faults.push(`BALAI_ENV is "${mode}"; it must be demo or production.`);
  const port = Number(env["PORT"] ?? "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    faults.push(`PORT is "${env["PORT"]}"; it must be 0 to 65535.`);
  const url = (env["BALAI_URL"] ?? `http://localhost:${port}`).replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    faults.push(`BALAI_URL is "${url}"; it must begin with http:// or https://.`);
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL"]) {
    const value = env[name];
    if (value !== undefined && !/^postgres(ql)?:\/\//.test(value)) faults.push(`${name} must begin with postgres://.`);
  }
  if (mode === "production" && env["BALAI_URL"] === undefined)
    faults.push("BALAI_URL must be set in production: links and QR codes need it.");
  const rootRegion = env["BALAI_REGION"] ?? "35.78";
  if (!/^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$/.test(rootRegion))
    faults.push(`BALAI_REGION is "${rootRegion}"; it must be a region's code, such as 35, 35.78 or 35.78.05.1004.`);
  const logFrom = env["BALAI_LOG"] ?? (mode === "production" ? "info" : "warn");
  if (!logLevels.includes(logFrom))
    faults.push(`BALAI_LOG is "${logFrom}"; it must be one of ${logLevels.join(", ")}.`);
  if (faults.length > 0) return err(faults);
  const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string };
  return ok({
    env: mode as Config["env"],
    port,
    dataFolder: resolve(env["BALAI_DATA"] ?? join(projectRoot, ".balai")),
    url,
    trustProxy: parseTrustProxy(env["TRUST_PROXY"]),
    databaseUrl: env["DATABASE_URL"],
    databaseOwnerUrl: env["DATABASE_OWNER_URL"],
    smtpUrl: env["SMTP_URL"],
    logFrom: logFrom as LogFrom,
    rootRegion,
    projectRoot,
    version: manifest.version,
  });
}

function parseTrustProxy(value: string | undefined): boolean | number | string {
  if (value === undefined || value === "" || value === "false") return false;
  if (value === "true") return true;
  return /^\d+$/.test(value) ? Number(value) : value;
}

function findProjectRoot(start: string): string {
  let folder = start;
  while (dirname(folder) !== folder) {
    const file = join(folder, "package.json");
    if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "balai")
      return folder;
    folder = dirname(folder);
  }
  throw new Error("Balai's package.json was not found above the program's own file.");
}
