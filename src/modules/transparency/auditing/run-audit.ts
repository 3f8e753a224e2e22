import { rolesHeld } from "../../../kernel/access/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import type { Difference } from "../../../kernel/ledger/index.ts";
import { raiseAlarm } from "../watching/alarms.ts";
import { type Audit, audit } from "./audit.ts";
import { keepRun, lastRun } from "./runs.ts";

/** Who is told of what was found. */
const told = new Set(["operator", "auditor"]);

/**
 * One run of the auditor, written down: its findings as alarms for everyone, and a message to operators and auditors when there are new ones. A run that is
 * not whole goes on from the one before; without one it is whole.
 */
export async function runAudit(
  kernel: Kernel,
  wish: { readonly whole: boolean; readonly signal?: AbortSignal },
): Promise<Audit> {
  const { db, log } = kernel;
  const before = wish.whole ? undefined : await lastRun(db.query);
  const run = await audit(kernel, before, wish.signal);
  let fresh = 0;
  for (const difference of run.differences) {
    if (!(await raiseAlarm(db.query, { ...difference, foundBy: "auditor", at: run.at }))) continue;
    fresh += 1;
    log.error("audit.found", { ...difference });
  }
  await keepRun(db.query, run);
  if (fresh > 0) await tell(kernel, fresh);
  log.info("audit.done", {
    whole: run.whole,
    rows: run.rows,
    entries: run.entries,
    found: run.found,
    // Outside the database too: whoever replaces it cannot replace what was logged.
    books: run.books.map(({ book, size, root }) => `${book} ${size} ${root}`),
  });
  return run;
}

async function tell(kernel: Kernel, count: number): Promise<void> {
  const { db, accounts, notify, clock } = kernel;
  await db.transaction(async (tx) => {
    const held = await rolesHeld(tx, clock.now());
    const accountIds = new Set(held.filter(({ role }) => told.has(role)).map(({ accountId }) => accountId));
    for (const accountId of accountIds) {
      const lang = (await accounts.langOf(tx, accountId)) ?? "id";
      await notify.enqueue(tx, {
        to: { kind: "account", accountId },
        key: "transparency.audit.notice",
        params: { count },
        lang: lang === "en" ? "en" : "id",
        link: "/buku-terbuka",
      });
    }
  });
}

/** One finding in a line, for the terminal. */
export function lineOf({ kind, table, row, traits }: Difference): string {
  return [kind.toUpperCase(), table, row, traits.join(", ")].filter((word) => word !== "").join(" ");
}
