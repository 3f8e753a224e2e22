import type { ChoiceQuestion, ChoicesQuestion } from "../services/index.ts";
import type { FormContext, ReadableOption } from "./context.ts";
import { plainWords } from "./words.ts";

/** The options of a question in the person's language; undefined when its named list was not loaded. */
export function optionsOf(
  question: Pick<ChoiceQuestion | ChoicesQuestion, "options" | "optionsFrom">,
  context: FormContext,
): readonly ReadableOption[] | undefined {
  if (question.options !== undefined)
    return question.options.map((option) => ({
      value: option.value,
      label: context.t(option.label),
      ...(option.hint === undefined ? {} : { hint: context.t(option.hint) }),
      ...(option.icon === undefined ? {} : { icon: option.icon }),
    }));
  const list = question.optionsFrom;
  return list !== undefined && Object.hasOwn(context.lists, list) ? context.lists[list] : undefined;
}

/** The same where a missing list is a bug of the channel: it must load lists before it asks. */
export function loadedOptions(
  question: Pick<ChoiceQuestion | ChoicesQuestion, "options" | "optionsFrom">,
  context: FormContext,
): readonly ReadableOption[] {
  const options = optionsOf(question, context);
  if (options === undefined) throw new Error(`list ${question.optionsFrom} was not loaded`);
  return options;
}

/** Numbers before the options would mislead where the options are numbers themselves (1 to 5 stars). */
function areNumbered(options: readonly ReadableOption[]): boolean {
  return !options.some((option) => /^\d+$/.test(option.label.trim()));
}

/** The options as lines of a chat. */
export function optionLines(options: readonly ReadableOption[]): string {
  const numbered = areNumbered(options);
  return options
    .map(
      ({ label, hint }, index) =>
        `${numbered ? `${index + 1}.` : "–"} ${label}${hint === undefined ? "" : ` (${hint})`}`,
    )
    .join("\n");
}

/** The option meant by a number, a label or a stored value; undefined when none or more than one fits. */
export function optionMeant(options: readonly ReadableOption[], said: string): ReadableOption | undefined {
  const words = plainWords(said);
  if (words === "") return undefined;
  const number = /^(?:nomor |no\.? |#)?(\d{1,3})\)?$/.exec(words)?.[1];
  if (number !== undefined && areNumbered(options)) return options[Number(number) - 1];
  const exact = options.filter(({ label, value }) => plainWords(label) === words || value === said.trim());
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const starting = options.filter(({ label }) => words.length >= 3 && plainWords(label).startsWith(words));
  return starting.length === 1 ? starting[0] : undefined;
}
