import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { canonicalJson } from "../../canonical/index.ts";
import type { Answers, DraftAnswers, Form, Question } from "../../services/index.ts";
import { dateInWords } from "../calendar-date.ts";
import { continueDialogue, startDialogue, type Turn } from "../channels/dialogue.ts";
import { entryFor, fileFields, QuestionFields, takePost, withFiles } from "../channels/html.tsx";
import type { FormContext } from "../context.ts";
import { checkAnswer, findQuestion, next, validateAll } from "../engine.ts";
import { loadedOptions } from "../options.ts";
import type { FormEntry, Said } from "../question-type.ts";
import { typeOf } from "../types/index.ts";
import type { Intended } from "./intended-answers.ts";
import { readRenderedForm } from "./rendered-form.ts";
import { inventedLookups, inventedRegions } from "./world.ts";

/** A choice of the test run among equal ways to say a thing. */
export type Pick = (count: number) => number;

/** Enters the answers page by page, reading each rendered page as a browser without scripts does. */
export function enterByHtml(form: Form, intended: Intended, context: FormContext): Answers {
  let answers: DraftAnswers = {};
  for (;;) {
    const following = next(form, answers);
    if (following.kind === "review") return complete(form, answers, context);
    answers = enterPage(following.question, intended[following.question.name], answers, context);
  }
}

function enterPage(question: Question, value: unknown, answers: DraftAnswers, context: FormContext): DraftAnswers {
  let entry = entryFor(question, answers, context);
  for (let turn = 0; turn < 60; turn++) {
    const page = readRenderedForm(renderToString(h(QuestionFields, { question, entry, context })));
    const add = `${question.name}.add`;
    const rows = rowIds(entry, question);
    const wantedRows = Array.isArray(value) && question.type === "repeat" ? value.length : rows.length;
    if (rows.length !== wantedRows) {
      const button = rows.length < wantedRows ? { name: add } : { name: `${question.name}.remove`, value: rows.at(-1) };
      entry = again(takePost(question, answers, page.post(button), context), question);
      continue;
    }
    const wanted = wantedEntry(question, value, rows, answers, context);
    const staged = stageMissing(question, entry, wanted, page.hasFileField);
    if (staged !== undefined) {
      entry = staged;
      continue;
    }
    const unfilled = page.fill(wanted);
    const taken = takePost(question, answers, page.post(), context);
    if (taken.kind === "accepted") {
      if (unfilled.length > 0) throw new Error(`the page of ${question.name} took no value for ${unfilled.join(", ")}`);
      reopen(question, taken.answers, context);
      return taken.answers;
    }
    if (taken.errors.length > 0)
      throw new Error(`the page of ${question.name} refused: ${JSON.stringify(taken.errors)}`);
    entry = taken.entry;
  }
  throw new Error(`the page of ${question.name} never came to an end`);
}

/** Opening the page again by "Ubah" and going on at once must change nothing. */
function reopen(question: Question, answers: DraftAnswers, context: FormContext): void {
  const entry = entryFor(question, answers, { ...context, newRowId: () => "again" });
  const page = readRenderedForm(renderToString(h(QuestionFields, { question, entry, context })));
  const taken = takePost(question, answers, page.post(), context);
  const kept = taken.kind === "accepted" ? taken.answers[question.name] : taken.errors;
  if (canonicalJson(kept) !== canonicalJson(answers[question.name]))
    throw new Error(`opening ${question.name} again changed it: ${JSON.stringify([answers[question.name], kept])}`);
}

function again(taken: ReturnType<typeof takePost>, question: Question): FormEntry {
  if (taken.kind === "again") return taken.entry;
  throw new Error(`a button on the page of ${question.name} submitted it`);
}

function rowIds(entry: FormEntry, question: Question): readonly string[] {
  return question.type === "repeat" ? (entry[`${question.name}.rows`] ?? []) : [];
}

/** The fields that say what is meant, for the rows that are on the page. */
function wantedEntry(
  question: Question,
  value: unknown,
  rows: readonly string[],
  answers: DraftAnswers,
  context: FormContext,
): FormEntry {
  if (value === undefined) return {};
  const given =
    question.type === "repeat" && Array.isArray(value)
      ? value.map((row, index) => ({ id: rows[index], ...row }))
      : value;
  const checked = checkAnswer(question, given, answers, context);
  if (!checked.ok)
    throw new Error(`the intended answer to ${question.name} is not good: ${JSON.stringify(checked.error)}`);
  return checked.value === undefined ? {} : typeOf(question).toEntry(question, question.name, checked.value, context);
}

/** Stages the next file as the page does with an upload; undefined when all are there. */
function stageMissing(
  question: Question,
  entry: FormEntry,
  wanted: FormEntry,
  hasField: (name: string) => boolean,
): FormEntry | undefined {
  for (const { field, path } of fileFields(question, entry)) {
    const missing = (wanted[path] ?? []).filter((id) => !(entry[path] ?? []).includes(id));
    if (missing[0] === undefined) continue;
    if (!hasField(field)) throw new Error(`the page has no file field ${field}`);
    return withFiles(entry, path, missing.slice(0, 1));
  }
  return undefined;
}

/** Says the answers in a chat, in one of the ways people say such things. */
export async function enterByDialogue(
  form: Form,
  intended: Intended,
  context: FormContext,
  pick: Pick,
): Promise<Answers> {
  let turn: Turn = startDialogue(form, context);
  for (let count = 0; count < 500; count++) {
    if (turn.answers !== undefined) return turn.answers;
    const said = turn.state.phase === "review" ? say("kirim") : whatToSay(form, turn, intended, context, pick);
    turn = await continueDialogue(form, turn.state, said, context, inventedLookups);
  }
  throw new Error(`the dialogue never came to an end; last: ${turn.say.join(" / ")}`);
}

function say(text: string, files: readonly string[] = []): Said {
  return { text, files };
}

function whatToSay(form: Form, turn: Turn, intended: Intended, context: FormContext, pick: Pick): Said {
  const { cursor } = turn.state;
  const question = cursor === null ? undefined : findQuestion(form, cursor.question);
  if (cursor === null || question === undefined) throw new Error("the dialogue asks nothing");
  const value = intended[question.name];
  if (question.type !== "repeat") return sayValue(question, value, cursor, context, pick);
  const rows: readonly { readonly answers: Intended }[] = Array.isArray(value) ? value : [];
  const row = cursor.row;
  if (row === null || row.question === null) return say((row?.rows.length ?? 0) < rows.length ? "ya" : "tidak");
  const inner = question.ask.find(({ name }) => name === row.question);
  if (inner === undefined) throw new Error("the dialogue asks a question of a row that is not there");
  return sayValue(inner, rows[row.rows.length]?.answers[inner.name], cursor, context, pick);
}

type At = NonNullable<Turn["state"]["cursor"]>;

function sayValue(question: Question, value: unknown, cursor: At, context: FormContext, pick: Pick): Said {
  if (value === undefined) return say("lewati");
  if (question.type === "place") return sayPlace(question, value, cursor, pick);
  if (question.type === "photos" || question.type === "document") {
    const sent = Array.isArray(cursor.soFar) ? cursor.soFar.length : 0;
    const ids: readonly string[] = Array.isArray(value) ? value : [];
    return sent < ids.length ? say("", ids.slice(sent, sent + 1 + pick(2))) : say("selesai");
  }
  return say(textOf(question, value, cursor, context, pick));
}

function sayPlace(question: Question, value: unknown, cursor: At, pick: Pick): Said {
  const place: Intended = Object.fromEntries(Object.entries(value ?? {}));
  const key = typeOf(question).slots(question)[cursor.slot]?.key ?? "";
  const part = place[key];
  if (part === undefined) return say("lewati");
  if (key === "region") return say(regionText(String(part), cursor, pick));
  if (typeof part === "string") return say(part);
  const point: Intended = Object.fromEntries(Object.entries(part ?? {}));
  return say(`${Number(point["lat"]).toFixed(6)}, ${Number(point["lng"]).toFixed(6)}`);
}

function textOf(question: Question, value: unknown, cursor: At, context: FormContext, pick: Pick): string {
  switch (question.type) {
    case "number":
      return String(value).replace(".", ",");
    case "money":
      return (
        [`Rp ${Number(value).toLocaleString("id")}`, String(value), `Rp${Number(value).toLocaleString("id")},-`][
          pick(3)
        ] ?? ""
      );
    case "date": {
      const [year, month, day] = String(value).split("-").map(Number);
      return [`${day}/${month}/${year}`, dateInWords(String(value), "id"), String(value)][pick(3)] ?? "";
    }
    case "choice": {
      const options = loadedOptions(question, context);
      const index = options.findIndex((option) => option.value === value);
      const numbered = !options.some(({ label }) => /^\d+$/.test(label));
      return numbered && pick(2) === 0 ? String(index + 1) : (options[index]?.label ?? "").toUpperCase();
    }
    case "choices": {
      const options = loadedOptions(question, context);
      const chosen = Array.isArray(value) ? value : [];
      return chosen
        .map((one) => options.findIndex((option) => option.value === one) + 1)
        .reverse()
        .join(pick(2) === 0 ? ", " : " dan ");
    }
    case "confirm":
      return value === true ? (["ya", "Iya.", "setuju"][pick(3)] ?? "") : (["tidak", "Nggak", "bukan"][pick(3)] ?? "");
    case "attribute":
      return typeof value === "object" && value !== null && "value" in value ? String(value.value) : "Ya";
    case "region":
      return regionText(String(value), cursor, pick);
    default:
      return String(value);
  }
}

/** The code, or the name and then the number among those offered. */
function regionText(code: string, cursor: At, pick: Pick): string {
  const offered = cursor.offered.findIndex(({ value }) => value === code);
  if (offered >= 0) return String(offered + 1);
  const all = Object.values(inventedRegions).flat();
  const name = all.find(({ value }) => value === code)?.label ?? code;
  // The first word fits many regions, of which ten are offered: only then is the code surely among them.
  const first = name.split(" ")[0] ?? name;
  const depth = code.split(".").length;
  const alike = all.filter(({ value, label }) => value.split(".").length === depth && label.startsWith(first));
  return [code, name, alike.length <= 10 ? first : name][pick(3)] ?? code;
}

function complete(form: Form, answers: DraftAnswers, context: FormContext): Answers {
  const checked = validateAll(form, answers, context);
  if (!checked.ok) throw new Error(`refused at the end: ${JSON.stringify(checked.error)}`);
  return checked.value;
}
