import { createHash } from "node:crypto";
import { outOfQuietHours, type QuietHours } from "./quiet-hours.ts";

/** Codes and urgent messages come at any hour; a code is worth nothing minutes later. */
export const urgencies = ["code", "urgent", "normal"] as const;
export type Urgency = (typeof urgencies)[number];

/** The states of GOV.UK Notify (platforms.md §3.6). */
export type DeliveryState =
  | "created"
  | "sending"
  | "delivered"
  /** The provider or the way there failed; it is tried again. */
  | "temporary-failure"
  /** This contact cannot be reached so: no such mailbox, or too late. */
  | "permanent-failure"
  /** We could not: tried too often, no adapter, no text. */
  | "technical-failure";

export type Outcome =
  | { readonly kind: "delivered"; readonly providerId: string | null }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "retry"; readonly reason: string }
  | { readonly kind: "broken"; readonly reason: string }
  /** Not tried: the quiet hours had begun. */
  | { readonly kind: "quiet" };

export interface Attempt {
  readonly id: string;
  readonly urgency: Urgency;
  /** Tries so far, this one included. */
  readonly tries: number;
  readonly quiet: QuietHours | null;
}

export type Next =
  | { readonly state: "delivered"; readonly providerId: string | null }
  | { readonly state: "permanent-failure" | "technical-failure"; readonly reason: string }
  | { readonly state: "created"; readonly at: Date }
  | { readonly state: "temporary-failure"; readonly at: Date; readonly reason: string };

interface Patience {
  readonly tries: number;
  /** First pause and longest pause, in ms. */
  readonly first: number;
  readonly longest: number;
}

const second = 1_000;
/** Codes: some 40 s in all. Urgent: some 4 h. Normal: some 9 h, so that a night's outage of the mail server loses nothing. */
export const patience: Readonly<Record<Urgency, Patience>> = {
  code: { tries: 5, first: 3 * second, longest: 20 * second },
  urgent: { tries: 12, first: 15 * second, longest: 1_800 * second },
  normal: { tries: 14, first: 60 * second, longest: 3_600 * second },
};

/** What a try's outcome makes of the delivery. */
export function afterAttempt(attempt: Attempt, outcome: Outcome, now: Date): Next {
  switch (outcome.kind) {
    case "delivered":
      return { state: "delivered", providerId: outcome.providerId };
    case "refused":
      return { state: "permanent-failure", reason: outcome.reason };
    case "broken":
      return { state: "technical-failure", reason: outcome.reason };
    case "quiet":
      return { state: "created", at: outOfQuietHours(now, attempt.quiet) };
    case "retry": {
      if (attempt.tries >= patience[attempt.urgency].tries)
        return { state: "technical-failure", reason: outcome.reason };
      const at = new Date(now.getTime() + pauseAfter(attempt));
      return { state: "temporary-failure", at: outOfQuietHours(at, attempt.quiet), reason: outcome.reason };
    }
  }
}

/**
 * The pause before the next try, in ms: doubling, capped, and spread over its upper half so that a thousand messages that
 * failed together do not come back together. The spread comes from the id: the same delivery always waits the same.
 */
export function pauseAfter(attempt: Pick<Attempt, "id" | "urgency" | "tries">): number {
  const { first, longest } = patience[attempt.urgency];
  const full = Math.min(longest, first * 2 ** (attempt.tries - 1));
  const spread = createHash("sha256").update(`${attempt.id}:${attempt.tries}`).digest().readUInt32BE(0) / 2 ** 32;
  return Math.round(full * (0.5 + spread / 2));
}
