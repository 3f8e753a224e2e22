import { ok } from "../../../result/index.ts";
import type { ParagraphQuestion } from "../../../services/index.ts";
import { cleanParagraph, lengthOf } from "../../clean-text.ts";
import { oneSlot, posted, type QuestionType, readAsSaid } from "../../question-type.ts";
import { checkWritten } from "../../written.ts";
import { ParagraphField } from "./html.tsx";

/** Several lines of text. Stored: the cleaned text (NFC), lines parted by `\n`. */
export const paragraphType: QuestionType<ParagraphQuestion, string> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path);
    return ok(text === "" ? undefined : text);
  },
  toEntry: (_question, path, answer) => ({ [path]: [answer] }),
  check: (question, value, path) => checkWritten(value, path, question, cleanParagraph),
  slots: () => oneSlot(({ t }) => t("forms.prompt.paragraph"), readAsSaid),
  schema: ({ minLength, maxLength }) => ({ type: "string", minLength: minLength ?? 1, maxLength }),
  display: (_question, answer) => answer,
  redact: (_question, answer, audience) => (audience === "public" ? answer : { characters: lengthOf(answer) }),
  html: ParagraphField,
};
