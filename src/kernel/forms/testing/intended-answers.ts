import fc from "fast-check";
import type { DateLimit, Form, Question, RepeatQuestion } from "../../services/index.ts";
import { addDays } from "../calendar-date.ts";
import { visibleLengthOf } from "../clean-text.ts";
import type { FormContext } from "../context.ts";
import { visibleQuestions } from "../engine.ts";
import { loadedOptions } from "../options.ts";
import { ancestorOf } from "../region-code.ts";
import { mayBeEmpty } from "../walk.ts";
import { commandIn, plainWords, yesOrNo } from "../words.ts";
import { villages } from "./world.ts";

/** Answers in their JSON form, as a person might mean them; `undefined` is "left empty". */
export type Intended = Readonly<Record<string, unknown>>;

/** Any answers a person could mean to give to a form, also to questions that conditions may hide. */
export function intendedAnswers(form: Form, context: FormContext): fc.Arbitrary<Intended> {
  return fc.record(Object.fromEntries(form.ask.map((question) => [question.name, orEmpty(question, context)])));
}

/** What of them is asked: hidden questions drop out, in rows too. */
export function askedOf(form: Form, intended: Intended, outer: Intended = {}): Intended {
  const asked: Record<string, unknown> = {};
  const answers: Record<string, never> = {};
  for (const question of form.ask) {
    Object.assign(answers, { [question.name]: forConditions(intended[question.name]) });
    const visible = visibleQuestions({ ask: form.ask }, { ...forAll(outer), ...answers });
    if (!visible.includes(question)) continue;
    const value = intended[question.name];
    if (value === undefined) continue;
    asked[question.name] =
      question.type === "repeat" && Array.isArray(value)
        ? value.map((row: { answers: Intended }) => ({
            answers: askedOf(question, row.answers, { ...outer, ...asked }),
          }))
        : value;
  }
  return asked;
}

function forAll(values: Intended): Record<string, never> {
  return Object.assign({}, ...Object.entries(values).map(([name, value]) => ({ [name]: forConditions(value) })));
}

/** The intended value as a condition sees it; a confirmed attribute counts as answered. */
function forConditions(value: unknown): unknown {
  return typeof value === "object" && value !== null && "confirmed" in value ? "confirmed" : (value ?? null);
}

function orEmpty(question: Question, context: FormContext): fc.Arbitrary<unknown> {
  const value = meantValue(question, context);
  return mayBeEmpty(question) ? fc.option(value, { nil: undefined, freq: 3 }) : value;
}

function meantValue(question: Question, context: FormContext): fc.Arbitrary<unknown> {
  switch (question.type) {
    case "text":
      if (question.phone === true) return fc.stringMatching(/^\+62812[0-9]{7,8}$/);
      return question.digits === true
        ? fc.stringMatching(new RegExp(`^[0-9]{${question.minLength ?? 1},${question.maxLength}}$`))
        : words(question.minLength ?? 1, question.maxLength, [" "]);
    case "paragraph":
      return words(question.minLength ?? 1, question.maxLength, [" ", "\n", "\n\n"]);
    case "number": {
      const scale = 10 ** question.decimals;
      const [min, max] = [question.min ?? -1e6, question.max ?? 1e6];
      return fc
        .integer({ min: Math.ceil(min * scale), max: Math.floor(max * scale) })
        .map((value) => value / scale + 0);
    }
    case "money":
      return fc.integer({ min: question.min ?? 0, max: Math.min(question.max ?? 1e12, 1e12) });
    case "date": {
      const earliest = dayOf(question.earliest, context) ?? "1950-01-01";
      const latest = dayOf(question.latest, context) ?? addDays(context.today, 3650);
      const days = Math.round((Date.parse(latest) - Date.parse(earliest)) / 86_400_000);
      return fc.integer({ min: 0, max: days }).map((count) => addDays(earliest, count));
    }
    case "choice":
      return fc.constantFrom(...loadedOptions(question, context).map(({ value }) => value));
    case "choices": {
      const values = loadedOptions(question, context).map(({ value }) => value);
      const maxLength = Math.min(question.max ?? values.length, values.length);
      return fc.subarray(values, { minLength: Math.max(question.min ?? 1, 1), maxLength });
    }
    case "confirm":
      return question.mustBeYes === true ? fc.constant(true) : fc.boolean();
    case "region":
      return fc.constantFrom(...villages).map((code) => ancestorOf(code, depth(question.level)));
    case "place":
      return placeOf(question);
    case "photos":
      return fileIds(Math.max(question.min ?? 1, 1), question.max);
    case "document":
      return fileIds(1, question.pages);
    case "attribute": {
      const own = words(1, question.maxLength, [" "])
        .filter((text) => yesOrNo(text) === undefined)
        .map((value) => ({ value }));
      return context.prefills[question.source] ? fc.oneof(fc.constant({ confirmed: true }), own) : own;
    }
    case "repeat":
      return rowsOf(question, context);
  }
}

function rowsOf(question: RepeatQuestion, context: FormContext): fc.Arbitrary<unknown> {
  const row = intendedAnswers(question, context).map((answers) => ({ answers }));
  return fc.array(row, { minLength: Math.max(question.min, 1), maxLength: Math.min(question.max, question.min + 3) });
}

function placeOf(question: Extract<Question, { type: "place" }>): fc.Arbitrary<unknown> {
  const degrees = (min: number, max: number) =>
    fc.integer({ min: min * 1e6, max: max * 1e6 }).map((value) => value / 1e6 + 0);
  const wanted = (mode: "optional" | "required" | "none", value: fc.Arbitrary<unknown>) =>
    mode === "none" ? fc.constant(undefined) : mode === "required" ? value : fc.option(value, { nil: undefined });
  return fc
    .record({
      region: fc.constantFrom(...villages).map((code) => ancestorOf(code, depth(question.level))),
      landmark: wanted(question.landmark, words(1, 60, [" "])),
      point: wanted(question.point, fc.record({ lat: degrees(-11, 6), lng: degrees(95, 141) })),
    })
    .map((place) => Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)));
}

function depth(level: string): number {
  return ["province", "regency", "district", "village"].indexOf(level) + 1;
}

function fileIds(minLength: number, maxLength: number): fc.Arbitrary<unknown> {
  return fc.uniqueArray(fc.uuid({ version: 7 }), { minLength, maxLength });
}

function dayOf(limit: DateLimit | undefined, context: FormContext): string | undefined {
  return typeof limit === "object" ? addDays(context.today, limit.daysFromToday) : limit;
}

/** Letters of several scripts, signs that HTML, URLs and JSON must escape, and emoji. */
const word = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9'".,;:<>&%+=?#/\\()-]{1,12}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "Jalan",
      "depan",
      "Rp",
      "é",
      "Ngúrah",
      "ꦧꦭꦺ",
      "سوربايا",
      "新",
      "👩🏽‍🔧",
      "🙏",
      "🇮🇩",
      "</textarea>",
      "&amp;",
      "{nama}",
    ),
  },
);

/** Text a person could send on every channel: clean already, and no command of a chat. */
function words(min: number, max: number, glue: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(word, fc.constantFrom(...glue)), { minLength: 1, maxLength: 8 })
    .map((parts) =>
      cutTo(
        parts
          .map(([text, after]) => text + after)
          .join("")
          .trim()
          .normalize("NFC"),
        min,
        max,
      ),
    )
    .filter((text) => commandIn(text) === undefined && plainWords(text) !== "" && visibleLengthOf(text) >= min);
}

function cutTo(text: string, min: number, max: number): string {
  const cut = [...text].slice(0, max).join("").trim();
  const visible = visibleLengthOf(cut);
  return visible < min ? `${cut}${"x".repeat(min - visible)}` : cut;
}
