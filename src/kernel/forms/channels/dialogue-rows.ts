import {
  type AnswerValue,
  conditionHolds,
  type DraftAnswers,
  type Question,
  type RepeatQuestion,
  type RowAnswer,
  type RowAnswerValue,
  type RowQuestion,
} from "../../services/index.ts";
import type { FormContext } from "../context.ts";
import { type Cursor, cursorAt, type RowCursor } from "./dialogue-state.ts";

/** Where a repeat goes on: at a question of a row, or finished with its rows. */
export type RowMove =
  | { readonly kind: "cursor"; readonly cursor: Cursor }
  | { readonly kind: "finished"; readonly rows: readonly RowAnswer[] };

/** The question that was asked: the form's, or the row's inside a repeat. */
export function askedIn(question: Question, cursor: Cursor): Question {
  if (question.type !== "repeat") return question;
  return question.ask.find(({ name }) => name === cursor.row?.question) ?? question;
}

/** The beginning of a repeat: its first row when it needs one, else the question whether there is any. */
export function beginRepeat(question: RepeatQuestion, context: FormContext): Cursor {
  return question.min > 0
    ? openRow(question, [], context)
    : cursorAt(question.name, { rows: [], id: "", answers: {}, question: null });
}

/** After "one more?": opens a row or finishes. */
export function rowDecision(question: RepeatQuestion, row: RowCursor, more: boolean, context: FormContext): RowMove {
  if (!more) return { kind: "finished", rows: row.rows };
  return { kind: "cursor", cursor: openRow(question, row.rows, context) };
}

/** An answer inside a row: on to the row's next question, to "one more?", or finished when it is full. */
export function finishRowQuestion(
  question: RepeatQuestion,
  row: RowCursor,
  asked: Question,
  value: AnswerValue | undefined,
  outer: DraftAnswers,
  context: FormContext,
): RowMove {
  const answers = { ...row.answers, [asked.name]: isRowValue(value) ? value : null };
  const following = visibleInRow(question, answers, outer).find(({ name }) => !Object.hasOwn(answers, name));
  if (following !== undefined)
    return { kind: "cursor", cursor: cursorAt(question.name, { ...row, answers, question: following.name }) };
  const rows = [...row.rows, { id: row.id, answers: complete(question, answers, outer) }];
  if (rows.length >= question.max) return { kind: "finished", rows };
  if (rows.length < question.min) return { kind: "cursor", cursor: openRow(question, rows, context) };
  return { kind: "cursor", cursor: cursorAt(question.name, { rows, id: "", answers: {}, question: null }) };
}

/** One question back inside a repeat; undefined at its beginning. */
export function rowBack(question: RepeatQuestion, row: RowCursor, outer: DraftAnswers): Cursor | undefined {
  if (row.question !== null) {
    const visible = visibleInRow(question, row.answers, outer);
    const before = visible[visible.findIndex(({ name }) => name === row.question) - 1];
    if (before !== undefined) return reopened(question, row, before);
  }
  const last = row.rows.at(-1);
  if (last === undefined) return undefined;
  const lastQuestion = visibleInRow(question, last.answers, outer).at(-1);
  if (lastQuestion === undefined) return undefined;
  const opened: RowCursor = { rows: row.rows.slice(0, -1), id: last.id, answers: last.answers, question: null };
  return reopened(question, opened, lastQuestion);
}

function reopened(question: RepeatQuestion, row: RowCursor, at: RowQuestion): Cursor {
  const { [at.name]: _dropped, ...answers } = row.answers;
  return cursorAt(question.name, { ...row, answers, question: at.name });
}

function openRow(question: RepeatQuestion, rows: readonly RowAnswer[], context: FormContext): Cursor {
  const first = question.ask[0]?.name ?? null;
  return cursorAt(question.name, { rows, id: context.newRowId(), answers: {}, question: first });
}

function visibleInRow(
  question: RepeatQuestion,
  answers: RowCursor["answers"],
  outer: DraftAnswers,
): readonly RowQuestion[] {
  const seen: Record<string, AnswerValue | null> = { ...outer };
  return question.ask.filter((inner) => {
    if (inner.when !== undefined && !conditionHolds(inner.when, seen)) return false;
    const answer = answers[inner.name];
    if (answer !== undefined) seen[inner.name] = answer;
    return true;
  });
}

function complete(question: RepeatQuestion, answers: RowCursor["answers"], outer: DraftAnswers): RowAnswer["answers"] {
  const kept: Record<string, RowAnswerValue> = {};
  for (const { name } of visibleInRow(question, answers, outer)) {
    const answer = answers[name];
    if (answer !== undefined && answer !== null) kept[name] = answer;
  }
  return kept;
}

function isRowValue(value: AnswerValue | undefined): value is RowAnswerValue {
  return value !== undefined && (!Array.isArray(value) || value.every((item) => typeof item === "string"));
}
