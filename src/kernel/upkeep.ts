import type { Kernel } from "./index.ts";

/** What the kernel itself does by the clock. */
export function registerKernelJobs({ jobs, cases, notify, files, accounts }: Kernel): void {
  jobs.register("cases.watch", { every: 30 }, async () => {
    await cases.watch();
  });
  jobs.register("cases.drafts", { every: 3600 }, async () => {
    await cases.drafts.sweep();
  });
  jobs.register("notify.deliver", { every: 5 }, async () => {
    await notify.deliverDue(200);
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
