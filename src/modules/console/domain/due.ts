import type { Zone } from "../../../kernel/time/index.ts";

/** The order in which a desk works: what is late first, what waits for its owner last. */
export const dueGroups = ["late", "today", "week", "later", "waiting"] as const;
export type DueGroup = (typeof dueGroups)[number];

/** The moments that part the groups. */
export interface Horizon {
  readonly now: Date;
  /** Midnight after today, in the desk's zone. */
  readonly endOfToday: Date;
  /** Midnight after this week's Sunday. */
  readonly endOfWeek: Date;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** 1 January 1970 was a Thursday: the fourth day of its week. */
const firstWeekday = 3;

export function horizonOf(now: Date, zone: Pick<Zone, "offsetMinutes">): Horizon {
  const offset = zone.offsetMinutes * minuteMs;
  const today = Math.floor((now.getTime() + offset) / dayMs);
  const midnightAfter = (day: number) => new Date((day + 1) * dayMs - offset);
  const weekday = (today + firstWeekday) % 7;
  return { now, endOfToday: midnightAfter(today), endOfWeek: midnightAfter(today + 6 - weekday) };
}

/** The group of an open case. `actBy`: its nearer deadline; null: its clock stands still. */
export function groupOf(actBy: Date | null, horizon: Horizon): DueGroup {
  if (actBy === null) return "waiting";
  const at = actBy.getTime();
  if (at < horizon.now.getTime()) return "late";
  if (at < horizon.endOfToday.getTime()) return "today";
  return at < horizon.endOfWeek.getTime() ? "week" : "later";
}

/** Open cases by deadline: all, and how many have one before each moment, or none. */
export interface DueCounts {
  readonly all: number;
  readonly beforeNow: number;
  readonly beforeTomorrow: number;
  readonly beforeNextWeek: number;
  readonly waiting: number;
}

/** How many are in each group. */
export function sizesOf(counts: DueCounts): Readonly<Record<DueGroup, number>> {
  return {
    late: counts.beforeNow,
    today: counts.beforeTomorrow - counts.beforeNow,
    week: counts.beforeNextWeek - counts.beforeTomorrow,
    later: counts.all - counts.beforeNextWeek - counts.waiting,
    waiting: counts.waiting,
  };
}

/** How long ago a deadline was, in the largest unit that is at least one. A desk counts plain time; the case's page says the official one. */
export function lateness(
  actBy: Date,
  now: Date,
): { readonly unit: "days" | "hours" | "minutes"; readonly count: number } {
  const ms = Math.max(0, now.getTime() - actBy.getTime());
  if (ms >= dayMs) return { unit: "days", count: Math.floor(ms / dayMs) };
  if (ms >= hourMs) return { unit: "hours", count: Math.floor(ms / hourMs) };
  return { unit: "minutes", count: Math.max(1, Math.floor(ms / minuteMs)) };
}
