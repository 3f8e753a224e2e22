import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { en, id, type Key, type Lock } from "../kernel/backup/index.ts";
import type { Config } from "../kernel/config/index.ts";
import { loadKeys } from "../kernel/crypto/index.ts";
import { err, ok, type Problem, problem, type Result } from "../kernel/result/index.ts";
import { createMessages, type Translate } from "../kernel/ui/index.ts";
import { terminalLanguage } from "./terminal.ts";

/** Letters of a passphrase below which guessing a stolen backup open is no great work. */
const leastPassphrase = 16;

/** The operator's sentences, in the language of the terminal. */
export function operatorTexts(env: Readonly<Record<string, string | undefined>>): Translate {
  return createMessages([{ id, en }], { strict: true }).translator(terminalLanguage(env));
}

export interface LockWords {
  readonly to?: readonly string[] | undefined;
  readonly "passphrase-file"?: string | undefined;
}

/** What a new backup is locked with: `--to`, else `--passphrase-file`, else BALAI_BACKUP_RECIPIENT (several by commas). */
export function lockOf(words: LockWords, recipientSetting: string | undefined): Result<Lock, Problem> {
  const passphraseFile = words["passphrase-file"];
  if (words.to !== undefined && passphraseFile !== undefined) return err(problem("bad-request", "backup.two-locks"));
  if (passphraseFile !== undefined) return passphraseIn(passphraseFile);
  const recipients = words.to ?? recipientSetting?.split(",").map((each) => each.trim()) ?? [];
  const named = recipients.filter((each) => each !== "");
  if (named.length === 0) return err(problem("bad-request", "backup.no-lock"));
  return ok({ kind: "recipients", recipients: named });
}

export interface KeyWords {
  readonly "identity-file"?: string | undefined;
  readonly "passphrase-file"?: string | undefined;
}

/** What opens a backup. An identity file is one of `age-keygen`: a key a line, comments after #. */
export function keyOf(words: KeyWords): Result<Key, Problem> {
  const { "identity-file": identityFile, "passphrase-file": passphraseFile } = words;
  if (identityFile !== undefined && passphraseFile !== undefined)
    return err(problem("bad-request", "backup.two-locks"));
  if (passphraseFile !== undefined) return passphraseIn(passphraseFile);
  if (identityFile === undefined) return err(problem("bad-request", "backup.no-key"));
  const text = textOf(identityFile);
  if (!text.ok) return text;
  const lines = text.value.split("\n").map((line) => line.trim());
  return ok({ kind: "identities", identities: lines.filter((line) => line !== "" && !line.startsWith("#")) });
}

/**
 * The names of this instance's data keys; none when it has no keys yet, because asking must not make them.
 * Faults of the keys are told, but stop no backup.
 */
export function dataKeyIds(config: Config, givenKeys: string | undefined, tell: (fault: string) => void): string[] {
  const folder = join(config.dataFolder, "keys");
  if (!givenKeys && !existsSync(folder)) return [];
  const keys = loadKeys({ folder, env: config.env, given: givenKeys });
  if (keys.ok) return keys.value.data.map((key) => key.id);
  for (const fault of keys.error) tell(fault);
  return [];
}

function passphraseIn(path: string): Result<{ readonly kind: "passphrase"; readonly passphrase: string }, Problem> {
  const text = textOf(path);
  if (!text.ok) return text;
  const passphrase = text.value.replace(/\r?\n$/, "");
  if (passphrase.length < leastPassphrase)
    return err(problem("validation-failed", "backup.short-passphrase", { params: { least: leastPassphrase } }));
  return ok({ kind: "passphrase", passphrase });
}

function textOf(path: string): Result<string, Problem> {
  try {
    return ok(readFileSync(path, "utf8"));
  } catch (fault) {
    const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
    if (code === "ENOENT") return err(problem("not-found", "backup.no-file", { params: { file: path } }));
    return err(problem("forbidden", "backup.file-refused", { params: { file: path, code } }));
  }
}
