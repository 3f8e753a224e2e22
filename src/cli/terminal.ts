import { kernelMessages } from "../kernel/messages.ts";
import type { Problem } from "../kernel/result/index.ts";
import { createMessages, type Translate } from "../kernel/ui/index.ts";

/** The language of the terminal, by the usual variables: Indonesian when they say so, else English. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): "id" | "en" {
  const language = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return language.startsWith("id") ? "id" : "en";
}

/** The kernel's sentences in the language of the terminal. */
export function terminalTexts(env: Readonly<Record<string, string | undefined>>): Translate {
  return createMessages(kernelMessages, { strict: true }).translator(terminalLanguage(env));
}

/** A problem as a sentence for the terminal: which line of a file, which option or column, what is wrong. */
export function sentenceFor(t: Translate, { message, params = {}, field }: Problem): string {
  const { line } = params;
  const where = [
    ...(line === undefined ? [] : [t("administration.command.line", { line })]),
    ...(field === undefined ? [] : [field]),
  ].join(", ");
  return `${where === "" ? "" : `${where}: `}${t(message, params)}`;
}
