import type { Form, Question } from "../../services/index.ts";
import { questionKinds, regionLevels } from "../../services/index.ts";
import type { DialogueLookups } from "../channels/dialogue.ts";
import { type FormContext, formContext, type ReadableOption } from "../context.ts";
import { id as indonesian } from "../messages/id.ts";
import { plainWords } from "../words.ts";

/** The messages a definition brings, so that options can be answered by their words. */
export type Messages = Readonly<Record<string, string>>;

/** Regions of an invented country: two of each below each, under codes of the real form. */
export const inventedRegions: Readonly<Record<string, readonly ReadableOption[]>> = inventRegions();

export const villages: readonly string[] = Object.values(inventedRegions)
  .flat()
  .map(({ value }) => value)
  .filter((code) => code.split(".").length === 4);

/** A context in which every named list and source exists. Each call counts its row ids from r1. */
export function inventedContext(form: Form, messages: Messages, known: Readonly<Record<string, boolean>>): FormContext {
  let rows = 0;
  const questions = flat(form);
  const lists: Record<string, readonly ReadableOption[]> = {};
  const prefills: Record<string, { value: string; at: string } | null> = {};
  for (const question of questions) {
    if ((question.type === "choice" || question.type === "choices") && question.optionsFrom !== undefined)
      lists[question.optionsFrom] = inventedList(question.optionsFrom);
    if (question.type === "attribute")
      prefills[question.source] =
        known[question.source] === false
          ? null
          : { value: `Diketahui ${question.source}`, at: "2026-03-01T02:03:04.000Z" };
  }
  const texts: Messages = { ...messages, ...indonesian };
  return formContext({
    t: (key, params = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "")),
    today: "2026-03-02",
    now: "2026-03-02T03:04:05.000Z",
    newRowId: () => `r${++rows}`,
    lists,
    prefills,
    regionChildren: inventedRegions,
  });
}

/** Looks names up among the invented regions, as the regions part does among the real ones. */
export const inventedLookups: DialogueLookups = {
  async findRegions(text, level) {
    const depth = regionLevels.indexOf(level) + 1;
    return Object.values(inventedRegions)
      .flat()
      .filter(
        ({ value, label }) => value.split(".").length === depth && plainWords(label).startsWith(plainWords(text)),
      );
  },
};

/** Every question, those in rows too. */
export function flat(form: Form): readonly Question[] {
  return form.ask.flatMap((question) => (question.type === "repeat" ? [question, ...question.ask] : [question]));
}

/** Fourteen options, so that the control is a list to open for one of the lists and cards for others. */
function inventedList(name: string): readonly ReadableOption[] {
  const count = name.length % 2 === 0 ? questionKinds.length : 3;
  return Array.from({ length: count }, (_, index) => ({
    value: `${name}-${index}`,
    label: `Pilihan ${name} ${"abcdefghijklmn"[index]}`,
  }));
}

function inventRegions(): Readonly<Record<string, readonly ReadableOption[]>> {
  const children: Record<string, ReadableOption[]> = {};
  const grow = (parent: string, label: string, depth: number): void => {
    if (depth === 4) return;
    const codes = depth === 3 ? ["1001", "2002"] : ["01", "02"];
    children[parent] = codes.map((code, index) => ({
      value: parent === "" ? code : `${parent}.${code}`,
      label: `${label} ${["Barat", "Timur"][index]}`.trim(),
    }));
    for (const child of children[parent] ?? []) grow(child.value, child.label, depth + 1);
  };
  grow("", "", 0);
  return children;
}
