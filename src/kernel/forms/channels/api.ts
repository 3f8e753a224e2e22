import { err, type FieldError, ok, type Result } from "../../result/index.ts";
import type { Answers, Form, Question } from "../../services/index.ts";
import type { FormContext } from "../context.ts";
import { findQuestion, validateAll } from "../engine.ts";
import { faultAt, type JsonSchema } from "../question-type.ts";
import { typeOf } from "../types/index.ts";
import { mayBeEmpty } from "../walk.ts";

/**
 * The JSON Schema (2020-12) of a form's answers. What depends on a condition is not required; the condition stands in
 * `x-when`, because the schema cannot say it for every client.
 */
export function formSchema(form: Form, context: FormContext): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const question of form.ask) properties[question.name] = questionSchema(question, context);
  const required = form.ask.filter((question) => question.when === undefined && !mayBeEmpty(question));
  return { type: "object", properties, required: required.map(({ name }) => name), additionalProperties: false };
}

function questionSchema(question: Question, context: FormContext): JsonSchema {
  return {
    ...typeOf(question).schema(question, context),
    title: context.t(question.label),
    ...(question.hint === undefined ? {} : { description: context.t(question.hint) }),
    ...(question.when === undefined ? {} : { "x-when": question.when }),
  };
}

/**
 * Reads answers as JSON, as the API and the offline outbox bring them. Rows of a repeat without `id` get one. Errors name
 * the field as a JSON pointer (`/family/0/answers/age`); names nobody asked for are errors here, so that a client learns of
 * its mistake.
 */
export function readJson(form: Form, body: unknown, context: FormContext): Result<Answers, readonly FieldError[]> {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return err(faultAt("", "forms.error.json.kind"));
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(body));
  const unknown = Object.keys(given)
    .filter((name) => findQuestion(form, name) === undefined)
    .slice(0, 20)
    .flatMap((name) => faultAt(name.slice(0, 60), "forms.error.unknown"));
  const values: Record<string, unknown> = {};
  for (const question of form.ask)
    if (Object.hasOwn(given, question.name))
      values[question.name] =
        question.type === "repeat" ? withRowIds(given[question.name], question.max, context) : given[question.name];
  const checked = validateAll(form, values, context);
  const errors = [...unknown, ...(checked.ok ? [] : checked.error)];
  if (errors.length > 0 || !checked.ok)
    return err(errors.map((error) => ({ ...error, field: toPointer(form, values, error.field) })));
  return ok(checked.value);
}

function withRowIds(rows: unknown, most: number, { newRowId }: FormContext): unknown {
  if (!Array.isArray(rows) || rows.length > most) return rows;
  return rows.map((row: unknown) =>
    typeof row === "object" && row !== null && !Array.isArray(row) && !("id" in row) ? { id: newRowId(), ...row } : row,
  );
}

/** `family.r1.age` → `/family/0/answers/age`; `home.region` → `/home/region`. */
function toPointer(form: Form, values: Readonly<Record<string, unknown>>, field: string): string {
  if (field === "") return "";
  const [name = "", ...rest] = field.split(".");
  const rows = values[name];
  if (findQuestion(form, name)?.type !== "repeat" || !Array.isArray(rows) || rest[0] === undefined)
    return pointer([name, ...rest]);
  const index = rows.findIndex(
    (row: unknown) => typeof row === "object" && row !== null && "id" in row && row.id === rest[0],
  );
  const inner = rest.slice(1);
  return pointer([name, index < 0 ? rest[0] : String(index), ...(inner.length === 0 ? [] : ["answers", ...inner])]);
}

function pointer(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
