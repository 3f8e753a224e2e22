import type { DocumentQuestion } from "../../../services/index.ts";
import { oneSlot, type QuestionType } from "../../question-type.ts";
import { checkFiles, filesSchema, readFiles, readSentFiles } from "../../staged-files.tsx";
import { DocumentField } from "./html.tsx";

/** A document as a PDF or as photos of its pages. Stored: ids of staged files, in order. Never shown publicly. */
export const documentType: QuestionType<DocumentQuestion, readonly string[]> = {
  readForm: (_question, path, entry) => readFiles(entry, path),
  toEntry: (_question, path, answer) => ({ [path]: answer }),
  check: (question, value, path) => checkFiles(value, path, { min: 1, max: question.pages }),
  slots: (question) =>
    oneSlot(
      ({ t }) => t("forms.prompt.document", { max: question.pages }),
      (said, soFar) => readSentFiles(said, soFar, { max: question.pages }),
    ),
  schema: (question) => filesSchema({ min: 1, max: question.pages }),
  display: (_question, answer, { t }) => t("forms.document.count", { count: answer.length }),
  redact: (_question, answer) => ({ files: answer.length }),
  html: DocumentField,
};
