import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
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
  /** Bearer token for /metrics. Undefined: the machine itself only. */
  readonly metricsToken: string | undefined;
  /** In production "info", one line per request; a demo's terminal stays readable with "warn". */
  readonly logFrom: LogFrom;
  /** Region code below which this installation serves, e.g. "35.78". */
  readonly rootRegion: string;
  /** Root of the checkout: SQL, data and definitions are read from here. */
  readonly projectRoot: string;
  readonly version: string;
}

/** A setting whose fault shows only beside secrets or what is stored. The message is a sentence for the operator, as `readConfig` gives them. */
export class WrongSetting extends Error {}

/** The nearest folder above this file that holds Balai's package.json. */
export const projectRoot: string = findProjectRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * Reads the settings from the environment; one that is empty counts as not given.
 * Gives the settings, or one sentence for each that is wrong (for the operator at the terminal).
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Result<Config, string[]> {
  const env = given(environment);
  const faults: string[] = [];
  const mode = env["BALAI_ENV"] ?? "demo";
  if (mode !== "demo" && mode !== "production") faults.push(`BALAI_ENV is "${mode}"; it must be demo or production.`);
  const port = Number(env["PORT"] ?? "8080");
  const isPort = /^\d{1,5}$/.test(env["PORT"] ?? "8080") && port <= 65535;
  if (!isPort) faults.push(`PORT is "${env["PORT"]}"; it must be 0 to 65535.`);
  const url = (env["BALAI_URL"] ?? `http://localhost:${isPort ? port : 8080}`).replace(/\/+$/, "");
  if (!isOrigin(url))
    faults.push(`BALAI_URL is "${url}"; it must begin with http:// or https://, with nothing behind host and port.`);
  else if (mode === "production" && env["BALAI_URL"] !== undefined && !url.startsWith("https:"))
    faults.push(`BALAI_URL is "${url}"; in production it must begin with https://: cookies are sent over https only.`);
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
  const trustProxy = parseTrustProxy(env["TRUST_PROXY"] ?? "false");
  if (trustProxy === undefined)
    faults.push(
      `TRUST_PROXY is "${env["TRUST_PROXY"]}"; it must be true, false, a number of hops, or addresses such as 127.0.0.1,10.0.0.0/8.`,
    );
  const smtpUrl = env["SMTP_URL"];
  if (smtpUrl !== undefined && !(URL.canParse(smtpUrl) && /^smtps?:\/\/./.test(smtpUrl)))
    faults.push("SMTP_URL must begin with smtp:// or smtps://, followed by the server.");
  const metricsToken = env["METRICS_TOKEN"];
  if (metricsToken !== undefined && metricsToken.length < shortestToken)
    faults.push(`METRICS_TOKEN must have at least ${shortestToken} letters: whoever guesses it reads the numbers.`);
  if (faults.length > 0) return err(faults);
  const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string };
  return ok({
    env: mode as Config["env"],
    port,
    dataFolder: resolve(env["BALAI_DATA"] ?? join(projectRoot, ".balai")),
    url,
    trustProxy: trustProxy ?? false,
    databaseUrl: env["DATABASE_URL"],
    databaseOwnerUrl: env["DATABASE_OWNER_URL"],
    smtpUrl,
    metricsToken,
    logFrom: logFrom as LogFrom,
    rootRegion,
    projectRoot,
    version: manifest.version,
  });
}

/** Long enough that nobody tries them all. */
const shortestToken = 16;

/** What is set to something: `BALAI_DATA=` in a file of settings must not mean the current folder. */
function given(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const trimmed = Object.entries(environment).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

/** Names that Fastify knows for whole ranges. */
const knownRanges = ["loopback", "linklocal", "uniquelocal"];

function parseTrustProxy(value: string): boolean | number | string | undefined {
  if (value === "true" || value === "false") return value === "true";
  if (/^\d{1,3}$/.test(value)) return Number(value);
  return value.split(",").every((part) => isAddresses(part.trim())) ? value : undefined;
}

function isAddresses(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return knownRanges.includes(text);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
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
