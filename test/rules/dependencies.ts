import { createRequire } from "node:module";
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

interface Configuration {
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

/**
 * Runs the rules of .dependency-cruiser.cjs on `<folder>/src`.
 * Gives `rule: from → to` per violation, and the files of src it has seen.
 */
export async function cruiseSources(folder: string): Promise<{ faults: string[]; seen: string[] }> {
  const load = createRequire(import.meta.url);
  const { forbidden, options } = load("../../.dependency-cruiser.cjs") as Configuration;
  const { output } = await cruise(["src"], { ...options, baseDir: folder, ruleSet: { forbidden }, validate: true });
  const { modules, summary } = output as ICruiseResult;
  return {
    faults: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    seen: modules.map(({ source }) => source).filter((source) => source.startsWith("src/")),
  };
}
