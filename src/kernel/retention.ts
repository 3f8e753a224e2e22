import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Accounts } from "./accounts/index.ts";
import type { Cases } from "./cases/index.ts";
import type { Config } from "./config/index.ts";
import type { Database } from "./db/index.ts";
import type { Files } from "./files/index.ts";
import type { Uuid } from "./ids/index.ts";
import type { Notify } from "./notify/index.ts";
import type { Privacy, RetentionPolicy } from "./privacy/index.ts";
import { parseCsv } from "./time/index.ts";

/** How each rule's data goes when its time is over. The rules' days are dated data, `data/privacy/retention.csv`. */
export function registerRetention(deps: {
  readonly db: Database;
  readonly privacy: Privacy;
  readonly accounts: Accounts;
  readonly cases: Cases;
  readonly notify: Notify;
  readonly files: Files;
}): void {
  const { db, privacy, accounts, cases, notify, files } = deps;
  privacy.registerRetention("cases.closed", (before, at) => cases.forgetClosed(before, at));
  privacy.registerRetention("cases.draft", (before) => cases.drafts.sweep(before));
  privacy.registerRetention("accounts.resident-unused", (before) => eraseUnused(before));
  privacy.registerRetention("accounts.officer-closed", async (before) => {
    const closed = await accounts.closedOfficers(db.query, before);
    for (const id of closed) await db.transaction((tx) => privacy.erase(tx, id));
    return closed.length;
  });
  for (const kind of ["session", "attempt", "enrolment", "known-browser"] as const)
    privacy.registerRetention(`accounts.${kind}`, (before) => accounts.removeLeftovers(kind, before));
  for (const kind of ["inbox", "sent", "demo-box"] as const)
    privacy.registerRetention(`notify.${kind}`, (before) => notify.removeOld(kind, before));
  privacy.registerRetention("files.staged", (before) => files.forgetStaged(before));

  /** Whoever still has an open case is not forgotten while it runs. */
  async function eraseUnused(before: Date): Promise<number> {
    let erased = 0;
    let after: Uuid | null = null;
    for (;;) {
      const page: readonly Uuid[] = await accounts.unusedResidents(db.query, before, after);
      for (const id of page) {
        const gone = await db.transaction(async (tx) => {
          if (await cases.hasOpen(tx, id)) return false;
          await privacy.erase(tx, id);
          return true;
        });
        if (gone) erased += 1;
      }
      after = page.at(-1) ?? null;
      if (after === null) return erased;
    }
  }
}

/** The shipped policies, then those of the installation's own file. Gives them, or throws a sentence for the operator that names file and line. */
export function readRetention(config: Pick<Config, "projectRoot" | "dataFolder">): readonly RetentionPolicy[] {
  const files = [join(config.projectRoot, "data/privacy/retention.csv"), join(config.dataFolder, "retention.csv")];
  return files.filter((file) => existsSync(file)).flatMap((file) => [...policiesIn(file)]);
}

function* policiesIn(file: string): Generator<RetentionPolicy> {
  for (const { line, fields } of parseCsv(readFileSync(file, "utf8"))) {
    const { rule = "", effective_from: effectiveFrom = "", days = "", source = "", verified = "" } = fields;
    const isFit =
      /^[a-z]+\.[a-z-]+$/.test(rule) &&
      /^20\d\d-(0\d|1[0-2])-([0-2]\d|3[01])$/.test(effectiveFrom) &&
      /^\d{1,5}$/.test(days) &&
      source.trim() !== "" &&
      ["true", "false"].includes(verified);
    if (!isFit)
      throw new Error(`${file}, line ${line}: not a retention rule (rule,effective_from,days,source,verified).`);
    yield { rule, effectiveFrom, days: Number(days), source, verified: verified === "true" };
  }
}
