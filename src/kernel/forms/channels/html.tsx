import type { ComponentChildren } from "preact";
import { err, type FieldError, ok, type Result } from "../../result/index.ts";
import type { AnswerValue, DraftAnswers, Form, Question } from "../../services/index.ts";
import type { FormContext } from "../context.ts";
import { accept, checkAnswer, reviewLines } from "../engine.ts";
import { allPosted, type FormEntry, posted } from "../question-type.ts";
import { typeOf } from "../types/index.ts";
import { regionParents } from "../types/region/index.ts";
import { emptyRows } from "../types/repeat/index.ts";
import { nameOfRow } from "../types/repeat/row-name.ts";

/** The fields of a question when its page opens: its earlier answer, or empty. */
export function entryFor(question: Question, answers: DraftAnswers, context: FormContext): FormEntry {
  const answer = answers[question.name] ?? undefined;
  if (answer !== undefined) return typeOf(question).toEntry(question, question.name, answer, context);
  return question.type === "repeat" ? emptyRows(question, question.name, context.newRowId) : {};
}

/**
 * The fields of one question, to stand in the page's form. `labelledBy` is the id of the page's heading when that asks
 * the question already; without it the question brings its own label.
 */
export function QuestionFields({
  question,
  entry,
  errors = [],
  context,
  labelledBy,
}: {
  readonly question: Question;
  readonly entry: FormEntry;
  readonly errors?: readonly FieldError[];
  readonly context: FormContext;
  readonly labelledBy?: string;
}) {
  const Field = typeOf(question).html;
  return (
    <Field
      question={question}
      path={question.name}
      entry={entry}
      errors={errors}
      context={context}
      labelledBy={labelledBy}
    />
  );
}

/** Whether the page's form must be able to carry files. */
export function carriesFiles(question: Question): boolean {
  if (question.type === "repeat") return question.ask.some(carriesFiles);
  return question.type === "photos" || question.type === "document";
}

/** What the row is called that a posted field stands in; undefined when it stands in none. */
export function rowOf(
  questions: readonly Question[],
  entry: FormEntry,
  field: string,
  context: Pick<FormContext, "t">,
): string | undefined {
  for (const question of questions) {
    if (question.type !== "repeat") continue;
    const { name } = question;
    const at = allPosted(entry, `${name}.rows`).findIndex((id) => field.startsWith(`${name}.${id}.`));
    if (at >= 0) return nameOfRow(question, at + 1, context);
  }
  return undefined;
}

/** A file field that arrived: stage its files, then `withFiles` their ids. */
export interface FileField {
  /** Name of the posted file field. */
  readonly field: string;
  /** Name under which the ids go. */
  readonly path: string;
  readonly kind: "photo" | "document";
  /** How many more fit. */
  readonly room: number;
}

/** The file fields of a question, for the page that stages uploads. */
export function fileFields(question: Question, entry: FormEntry, path: string = question.name): readonly FileField[] {
  if (question.type === "repeat")
    return allPosted(entry, `${path}.rows`).flatMap((id) =>
      question.ask.flatMap((inner) => fileFields(inner, entry, `${path}.${id}.${inner.name}`)),
    );
  if (question.type !== "photos" && question.type !== "document") return [];
  const most = question.type === "photos" ? question.max : question.pages;
  const kind = question.type === "photos" ? ("photo" as const) : ("document" as const);
  return [{ field: `${path}.file`, path, kind, room: most - allPosted(entry, path).length }];
}

/** The entry with the ids of newly staged files. */
export function withFiles(entry: FormEntry, path: string, ids: readonly string[]): FormEntry {
  return { ...entry, [path]: [...new Set([...allPosted(entry, path), ...ids])] };
}

/** Regions whose children must be in `context.regionChildren` to draw a question. */
export function regionParentsNeeded(
  question: Question,
  entry: FormEntry,
  context: FormContext,
  path: string = question.name,
): readonly string[] {
  if (question.type === "region") return regionParents(question, path, entry, context);
  if (question.type === "place") return regionParents(question, `${path}.region`, entry, context);
  if (question.type !== "repeat") return [];
  const all = allPosted(entry, `${path}.rows`).flatMap((id) =>
    question.ask.flatMap((inner) => regionParentsNeeded(inner, entry, context, `${path}.${id}.${inner.name}`)),
  );
  return [...new Set(all)];
}

/** The posted point of a place whose region was not chosen, so that the page can find the region by it. */
export function pointWithoutRegion(
  question: Question,
  entry: FormEntry,
): { readonly lat: string; readonly lng: string } | undefined {
  if (question.type !== "place") return undefined;
  const region = Object.keys(entry).some(
    (name) => name.startsWith(`${question.name}.region`) && (posted(entry, name) ?? "") !== "",
  );
  const [lat = "", lng = ""] = [posted(entry, `${question.name}.lat`), posted(entry, `${question.name}.lng`)];
  return region || lat === "" || lng === "" ? undefined : { lat, lng };
}

/** The entry of a place or region question with a region filled in, down to the level that is known. */
export function withRegion(question: Question, entry: FormEntry, code: string, context: FormContext): FormEntry {
  if (question.type !== "place" && question.type !== "region") return entry;
  const path = question.type === "place" ? `${question.name}.region` : question.name;
  const levels = typeOf({ type: "region" }).toEntry(
    { type: "region", name: question.name, label: question.label, level: question.level, anywhere: question.anywhere },
    path,
    code,
    context,
  );
  // A code above the wanted level repeats itself in the levels below it: those stay to be chosen.
  const known = Object.entries(levels).filter(([, [value = ""]], index, all) => value !== all[index - 1]?.[1][0]);
  return { ...entry, ...Object.fromEntries(known) };
}

export type Taken =
  | { readonly kind: "accepted"; readonly answers: DraftAnswers; readonly answer: AnswerValue | undefined }
  /** The page again, with what was typed; without errors when only the next list or row has to be shown. */
  | { readonly kind: "again"; readonly entry: FormEntry; readonly errors: readonly FieldError[] };

/** Takes what was posted for a question: presses its buttons, reads its fields, checks, and adds it to the answers. */
export function takePost(question: Question, answers: DraftAnswers, entry: FormEntry, context: FormContext): Taken {
  const pressed = pressButtons(question, entry, context);
  if (pressed !== undefined) return { kind: "again", entry: pressed, errors: [] };
  const read = readPost(question, entry, answers, context);
  if (!read.ok) return { kind: "again", entry, errors: read.error };
  return { kind: "accepted", answers: accept(answers, question, read.value), answer: read.value };
}

function readPost(
  question: Question,
  entry: FormEntry,
  answers: DraftAnswers,
  context: FormContext,
): Result<AnswerValue | undefined, readonly FieldError[]> {
  const read = typeOf(question).readForm(question, question.name, entry, context);
  if (!read.ok) return err(read.error);
  const checked = checkAnswer(question, read.value, answers, context);
  return checked.ok ? ok(checked.value) : err(checked.error);
}

/** The entry after "add" or "remove" was pressed; undefined when neither was. */
function pressButtons(question: Question, entry: FormEntry, context: FormContext): FormEntry | undefined {
  for (const [name, values] of Object.entries(entry)) {
    if (name !== `${question.name}.add` && !(name.startsWith(`${question.name}.`) && name.endsWith(".remove")))
      continue;
    const rest = Object.fromEntries(Object.entries(entry).filter(([other]) => other !== name));
    const path = name.slice(0, name.lastIndexOf("."));
    const rows = `${path}.rows`;
    if (name.endsWith(".add")) {
      const ids = allPosted(rest, rows);
      const full = question.type !== "repeat" || ids.length >= question.max;
      return full ? rest : { ...rest, [rows]: [...ids, context.newRowId()] };
    }
    const list = question.type === "repeat" && path === question.name ? rows : path;
    return { ...rest, [list]: allPosted(rest, list).filter((id) => !values.includes(id)) };
  }
  return undefined;
}

/** The answers once more, each with a link to change it. */
export function ReviewList({
  form,
  answers,
  context,
  hrefOf,
  children,
}: {
  readonly form: Form;
  readonly answers: DraftAnswers;
  readonly context: FormContext;
  readonly hrefOf: (question: Question) => string;
  readonly children?: ComponentChildren;
}) {
  const { t } = context;
  return (
    <dl class="facts">
      {reviewLines(form, answers, context).map(({ question, label, text }) => (
        <div key={question.name}>
          <dt>{label}</dt>
          <dd>
            {text === "" ? <span class="hint">{t("forms.review.empty")}</span> : lines(text)}{" "}
            <a class="link" href={hrefOf(question)} aria-label={t("forms.review.changeOf", { question: label })}>
              {t("forms.review.change")}
            </a>
          </dd>
        </div>
      ))}
      {children}
    </dl>
  );
}

function lines(text: string): ComponentChildren {
  return text.split("\n").map((line, index) => (
    <span key={`${index}-${line}`}>
      {index > 0 && <br />}
      {line}
    </span>
  ));
}
