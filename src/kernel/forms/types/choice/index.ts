import { err, ok } from "../../../result/index.ts";
import type { ChoiceQuestion } from "../../../services/index.ts";
import { loadedOptions, optionLines, optionMeant, optionsOf } from "../../options.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { ChoiceField } from "./html.tsx";

/** One of several. Stored: the option's value. */
export const choiceType: QuestionType<ChoiceQuestion, string> = {
  readForm(_question, path, entry) {
    const value = posted(entry, path);
    return ok(value === "" ? undefined : value);
  },
  toEntry: (_question, path, answer) => ({ [path]: [answer] }),
  check(question, value, path, context) {
    if (typeof value !== "string") return err(faultAt(path, "forms.error.choice.kind"));
    // A list that was not loaded is asked when the answers are checked against the world.
    const options = optionsOf(question, context);
    if (options !== undefined && !options.some((option) => option.value === value))
      return err(faultAt(path, "forms.error.choice.none"));
    return value === "" || value.length > 200 ? err(faultAt(path, "forms.error.choice.none")) : ok(value);
  },
  slots: (question) =>
    oneSlot(
      (context) => `${context.t("forms.prompt.choice")}\n${optionLines(loadedOptions(question, context))}`,
      ({ text }, _soFar, context) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const option = optionMeant(loadedOptions(question, context), text);
        return option === undefined
          ? { kind: "fault", remark: { message: "forms.error.choice.said" } }
          : { kind: "answer", value: option.value };
      },
    ),
  schema(question, context) {
    const options = optionsOf(question, context);
    return {
      type: "string",
      ...(options === undefined ? { maxLength: 200 } : { enum: options.map(({ value }) => value) }),
    };
  },
  display: (question, answer, context) =>
    optionsOf(question, context)?.find(({ value }) => value === answer)?.label ?? answer,
  redact: (_question, answer) => answer,
  html: ChoiceField,
};
