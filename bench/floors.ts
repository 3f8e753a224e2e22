// What each bench is measured against, and how far below it may stay. Neither is moved to make a bench pass.
import type { ByHand, ByHandResult } from "./by-hand.child.ts";
import type { LedgerActs, LedgerActsResult } from "./ledger-acts.child.ts";
import type { Rederived } from "./rederive.child.ts";
import { type BenchChild, runChild, startChild } from "./support/child.ts";
import { type Form, forms, type Model } from "./support/model-rows.ts";

/** The numbers of the issues. Shares are of the floor's; times in ms, memory in MB of 1,000,000 bytes. */
export const bars = {
  inbox: { rows: 50, share: 0.1, pacedPerSecond: 200, p95: 50 },
  list: { share: 0.5, pacedPerSecond: 200, p95: 50, freshWithin: 1_000 },
  submit: { share: 0.5 },
  suite: { seconds: 480 },
  ledger: {
    actShare: 0.7,
    perBatch: 256,
    batchShare: 0.3,
    entriesPerSecond: 5_000,
    pacedPerSecond: 1_000,
    publishedWithin: 1_500,
    derive: { entries: 1_000_000, seconds: 30 },
  },
  memory: { idleSeconds: 60, atRest: 200, reports: 10_000, afterReports: 300 },
} as const;

/** A bare Fastify route that returns a string of `bytes` bytes, in a process of its own. Says its address. */
export function bareRoute(bytes: number): BenchChild<string> {
  return startChild<string>("bare-route.child.ts", { bytes });
}

/** The rows of one report written by hand-written SQL, `connections` at a time. */
export function writeByHand(settings: ByHand): Promise<ByHandResult> {
  return runChild<ByHandResult>("by-hand.child.ts", settings);
}

/** Entries of public books, written from a process of its own: by our code, or their rows by hand. */
export function writeEntries(settings: LedgerActs): Promise<LedgerActsResult> {
  return runChild<LedgerActsResult>("ledger-acts.child.ts", settings);
}

/** A book of so many entries, derived anew as a monitor does. */
export function deriveAnew(entries: number): Promise<Rederived> {
  return runChild<Rederived>("rederive.child.ts", { entries });
}

/** A way to write by hand, with how fast it was when tried. */
export interface TriedForm {
  readonly form: Form;
  readonly connections: number;
  readonly perSecond: number;
}

/** Tries every form with several numbers of connections, fastest first. */
export async function tryForms(
  databaseUrl: string,
  model: Model,
  afterEach: () => Promise<void>,
  connections: readonly number[] = [2, 4, 8, 16],
  seconds = 1,
): Promise<TriedForm[]> {
  const tried: TriedForm[] = [];
  for (const form of forms)
    for (const count of connections) {
      const { perSecond } = await writeByHand({ databaseUrl, model, form, connections: count, seconds });
      tried.push({ form, connections: count, perSecond });
      await afterEach();
    }
  return tried.toSorted((left, right) => right.perSecond - left.perSecond);
}
