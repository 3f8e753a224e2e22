import { administrationAudits } from "./administration/index.ts";
import { caseAudits } from "./cases/index.ts";
import type { AuditKernel, ModuleManifest } from "./index.ts";
import { type Audited, auditFaults, type Unbacked } from "./ledger/index.ts";
import { err, ok, type Result } from "./result/index.ts";

/** What the kernel itself writes entries about. */
const kernelEntries = ["book", "case", "office", "officer", "routing-rule"];
const kernelUnbacked: readonly Unbacked[] = [
  {
    about: "book",
    because: "That a book is closed is the entry itself; the row says no more than where the next entry goes.",
  },
];

/** The sorts of entries that parts and modules say they write; no others are taken. */
export function sortsWritten(modules: readonly ModuleManifest[]): readonly string[] {
  return [...kernelEntries, ...modules.flatMap(({ entriesAbout = [] }) => entriesAbout)];
}

/** How rows are compared with the books, of the kernel and of all modules. The error: a sort of entries that nobody compares, one sentence each. */
export function collectAudits(
  kernel: AuditKernel,
  modules: readonly ModuleManifest[],
): Result<readonly Audited[], readonly string[]> {
  const audits = [
    ...caseAudits({ registry: kernel.services, privacy: kernel.privacy }),
    ...administrationAudits({
      accounts: kernel.accounts,
      routingTables: modules.flatMap(({ routingTables = {} }) => Object.values(routingTables)),
    }),
    ...modules.flatMap(({ audits: ofModule }) => ofModule?.(kernel) ?? []),
  ];
  const faults = auditFaults(sortsWritten(modules), audits, [
    ...kernelUnbacked,
    ...modules.flatMap(({ unbacked = [] }) => unbacked),
  ]);
  return faults.length === 0 ? ok(audits) : err(faults);
}
