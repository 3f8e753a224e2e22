import type { Kernel } from "../../../kernel/index.ts";
import type { Book } from "../../../kernel/ledger/index.ts";
import { raiseAlarm } from "../watching/alarms.ts";
import { isDue, isSame } from "./domain/planning.ts";
import type { AnchorDriver, Hindrance, StepOutcome } from "./drivers/driver.ts";
import type { AnchorSettings, DriverSettings } from "./settings.ts";
import { insertEvent, insertPlan, type NewestPlan, newestPlans } from "./store.ts";

/** Where a driver anchors: kept with each anchor, so that it can be found when the settings are others. */
export function targetOf(settings: DriverSettings): string {
  return settings.kind === "evm" ? `eip155:${settings.chainId}:${settings.contract}` : settings.url;
}

/**
 * One round: writes down which states are due, then takes each plan one step toward its anchor, those that an earlier round or a process that died
 * left open first of all. Drivers do not wait for each other; nothing else waits for them.
 */
export async function anchorBooks(
  kernel: Kernel,
  settings: AnchorSettings,
  driverOf: (settings: DriverSettings) => AnchorDriver,
): Promise<void> {
  const all = await kernel.books.all();
  await planDue(kernel, settings, all);
  const plans = await newestPlans(kernel.db.query);
  await Promise.all(
    settings.drivers.map(async (each) => {
      const driver = driverOf(each);
      // One after the other: transactions of one key are numbered.
      for (const plan of plans) {
        const book = all.find(({ name }) => name === plan.book);
        if (book === undefined || !isOf(plan, each)) continue;
        // A place that does not answer is not asked for each book anew.
        if ((await take(kernel, driver, plan, book)) === "no-answer") return;
      }
    }),
  );
}

function isOf(plan: NewestPlan, settings: DriverSettings): boolean {
  return plan.driver === settings.name && plan.target === targetOf(settings);
}

async function planDue(kernel: Kernel, settings: AnchorSettings, all: readonly Book[]): Promise<void> {
  const { books, clock, db } = kernel;
  const plans = await newestPlans(db.query);
  for (const { name } of all) {
    const state = await books.state(name);
    if (state === undefined) continue;
    for (const each of settings.drivers) {
      const newest = plans.find((plan) => plan.book === name && isOf(plan, each));
      const now = clock.now();
      const latest = newest && { size: newest.size, plannedAt: newest.at, isOpen: newest.isOpen };
      if (!isDue({ latest, size: state.size, everySeconds: settings.everySeconds, now })) continue;
      const { size, root, note } = state;
      await insertPlan(db.query, { book: name, driver: each.name, target: targetOf(each), size, root, note, at: now });
    }
  }
}

/**
 * One step of one plan, and what came of it: gives what stood in its way, if anything did. A plan that is anchored is still compared with the book.
 */
async function take(
  kernel: Kernel,
  driver: AnchorDriver,
  plan: NewestPlan,
  book: Book,
): Promise<Hindrance | undefined> {
  const changed = await faultSince(kernel, plan);
  if (!plan.isOpen && changed === undefined) return undefined;
  const outcome = changed === undefined ? await stepOf(kernel, driver, plan, book) : hindered(changed);
  const { clock, db, log } = kernel;
  const event = { anchorId: plan.id, at: clock.now() };
  if (outcome.kind === "anchored" || outcome.kind === "covered") await insertEvent(db.query, { ...event, ...outcome });
  if (outcome.kind !== "hindered") return undefined;
  const { reason, detail } = outcome;
  if (reason === "fork" || reason === "rollback") {
    const { driver: witness, size } = plan;
    await raiseAlarm(db.query, { foundBy: "anchor", book: book.name, witness, kind: reason, size, at: event.at });
  }
  if (plan.isOpen && reason !== plan.hindrance) {
    log.warn("anchor.hindered", { book: book.name, driver: plan.driver, reason, detail });
    await insertEvent(db.query, { ...event, kind: "hindered", reason });
  }
  return reason;
}

/** Our own memory: what was planned once must be what the book is for ever. */
async function faultSince({ books }: Kernel, plan: NewestPlan): Promise<"fork" | "rollback" | undefined> {
  const rootNow = await books.rootAt(plan.book, plan.size);
  if (rootNow === undefined) return "rollback";
  return isSame(rootNow, plan.root) ? undefined : "fork";
}

async function stepOf(kernel: Kernel, driver: AnchorDriver, plan: NewestPlan, book: Book): Promise<StepOutcome> {
  const { books, clock, db } = kernel;
  try {
    return await driver.step(
      { origin: book.origin, size: plan.size, root: plan.root, note: plan.note },
      {
        sent: plan.sent,
        keepSent: (reference, content) =>
          insertEvent(db.query, { anchorId: plan.id, kind: "sent", reference, content, at: clock.now() }),
        rootAt: (size) => books.rootAt(book.name, size),
      },
    );
  } catch (fault) {
    return hindered("no-answer", fault instanceof Error ? fault.message.split("\n")[0] : undefined);
  }
}

function hindered(reason: Hindrance, detail?: string): StepOutcome {
  return { kind: "hindered", reason, detail };
}
