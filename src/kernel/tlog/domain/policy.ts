/** Whom to believe, in the format of C2SP tlog-policy: logs, witnesses, and how many of which witnesses are enough. */
import { err, ok, type Result } from "../../result/index.ts";
import { isEqual } from "./bytes.ts";
import type { Sha256 } from "./merkle.ts";
import { cosignatureType, parseVerifierKey, type VerifierKey } from "./note.ts";

export interface Witness {
  readonly name: string;
  readonly key: VerifierKey;
  /** Where it is asked: the protocol's submission prefix. */
  readonly url: string | undefined;
}

export interface PolicyLog {
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly Witness[];
  /** Whether the witnesses of these names are enough. */
  isQuorum(cosigned: ReadonlySet<string>): boolean;
}

/** Which line is at fault, from 1, and why. */
export interface PolicyFault {
  readonly line: number;
  readonly fault: PolicyFaultKind;
}

export type PolicyFaultKind =
  | "unknown-line"
  | "wrong-key"
  | "key-twice"
  | "name-taken"
  | "unknown-name"
  | "member-twice"
  | "wrong-threshold"
  | "second-quorum"
  | "no-quorum";

type Rule = (cosigned: ReadonlySet<string>) => boolean;

const none = "none";

export function parsePolicy(sha256: Sha256, text: string): Result<Policy, PolicyFault> {
  const logs: PolicyLog[] = [];
  const witnesses: Witness[] = [];
  const rules = new Map<string, Rule>();
  const members = new Set<string>();
  let quorum: Rule | undefined;

  const isTwice = (key: VerifierKey, known: readonly { readonly key: VerifierKey }[]) =>
    known.some((each) => isEqual(each.key.publicKey, key.publicKey));
  const isTaken = (name: string) => name === none || rules.has(name);

  function log([vkey = "", url]: readonly string[]): PolicyFaultKind | undefined {
    const key = parseVerifierKey(sha256, vkey);
    if (key === undefined || key.type === cosignatureType) return "wrong-key";
    if (isTwice(key, logs)) return "key-twice";
    logs.push({ key, url });
    return undefined;
  }

  function witness([name = "", vkey = "", url]: readonly string[]): PolicyFaultKind | undefined {
    const key = parseVerifierKey(sha256, vkey);
    if (key === undefined || key.type !== cosignatureType) return "wrong-key";
    if (isTwice(key, witnesses)) return "key-twice";
    if (isTaken(name)) return "name-taken";
    witnesses.push({ name, key, url });
    rules.set(name, (cosigned) => cosigned.has(name));
    return undefined;
  }

  function group([name = "", threshold = "", ...names]: readonly string[]): PolicyFaultKind | undefined {
    if (isTaken(name)) return "name-taken";
    const parts = names.map((member) => rules.get(member));
    if (parts.length === 0 || parts.includes(undefined)) return "unknown-name";
    if (names.some((member, index) => members.has(member) || names.indexOf(member) !== index)) return "member-twice";
    const needed = neededOf(threshold, names.length);
    if (needed === undefined) return "wrong-threshold";
    for (const member of names) members.add(member);
    rules.set(name, (cosigned) => parts.filter((part) => part?.(cosigned) === true).length >= needed);
    return undefined;
  }

  function asQuorum([name = ""]: readonly string[]): PolicyFaultKind | undefined {
    if (quorum !== undefined) return "second-quorum";
    quorum = name === none ? () => true : rules.get(name);
    return quorum === undefined ? "unknown-name" : undefined;
  }

  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    const [kind = "", ...words] = line.split(/[ \t]+/).filter((word) => word !== "");
    if (kind === "" || kind.startsWith("#")) continue;
    const fault =
      kind === "log" && between(words, 1, 2)
        ? log(words)
        : kind === "witness" && between(words, 2, 3)
          ? witness(words)
          : kind === "group" && words.length >= 2
            ? group(words)
            : kind === "quorum" && words.length === 1
              ? asQuorum(words)
              : "unknown-line";
    if (fault !== undefined) return err({ line: at + 1, fault });
  }
  if (quorum === undefined) return err({ line: lines.length, fault: "no-quorum" });
  return ok({ logs, witnesses, isQuorum: quorum });
}

function neededOf(threshold: string, members: number): number | undefined {
  if (threshold === "any") return 1;
  if (threshold === "all") return members;
  const needed = /^[1-9]\d{0,3}$/.test(threshold) ? Number(threshold) : 0;
  return needed >= 1 && needed <= members ? needed : undefined;
}

function between(words: readonly string[], least: number, most: number): boolean {
  return words.length >= least && words.length <= most;
}
