import type { Queryable } from "../db/index.ts";
import type { ListOption, OptionList } from "./entry.ts";

const keepMs = 1_000;

/**
 * The list as it was at most a second ago: lists of options change a few times a year and are asked for with every form. It is read outside
 * the caller's transaction, because others wait for the same answer.
 */
export function brieflyKept(list: OptionList, db: Queryable, now = () => performance.now()): OptionList {
  let kept: { readonly until: number; readonly options: Promise<readonly ListOption[]> } | undefined;
  return () => {
    if (kept !== undefined && now() < kept.until) return kept.options;
    const options = list(db);
    kept = { until: now() + keepMs, options };
    options.catch(() => {
      kept = undefined;
    });
    return options;
  };
}
