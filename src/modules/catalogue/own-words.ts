import { askingContext } from "../../kernel/case-pages/index.ts";
import type { CaseContent } from "../../kernel/cases/index.ts";
import { isPersonal, reviewLines } from "../../kernel/forms/index.ts";
import type { Visit } from "../../kernel/http/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Question, ServiceDefinition } from "../../kernel/services/index.ts";
import type { Fact } from "../../kernel/ui/index.ts";

/** What the owner of a case told when it was made. */
export interface OwnWords {
  readonly facts: readonly Fact[];
  /** Sealed answers stay closed here: opening them is for those who must, and is written down. */
  readonly hasSealed: boolean;
}

/** The owner's answers that are not sealed, with their questions. Photos and documents stand in sections of their own. */
export async function ownWords(
  kernel: Kernel,
  definition: ServiceDefinition,
  contents: readonly CaseContent[],
  visit: Pick<Visit, "actor" | "lang">,
): Promise<OwnWords> {
  const submitted = contents.find(({ action }) => action === "submit");
  if (submitted === undefined || submitted.erasedAt !== null) return { facts: [], hasSealed: false };
  const { answers, sealed } = submitted;
  const ask = definition.ask
    .filter((question) => isShown(question) && Object.hasOwn(answers, question.name))
    .map((question) => ({ ...question, when: undefined }));
  const context = await askingContext(kernel, visit, { questions: ask, answers });
  const facts = reviewLines({ ask }, answers, context)
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => ({ label, value: text }));
  return { facts, hasSealed: sealed !== null };
}

function isShown(question: Question): boolean {
  return !isPersonal(question) && !["photos", "document", "attribute"].includes(question.type);
}
