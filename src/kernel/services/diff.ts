import { canonicalJson } from "../canonical/index.ts";
import type { ServiceDefinition } from "./definition.ts";
import type { Question } from "./question.ts";

export type ChangedPart = "title" | "summary" | "law" | "fee" | "deadline" | "for" | "visibility" | "flow";

export type DefinitionChange =
  | { readonly kind: "question-added"; readonly question: string; readonly required: boolean }
  | { readonly kind: "question-removed"; readonly question: string }
  | { readonly kind: "question-changed"; readonly question: string }
  | { readonly kind: "part-changed"; readonly part: ChangedPart };

const parts: readonly ChangedPart[] = ["title", "summary", "law", "fee", "deadline", "for", "visibility", "flow"];

/** What a person who knew `before` must hear about `after`: questions first, in the order of the form. */
export function diffDefinitions(before: ServiceDefinition, after: ServiceDefinition): readonly DefinitionChange[] {
  const old = new Map<string, Question>(before.ask.map((question) => [question.name, question]));
  const changes: DefinitionChange[] = [];
  for (const question of after.ask) {
    const was = old.get(question.name);
    old.delete(question.name);
    if (was === undefined)
      changes.push({ kind: "question-added", question: question.name, required: question.optional !== true });
    else if (canonicalJson(was) !== canonicalJson(question))
      changes.push({ kind: "question-changed", question: question.name });
  }
  for (const name of old.keys()) changes.push({ kind: "question-removed", question: name });
  for (const part of parts)
    if (canonicalJson(before[part]) !== canonicalJson(after[part])) changes.push({ kind: "part-changed", part });
  return changes;
}
