import type { PhotosQuestion } from "../../../services/index.ts";
import type { FieldProps } from "../../question-type.ts";
import { FilesField } from "../../staged-files.tsx";

export function PhotosField(props: FieldProps<PhotosQuestion>) {
  return <FilesField of={props} most={props.question.max} accept="image/*" word="photos" />;
}
