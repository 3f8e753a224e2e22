export { type AnswerChecks, checkAnswers } from "./answer-checks.ts";
export { isPersonal } from "./audience.ts";
export { formSchema, readJson } from "./channels/api.ts";
export { continueDialogue, type DialogueLookups, startDialogue, type Turn } from "./channels/dialogue.ts";
export type { DialogueState } from "./channels/dialogue-state.ts";
export {
  carriesFiles,
  entryFor,
  type FileField,
  fileFields,
  pointWithoutRegion,
  QuestionFields,
  ReviewList,
  regionParentsNeeded,
  rowOf,
  type Taken,
  takePost,
  withFiles,
  withRegion,
} from "./channels/html.tsx";
export { type ReplayRefusal, replayStored, type StoredSubmission } from "./channels/replay.ts";
export { type FormContext, formContext, type Prefill, type ReadableOption, type Translate } from "./context.ts";
export {
  accept,
  checkAnswer,
  findQuestion,
  type Next,
  next,
  questionBefore,
  type ReviewLine,
  redactAnswers,
  reviewLines,
  stepOf,
  validateAll,
  visibleQuestions,
} from "./engine.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export type { Audience, FormEntry, JsonSchema, Said } from "./question-type.ts";
export { type Channel, channels, filesOf, type Submission, submissionOf } from "./submission.ts";
