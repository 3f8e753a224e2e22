import { err, ok } from "../../../result/index.ts";
import type { ConfirmQuestion } from "../../../services/index.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { yesOrNo } from "../../words.ts";
import { ConfirmField } from "./html.tsx";

/** Yes or no. Stored: a JSON boolean. */
export const confirmType: QuestionType<ConfirmQuestion, boolean> = {
  readForm(_question, path, entry) {
    const text = posted(entry, path) ?? "";
    if (text === "") return ok(undefined);
    const value = yesOrNo(text);
    return value === undefined ? err(faultAt(path, "forms.error.confirm.kind")) : ok(value);
  },
  toEntry: (_question, path, answer) => ({ [path]: [answer ? "yes" : "no"] }),
  check(question, value, path) {
    if (typeof value !== "boolean") return err(faultAt(path, "forms.error.confirm.kind"));
    return question.mustBeYes === true && !value ? err(faultAt(path, "forms.error.confirm.must")) : ok(value);
  },
  slots: () =>
    oneSlot(
      ({ t }) => t("forms.prompt.confirm"),
      ({ text }) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const value = yesOrNo(text);
        return value === undefined
          ? { kind: "fault", remark: { message: "forms.error.confirm.kind" } }
          : { kind: "answer", value };
      },
    ),
  schema: ({ mustBeYes }) => (mustBeYes === true ? { const: true } : { type: "boolean" }),
  display: (_question, answer, { t }) => t(answer ? "forms.yes" : "forms.no"),
  redact: (_question, answer) => answer,
  html: ConfirmField,
};
