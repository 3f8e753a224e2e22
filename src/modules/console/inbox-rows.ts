import { type ListedCase, stateOf } from "../../kernel/cases/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import { clockInWords, shortDayInWords } from "../../kernel/time/index.ts";
import type { InboxRow } from "../../kernel/ui/index.ts";
import type { Desk } from "./desk.ts";
import { groupOf, lateness } from "./domain/due.ts";
import { caseHref, type InboxFilter } from "./domain/inbox-filter.ts";

interface RowParts {
  readonly filter: InboxFilter;
  /** Full names of regions by code. */
  readonly places: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  /** Code of the case that stands beside the list. */
  readonly current: string | undefined;
}

/** What writes the rows of one page: what is the same in all of them is worked out once. */
export function rowWriter(desk: Desk, parts: RowParts): (found: ListedCase) => InboxRow {
  const { kernel, officer, offices, t, turn } = desk;
  const { places, names, current } = parts;
  const severalOffices = officer.assignments.some(({ officeTree }) => officeTree.length > 1);
  const hrefOf = caseHrefs(parts.filter);
  const me = t("console.row.me");
  const nobody = t("console.row.nobody");
  return (found) => {
    const state = stateOf(kernel.cases.definitionOf(found), found.state);
    const isTurn = turn.some(
      (each) =>
        each.state === found.state &&
        each.service === found.service &&
        (each.officeId === undefined || each.officeId === found.officeId),
    );
    const meta = `${formatPublicCode(found.code)} · ${shortPlace(places.get(found.region) ?? found.region)}`;
    const office = severalOffices ? offices.get(found.officeId) : undefined;
    return {
      id: `k-${found.code}`,
      href: hrefOf(found.code),
      ...dueOf(desk, found),
      title: found.headline === "" ? t("console.row.erased") : found.headline,
      meta: office === undefined ? meta : `${meta} · ${office}`,
      state: t(state.label),
      stateTone: isTurn ? "plain" : undefined,
      officer:
        found.assigneeId === null
          ? nobody
          : found.assigneeId === officer.accountId
            ? me
            : (names.get(found.assigneeId) ?? nobody),
      current: found.code === current,
    };
  };
}

/** The addresses differ in the code alone. */
function caseHrefs(filter: InboxFilter): (code: string) => string {
  const gap = "\0";
  const [before = "", after = ""] = caseHref(gap, filter).split(gap);
  return (code) => before + code + after;
}

/** The first column: when it must be done, when it was, or that it waits. */
function dueOf({ kernel, horizon, t }: Desk, found: ListedCase): Pick<InboxRow, "due" | "dueTone"> {
  const { actBy, closedAt } = found;
  const day = (at: Date) => shortDayInWords(t, at, kernel.calendars.zoneOf(found.region), horizon.now);
  if (closedAt !== null) return { due: day(closedAt) };
  if (actBy === null) return { due: t("console.due.waiting") };
  const group = groupOf(actBy, horizon);
  if (group === "late") {
    const { unit, count } = lateness(actBy, horizon.now);
    return { due: t(`console.due.late.${unit}`, { count }), dueTone: "late" };
  }
  if (group === "today") {
    const clock = clockInWords(t, actBy, kernel.calendars.zoneOf(found.region));
    return { due: t("console.due.today", { clock }), dueTone: "now" };
  }
  return { due: day(actBy) };
}

/** "Keputran, Tegalsari, Kota Surabaya" is "Keputran" in a list. */
function shortPlace(fullName: string): string {
  const end = fullName.indexOf(",");
  return end < 0 ? fullName : fullName.slice(0, end);
}
