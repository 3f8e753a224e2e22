import type { TextQuestion } from "../../../services/index.ts";
import { control, OneField } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

/** One line. No `maxlength`: browsers would cut a pasted text without a word. */
export function TextField(props: FieldProps<TextQuestion>) {
  const { question, path, entry } = props;
  const value = posted(entry, path) ?? "";
  return (
    <OneField of={props}>
      {question.phone === true ? (
        <input {...control(props)} type="tel" autocomplete="tel" value={value} />
      ) : (
        <input
          {...control(props)}
          type="text"
          inputmode={question.digits === true ? "numeric" : undefined}
          autocomplete="off"
          value={value}
        />
      )}
    </OneField>
  );
}
