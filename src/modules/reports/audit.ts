import type { AuditKernel } from "../../kernel/index.ts";
import { type Audited, type Difference, differing } from "../../kernel/ledger/index.ts";
import { stageOf } from "./domain/stage.ts";
import { reportIds, reportsOf } from "./store.ts";

const table = "reports.report";

/** How the rows that lists, maps and public numbers read are compared with the books, and with the case where these do not tell. */
export function auditOfReports({ cases }: AuditKernel): Audited {
  return {
    about: "case",
    subjects: reportIds,
    async compare(db, subjects) {
      const ids = subjects.map(({ id }) => id);
      const [reports, found, books] = await Promise.all([
        reportsOf(db, ids),
        cases.findMany(ids, db),
        cases.asWritten(db, subjects),
      ]);
      const byId = new Map(reports.map((report) => [report.caseId, report]));
      const caseOf = new Map(found.map((each) => [each.id, each]));
      const differences = subjects.flatMap(({ id }): Difference[] => {
        const written = books.get(id);
        const report = byId.get(id);
        const about = { table, row: id };
        if (report === undefined)
          return written?.service.startsWith("reports.") === true ? [{ ...about, kind: "deleted", traits: [] }] : [];
        if (written === undefined) return [{ ...about, kind: "inserted", traits: [] }];
        const [own, { answers, dueAt, visibility, rating }] = [caseOf.get(id), written];
        const traits = differing({
          state: [`${report.state} ${report.stage}`, `${written.state} ${stageOf(written.state)}`],
          office: [report.officeId, written.officeId],
          region: [report.region, written.region],
          time: [
            `${report.createdAt.getTime()} ${report.closedAt?.getTime()}`,
            `${written.createdAt.getTime()} ${written.closedAt?.getTime()}`,
          ],
          ...(dueAt !== undefined && { deadline: [report.dueAt, dueAt] }),
          ...(answers !== undefined && {
            kind: [`${report.kind} ${report.category}`, `${answers.kind} ${answers.category}`],
          }),
          ...(visibility !== undefined && { visibility: [report.visibility, visibility] }),
          ...(rating !== undefined && { rating: [report.rating, rating] }),
          ...(own !== undefined && { code: [report.code, own.code] }),
        });
        return traits.length === 0 ? [] : [{ ...about, kind: "changed", traits }];
      });
      return { rows: reports.length, erased: 0, differences };
    },
  };
}
