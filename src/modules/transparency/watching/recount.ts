import type { DayNumbers } from "../numbers.ts";
import type { Fetch, Hours } from "./monitor.ts";

/** Where a published number is not what the entries give. */
export interface NumberFault {
  readonly day: string;
  readonly office: string;
  readonly kind: string;
  readonly published: number;
  readonly counted: number;
}

const hourMs = 3_600_000;
/** An entry of midnight is in the book by then. */
const settledMs = 10 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Counts each day that is over anew from the entries that were read, and compares with what the book's installation published. Gives the first
 * difference, or what is left to compare later: the hours of days that are not over. Throws when the numbers cannot be had.
 */
export async function recount(
  get: Fetch,
  hours: Hours,
  now: Date,
): Promise<NumberFault | { readonly hours: Hours; readonly days: number }> {
  const left: Record<number, Readonly<Record<string, number>>> = { ...hours };
  let days = 0;
  for (;;) {
    const [first] = Object.keys(left)
      .map(Number)
      .sort((a, b) => a - b);
    if (first === undefined || now.getTime() - first * hourMs < dayMs + settledMs) break;
    const published = await publishedAt(get, first * hourMs);
    const [from, until] = [Date.parse(published.from), Date.parse(published.until)];
    if (until + settledMs > now.getTime()) break;
    const counted: Record<string, number> = {};
    for (const [hour, sorts] of Object.entries(left)) {
      if (Number(hour) * hourMs < from || Number(hour) * hourMs >= until) continue;
      for (const [sort, count] of Object.entries(sorts)) counted[sort] = (counted[sort] ?? 0) + count;
      delete left[Number(hour)];
    }
    const fault = differenceOf(published, counted);
    if (fault !== undefined) return fault;
    days += 1;
  }
  return { hours: left, days };
}

/** The numbers of the day that holds the instant: the calendar there may be a day ahead of UTC. */
async function publishedAt(get: Fetch, at: number): Promise<DayNumbers> {
  for (const offset of [0, 1, -1]) {
    const day = new Date(at + offset * dayMs).toISOString().slice(0, 10);
    const answer = await get(`numbers/${day}`);
    if (answer === undefined) continue;
    const numbers = JSON.parse(Buffer.from(answer).toString("utf8")) as DayNumbers;
    if (Date.parse(numbers.from) <= at && at < Date.parse(numbers.until)) return numbers;
  }
  throw new Error(`no numbers are published of ${new Date(at).toISOString()}`);
}

function differenceOf(published: DayNumbers, counted: Readonly<Record<string, number>>): NumberFault | undefined {
  const said = new Map(
    Object.entries(published.offices).flatMap(([office, kinds]) =>
      Object.entries(kinds).map(([kind, count]) => [`${office} ${kind}`, count] as [string, number]),
    ),
  );
  for (const sort of new Set([...said.keys(), ...Object.keys(counted)])) {
    const [office = "", kind = ""] = sort.split(" ");
    const numbers = { published: said.get(sort) ?? 0, counted: counted[sort] ?? 0 };
    if (numbers.published !== numbers.counted) return { day: published.day, office, kind, ...numbers };
  }
  return undefined;
}
