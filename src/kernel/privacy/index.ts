export type { AccessAction, AccessLine, OfficeAccessLine, PersonAccessLine } from "./access-log.ts";
export type {
  LegalBasis,
  PersonalData,
  PersonalField,
  Purpose,
  Subject,
} from "./declaration.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export {
  createPrivacy,
  type ErasureHandler,
  type ErasureOutcome,
  type ErasureSubject,
  type JudgeSealed,
  type LogRequest,
  type OfficeLogRequest,
  type Privacy,
  type ReadRequest,
  type SealedField,
} from "./privacy.ts";
export { maskPhone, redact } from "./redaction.ts";
export type { RetentionHandler, RetentionLine, RetentionPolicy } from "./retention.ts";
export { type AccessWords, wordsOf } from "./words.ts";
