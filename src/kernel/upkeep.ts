import type { Kernel } from "./index.ts";

/** What the kernel itself does by the clock. */
export function registerKernelJobs({ jobs, cases, notify, files, privacy, accounts, log }: Kernel): void {
  jobs.register("cases.watch", { every: 30 }, async () => {
    await cases.watch();
  });
  jobs.register("cases.judge-files", { every: 60 }, async ({ signal }) => {
    while (!signal.aborted && (await cases.judgeFiles()) > 0);
  });
  jobs.register("notify.deliver", { every: 5 }, async () => {
    await notify.deliverDue(200);
  });
  jobs.register("files.settle", { every: 60 }, async () => {
    await files.settle();
  });
  jobs.register("files.sweep", { every: 3600 }, async () => {
    await files.sweep();
  });
  jobs.register(
    "privacy.retention",
    { every: 24 * 3600 },
    async ({ signal }) => {
      const failed = await privacy.enforceRetention(
        (rule, error) => log.error("privacy.retention-failed", { rule, error }),
        signal,
      );
      if (failed.length > 0) throw new Error(`retention failed: ${failed.join(", ")}`);
    },
    { timeoutSeconds: 3600 },
  );
  jobs.register(
    "crypto.renew",
    { every: 24 * 3600 },
    async ({ signal }) => {
      for (const renew of [privacy.renewSealed, accounts.renewIndexes]) while (!signal.aborted && (await renew()) > 0);
    },
    { timeoutSeconds: 6 * 3600 },
  );
}
