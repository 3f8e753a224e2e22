import type { ServiceDefinition } from "./definition.ts";
import { type DefinitionFault, fault } from "./faults.ts";
import type { Question } from "./question.ts";

export type Messages = Readonly<Record<string, string>>;

/** A message key of a definition and where it is used. */
export interface UsedMessage {
  readonly key: string;
  readonly at: string;
}

/** Every message key a definition uses, with its place. */
export function messagesOf(definition: ServiceDefinition): readonly UsedMessage[] {
  const used: UsedMessage[] = [];
  const add = (at: string, ...keys: readonly (string | undefined)[]) => {
    for (const key of keys) if (key !== undefined) used.push({ key, at });
  };
  add("title", definition.title);
  add("summary", definition.summary);
  addQuestions(definition.ask, "ask", add);
  for (const [name, state] of Object.entries(definition.flow.states)) {
    const at = `flow.states.${name}`;
    add(at, state.label, state.happening, state.until, state.next);
    const { issues } = state;
    if (issues !== undefined) {
      add(`${at}.issues`, issues.title, issues.opening, issues.closing, issues.signer);
      add(`${at}.issues.rows`, ...issues.rows.map(({ label }) => label));
    }
    for (const [action, { label, done, message, ask, toIf = [] }] of Object.entries(state.may)) {
      add(`${at}.may.${action}`, label, done, message, ...toIf.flatMap((branch) => [branch.done, branch.thanks]));
      addQuestions(ask, `${at}.may.${action}.ask`, add);
    }
  }
  return used;
}

function addQuestions(
  questions: readonly Question[],
  at: string,
  add: (at: string, ...keys: readonly (string | undefined)[]) => void,
): void {
  for (const question of questions) {
    const here = `${at}.${question.name}`;
    add(here, question.label, question.hint, question.missing);
    if (question.type === "number") add(here, question.unit);
    if (question.type === "choice" || question.type === "choices")
      for (const option of question.options ?? []) add(here, option.label, option.hint);
    if (question.type === "repeat") {
      add(here, question.row);
      addQuestions(question.ask, `${here}.ask`, add);
    }
  }
}

/** Keys with no text, or an empty one, in Indonesian or English. */
export function checkMessages(
  definition: ServiceDefinition,
  messages: { readonly id: Messages; readonly en: Messages },
): readonly DefinitionFault[] {
  const texts: readonly (readonly [string, Messages])[] = [
    ["id", messages.id],
    ["en", messages.en],
  ];
  return messagesOf(definition).flatMap(({ key, at }) =>
    texts
      .filter(([, of]) => !Object.hasOwn(of, key) || (of[key] ?? "").trim() === "")
      .map(([language]) => fault("missing-message", at, { key, language })),
  );
}
