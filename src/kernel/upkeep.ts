import type { Kernel } from "./index.ts";

/** What the kernel itself does by the clock. */
export function registerKernelJobs({ jobs, cases, notify, files, accounts, log }: Kernel): void {
  jobs.register("cases.watch", { every: 30 }, async () => {
    await cases.watch();
  });
  jobs.register("cases.drafts", { every: 3600 }, async () => {
    await cases.drafts.sweep();
  });
  jobs.register("notify.deliver", { every: 5 }, async () => {
    const { failed } = await notify.deliverDue(200);
    if (failed > 0) log.warn("notify.some-failed", { failed });
  });
  jobs.register("notify.sweep", { every: 24 * 3600 }, async () => {
    await notify.sweep();
  });
  jobs.register("files.settle", { every: 60 }, async () => {
    await files.settle();
  });
  jobs.register("files.sweep", { every: 3600 }, async () => {
    await files.sweep();
  });
  jobs.register("accounts.sweep", { every: 24 * 3600 }, async () => {
    await accounts.sweep();
  });
}
