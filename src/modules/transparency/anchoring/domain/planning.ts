import type { Hash } from "../../../../kernel/tlog/index.ts";

/** A state of a book: how many entries, and their root. */
export interface AnchoredState {
  readonly size: number;
  readonly root: Hash;
}

/** What was planned last for a book with one driver. */
export interface LatestPlan {
  readonly size: number;
  readonly plannedAt: Date;
  /** Neither anchored nor covered yet. */
  readonly isOpen: boolean;
}

/**
 * Whether the book's newest state is to be anchored now. One plan of a book and driver at a time, and one in so many seconds: what comes between is
 * covered by the next, which holds all that was before.
 */
export function isDue(plan: {
  readonly latest: LatestPlan | undefined;
  readonly size: number;
  readonly everySeconds: number;
  readonly now: Date;
}): boolean {
  const { latest, size, everySeconds, now } = plan;
  if (latest === undefined) return size > 0;
  return !latest.isOpen && size > latest.size && now.getTime() - latest.plannedAt.getTime() >= everySeconds * 1_000;
}

/**
 * `absent`: the plan is not there yet. `there`: it is. `covered`: a newer state of the same book is. `fork`: another book of this name is there.
 * `rollback`: more of the book is there than the book has.
 */
export type HeadJudgement = "absent" | "there" | "covered" | "fork" | "rollback";

/** Compares what stands outside with the book. `rootThen`: the book's root at the head's size; undefined when the book is shorter. */
export function judgeHead(
  head: AnchoredState | undefined,
  planned: AnchoredState,
  rootThen: Hash | undefined,
): HeadJudgement {
  if (head === undefined || head.size === 0) return "absent";
  if (rootThen === undefined) return "rollback";
  if (!isSame(head.root, rootThen)) return "fork";
  if (head.size < planned.size) return "absent";
  return head.size === planned.size ? "there" : "covered";
}

/** Longer than a round of the slowest chain that is alive. */
const patienceMs = 60_000;

/** Since when a driver does not anchor: the oldest plan that waits too long; undefined when all goes well. */
export function haltedSince(openPlans: readonly Date[], now: Date): Date | undefined {
  const late = openPlans.filter((at) => now.getTime() - at.getTime() >= patienceMs);
  return late.length === 0 ? undefined : new Date(Math.min(...late.map((at) => at.getTime())));
}

/** Whether two hashes are the same. */
export function isSame(left: Hash, right: Hash): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
