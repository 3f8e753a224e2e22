export type { DiskFull, OpenForWrite, WritableFile } from "./disk.ts";
export {
  type AttachRequest,
  createFiles,
  etagOf,
  type Files,
  type OpenedFile,
  type StageRequest,
  type StoredVariantType,
  type Variant,
} from "./files.ts";
export { type FileKind, sizeLimits } from "./intake.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { filesPersonalData } from "./personal-data.ts";
export type { Swept } from "./removal.ts";
export {
  asScopedRecord,
  type FileAudience,
  type FileRecord,
  type FileRole,
  type FileSelector,
  type FileState,
  storedFilesSql,
} from "./rows.ts";
