import { isUuid } from "../../ids/index.ts";
import { err, type FieldError, ok, type Result } from "../../result/index.ts";
import {
  type Answers,
  type DefinitionChange,
  diffDefinitions,
  type Question,
  type ServiceDefinition,
} from "../../services/index.ts";
import type { FormContext } from "../context.ts";
import { type Submission, submissionOf } from "../submission.ts";
import { readJson } from "./api.ts";

/** What a phone keeps of a submission until it has network. */
export interface StoredSubmission {
  readonly definitionId: string;
  readonly version: number;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Ids of staged files by the ids the phone gave them; the answers hold the phone's. */
  readonly files: Readonly<Record<string, string>>;
  readonly key: string;
  /** ISO instant at which the person pressed "Kirim". */
  readonly savedAt: string;
}

export type ReplayRefusal =
  | { readonly kind: "unreadable" }
  /** No such service, or no such version of it. */
  | { readonly kind: "unknown-service" }
  | { readonly kind: "errors"; readonly errors: readonly FieldError[] }
  /** The service has changed in a way that these answers do not fit: what changed, and where it shows. */
  | {
      readonly kind: "changed";
      readonly changes: readonly DefinitionChange[];
      readonly errors: readonly FieldError[];
      readonly version: number;
    };

interface Versions {
  get(id: string, version: number): ServiceDefinition | undefined;
  current(id: string, day: string): ServiceDefinition | undefined;
}

/**
 * Takes a stored submission. An old version is accepted as one of the current version when its answers are good and
 * complete there and none would be lost; else the person hears what changed.
 */
export function replayStored(
  stored: unknown,
  versions: Versions,
  context: FormContext,
): Result<Submission, ReplayRefusal> {
  const parsed = parseStored(stored);
  if (parsed === undefined) return err({ kind: "unreadable" });
  const before = versions.get(parsed.definitionId, parsed.version);
  const now = versions.current(parsed.definitionId, context.today);
  if (before === undefined || now === undefined) return err({ kind: "unknown-service" });
  const answers = withStagedFiles(before.ask, parsed.answers, parsed.files);
  const read = readJson(now, answers, context);
  if (now.version === before.version)
    return read.ok
      ? ok(submissionOf(now, read.value, "offline", parsed.key))
      : err({ kind: "errors", errors: read.error });
  const old = readJson(before, answers, context);
  if (!old.ok) return err({ kind: "errors", errors: old.error });
  if (read.ok && keepsAll(old.value, read.value)) return ok(submissionOf(now, read.value, "offline", parsed.key));
  const changes = diffDefinitions(before, now);
  return err({ kind: "changed", changes, errors: read.ok ? [] : read.error, version: now.version });
}

/** Whether no answer given to the old version is gone in the new. */
function keepsAll(before: Answers, after: Answers): boolean {
  return Object.keys(before).every((name) => Object.hasOwn(after, name));
}

function parseStored(stored: unknown): StoredSubmission | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  const given = new Map<string, unknown>(Object.entries(stored));
  const [definitionId, version, key, savedAt] = ["definitionId", "version", "key", "savedAt"].map((name) =>
    given.get(name),
  );
  const answers = asRecord(given.get("answers"));
  const files = asRecord(given.get("files") ?? {});
  if (typeof definitionId !== "string" || typeof version !== "number" || !Number.isInteger(version)) return undefined;
  if (typeof key !== "string" || !isUuid(key) || answers === undefined || files === undefined) return undefined;
  if (typeof savedAt !== "string" || Number.isNaN(Date.parse(savedAt))) return undefined;
  const staged: Record<string, string> = {};
  for (const [local, id] of Object.entries(files)) {
    if (typeof id !== "string" || !isUuid(id)) return undefined;
    staged[local] = id;
  }
  return { definitionId, version, answers, files: staged, key, savedAt };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

/** The answers with the phone's file ids replaced by those of the staged files. */
function withStagedFiles(
  questions: readonly Question[],
  answers: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const staged: Record<string, unknown> = { ...answers };
  for (const question of questions) {
    const value = answers[question.name];
    if (!Array.isArray(value)) continue;
    if (question.type === "photos" || question.type === "document")
      staged[question.name] = value.map((id: unknown) =>
        typeof id === "string" && Object.hasOwn(files, id) ? files[id] : id,
      );
    else if (question.type === "repeat")
      staged[question.name] = value.map((row: unknown) => {
        const record = asRecord(row);
        const inner = asRecord(record?.["answers"]);
        return inner === undefined ? row : { ...record, answers: withStagedFiles(question.ask, inner, files) };
      });
  }
  return staged;
}
