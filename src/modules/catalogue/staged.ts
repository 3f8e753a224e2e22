import { type FormEntry, fileFields } from "../../kernel/forms/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { FieldError } from "../../kernel/result/index.ts";
import type { Question } from "../../kernel/services/index.ts";
import { draftFilesKey, type OpenDraft } from "./drafts.ts";

/** A draft lives a week, its photos a day: who comes back later is asked for them again. */
export const staleFiles = {
  /** The fields without files that are no longer there. */
  async without(kernel: Kernel, open: OpenDraft, question: Question, entry: FormEntry): Promise<FormEntry> {
    const kept: Record<string, readonly string[]> = { ...entry };
    for (const { path } of fileFields(question, entry)) {
      const ids = entry[path] ?? [];
      const there = await Promise.all(ids.map((id) => isThere(kernel, open, id)));
      kept[path] = ids.filter((_id, index) => there[index]);
    }
    return kept;
  },

  /** A sentence at the question when a file of its answer is gone. */
  async faults(kernel: Kernel, open: OpenDraft, question: Question): Promise<readonly FieldError[]> {
    if (!isFileQuestion(question)) return [];
    const answer = open.draft.answers[question.name];
    const ids = Array.isArray(answer) ? answer.filter((id) => typeof id === "string") : [];
    const there = await Promise.all(ids.map((id) => isThere(kernel, open, id)));
    return there.every(Boolean) ? [] : [{ field: question.name, message: "forms.error.files.gone" }];
  },
};

async function isThere(kernel: Kernel, { draft }: OpenDraft, id: string): Promise<boolean> {
  return (await kernel.files.findStaged(id, draftFilesKey(draft.id))) !== undefined;
}

export function isFileQuestion(question: Question): boolean {
  return question.type === "photos" || question.type === "document";
}
