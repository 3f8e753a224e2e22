export type { AccessAction, AccessLine } from "./access-log.ts";
export {
  type LegalBasis,
  legalBases,
  type PersonalData,
  type PersonalField,
  type Purpose,
  type Retention,
  type Subject,
} from "./declaration.ts";
export {
  createPrivacy,
  type ErasureHandler,
  type ErasureOutcome,
  type ErasureSubject,
  type LogRequest,
  type Privacy,
  type ReadRequest,
  type SealedField,
} from "./privacy.ts";
export { maskPhone, redact } from "./redaction.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
