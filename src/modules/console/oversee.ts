import { type ListedCase, stateOf } from "../../kernel/cases/index.ts";
import { formatPublicCode, type Uuid } from "../../kernel/ids/index.ts";
import { dayInWords } from "../../kernel/time/index.ts";
import { createFormats, type Figure } from "../../kernel/ui/index.ts";
import { type Desk, sumOf } from "./desk.ts";
import { lateness } from "./domain/due.ts";

export interface LateCase {
  readonly href: string;
  readonly title: string;
  /** Code and place. */
  readonly meta: string;
  readonly state: string;
  readonly officer: string;
  /** "1 hari" since when. */
  readonly late: string;
  readonly since: string;
}

export interface OverseeView {
  readonly figures: readonly Figure[];
  /** Office, open, today, late, oldest. */
  readonly offices: readonly (readonly (string | number)[])[];
  /** Late cases, the office with the oldest first, in each the oldest first. */
  readonly groups: readonly { readonly office: string; readonly rows: readonly LateCase[] }[];
  readonly late: number;
  readonly next: string | undefined;
}

const rowsPerPage = 100;

/** What is late in the offices that somebody oversees. */
export async function overseeView(desk: Desk, after: string | undefined): Promise<OverseeView> {
  const { kernel, officer, horizon, t, offices, lang, zone } = desk;
  const { now, endOfToday } = horizon;
  const names = ["open", "late", "before", "waiting", "nobody"] as const;
  const [tally, page] = await Promise.all([
    kernel.cases.tally(officer, "office.oversee", {
      open: {},
      late: { dueBefore: now },
      before: { dueBefore: endOfToday },
      waiting: { waiting: true },
      nobody: { dueBefore: now, assigneeId: null },
    }),
    kernel.cases.list(officer, "office.oversee", { dueBefore: now }, { after, limit: rowsPerPage }),
  ]);
  const sums = sumOf(tally, names);
  const [places, officers] = await Promise.all([
    kernel.regions.fullNames(page.rows.map(({ region }) => region)),
    desk.namesOf(page.rows.flatMap(({ assigneeId }) => assigneeId ?? [])),
  ]);
  const format = createFormats(lang, zone.iana);
  const oldest = (due: Date | null) => (due === null || due >= now ? t("console.oversee.none") : lateFor(desk, due));
  const byOffice = new Map<Uuid, LateCase[]>();
  for (const found of page.rows) {
    const rows = byOffice.get(found.officeId) ?? [];
    byOffice.set(found.officeId, rows);
    rows.push(lateCase(desk, found, places, officers));
  }
  return {
    figures: [
      { value: format.number(sums.late), label: t("console.oversee.figure.late") },
      { value: format.number(sums.before - sums.late), label: t("console.oversee.figure.today") },
      { value: format.number(sums.nobody), label: t("console.oversee.figure.nobody") },
      { value: format.number(sums.open), label: t("console.oversee.figure.open") },
    ],
    offices: tally
      .toSorted((left, right) => right.counts.late - left.counts.late || right.counts.open - left.counts.open)
      .map(({ officeId, counts, oldestDue }) => [
        offices.get(officeId) ?? "",
        counts.open,
        counts.before - counts.late,
        counts.late,
        oldest(oldestDue),
      ]),
    groups: [...byOffice].map(([officeId, rows]) => ({ office: offices.get(officeId) ?? "", rows })),
    late: sums.late,
    next: page.next,
  };
}

function lateCase(
  desk: Desk,
  found: ListedCase,
  places: ReadonlyMap<string, string>,
  officers: ReadonlyMap<Uuid, string>,
): LateCase {
  const { kernel, t, horizon } = desk;
  const zone = kernel.calendars.zoneOf(found.region);
  const due = found.actBy ?? horizon.now;
  return {
    href: `/konsol/kasus/${found.code}`,
    title: found.headline === "" ? t("console.row.erased") : found.headline,
    meta: `${formatPublicCode(found.code)} · ${(places.get(found.region) ?? found.region).split(",")[0]}`,
    state: t(stateOf(kernel.cases.definitionOf(found), found.state).label),
    officer: officers.get(found.assigneeId ?? "") ?? t("console.fact.nobody"),
    late: lateFor(desk, due),
    since: dayInWords(t, due, zone, horizon.now),
  };
}

function lateFor({ t, horizon }: Desk, due: Date): string {
  const { unit, count } = lateness(due, horizon.now);
  return t(`console.due.late.${unit}`, { count });
}
