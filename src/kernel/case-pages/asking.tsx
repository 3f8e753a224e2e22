import { type FormContext, type FormEntry, formContext, type Prefill, regionParentsNeeded } from "../forms/index.ts";
import type { Visit } from "../http/index.ts";
import { newId } from "../ids/index.ts";
import type { Kernel } from "../index.ts";
import { isRegionCode } from "../regions/index.ts";
import type { DraftAnswers, Question } from "../services/index.ts";
import { isoDay } from "../time/index.ts";
import { Icon, isIconName } from "../ui/index.ts";

interface Needs {
  readonly questions: readonly Question[];
  /** Fields that are shown again: lists of regions below what is chosen in them are loaded. */
  readonly entry?: FormEntry;
  /** Answers that are shown: names of their regions are loaded. */
  readonly answers?: DraftAnswers;
  /** Address of the small picture of a staged file. */
  readonly previewHref?: (fileId: string) => string;
}

/** Everything the pure forms engine needs from the world to ask these questions: lists, known answers, regions. */
export async function askingContext(
  kernel: Kernel,
  visit: Pick<Visit, "actor" | "lang">,
  { questions, entry = {}, answers = {}, previewHref }: Needs,
): Promise<FormContext> {
  const t = kernel.messages.translator(visit.lang);
  const now = kernel.clock.now();
  const flat = questions.flatMap((question) => (question.type === "repeat" ? [question, ...question.ask] : [question]));
  const base = formContext({
    language: visit.lang === "en" ? "en" : "id",
    t,
    now: now.toISOString(),
    today: isoDay(now, kernel.calendars.zoneOf(kernel.config.rootRegion)),
    newRowId: () => newId(),
    rootRegion: kernel.config.rootRegion,
    icon: (name) => (isIconName(name) ? <Icon name={name} /> : null),
    preview:
      previewHref === undefined
        ? undefined
        : (fileId) => <img class="thumb" src={previewHref(fileId)} alt="" width="80" height="80" />,
  });
  const parents = new Set(questions.flatMap((question) => regionParentsNeeded(question, entry, base)));
  return {
    ...base,
    lists: await listsOf(kernel, flat, (key) => (kernel.messages.has(key) ? t(key) : key)),
    prefills: await prefillsOf(kernel, flat, visit),
    regionChildren: Object.fromEntries(
      await Promise.all(
        [...parents].map(async (code) => [
          code,
          (await kernel.regions.children(code)).map((child) => ({ value: child.code, label: child.name })),
        ]),
      ),
    ),
    regionNames: Object.fromEntries(await kernel.regions.fullNames(regionCodesIn(answers))),
  };
}

async function listsOf(
  kernel: Kernel,
  questions: readonly Question[],
  said: (key: string) => string,
): Promise<FormContext["lists"]> {
  const names = new Set(
    questions.flatMap((question) => ("optionsFrom" in question ? (question.optionsFrom ?? []) : [])),
  );
  const lists: Record<string, FormContext["lists"][string]> = {};
  for (const name of names) {
    const options = (await kernel.lists[name]?.(kernel.db.query)) ?? [];
    lists[name] = options.map(({ value, label, hint, icon }) => ({
      value,
      label: said(label),
      hint: hint === undefined ? undefined : said(hint),
      icon,
    }));
  }
  return lists;
}

/** Only what these questions ask for is read, because each reading stands in the person's access log. */
async function prefillsOf(
  kernel: Kernel,
  questions: readonly Question[],
  visit: Pick<Visit, "actor">,
): Promise<FormContext["prefills"]> {
  const sources = new Set(questions.flatMap((question) => (question.type === "attribute" ? [question.source] : [])));
  const known: Record<string, Prefill | null> = {};
  for (const source of sources) {
    const read = kernel.attributes[source];
    known[source] = read === undefined ? null : ((await kernel.db.transaction((tx) => read(tx, visit.actor))) ?? null);
  }
  return known;
}

/** Every text in the answers that has the form of a region code; others have no name and are left out. */
function regionCodesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return isRegionCode(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(regionCodesIn);
}
