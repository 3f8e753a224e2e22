import type { CaseFilter } from "../../kernel/cases/index.ts";
import { isRegionCode, isWithin, levelOf } from "../../kernel/regions/index.ts";
import { isoDay } from "../../kernel/time/index.ts";
import type { InboxGroup, InboxRow, Option } from "../../kernel/ui/index.ts";
import { type Desk, type MenuCounts, menuBuckets, menuFilters, sumOf } from "./desk.ts";
import { type DueCounts, dueGroups, groupOf, sizesOf } from "./domain/due.ts";
import type { InboxFilter, Known } from "./domain/inbox-filter.ts";
import { rowWriter } from "./inbox-rows.ts";

export interface InboxView {
  readonly groups: readonly InboxGroup[];
  readonly total: number;
  readonly counts: MenuCounts;
  /** Cursor of the next page. */
  readonly next: string | undefined;
}

export const rowsPerPage = 50;

/** What an officer may choose from, by the definitions in the registry. */
export function knownChoices({ kernel, offices, officer }: Desk): Known {
  const states = new Map<string, { final: boolean }>();
  const services = new Set<string>();
  for (const { definition } of kernel.services.all()) {
    services.add(definition.id);
    for (const [name, state] of Object.entries(definition.flow.states))
      if (!states.has(name)) states.set(name, { final: state.final === true });
  }
  const within = new Set(kernel.access.officesWithin(officer, "case.read").filter((id) => offices.has(id)));
  const isRegion = (code: string) => isRegionCode(code) && isWithin(code, kernel.config.rootRegion);
  return { services, states, offices: within, isRegion };
}

/** The filter as kernel/cases understands it. */
export function caseFilterOf(filter: InboxFilter, { officer, turn, horizon }: Desk): CaseFilter {
  return {
    q: filter.q,
    service: filter.service,
    state: filter.state,
    region: filter.region,
    officeId: filter.officeId,
    assigneeId: filter.mine ? officer.accountId : undefined,
    states: filter.turn ? turn : undefined,
    dueBefore: filter.late ? horizon.now : undefined,
    stage: filter.closed ? "closed" : "open",
  };
}

/** A page of the list with the counts of its groups and of the menu. What it asks of the database is asked at once. */
export async function inboxView(
  desk: Desk,
  filter: InboxFilter,
  after: string | undefined,
  current: string | undefined,
): Promise<InboxView> {
  const { kernel, officer, horizon, t } = desk;
  const wanted = caseFilterOf(filter, desk);
  const { now, endOfToday, endOfWeek } = horizon;
  const [page, tally, closed, unread] = await Promise.all([
    kernel.cases.list(officer, "case.read", wanted, { after, limit: rowsPerPage }),
    kernel.cases.tally(officer, "case.read", {
      ...menuFilters(desk),
      all: wanted,
      beforeNow: { ...wanted, dueBefore: now },
      beforeTomorrow: { ...wanted, dueBefore: filter.late ? now : endOfToday },
      beforeNextWeek: { ...wanted, dueBefore: filter.late ? now : endOfWeek },
      waiting: { ...wanted, waiting: true },
    }),
    filter.closed ? kernel.cases.count(officer, "case.read", wanted) : 0,
    kernel.notify.unread(officer.accountId),
  ]);
  const counts = sumOf(tally, [...menuBuckets, "all", "beforeNow", "beforeTomorrow", "beforeNextWeek", "waiting"]);
  const [places, names] = await Promise.all([
    kernel.regions.fullNames(page.rows.map(({ region }) => region)),
    desk.namesOf(page.rows.flatMap(({ assigneeId }) => assigneeId ?? [])),
  ]);
  const rowOf = rowWriter(desk, { filter, places, names, current });
  const rows = page.rows.map((found) => ({
    group: filter.closed ? undefined : groupOf(found.actBy, horizon),
    row: rowOf(found),
  }));
  const groups = filter.closed
    ? [{ label: t("console.group.closed", { count: closed }), rows: rows.map(({ row }) => row) }]
    : groupsOf(desk, rows, counts);
  return { groups, total: filter.closed ? closed : counts.all, counts: { ...counts, unread }, next: page.next };
}

function groupsOf(
  { t }: Desk,
  rows: readonly { readonly group: ReturnType<typeof groupOf> | undefined; readonly row: InboxRow }[],
  counts: DueCounts,
): InboxGroup[] {
  const sizes = sizesOf(counts);
  return dueGroups.map((group) => ({
    label: t(`console.group.${group}`, { count: sizes[group] }),
    rows: rows.filter((each) => each.group === group).map(({ row }) => row),
  }));
}

export interface Choices {
  readonly services: readonly Option[];
  readonly states: readonly Option[];
  readonly regions: readonly Option[];
  /** Message key of the empty line of the list of regions. */
  readonly everyRegion: string;
}

/** The lists of the filter. */
export async function choicesFor({ kernel, t, horizon, zone }: Desk, filter: InboxFilter): Promise<Choices> {
  const current = kernel.services.allCurrent(isoDay(horizon.now, zone));
  const states = new Map<string, string>();
  for (const definition of current) {
    if (filter.service !== undefined && filter.service !== definition.id) continue;
    for (const [name, state] of Object.entries(definition.flow.states))
      if (!states.has(name)) states.set(name, t(state.label));
  }
  const root = kernel.config.rootRegion;
  const regions = await kernel.regions.children(root);
  return {
    services: current.map(({ id, title }) => ({ value: id, label: t(title) })),
    states: [...states].map(([value, label]) => ({ value, label })),
    regions: regions.map(({ code, name }) => ({ value: code, label: name })),
    everyRegion: levelOf(root) === "regency" ? "console.filter.every-district" : "console.filter.every-region",
  };
}
