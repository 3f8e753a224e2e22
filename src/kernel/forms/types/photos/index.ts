import type { PhotosQuestion } from "../../../services/index.ts";
import { oneSlot, type QuestionType } from "../../question-type.ts";
import { checkFiles, filesSchema, readFiles, readSentFiles } from "../../staged-files.tsx";
import { PhotosField } from "./html.tsx";

/** Photos. Stored: ids of staged files, in the order sent. */
export const photosType: QuestionType<PhotosQuestion, readonly string[]> = {
  readForm: (_question, path, entry) => readFiles(entry, path),
  toEntry: (_question, path, answer) => ({ [path]: answer }),
  check: (question, value, path) => checkFiles(value, path, { min: question.min ?? 0, max: question.max }),
  slots: (question) =>
    oneSlot(
      ({ t }) => t("forms.prompt.photos", { max: question.max }),
      (said, soFar) => readSentFiles(said, soFar, question),
    ),
  schema: (question) => filesSchema({ min: question.min ?? 0, max: question.max }),
  display: (_question, answer, { t }) => t("forms.photos.count", { count: answer.length }),
  redact: (_question, answer, audience) => (audience === "public" ? answer : { files: answer.length }),
  html: PhotosField,
};
