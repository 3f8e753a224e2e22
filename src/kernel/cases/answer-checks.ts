import type { Tx } from "../db/index.ts";
import { type AnswerChecks, type FormContext, formContext } from "../forms/index.ts";
import { newId } from "../ids/index.ts";
import { fitOf, isWithin } from "../regions/index.ts";
import { isoDay } from "../time/index.ts";
import type { CasesContext, Doer } from "./context.ts";

/** What only the world can say of an answer. */
export function answerChecks(context: CasesContext, tx: Tx, doer: Doer): AnswerChecks {
  return {
    regionExists: async (code) =>
      isWithin(code, context.rootRegion) && (await context.regions.find(code, undefined, tx)) !== undefined,
    pointInside: async (point, region) => fitOf(await context.regions.locate(point), region),
    fileUsable: async (id, kind) => (await context.files.findStaged(id, doer.fileOwnerKey, tx))?.kind === kind,
    listHas: async (list, value) => ((await context.lists[list]?.(tx)) ?? []).some((option) => option.value === value),
    attribute: async (source) => context.attributes[source]?.(tx, doer.actor),
  };
}

/** What the pure checks need: no sentences, no lists (those are asked of the world). */
export function checkingContext(context: CasesContext, region: string): FormContext {
  const now = context.clock.now();
  return formContext({
    t: (key) => key,
    now: now.toISOString(),
    today: isoDay(now, context.calendars.zoneOf(region)),
    newRowId: () => newId(),
    rootRegion: context.rootRegion,
  });
}
