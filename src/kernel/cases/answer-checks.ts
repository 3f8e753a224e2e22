import type { Queryable } from "../db/index.ts";
import type { AnswerChecks } from "../forms/index.ts";
import type { CasesContext, Doer } from "./context.ts";

/** What only the database can say of an answer. */
export function answerChecks(context: CasesContext, db: Queryable, doer: Doer): AnswerChecks {
  return {
    regionExists: async (code) => (await context.regions.find(code)) !== undefined,
    fileUsable: async (id, kind) => (await context.files.findStaged(id, doer.fileOwnerKey))?.kind === kind,
    listHas: async (list, value) => {
      const options = await context.lists[list]?.(db);
      return options?.some((option) => option.value === value) ?? false;
    },
  };
}
