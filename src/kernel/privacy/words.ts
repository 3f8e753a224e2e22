import type { AccessLine } from "./access-log.ts";

/** The message keys that tell a line of the access log to the person it is about. */
export interface AccessWords {
  readonly reader: string;
  readonly action: string;
  readonly purpose: string;
  readonly basis: string;
  readonly fields: readonly string[];
}

export function wordsOf(line: AccessLine): AccessWords {
  return {
    reader: line.own ? "privacy.reader.own" : `privacy.reader.${line.readerKind}`,
    action: `privacy.action.${line.action}`,
    purpose: `purpose.${line.purpose}`,
    basis: `privacy.basis.${line.legalBasis}`,
    fields: line.fields.map((field) => `field.${field}`),
  };
}
