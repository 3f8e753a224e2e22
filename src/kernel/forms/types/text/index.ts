import { parsePhone, phoneInWords } from "../../../phone/index.ts";
import { err, ok } from "../../../result/index.ts";
import type { TextQuestion } from "../../../services/index.ts";
import { cleanLine, lengthOf } from "../../clean-text.ts";
import { faultAt, oneSlot, posted, type QuestionType, readAsSaid } from "../../question-type.ts";
import { checkWritten } from "../../written.ts";
import { TextField } from "./html.tsx";

/** As people write it, with spaces and brackets. */
const longestPhone = 80;

function checkPhone(value: unknown, path: string): ReturnType<QuestionType<TextQuestion, string>["check"]> {
  const written = checkWritten(value, path, { maxLength: longestPhone }, cleanLine);
  if (!written.ok || written.value === undefined) return written;
  const phone = parsePhone(written.value);
  return phone === undefined ? err(faultAt(path, "forms.error.phone")) : ok(phone);
}

/** One line of text. Stored: the cleaned text (NFC); with `digits`, only its digits; with `phone`, the number in E.164 form. */
export const textType: QuestionType<TextQuestion, string> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path);
    return ok(text === "" ? undefined : text);
  },
  toEntry: (question, path, answer) => ({ [path]: [question.phone === true ? phoneInWords(answer) : answer] }),
  check(question, value, path) {
    if (question.phone === true) return checkPhone(value, path);
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
    oneSlot(
      ({ t }) => t(`forms.prompt.${question.phone === true ? "phone" : question.digits === true ? "digits" : "text"}`),
      readAsSaid,
    ),
  schema: ({ minLength, maxLength, digits, phone }) => ({
    type: "string",
    minLength: minLength ?? 1,
    ...(phone === true ? { maxLength: longestPhone } : digits === true ? { pattern: "^[0-9 .-]+$" } : { maxLength }),
  }),
  display: ({ phone }, answer) => (phone === true ? phoneInWords(answer) : answer),
  redact: (_question, answer, audience) => (audience === "public" ? answer : { characters: lengthOf(answer) }),
  html: TextField,
};
