import type { ScopedRecord, Visibility } from "../access/index.ts";
import type { Channel } from "../forms/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Answers, Outcome } from "../services/index.ts";
import type { PausedClock } from "../time/index.ts";

export interface Case {
  readonly id: Uuid;
  /** Public code, 12 signs without dashes. */
  readonly code: string;
  readonly service: string;
  readonly version: number;
  readonly state: string;
  readonly officeId: Uuid;
  readonly region: string;
  readonly visibility: Visibility;
  readonly owner: string | null;
  /** Sealed account id of the person the case is for, who is told the news; null for guests. */
  readonly recipient: Buffer | null;
  readonly channel: Channel;
  readonly headline: string;
  readonly assigneeId: Uuid | null;
  readonly createdAt: Date;
  readonly stateSince: Date;
  readonly dueAt: Date;
  readonly calendarComplete: boolean;
  readonly stateDueAt: Date | null;
  readonly paused: PausedClock | null;
  /** The nearer running deadline; null while the clock stands still or the case is closed. */
  readonly actBy: Date | null;
  /** Per cent of the state's own clock that was told since the case entered it. */
  readonly warnedAtPercent: number;
  /** Per cent of the promise that was told, in whatever state. */
  readonly promiseWarnedAtPercent: number;
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly rating: number | null;
  readonly revision: number;
}

/** Something said in a case: the submission or an action's answers. */
export interface CaseContent {
  readonly id: Uuid;
  readonly action: string;
  /** The state in which it was said. */
  readonly state: string;
  readonly author: "owner" | "office" | "system";
  /** Without the personal ones, which are sealed. */
  readonly answers: Answers;
  readonly sealed: Buffer | null;
  readonly at: Date;
  readonly erasedAt: Date | null;
}

export function asScopedRecord(found: Case): ScopedRecord {
  return {
    officeId: found.officeId,
    region: found.region,
    visibility: found.visibility,
    owner: found.owner,
    caseId: found.id,
    assigneeId: found.assigneeId,
  };
}
