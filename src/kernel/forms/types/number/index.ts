import { err, ok } from "../../../result/index.ts";
import type { NumberQuestion } from "../../../services/index.ts";
import { parseNumber } from "../../numerals.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { NumberField } from "./html.tsx";

/** The size to which numbers are exact with six decimals. */
const farthest = 1e12;

/** A number. Stored: a JSON number with at most `decimals` digits after the comma. */
export const numberType: QuestionType<NumberQuestion, number> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path) ?? "";
    if (text === "") return ok(undefined);
    const value = parseNumber(text);
    return value === undefined ? err(faultAt(path, "forms.error.number.kind")) : ok(value);
  },
  toEntry: (_question, path, answer) => ({ [path]: [plainNumber(answer)] }),
  check(question, value, path) {
    if (typeof value !== "number" || !Number.isFinite(value)) return err(faultAt(path, "forms.error.number.kind"));
    const { min = -farthest, max = farthest, decimals } = question;
    if (value < min) return err(faultAt(path, "forms.error.number.small", { min: plainNumber(min) }));
    if (value > max) return err(faultAt(path, "forms.error.number.big", { max: plainNumber(max) }));
    if (Number(value.toFixed(decimals)) !== value)
      return err(
        decimals === 0
          ? faultAt(path, "forms.error.number.whole")
          : faultAt(path, "forms.error.number.decimals", { decimals }),
      );
    return ok(value === 0 ? 0 : value);
  },
  slots: () =>
    oneSlot(
      ({ t }) => t("forms.prompt.number"),
      ({ text }) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const value = parseNumber(text);
        return value === undefined
          ? { kind: "fault", remark: { message: "forms.error.number.kind" } }
          : { kind: "answer", value };
      },
    ),
  schema: ({ min, max, decimals }) => ({
    type: decimals === 0 ? "integer" : "number",
    minimum: min ?? -farthest,
    maximum: max ?? farthest,
    ...(decimals === 0 ? {} : { multipleOf: Number(`1e-${decimals}`) }),
  }),
  display(question, answer, { t, language }) {
    const text = answer.toLocaleString(language === "en" ? "en" : "id", { maximumFractionDigits: question.decimals });
    return question.unit === undefined ? text : `${text} ${t(question.unit)}`;
  },
  redact: (_question, answer) => answer,
  html: NumberField,
};

/** A number as it is typed: decimal comma, no grouping. */
function plainNumber(value: number): string {
  return String(value).replace(".", ",");
}
