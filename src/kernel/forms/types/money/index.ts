import { err, ok } from "../../../result/index.ts";
import type { MoneyQuestion } from "../../../services/index.ts";
import { parseRupiah } from "../../numerals.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { MoneyField } from "./html.tsx";

const most = 1e15;

/** An amount. Stored: whole rupiah as a JSON integer. */
export const moneyType: QuestionType<MoneyQuestion, number> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path) ?? "";
    if (text === "") return ok(undefined);
    const value = parseRupiah(text);
    return value === undefined ? err(faultAt(path, "forms.error.money.kind")) : ok(value);
  },
  toEntry: (_question, path, answer) => ({ [path]: [answer.toLocaleString("id")] }),
  check(question, value, path) {
    if (typeof value !== "number" || !Number.isSafeInteger(value)) return err(faultAt(path, "forms.error.money.kind"));
    const { min = 0, max = most } = question;
    if (value < min) return err(faultAt(path, "forms.error.money.small", { min: rupiah(min) }));
    if (value > max) return err(faultAt(path, "forms.error.money.big", { max: rupiah(max) }));
    return ok(value === 0 ? 0 : value);
  },
  slots: () =>
    oneSlot(
      ({ t }) => t("forms.prompt.money"),
      ({ text }) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const value = parseRupiah(text);
        return value === undefined
          ? { kind: "fault", remark: { message: "forms.error.money.kind" } }
          : { kind: "answer", value };
      },
    ),
  schema: ({ min, max }) => ({ type: "integer", minimum: min ?? 0, maximum: max ?? most }),
  display: (_question, answer) => rupiah(answer),
  redact: (_question, answer) => answer,
  html: MoneyField,
};

/** `Rp248.500` */
function rupiah(amount: number): string {
  return `Rp${amount.toLocaleString("id")}`;
}
