export const faultCodes = [
  "bad-identity",
  "bad-name",
  "duplicate-question",
  "duplicate-option",
  "too-few-options",
  "nested-repeat",
  "bad-limits",
  "unknown-question",
  "later-question",
  "wrong-type",
  "unknown-option",
  "unknown-source",
  "unknown-list",
  "unknown-route",
  "unknown-role",
  "missing-role",
  "unknown-action",
  "unknown-start",
  "dangling-state",
  "unreachable-state",
  "no-way-out",
  "never-ends",
  "final-with-actions",
  "final-without-outcome",
  "waiting-without-owner",
  "bad-timer",
  "bad-duration",
  "bad-escalation",
  "no-deadline",
  "no-source",
  "missing-message",
  "changed-after-publishing",
  "version-before-its-predecessor",
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** One thing wrong with a definition. `message` is a key of the operator's sentence for it. */
export interface DefinitionFault {
  readonly code: FaultCode;
  /** Where: `ask.courierTo.when`, `flow.states.fixed.may.verify`. */
  readonly at: string;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export function fault(
  code: FaultCode,
  at: string,
  params: Readonly<Record<string, string | number>> = {},
): DefinitionFault {
  return { code, at, message: `services.fault.${code}`, params: { at, ...params } };
}
