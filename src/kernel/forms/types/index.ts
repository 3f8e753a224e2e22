import type { AnswerValue, Question, QuestionKind } from "../../services/index.ts";
import type { QuestionType } from "../question-type.ts";
import { attributeType } from "./attribute/index.ts";
import { choiceType } from "./choice/index.ts";
import { choicesType } from "./choices/index.ts";
import { confirmType } from "./confirm/index.ts";
import { dateType } from "./date/index.ts";
import { documentType } from "./document/index.ts";
import { moneyType } from "./money/index.ts";
import { numberType } from "./number/index.ts";
import { paragraphType } from "./paragraph/index.ts";
import { photosType } from "./photos/index.ts";
import { placeType } from "./place/index.ts";
import { regionType } from "./region/index.ts";
import { createRepeatType } from "./repeat/index.ts";
import { textType } from "./text/index.ts";

// Methods are compared bivariantly, which is what lets each type stand under its own name here: `typeOf` is the only
// reader, and it pairs a question with the type of that question's name.
const types: Readonly<Record<QuestionKind, QuestionType<Question, AnswerValue>>> = {
  text: textType,
  paragraph: paragraphType,
  number: numberType,
  money: moneyType,
  date: dateType,
  choice: choiceType,
  choices: choicesType,
  confirm: confirmType,
  region: regionType,
  place: placeType,
  photos: photosType,
  document: documentType,
  attribute: attributeType,
  repeat: createRepeatType(typeOf),
};

/** The type of a question. */
export function typeOf(question: Pick<Question, "type">): QuestionType<Question, AnswerValue> {
  return types[question.type];
}
