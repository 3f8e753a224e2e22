import type { NumberQuestion } from "../../../services/index.ts";
import { control, OneField } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

/** A text field, not `type=number`: that one loses what it does not understand, e.g. a decimal comma. */
export function NumberField(props: FieldProps<NumberQuestion>) {
  const { question, path, entry, context } = props;
  const negative = question.min === undefined || question.min < 0;
  const keys = negative ? undefined : question.decimals === 0 ? "numeric" : "decimal";
  return (
    <OneField of={props}>
      <input {...control(props)} type="text" inputmode={keys} autocomplete="off" value={posted(entry, path) ?? ""} />
      {question.unit !== undefined && <p class="hint">{context.t(question.unit)}</p>}
    </OneField>
  );
}
