import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../../kernel/config/index.ts";
import { err, ok, type Result } from "../../../kernel/result/index.ts";

interface NamedDriver {
  /** Shown on pages and part of addresses. */
  readonly name: string;
  readonly url: string;
}

export interface EvmSettings extends NamedDriver {
  readonly kind: "evm";
  readonly chainId: number;
  readonly contract: `0x${string}`;
}

export interface StampSettings extends NamedDriver {
  readonly kind: "rfc3161";
  /** Certificates in DER that a time stamp must lead back to. */
  readonly roots: readonly Uint8Array[];
}

export type DriverSettings = EvmSettings | StampSettings;

export interface AnchorSettings {
  /** At most one anchor of a book in so many seconds, with each driver. */
  readonly everySeconds: number;
  readonly drivers: readonly DriverSettings[];
}

const everyDefault = 60;
/** Nobody anchors to more places, and a round must end. */
const mostDrivers = 8;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** Where this installation anchors its books: of the file `anchors` in the data folder; undefined when there is none. The error is a sentence. */
export function ownAnchors(config: Config): Result<AnchorSettings | undefined, string> {
  const file = join(config.dataFolder, "anchors");
  if (!existsSync(file)) return ok(undefined);
  let everySeconds = everyDefault;
  const drivers: DriverSettings[] = [];
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    const wrong = (what: string) => err(`${file}, line ${index + 1}: ${what}.`);
    const [word, ...words] = line.trim().split(/\s+/);
    if (word === undefined || word === "" || word.startsWith("#")) continue;
    if (word === "every") {
      everySeconds = Number(words[0]);
      if (words.length !== 1 || !Number.isInteger(everySeconds) || everySeconds < 1 || everySeconds > 86_400)
        return wrong("`every` needs a number of seconds from 1 to 86400");
      continue;
    }
    const driver =
      word === "evm"
        ? evmOf(words)
        : word === "rfc3161"
          ? stampOf(words, config.dataFolder)
          : "it must begin with `every`, `evm` or `rfc3161`";
    if (typeof driver === "string") return wrong(driver);
    if (drivers.some(({ name }) => name === driver.name)) return wrong(`the name ${driver.name} is taken`);
    if (drivers.length === mostDrivers) return wrong(`more than ${mostDrivers} places are not anchored to`);
    drivers.push(driver);
  }
  return ok({ everySeconds, drivers });
}

/** The same as a start must find them: a chain needs a key to sign with. */
export function checkedAnchors(config: Config, hasKey: boolean): Result<AnchorSettings | undefined, string> {
  const settings = ownAnchors(config);
  if (hasKey || !settings.ok || !settings.value?.drivers.some(({ kind }) => kind === "evm")) return settings;
  return err(
    'The file anchors names a chain, and there is no key to sign for it: make one with "balai keys rotate anchor".',
  );
}

/** The driver, or a sentence about what is wrong with its line. */
function evmOf([name = "", chain = "", contract = "", url = "", ...more]: readonly string[]): EvmSettings | string {
  const how = "say `evm <name> <chain id> <contract 0x…> <address of your node>`";
  if (!namePattern.test(name) || more.length > 0) return how;
  if (!/^[1-9]\d{0,14}$/.test(chain)) return `"${chain}" is no number of a chain; ${how}`;
  if (!/^0x[0-9a-fA-F]{40}$/.test(contract)) return `"${contract}" is no address of a contract; ${how}`;
  if (!isWebAddress(url)) return `"${url}" is no address that begins with http:// or https://; ${how}`;
  return { kind: "evm", name, chainId: Number(chain), contract: `0x${contract.slice(2).toLowerCase()}`, url };
}

function stampOf(
  [name = "", url = "", rootFile = "", ...more]: readonly string[],
  dataFolder: string,
): StampSettings | string {
  const how = "say `rfc3161 <name> <address of the authority> <file of its root certificates>`";
  if (!namePattern.test(name) || rootFile === "" || more.length > 0) return how;
  if (!isWebAddress(url)) return `"${url}" is no address that begins with http:// or https://; ${how}`;
  const roots = certificatesIn(join(dataFolder, rootFile));
  if (roots.length === 0) return `${join(dataFolder, rootFile)} holds no certificate in PEM form`;
  return { kind: "rfc3161", name, url, roots };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Every certificate of a PEM file; none when one of them is broken, or there is no file. */
function certificatesIn(file: string): readonly Uint8Array[] {
  try {
    const blocks = readFileSync(file, "utf8").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch {
    return [];
  }
}
