import { type Case, stateOf } from "../../kernel/cases/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import { redact } from "../../kernel/privacy/index.ts";
import { csvRecord, isoDay, machineTime } from "../../kernel/time/index.ts";
import type { Desk } from "./desk.ts";
import { fieldsOf, type InboxFilter } from "./domain/inbox-filter.ts";
import { caseFilterOf } from "./inbox.ts";
import { takeQuota } from "./store.ts";

const columns = [
  "code",
  "service",
  "state",
  "office",
  "region",
  "region_name",
  "headline",
  "visibility",
  "channel",
  "received_at",
  "due_at",
  "act_by",
  "closed_at",
  "outcome",
  "rating",
  "officer",
] as const;

const rowsAtOnce = 500;

/** Asks for the rows and writes the export down. `left`: what the officer may still take today, when this is more than that. */
export async function beginExport(
  desk: Desk,
  filter: InboxFilter,
): Promise<
  { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly rows: number; readonly left: number }
> {
  const { kernel, officer, zone } = desk;
  const rows = await kernel.cases.count(officer, "case.export", caseFilterOf(filter, desk));
  const at = kernel.clock.now();
  const entry = { accountId: officer.accountId, day: isoDay(at, zone), rows, filters: codesOf(filter) };
  const left = await kernel.db.transaction((tx) => takeQuota(tx, entry, at));
  return rows <= left ? { ok: true, rows } : { ok: false, rows, left: Math.max(0, left) };
}

/** The file, row by row: at most `most` of them, as written down. No personal answers; numbers of people are cut out of headlines. */
export async function* exportRecords(desk: Desk, filter: InboxFilter, most: number): AsyncGenerator<string> {
  const { kernel, officer } = desk;
  yield csvRecord(columns);
  let after: string | undefined;
  let rest = most;
  while (rest > 0) {
    const limit = Math.min(rest, rowsAtOnce);
    const page = await kernel.cases.listWhole(officer, "case.export", caseFilterOf(filter, desk), { after, limit });
    const [places, names] = await Promise.all([
      kernel.regions.fullNames(page.rows.map(({ region }) => region)),
      desk.namesOf(page.rows.flatMap(({ assigneeId }) => assigneeId ?? [])),
    ]);
    yield page.rows.map((found) => recordOf(desk, found, places, names)).join("");
    rest -= page.rows.length;
    after = page.next;
    if (after === undefined) return;
  }
}

function recordOf(
  { kernel, offices, t }: Desk,
  found: Case,
  places: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): string {
  const definition = kernel.cases.definitionOf(found);
  const zone = kernel.calendars.zoneOf(found.region);
  const time = (at: Date | null) => (at === null ? null : machineTime(at, zone));
  return csvRecord([
    formatPublicCode(found.code),
    t(definition.title),
    t(stateOf(definition, found.state).label),
    offices.get(found.officeId) ?? null,
    found.region,
    places.get(found.region) ?? null,
    redact(found.headline),
    found.visibility,
    found.channel,
    time(found.createdAt),
    time(found.dueAt),
    time(found.actBy),
    time(found.closedAt),
    found.outcome,
    found.rating,
    found.assigneeId === null ? null : (names.get(found.assigneeId) ?? null),
  ]);
}

/** The filter for the log: codes as they are, of words searched only that there were some. */
function codesOf(filter: InboxFilter): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(fieldsOf(filter).map(([name, value]) => [name, name === "q" ? true : value]));
}
