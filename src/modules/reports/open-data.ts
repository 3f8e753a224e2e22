import { listOffices } from "../../kernel/access/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { csvRecord, machineTime } from "../../kernel/time/index.ts";
import { report as definition } from "./definitions/report.ts";
import { publicPoint } from "./domain/place.ts";
import { listPublic, type PublicFilter, type Report } from "./store.ts";
import { officeRows } from "./views.ts";

/** A report as programs get it: nothing that a person wrote, and no place finer than everyone may see. */
export function publicRecord(report: Report) {
  const point = publicPoint(
    report.lat === null || report.lng === null ? null : { lat: report.lat, lng: report.lng },
    report.visibility,
  );
  return {
    code: formatPublicCode(report.code),
    kind: report.kind,
    category: report.category,
    region: report.region,
    stage: report.stage,
    state: report.state,
    outcome: definition.flow.states[report.state]?.outcome ?? null,
    lat: point?.lat ?? null,
    lng: point?.lng ?? null,
    createdAt: report.createdAt,
    dueAt: report.dueAt,
    stepDueAt: report.stepDueAt,
    firstAnswerAt: report.firstAnswerAt,
    fixedAt: report.stage === "done" ? report.fixedAt : null,
    closedAt: report.closedAt,
    rating: report.rating,
    reopened: report.reopened,
  };
}

const reportColumns = [
  "code",
  "kind",
  "category",
  "category_name",
  "region",
  "region_name",
  "office",
  "stage",
  "state",
  "outcome",
  "received_at",
  "due_at",
  "step_due_at",
  "first_answer_at",
  "fixed_at",
  "closed_at",
  "rating",
  "reopened",
  "lat",
  "lng",
] as const;

/** A file holds at most so many reports, the newest; narrow it by category, region or stage for the others. */
export const mostInFile = 50_000;
const rowsAtOnce = 500;

/** The public reports as a file, newest first, a few hundred at a time. Names are those of the country's language: the codes stand beside them. */
export async function* reportRecords(
  kernel: Kernel,
  filter: PublicFilter,
  most = mostInFile,
  atOnce = rowsAtOnce,
): AsyncGenerator<string> {
  const t = kernel.messages.translator("id");
  const offices = new Map((await listOffices(kernel.db.query)).map(({ id, name }) => [id, name]));
  // With the first rows: whoever waits for the first piece knows that the rest can be asked for.
  let head = csvRecord(reportColumns);
  let after: string | undefined;
  for (let rest = most; rest > 0; ) {
    const page = await listPublic(kernel.db.query, filter, { after, limit: Math.min(rest, atOnce) });
    const places = await kernel.regions.fullNames(page.rows.map(({ region }) => region));
    const rows = page.rows
      .map((report) => {
        const record = publicRecord(report);
        const zone = kernel.calendars.zoneOf(report.region);
        const time = (at: Date | null) => (at === null ? null : machineTime(at, zone));
        return csvRecord([
          record.code,
          record.kind,
          record.category,
          t(`reports.category.${record.category}`),
          record.region,
          places.get(record.region) ?? null,
          offices.get(report.officeId) ?? null,
          record.stage,
          record.state,
          record.outcome,
          time(record.createdAt),
          time(record.dueAt),
          time(record.stepDueAt),
          time(record.firstAnswerAt),
          time(record.fixedAt),
          time(record.closedAt),
          record.rating,
          record.reopened,
          record.lat,
          record.lng,
        ]);
      })
      .join("");
    yield head + rows;
    head = "";
    rest -= page.rows.length;
    after = page.next;
    if (after === undefined) return;
  }
}

/** The figures of the offices, as `/laporan/kantor` shows them. */
export async function officeRecords(kernel: Kernel) {
  return (await officeRows(kernel)).map(({ name, row }) => ({
    office: name,
    received: row.received,
    open: row.open,
    late: row.late,
    medianAnswerSeconds: rounded(row.medianAnswerSeconds),
    medianFixSeconds: rounded(row.medianFixSeconds),
    fixed: row.fixed,
    fixedInTime: row.fixedInTime,
    ratings: row.ratings,
    meanRating: row.satisfaction,
    reopened: row.reopened,
  }));
}

export async function officeFile(kernel: Kernel): Promise<string> {
  const head =
    "office,received,open,late,median_answer_seconds,median_fix_seconds,fixed,fixed_in_time,ratings,mean_rating,reopened\r\n";
  return head + (await officeRecords(kernel)).map((record) => csvRecord(Object.values(record))).join("");
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
