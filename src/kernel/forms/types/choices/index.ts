import { err, ok } from "../../../result/index.ts";
import { type ChoicesQuestion, hardLimits } from "../../../services/index.ts";
import { loadedOptions, optionLines, optionMeant, optionsOf } from "../../options.ts";
import { allPosted, faultAt, oneSlot, type QuestionType } from "../../question-type.ts";
import { ChoicesField } from "./html.tsx";

/** Any number of several. Stored: the values, each once, in the order of the options. */
export const choicesType: QuestionType<ChoicesQuestion, readonly string[]> = {
  readForm(_question, path, entry) {
    const values = allPosted(entry, path).filter((value) => value !== "");
    return ok(values.length === 0 ? undefined : values);
  },
  toEntry: (_question, path, answer) => ({ [path]: answer }),
  check(question, value, path, context) {
    if (!Array.isArray(value) || value.length > hardLimits.options)
      return err(faultAt(path, "forms.error.choices.kind"));
    const wanted = new Set<unknown>(value);
    if (wanted.size === 0) return ok(undefined);
    const values: string[] = [];
    for (const item of wanted) {
      if (typeof item !== "string" || item === "" || item.length > 200)
        return err(faultAt(path, "forms.error.choice.none"));
      values.push(item);
    }
    const options = optionsOf(question, context);
    if (options !== undefined && values.some((chosen) => !options.some((option) => option.value === chosen)))
      return err(faultAt(path, "forms.error.choice.none"));
    const { min = 0, max = hardLimits.options } = question;
    if (values.length < min) return err(faultAt(path, "forms.error.choices.few", { min }));
    if (values.length > max) return err(faultAt(path, "forms.error.choices.many", { max }));
    const order = options?.map((option) => option.value) ?? [];
    return ok(values.toSorted((left, right) => order.indexOf(left) - order.indexOf(right)));
  },
  slots: (question) =>
    oneSlot(
      (context) => `${context.t("forms.prompt.choices")}\n${optionLines(loadedOptions(question, context))}`,
      ({ text }, _soFar, context) => {
        if (text.trim() === "") return { kind: "answer", value: undefined };
        const options = loadedOptions(question, context);
        // A label may hold a comma itself: the whole text is tried first.
        const whole = optionMeant(options, text);
        if (whole !== undefined) return { kind: "answer", value: [whole.value] };
        const parts = text.split(/[,;\n]| dan | and /i).filter((part) => part.trim() !== "");
        const meant = parts.flatMap((part) => optionMeant(options, part)?.value ?? []);
        return meant.length < parts.length || parts.length === 0
          ? { kind: "fault", remark: { message: "forms.error.choices.said" } }
          : { kind: "answer", value: meant };
      },
    ),
  schema(question, context) {
    const options = optionsOf(question, context);
    const { min = 1, max = hardLimits.options } = question;
    const items =
      options === undefined ? { type: "string", maxLength: 200 } : { enum: options.map(({ value }) => value) };
    return { type: "array", items, uniqueItems: true, minItems: Math.max(min, 1), maxItems: max };
  },
  display(question, answer, context) {
    const options = optionsOf(question, context);
    return answer.map((chosen) => options?.find(({ value }) => value === chosen)?.label ?? chosen).join(", ");
  },
  redact: (_question, answer) => answer,
  html: ChoicesField,
};
