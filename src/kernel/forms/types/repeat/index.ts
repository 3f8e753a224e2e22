import { err, type FieldError, ok } from "../../../result/index.ts";
import type { Answers, AnswerValue, RepeatQuestion, RowAnswer, RowAnswerValue } from "../../../services/index.ts";
import { mayShow } from "../../audience.ts";
import {
  allPosted,
  type FormEntry,
  faultAt,
  type JsonSchema,
  type QuestionType,
  type TypeOf,
} from "../../question-type.ts";
import { mayBeEmpty, missing, walkQuestions } from "../../walk.ts";
import { repeatField } from "./html.tsx";

/** Ids of rows: short, safe in field names, ids and selectors. */
const rowId = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/**
 * Rows of the same questions. Stored: `[{ id, answers }]`; a row without id gets one. Needs the types of the
 * questions inside, so it is made with them.
 */
export function createRepeatType(typeOf: TypeOf): QuestionType<RepeatQuestion, readonly RowAnswer[]> {
  return {
    readForm(question, path, entry, context) {
      const ids = [...new Set(allPosted(entry, `${path}.rows`))].filter((id) => rowId.test(id));
      const rows: { id: string; answers: Record<string, unknown> }[] = [];
      const errors: FieldError[] = [];
      let unfinished = false;
      for (const id of ids.slice(0, question.max + 1)) {
        const answers: Record<string, unknown> = {};
        for (const inner of question.ask) {
          const read = typeOf(inner).readForm(inner, `${path}.${id}.${inner.name}`, entry, context);
          if (read.ok) answers[inner.name] = read.value;
          else if (read.error.length === 0) unfinished = true;
          else errors.push(...read.error);
        }
        rows.push({ id, answers });
      }
      if (errors.length > 0 || unfinished) return err(errors);
      // Rows left empty beyond those needed were opened and not wanted.
      const filled = rows.filter((row) => Object.values(row.answers).some((value) => value !== undefined));
      const kept = filled.length >= question.min ? filled : rows;
      return ok(kept.length === 0 ? undefined : kept);
    },
    toEntry(question, path, answer, context) {
      const entry: Record<string, readonly string[]> = { [`${path}.rows`]: answer.map((row) => row.id) };
      for (const { id, answers } of answer)
        for (const inner of question.ask) {
          const value = answers[inner.name];
          if (value !== undefined)
            Object.assign(entry, typeOf(inner).toEntry(inner, `${path}.${id}.${inner.name}`, value, context));
        }
      return entry;
    },
    check(question, value, path, context) {
      if (!Array.isArray(value)) return err(faultAt(path, "forms.error.repeat.kind"));
      const { min, max } = question;
      if (value.length > max) return err(faultAt(path, "forms.error.repeat.many", { max }));
      const rows: RowAnswer[] = [];
      const errors: FieldError[] = [];
      for (const [index, given] of value.entries()) {
        const row = asRow(given);
        const id = row?.id ?? context.newRowId();
        if (row === undefined || !rowId.test(id) || rows.some((other) => other.id === id)) {
          errors.push(...faultAt(`${path}.${index}`, "forms.error.repeat.kind"));
          continue;
        }
        for (const name of Object.keys(row.answers))
          if (!question.ask.some((inner) => inner.name === name))
            errors.push(...faultAt(`${path}.${id}.${name}`, "forms.error.unknown"));
        const at = { prefix: `${path}.${id}.`, outer: context.outer ?? {} };
        const walked = walkQuestions(question.ask, row.answers, at, context, typeOf);
        errors.push(...walked.errors);
        rows.push({ id, answers: rowAnswers(walked.answers) });
      }
      if (errors.length > 0) return err(errors);
      if (rows.length === 0) return mayBeEmpty(question) ? ok(undefined) : err(missing(question, path));
      return rows.length < min ? err(faultAt(path, "forms.error.repeat.few", { min })) : ok(rows);
    },
    // A chat walks through the rows itself: see the dialogue.
    slots: () => [],
    schema(question, context): JsonSchema {
      const properties: Record<string, JsonSchema> = {};
      for (const inner of question.ask) properties[inner.name] = typeOf(inner).schema(inner, context);
      const required = question.ask.filter((inner) => inner.optional !== true && inner.when === undefined);
      const row = {
        type: "object",
        properties: {
          id: { type: "string", pattern: rowId.source },
          answers: {
            type: "object",
            properties,
            required: required.map(({ name }) => name),
            additionalProperties: false,
          },
        },
        required: ["answers"],
        additionalProperties: false,
      };
      return { type: "array", items: row, minItems: question.min, maxItems: question.max };
    },
    display: (question, answer, context) =>
      answer
        .map((row, index) => {
          const parts = question.ask.flatMap((inner) => {
            const value = row.answers[inner.name];
            return value === undefined ? [] : [typeOf(inner).display(inner, value, context)];
          });
          return `${index + 1}. ${parts.join(", ")}`;
        })
        .join("\n"),
    redact: (question, answer, audience) =>
      answer.map((row) => {
        const shown: Record<string, unknown> = {};
        for (const inner of question.ask) {
          const value = row.answers[inner.name];
          if (value !== undefined && mayShow(inner, audience))
            shown[inner.name] = typeOf(inner).redact(inner, value, audience);
        }
        return shown;
      }),
    html: repeatField(typeOf),
  };
}

function asRow(given: unknown): { id: string | undefined; answers: Record<string, unknown> } | undefined {
  if (typeof given !== "object" || given === null || !("answers" in given)) return undefined;
  const { answers } = given;
  const id = "id" in given ? given.id : undefined;
  if (typeof answers !== "object" || answers === null || Array.isArray(answers)) return undefined;
  if (id !== undefined && typeof id !== "string") return undefined;
  return { id, answers: { ...answers } };
}

/** The questions of a row hold no rows themselves. */
function isRowValue(value: AnswerValue): value is RowAnswerValue {
  return !Array.isArray(value) || value.every((item) => typeof item === "string");
}

function rowAnswers(answers: Answers): RowAnswer["answers"] {
  const kept: Record<string, RowAnswerValue> = {};
  for (const [name, value] of Object.entries(answers)) if (isRowValue(value)) kept[name] = value;
  return kept;
}

/** The fields of a repeat when it is first shown: as many empty rows as it needs. */
export function emptyRows(question: RepeatQuestion, path: string, newRowId: () => string): FormEntry {
  const count = Math.max(question.min, 1);
  return { [`${path}.rows`]: Array.from({ length: count }, newRowId) };
}
