import type { Clock } from "../time/index.ts";

/**
 * What changed when, for pages that come late: one drawn before a change whose stream was opened after it, one that lost its stream. Moments
 * are milliseconds, and each change has a later one than the change before; they are much the same in every process and grow over restarts.
 */
export interface Changes {
  /** Takes a change of these topics in and gives its moment. */
  note(topics: readonly string[]): number;
  /** What was read from now on shows every change up to this moment. */
  now(): number;
  /** Whether one of the topics changed after `seen`; yes when it is not known. */
  anySince(topics: readonly string[], seen: number): boolean;
  /** Changes may have been missed: nothing is known of the time before now. */
  missed(): void;
}

/** The oldest are forgotten: a page that is older still looks again for nothing, once. */
const mostTopics = 20_000;

/** Keeps the last change of the topics that changed last. */
export function createChanges(clock: Clock): Changes {
  const lastChanges = new Map<string, number>();
  let latest = clock.now().getTime();
  let knownFrom = latest;

  const now = () => Math.max(latest, clock.now().getTime());

  function forgetOldest(): void {
    for (const [topic, moment] of lastChanges) {
      if (lastChanges.size <= mostTopics) return;
      lastChanges.delete(topic);
      knownFrom = Math.max(knownFrom, moment);
    }
  }

  return {
    now,
    note(topics) {
      latest = Math.max(latest + 1, clock.now().getTime());
      for (const topic of topics) {
        // Taken out first, so that the map stays in the order of change.
        lastChanges.delete(topic);
        lastChanges.set(topic, latest);
      }
      forgetOldest();
      return latest;
    },
    anySince: (topics, seen) => seen < knownFrom || topics.some((topic) => (lastChanges.get(topic) ?? 0) > seen),
    missed() {
      lastChanges.clear();
      latest = now() + 1;
      knownFrom = latest;
    },
  };
}
