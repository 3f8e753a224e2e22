import { err, ok } from "../../../result/index.ts";
import type { TextQuestion } from "../../../services/index.ts";
import { cleanLine, lengthOf } from "../../clean-text.ts";
import { faultAt, oneSlot, posted, type QuestionType, readAsSaid } from "../../question-type.ts";
import { checkWritten } from "../../written.ts";
import { TextField } from "./html.tsx";

/** One line of text. Stored: the cleaned text (NFC); with `digits`, only its digits. */
export const textType: QuestionType<TextQuestion, string> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path);
    return ok(text === "" ? undefined : text);
  },
  toEntry: (_question, path, answer) => ({ [path]: [answer] }),
  check(question, value, path) {
    if (question.digits !== true) return checkWritten(value, path, question, cleanLine);
    // Grouped numbers are longer than their digits: the limits are for what is stored.
    const written = checkWritten(value, path, { maxLength: question.maxLength * 2 }, cleanLine);
    if (!written.ok || written.value === undefined) return written;
    const digits = written.value.replace(/[ .-]/g, "");
    const length = lengthOf(digits);
    const { minLength = 1, maxLength } = question;
    if (!/^\d+$/.test(digits)) return err(faultAt(path, "forms.error.digits"));
    if (length < minLength || length > maxLength)
      return err(
        minLength === maxLength
          ? faultAt(path, "forms.error.digits.count", { count: maxLength, length })
          : faultAt(path, "forms.error.digits.range", { min: minLength, max: maxLength, length }),
      );
    return ok(digits);
  },
  slots: (question) =>
    oneSlot(({ t }) => t(question.digits === true ? "forms.prompt.digits" : "forms.prompt.text"), readAsSaid),
  schema: ({ minLength, maxLength, digits }) => ({
    type: "string",
    minLength: minLength ?? 1,
    ...(digits === true ? { pattern: "^[0-9 .-]+$" } : { maxLength }),
  }),
  display: (_question, answer) => answer,
  redact: (_question, answer, audience) => (audience === "public" ? answer : { characters: lengthOf(answer) }),
  html: TextField,
};
