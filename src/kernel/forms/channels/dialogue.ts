import type { FieldError } from "../../result/index.ts";
import type { Answers, Form, Question, RegionLevel } from "../../services/index.ts";
import type { FormContext, ReadableOption } from "../context.ts";
import {
  accept,
  checkAnswer,
  findQuestion,
  next,
  questionBefore,
  reviewLines,
  stepOf,
  validateAll,
  visibleQuestions,
} from "../engine.ts";
import { optionLines, optionMeant } from "../options.ts";
import type { Said, Slot } from "../question-type.ts";
import { isRegionCode } from "../region-code.ts";
import { typeOf } from "../types/index.ts";
import { nameOfRow } from "../types/repeat/row-name.ts";
import { mayBeEmpty } from "../walk.ts";
import { commandIn, plainWords, yesOrNo } from "../words.ts";
import { askedIn, beginRepeat, finishRowQuestion, rowBack, rowDecision } from "./dialogue-rows.ts";
import { type Cursor, cursorAt, type DialogueState } from "./dialogue-state.ts";

/** What a dialogue looks up while it runs. */
export interface DialogueLookups {
  /** Regions of a level whose name is, or begins with, the text; best first, labels that tell them apart. */
  findRegions(text: string, level: RegionLevel, anywhere: boolean): Promise<readonly ReadableOption[]>;
}

export interface Turn {
  readonly state: DialogueState;
  /** What to send back, each a message of its own. */
  readonly say: readonly string[];
  /** The complete answers, once the person has sent them. */
  readonly answers?: Answers;
}

/** Opens a dialogue, with answers that may be there already. */
export function startDialogue(form: Form, context: FormContext, answers: DialogueState["answers"] = {}): Turn {
  return ask(form, { phase: "asking", answers, cursor: null }, context, []);
}

/** Takes one message and gives the next state and what to say. Never fails: what is not understood is asked again. */
export async function continueDialogue(
  form: Form,
  state: DialogueState,
  said: Said,
  context: FormContext,
  lookups: DialogueLookups,
): Promise<Turn> {
  const { t } = context;
  if (state.phase === "sent" || state.phase === "cancelled")
    return { state, say: [t(`forms.dialogue.${state.phase}`)] };
  const command = said.files.length === 0 ? commandIn(said.text) : undefined;
  if (command === "cancel")
    return { state: { phase: "cancelled", answers: {}, cursor: null }, say: [t("forms.dialogue.cancelled")] };
  if (state.phase === "review" || state.cursor === null) return review(form, state, said, command, context);
  const { cursor } = state;
  const question = findQuestion(form, cursor.question);
  if (question === undefined) return ask(form, { ...state, cursor: null }, context, []);
  if (command === "back") return goBack(form, state, cursor, question, context);
  if (cursor.row !== null && cursor.row.question === null && question.type === "repeat") {
    const more = yesOrNo(said.text) ?? (command === "skip" || command === "done" ? false : undefined);
    if (more === undefined) return repeatPrompt(form, state, context, t("forms.error.confirm.kind"));
    const decided = rowDecision(question, cursor.row, more, context);
    return decided.kind === "cursor"
      ? prompt(form, { ...state, cursor: decided.cursor }, context, [])
      : settle(form, state, question, decided.rows, context);
  }
  const asked = askedIn(question, cursor);
  return answerSlot(form, state, question, asked, said, command === "skip", context, lookups);
}

/** Reads what was said as the answer to the slot that was asked. */
async function answerSlot(
  form: Form,
  state: DialogueState,
  question: Question,
  asked: Question,
  said: Said,
  skip: boolean,
  context: FormContext,
  lookups: DialogueLookups,
): Promise<Turn> {
  const { cursor } = state;
  const slots = typeOf(asked).slots(asked);
  const slot = cursor === null ? undefined : slots[cursor.slot];
  if (cursor === null || slot === undefined) return ask(form, state, context, []);
  const again = (sentence: string, change: Partial<Cursor> = {}) =>
    repeatPrompt(form, { ...state, cursor: { ...cursor, ...change } }, context, sentence);
  if (skip) {
    if (cursor.slot > 0 && slot.optional) return slotDone(form, state, question, asked, undefined, context);
    if (!mayBeEmpty(asked)) return again(context.t("forms.dialogue.required"));
    return store(form, state, question, asked, undefined, context);
  }
  const text = slot.region === undefined ? said.text : await regionCode(slot, cursor, said.text, lookups);
  if (typeof text !== "string") {
    const sentence = text.length === 0 ? "forms.error.region.said" : "forms.dialogue.which";
    return again(`${context.t(sentence)}${text.length === 0 ? "" : `\n${optionLines(text)}`}`, { offered: text });
  }
  const reading = slot.read({ ...said, text }, cursor.soFar, context);
  if (reading.kind === "fault") return again(context.t(reading.remark.message, reading.remark.params));
  if (reading.kind === "more") {
    // Checked at once, so that a wrong photo is not found out at the end.
    const checked = typeOf(asked).check(asked, reading.value, asked.name, { ...context, outer: state.answers });
    const fault = checked.ok ? undefined : checked.error.find((error) => !error.message.endsWith(".few"));
    if (fault !== undefined) return again(context.t(fault.message, fault.params));
    const remark = context.t(reading.remark.message, reading.remark.params);
    return { state: { ...state, cursor: { ...cursor, soFar: reading.value } }, say: [remark] };
  }
  return slotDone(form, state, question, asked, reading.value, context);
}

/** The code of a region by code, by the number of one offered, or by name; else the regions to choose from. */
async function regionCode(
  slot: Slot,
  cursor: Cursor,
  said: string,
  lookups: DialogueLookups,
): Promise<string | readonly ReadableOption[]> {
  const text = said.trim();
  if (text === "" || isRegionCode(text)) {
    // A short number is the place in the list that was offered, before it is a province's code.
    return (cursor.offered.length > 0 ? optionMeant(cursor.offered, text)?.value : undefined) ?? text;
  }
  const offered = cursor.offered.length > 0 ? optionMeant(cursor.offered, text) : undefined;
  if (offered !== undefined) return offered.value;
  const found = await lookups.findRegions(text, slot.region?.level ?? "village", slot.region?.anywhere === true);
  const exact = found.filter(({ label }) => plainWords(label) === plainWords(text));
  const only = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
  return only?.value ?? found.slice(0, 10);
}

/** One slot has its value: on to the next slot, or to the whole answer. */
function slotDone(
  form: Form,
  state: DialogueState,
  question: Question,
  asked: Question,
  value: unknown,
  context: FormContext,
): Turn {
  const { cursor } = state;
  const slots = typeOf(asked).slots(asked);
  const slot = cursor === null ? undefined : slots[cursor.slot];
  if (cursor === null || slot === undefined) return ask(form, state, context, []);
  if (slot.key === null) return store(form, state, question, asked, value, context);
  const partial = value === undefined ? cursor.partial : { ...cursor.partial, [slot.key]: value };
  const checked = typeOf(asked).check(asked, partial, asked.name, { ...context, outer: state.answers });
  const mine = `${asked.name}.${slot.key}`;
  const fault = checked.ok
    ? undefined
    : checked.error.find(({ field }) => field === mine || field.startsWith(`${mine}.`));
  if (fault !== undefined) return repeatPrompt(form, state, context, context.t(fault.message, fault.params));
  if (cursor.slot + 1 < slots.length) {
    const moved: Cursor = { ...cursor, slot: cursor.slot + 1, partial, soFar: undefined, offered: [] };
    return prompt(form, { ...state, cursor: moved }, context, []);
  }
  return store(form, state, question, asked, partial, context);
}

/** A whole answer in its JSON form: checked, and put into the row or the form. */
function store(
  form: Form,
  state: DialogueState,
  question: Question,
  asked: Question,
  value: unknown,
  context: FormContext,
): Turn {
  const row = state.cursor?.row ?? null;
  const around = row === null ? state.answers : { ...state.answers, ...row.answers };
  const checked = checkAnswer(asked, value, around, context);
  if (!checked.ok) {
    const restarted = state.cursor === null ? null : cursorAt(state.cursor.question, row);
    return repeatPrompt(form, { ...state, cursor: restarted }, context, firstSentence(checked.error, context));
  }
  if (row === null || question.type !== "repeat") return settle(form, state, question, checked.value, context);
  const moved = finishRowQuestion(question, row, asked, checked.value, state.answers, context);
  return moved.kind === "cursor"
    ? prompt(form, { ...state, cursor: moved.cursor }, context, [])
    : settle(form, state, question, moved.rows, context);
}

/** An answer of the form itself: on to the next question. */
function settle(form: Form, state: DialogueState, question: Question, value: unknown, context: FormContext): Turn {
  const checked = checkAnswer(question, value, state.answers, context);
  if (!checked.ok)
    return repeatPrompt(form, { ...state, cursor: null }, context, firstSentence(checked.error, context), question);
  return ask(form, { ...state, answers: accept(state.answers, question, checked.value), cursor: null }, context, []);
}

/** Asks the next question of the form, or shows the review. */
function ask(form: Form, state: DialogueState, context: FormContext, before: readonly string[]): Turn {
  const following = next(form, state.answers);
  if (following.kind === "review")
    return showReview(form, { ...state, phase: "review", cursor: null }, context, before);
  const { question } = following;
  const cursor = question.type === "repeat" ? beginRepeat(question, context) : cursorAt(question.name, null);
  return prompt(form, { ...state, phase: "asking", cursor }, context, before);
}

/** Asks what the cursor points at. */
function prompt(form: Form, state: DialogueState, context: FormContext, before: readonly string[]): Turn {
  const { cursor } = state;
  const question = cursor === null ? undefined : findQuestion(form, cursor.question);
  if (cursor === null || question === undefined) return ask(form, { ...state, cursor: null }, context, before);
  const { t } = context;
  if (cursor.row !== null && cursor.row.question === null) {
    const more = t(cursor.row.rows.length === 0 ? "forms.dialogue.any" : "forms.dialogue.more");
    const heading = cursor.row.rows.length === 0 ? [t(question.label), hintOf(question, context)] : [];
    return { state, say: [...before, [...heading, more].filter((line) => line !== "").join("\n")] };
  }
  const asked = askedIn(question, cursor);
  const slot = typeOf(asked).slots(asked)[cursor.slot];
  const { now, of } = stepOf(form, state.answers, question.name);
  const opensRepeat = cursor.row?.rows.length === 0 && asked.name === firstOf(question) && cursor.slot === 0;
  const lines = [
    (cursor.row === null && cursor.slot === 0) || opensRepeat ? t("forms.dialogue.step", { now, of }) : "",
    ...(opensRepeat ? [t(question.label), hintOf(question, context)] : []),
    cursor.row !== null && cursor.slot === 0 && question.type === "repeat"
      ? nameOfRow(question, cursor.row.rows.length + 1, context)
      : "",
    cursor.slot === 0 ? t(asked.label) : "",
    cursor.slot === 0 ? hintOf(asked, context) : "",
    slot?.prompt(context) ?? "",
    (cursor.slot === 0 ? mayBeEmpty(asked) : slot?.optional === true) ? t("forms.dialogue.skip") : "",
  ];
  return { state, say: [...before, lines.filter((line) => line !== "").join("\n")] };
}

/** The first question of a repeat's rows. */
function firstOf(question: Question): string | undefined {
  return question.type === "repeat" ? question.ask[0]?.name : undefined;
}

function hintOf(question: Question, { t }: FormContext): string {
  return question.hint === undefined ? "" : t(question.hint);
}

/** A sentence about what was said, and the same question again. */
function repeatPrompt(
  form: Form,
  state: DialogueState,
  context: FormContext,
  sentence: string,
  question?: Question,
): Turn {
  if (state.cursor === null && question?.type === "repeat")
    return prompt(form, { ...state, cursor: beginRepeat(question, context) }, context, [sentence]);
  if (state.cursor !== null && state.cursor.offered.length > 0) return { state, say: [sentence] };
  return prompt(form, state, context, [sentence]);
}

function firstSentence(errors: readonly FieldError[], { t }: FormContext): string {
  const error = errors[0];
  return error === undefined ? "" : t(error.message, error.params);
}

/** One question back: within a row, within a repeat, then in the form. */
function goBack(form: Form, state: DialogueState, cursor: Cursor, question: Question, context: FormContext): Turn {
  if (cursor.slot > 0) return prompt(form, { ...state, cursor: cursorAt(cursor.question, cursor.row) }, context, []);
  const inRow =
    question.type === "repeat" && cursor.row !== null ? rowBack(question, cursor.row, state.answers) : undefined;
  if (inRow !== undefined) return prompt(form, { ...state, cursor: inRow }, context, []);
  const before = questionBefore(form, state.answers, question.name);
  if (before === undefined) return prompt(form, state, context, [context.t("forms.dialogue.first")]);
  return askAgain(form, state, before, context);
}

/** Asks a question that had an answer. */
function askAgain(form: Form, state: DialogueState, question: Question, context: FormContext): Turn {
  const { [question.name]: _dropped, ...answers } = state.answers;
  return ask(form, { phase: "asking", answers, cursor: null }, context, []);
}

function showReview(form: Form, state: DialogueState, context: FormContext, before: readonly string[]): Turn {
  const { t } = context;
  const lines = reviewLines(form, state.answers, context).map(
    ({ label, text }, index) => `${index + 1}. ${label}: ${text === "" ? t("forms.review.empty") : text}`,
  );
  return { state, say: [...before, [t("forms.dialogue.review"), ...lines, t("forms.dialogue.send")].join("\n")] };
}

/** At the review: "kirim" sends, a number changes that answer, "kembali" the last one. */
function review(
  form: Form,
  state: DialogueState,
  said: Said,
  command: ReturnType<typeof commandIn>,
  context: FormContext,
): Turn {
  const visible = visibleQuestions(form, state.answers);
  const chosen = command === "back" ? visible.at(-1) : visible[Number(plainWords(said.text)) - 1];
  if (chosen !== undefined) return askAgain(form, state, chosen, context);
  const words = plainWords(said.text);
  if (words !== "kirim" && words !== "send" && yesOrNo(words) !== true) return showReview(form, state, context, []);
  const complete = validateAll(form, state.answers, context);
  if (complete.ok)
    return {
      state: { phase: "sent", answers: state.answers, cursor: null },
      say: [context.t("forms.dialogue.sent")],
      answers: complete.value,
    };
  // Something around the answers has changed since: ask the first question at fault again.
  const fault = complete.error[0]?.field.split(".")[0];
  const question = visible.find(({ name }) => name === fault);
  const sentence = firstSentence(complete.error, context);
  if (question === undefined) return showReview(form, state, context, [sentence]);
  const turn = askAgain(form, state, question, context);
  return { ...turn, say: [sentence, ...turn.say] };
}
