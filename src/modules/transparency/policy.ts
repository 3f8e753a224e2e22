import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../kernel/config/index.ts";
import { sha256 } from "../../kernel/ledger/index.ts";
import { err, ok, type Result } from "../../kernel/result/index.ts";
import { type Policy, type PolicyFault, parsePolicy } from "../../kernel/tlog/index.ts";

/** Sentences for whoever writes a policy. */
const faults: Readonly<Record<PolicyFault["fault"], string>> = {
  "unknown-line": "this is no line of a policy",
  "wrong-key": "this is no such key",
  "key-twice": "this key stands there already",
  "name-taken": "this name is taken",
  "unknown-name": "this name is not defined above",
  "member-twice": "a member may be in one group only",
  "wrong-threshold": "so many of these members cannot be asked for",
  "second-quorum": "there is a quorum already",
  "no-quorum": "the line `quorum` is missing",
};

/** Reads a policy file (C2SP tlog-policy); the error is a sentence that names file and line. */
export function readPolicy(file: string): Result<Policy, string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return err(`${file} cannot be read.`);
  }
  const policy = parsePolicy(sha256, text);
  return policy.ok ? policy : err(`${file}, line ${policy.error.line}: ${faults[policy.error.fault]}.`);
}

/** The witnesses that this installation asks: of the file `witnesses` in the data folder; undefined when there is none. */
export function ownPolicy(config: Config): Result<Policy | undefined, string> {
  const file = ownFile(config);
  return existsSync(file) ? readPolicy(file) : ok(undefined);
}

/** The same as it is written; it is as public as the names of those witnesses. */
export function ownPolicyText(config: Config): string | undefined {
  const file = ownFile(config);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function ownFile(config: Config): string {
  return join(config.dataFolder, "witnesses");
}
