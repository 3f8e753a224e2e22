import type { ParagraphQuestion } from "../../../services/index.ts";
import { control, OneField } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

export function ParagraphField(props: FieldProps<ParagraphQuestion>) {
  const { path, entry } = props;
  return (
    <OneField of={props}>
      <textarea {...control(props)} rows={5} value={posted(entry, path) ?? ""} />
    </OneField>
  );
}
