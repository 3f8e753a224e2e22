export type {
  Answers,
  AnswerValue,
  AttributeAnswer,
  DraftAnswers,
  PlaceAnswer,
  RowAnswer,
  RowAnswerValue,
} from "./answer.ts";
export {
  calendarDays,
  fee,
  flow,
  free,
  law,
  service,
  standardEscalation,
  workingDays,
  workingHours,
} from "./builders.ts";
export { checkDefinition, type DefinitionRegistry } from "./check-definition.ts";
export { type Messages, messagesOf, type UsedMessage } from "./check-messages.ts";
export { hardLimits } from "./check-questions.ts";
export {
  and,
  answered,
  type Condition,
  conditionHolds,
  eq,
  gt,
  isIn,
  lt,
  neq,
  not,
  or,
  questionsIn,
} from "./condition.ts";
export {
  type Action,
  type Branch,
  type CaseVisibility,
  type Deadline,
  type Duration,
  type EscalationStep,
  type Fee,
  type Flow,
  type IssuedDocument,
  type Law,
  type Outcome,
  outcomes,
  owner,
  type Party,
  type ServiceDefinition,
  type State,
  system,
} from "./definition.ts";
export { definitionHash } from "./definition-hash.ts";
export { type ChangedPart, type DefinitionChange, diffDefinitions } from "./diff.ts";
export { type DefinitionFault, type FaultCode, faultCodes } from "./faults.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { changedAfterPublishing, importSeeds, readPublished } from "./published.ts";
export type * from "./question.ts";
export { questionKinds, regionLevels } from "./question.ts";
export {
  attribute,
  choice,
  choices,
  confirm,
  date,
  document,
  money,
  number,
  option,
  paragraph,
  photos,
  place,
  region,
  repeat,
  text,
} from "./question-builders.ts";
export { createServiceRegistry, type PublishedService, type ServiceRegistry } from "./registry.ts";
