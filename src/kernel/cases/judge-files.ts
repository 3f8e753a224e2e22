import type { FileRecord } from "../files/index.ts";
import { definitionOf } from "./act.ts";
import type { CasesContext } from "./context.ts";
import { askedIn } from "./domain/flow.ts";
import { filesIn, type GivenFile } from "./domain/personal.ts";
import { contentsOf, findCase } from "./rows.ts";

/** Files in one go: few enough that nobody waits. */
const batch = 100;

/**
 * Says of some files attached before their audience was kept who may see them, by the question they answer. One that stands in no plain answer was
 * given to a personal question: those are sealed. Gives how many; 0: none is left.
 */
export async function judgeFiles(context: CasesContext): Promise<number> {
  const files = await context.files.unjudged(batch);
  for (const file of files) {
    const audience = (await questionsFile(context, file)) ?? { shownTo: "owner", personal: true };
    const judged = await context.db.transaction((tx) => context.files.judge(tx, file.id, audience));
    if (!judged.ok) throw new Error(`a file could not be made private: ${judged.error.message}`);
  }
  return files.length;
}

async function questionsFile(context: CasesContext, { id, caseId }: FileRecord): Promise<GivenFile | undefined> {
  const found = caseId === null ? undefined : await findCase(context.db.query, caseId);
  if (found === undefined) return undefined;
  const definition = definitionOf(context, found);
  for (const content of await contentsOf(context.db.query, found.id)) {
    const given = filesIn(askedIn(definition, content), content.answers).find((file) => file.id === id);
    if (given !== undefined) return given;
  }
  return undefined;
}
