import type { Question } from "../services/index.ts";
import type { Audience } from "./question-type.ts";

/** Whether an answer is personal: marked so, or a person's attribute that is not marked otherwise. */
export function isPersonal(question: Question): boolean {
  return question.type === "attribute" ? question.personal !== false : question.personal === true;
}

/** Whether anything of an answer may be shown. Personal answers go neither to public pages nor to logs. */
export function mayShow(question: Question, audience: Audience): boolean {
  if (isPersonal(question)) return false;
  return audience === "log" || (question.shownTo ?? "everyone") === "everyone";
}
