import { err, type FieldError, ok, type Result } from "../result/index.ts";
import type { Answers, AnswerValue, Form, Question } from "../services/index.ts";
import type { Prefill } from "./context.ts";
import { faultAt } from "./question-type.ts";

/** What only the world knows of an answer. Each is asked at submit, once per answer. */
export interface AnswerChecks {
  regionExists(code: string): Promise<boolean>;
  /** `unknown` where no boundary says so clearly: then the person is believed. `nowhere`: in the sea or abroad. */
  pointInside(
    point: { readonly lat: number; readonly lng: number },
    region: string,
  ): Promise<"inside" | "outside" | "unknown" | "nowhere">;
  /** Staged by the one who answers, still there, and of that kind. */
  fileUsable(id: string, kind: "photo" | "document"): Promise<boolean>;
  listHas(list: string, value: string): Promise<boolean>;
  /** What the source knows now of the person for whom the answers are; undefined when nothing. */
  attribute(source: string): Promise<Prefill | undefined>;
}

/** Asks the world about good answers: regions, points, files, lists, attributes. Gives the answers back unchanged. */
export async function checkAnswers(
  form: Form,
  answers: Answers,
  checks: AnswerChecks,
): Promise<Result<Answers, readonly FieldError[]>> {
  const errors = await checkEach(form.ask, answers, "", checks);
  return errors.length > 0 ? err(errors) : ok(answers);
}

async function checkEach(
  questions: readonly Question[],
  answers: Readonly<Record<string, AnswerValue>>,
  prefix: string,
  checks: AnswerChecks,
): Promise<readonly FieldError[]> {
  const errors: FieldError[] = [];
  for (const question of questions) {
    const answer = answers[question.name];
    if (answer !== undefined) errors.push(...(await checkOne(question, answer, `${prefix}${question.name}`, checks)));
  }
  return errors;
}

async function checkOne(
  question: Question,
  answer: AnswerValue,
  path: string,
  checks: AnswerChecks,
): Promise<readonly FieldError[]> {
  const texts =
    typeof answer === "string"
      ? [answer]
      : Array.isArray(answer)
        ? answer.filter((item) => typeof item === "string")
        : [];
  switch (question.type) {
    case "region":
      for (const code of texts) if (!(await checks.regionExists(code))) return faultAt(path, "forms.error.region.none");
      return [];
    case "place":
      return typeof answer === "object" && "region" in answer ? checkPlace(answer, path, checks) : [];
    case "choice":
    case "choices":
      if (question.optionsFrom === undefined) return [];
      for (const value of texts)
        if (!(await checks.listHas(question.optionsFrom, value))) return faultAt(path, "forms.error.choice.none");
      return [];
    case "photos":
    case "document": {
      const kind = question.type === "photos" ? "photo" : "document";
      for (const id of texts) if (!(await checks.fileUsable(id, kind))) return faultAt(path, "forms.error.files.gone");
      return [];
    }
    case "attribute": {
      if (typeof answer !== "object" || !("source" in answer) || answer.source !== question.source) return [];
      const known = await checks.attribute(question.source);
      return known?.value === answer.value ? [] : faultAt(path, "forms.error.attribute.changed");
    }
    case "repeat": {
      if (!Array.isArray(answer)) return [];
      const errors: FieldError[] = [];
      for (const row of answer)
        if (typeof row === "object")
          errors.push(...(await checkEach(question.ask, row.answers, `${path}.${row.id}.`, checks)));
      return errors;
    }
    case "text":
    case "paragraph":
    case "number":
    case "money":
    case "date":
    case "confirm":
      return [];
  }
}

async function checkPlace(
  answer: { readonly region: string; readonly point?: { readonly lat: number; readonly lng: number } },
  path: string,
  checks: AnswerChecks,
): Promise<readonly FieldError[]> {
  if (!(await checks.regionExists(answer.region))) return faultAt(`${path}.region`, "forms.error.region.none");
  const fit = answer.point === undefined ? "inside" : await checks.pointInside(answer.point, answer.region);
  if (fit === "nowhere") return faultAt(`${path}.point`, "forms.error.place.nowhere");
  return fit === "outside" ? faultAt(`${path}.point`, "forms.error.place.elsewhere") : [];
}
