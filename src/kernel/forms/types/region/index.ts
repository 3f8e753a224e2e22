import { err, ok } from "../../../result/index.ts";
import { type RegionQuestion, regionLevels } from "../../../services/index.ts";
import { allPosted, type FormEntry, faultAt, posted, type QuestionType } from "../../question-type.ts";
import { ancestorOf, depthOf, isRegionCode, isWithin, levelsBelow, rootOf } from "../../region-code.ts";
import { RegionField } from "./html.tsx";

/** A region of one level. Stored: its code, `35.78.08.1001`. */
export const regionType: QuestionType<RegionQuestion, string> = {
  readForm(question, path, entry, context) {
    const direct = posted(entry, path);
    if (direct !== undefined && direct !== "") return ok(direct);
    const root = rootOf(question, context);
    const levels = levelsBelow(root, question.level);
    if (levels.length === 0) return ok(root);
    let chosen = root;
    for (const level of levels) {
      const code = posted(entry, `${path}.${level}`);
      // The list of this level was not on the page yet: show it, nobody did anything wrong.
      if (code === undefined) return chosen === root ? ok(undefined) : err([]);
      if (code === "") {
        if (chosen === root) return ok(undefined);
        return err(faultAt(`${path}.${level}`, `forms.error.region.${level}`));
      }
      // Left over from another region chosen before: show the right list.
      if (!isWithin(code, chosen)) return err([]);
      chosen = code;
    }
    return ok(chosen);
  },
  toEntry(question, path, answer, context) {
    const entry: Record<string, readonly string[]> = {};
    for (const level of levelsBelow(rootOf(question, context), question.level))
      entry[`${path}.${level}`] = [ancestorOf(answer, regionLevels.indexOf(level) + 1)];
    return entry;
  },
  check(question, value, path, context) {
    if (typeof value !== "string" || !isRegionCode(value)) return err(faultAt(path, "forms.error.region.kind"));
    if (depthOf(value) !== regionLevels.indexOf(question.level) + 1)
      return err(faultAt(path, `forms.error.region.${question.level}`));
    return isWithin(value, rootOf(question, context)) ? ok(value) : err(faultAt(path, "forms.error.region.outside"));
  },
  slots: (question) => [
    {
      key: null,
      optional: false,
      region: { level: question.level, anywhere: question.anywhere === true },
      prompt: ({ t }) => t(`forms.prompt.region.${question.level}`),
      read: ({ text }) => ({ kind: "answer", value: text.trim() === "" ? undefined : text.trim() }),
    },
  ],
  schema: ({ level }) => ({
    type: "string",
    pattern: `^\\d{2}${["", "\\.\\d{2}", "\\.\\d{2}", "\\.\\d{4}"].slice(0, regionLevels.indexOf(level) + 1).join("")}$`,
  }),
  display: (_question, answer, { regionNames }) => regionNames[answer] ?? answer,
  redact: (_question, answer) => answer,
  html: RegionField,
};

/** Codes of the regions whose children the page must list, for what was chosen so far. */
export function regionParents(
  question: Pick<RegionQuestion, "level" | "anywhere">,
  path: string,
  entry: FormEntry,
  context: Parameters<typeof rootOf>[1],
): readonly string[] {
  const root = rootOf(question, context);
  const parents: string[] = [];
  let chosen = root;
  for (const level of levelsBelow(root, question.level)) {
    parents.push(chosen);
    const code = allPosted(entry, `${path}.${level}`)[0]?.trim() ?? "";
    if (!isRegionCode(code) || code === chosen || !isWithin(code, chosen)) break;
    chosen = code;
  }
  return parents;
}
