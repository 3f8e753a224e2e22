import type { DocumentQuestion } from "../../../services/index.ts";
import type { FieldProps } from "../../question-type.ts";
import { FilesField } from "../../staged-files.tsx";

export function DocumentField(props: FieldProps<DocumentQuestion>) {
  return <FilesField of={props} most={props.question.pages} accept="image/*,application/pdf" word="document" />;
}
