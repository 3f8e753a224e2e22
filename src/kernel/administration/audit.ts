import { idsAfter, officesById, type RoleRow, rolesEverHeld } from "../access/index.ts";
import type { Accounts } from "../accounts/index.ts";
import type { KeptRule, RoutingTable } from "../cases/index.ts";
import { auditOfHistory } from "../command/index.ts";
import type { Uuid } from "../ids/index.ts";
import {
  type Audited,
  type AuditedSubject,
  type Difference,
  differing,
  pairUp,
  type SubjectEntry,
} from "../ledger/index.ts";

/** What the audit of the administration needs. */
export interface AdministrationAuditDeps {
  readonly accounts: Pick<Accounts, "officerStates">;
  readonly routingTables: readonly RoutingTable[];
}

/** How offices, officers' accounts and roles, and routing rules are compared with the book `administration`. */
export function administrationAudits({ accounts, routingTables }: AdministrationAuditDeps): readonly Audited[] {
  return [
    {
      about: "office",
      subjects: (db, after, limit) => idsAfter(db, "office", after, limit),
      async compare(db, subjects) {
        const rows = await officesById(db, idsOf(subjects));
        const byId = new Map(rows.map((row) => [row.id, row]));
        return comparedRows("access.office", subjects, byId, (row, { entries }) => {
          const newest = entries.at(-1);
          const names = entries.filter(({ isCommitted }) => isCommitted);
          return differing({
            code: [row.code, newest?.facts.code],
            parent: [row.parentId, newest?.facts.parent],
            region: [row.region, newest?.region],
            name: [names.at(-1)?.says({ name: row.name }) ?? "valid", "valid"],
            state: [row.closedAt, null],
          });
        });
      },
    },
    {
      about: "officer",
      async subjects(db, after, limit) {
        return (await accounts.officerStates(db, { after, limit })).map(({ accountId }) => accountId);
      },
      async compare(db, subjects) {
        const rows = await accounts.officerStates(db, { ids: idsOf(subjects) });
        const byId = new Map(rows.map((row) => [row.accountId, row]));
        return comparedRows("accounts.account", subjects, byId, (row, { entries }) => {
          const last = entries.findLast(({ kind }) => kind === "officer.disabled" || kind === "officer.enabled");
          return differing({ state: [row.isClosed, last?.kind === "officer.disabled"] });
        });
      },
    },
    {
      about: "officer",
      subjects: (db, after, limit) => idsAfter(db, "holder", after, limit),
      async compare(db, subjects) {
        const rows = await rolesEverHeld(db, idsOf(subjects));
        const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
        const differences = subjects.flatMap((subject) => differencesOfRoles(subject, byAccount.get(subject.id) ?? []));
        return { rows: rows.length, erased: 0, differences };
      },
    },
    {
      about: "routing-rule",
      async subjects(db, after, limit) {
        const pages = await Promise.all(routingTables.map((table) => table.kept(db, { after, limit })));
        return pages
          .flat()
          .map(({ id }) => id)
          .toSorted()
          .slice(0, limit);
      },
      async compare(db, subjects) {
        const found = await Promise.all(routingTables.map((table) => table.kept(db, { ids: idsOf(subjects) })));
        const byId = new Map(found.flat().map((rule) => [rule.id, rule]));
        return comparedRows(routingTables.map(({ table }) => table).join("|"), subjects, byId, traitsOfRule);
      },
    },
    ...(["office", "officer", "routing-rule"] as const).map((about) =>
      auditOfHistory(about, ({ kind }) => `${about}.${kind}`),
    ),
  ];
}

function idsOf(subjects: readonly AuditedSubject[]): readonly Uuid[] {
  return subjects.map(({ id }) => id);
}

/** Where one row stands for a subject. */
function comparedRows<Row>(
  table: string,
  subjects: readonly AuditedSubject[],
  byId: ReadonlyMap<Uuid, Row>,
  traitsOf: (row: Row, subject: AuditedSubject) => Difference["traits"],
) {
  const differences = subjects.flatMap((subject): Difference[] => {
    const row = byId.get(subject.id);
    const about = { table, row: subject.id };
    if (row === undefined) return subject.entries.length === 0 ? [] : [{ ...about, kind: "deleted", traits: [] }];
    if (subject.entries.length === 0) return [{ ...about, kind: "inserted", traits: [] }];
    const traits = traitsOf(row, subject);
    return traits.length === 0 ? [] : [{ ...about, kind: "changed", traits }];
  });
  return { rows: byId.size, erased: 0, differences };
}

interface WrittenRole {
  readonly entry: SubjectEntry;
  readonly role: string;
  readonly officeId: Uuid | null;
  readonly since: Date;
  until: Date | null;
}

/** The roles that the book knows of an officer: each begun by an entry, and ended by another or not yet. */
function writtenRoles(entries: readonly SubjectEntry[]): readonly WrittenRole[] {
  const roles: WrittenRole[] = [];
  for (const entry of entries) {
    const { kind, at, officeId, facts } = entry;
    const role = String(facts.role);
    const since = typeof facts.from === "string" ? new Date(facts.from) : at;
    if (kind === "officer.assigned") roles.push({ entry, role, officeId, since, until: null });
    if (kind !== "officer.role-ended") continue;
    const open = roles.findLast((held) => held.role === role && held.officeId === officeId && held.until === null);
    if (open !== undefined) open.until = at;
  }
  return roles;
}

function differencesOfRoles({ entries }: AuditedSubject, rows: readonly RoleRow[]): readonly Difference[] {
  const table = "access.assignment";
  const { pairs, left, right } = pairUp(writtenRoles(entries), rows, [
    [whole, whole],
    [placeOf, placeOf],
    [({ since }) => String(since.getTime()), ({ since }) => String(since.getTime())],
  ]);
  return [
    ...pairs.flatMap(([written, row]): Difference[] => {
      const traits = differing({
        role: [row.role, written.role],
        office: [row.officeId, written.officeId],
        time: [
          `${row.since.getTime()} ${row.until?.getTime()}`,
          `${written.since.getTime()} ${written.until?.getTime()}`,
        ],
      });
      return traits.length === 0 ? [] : [{ kind: "changed", table, row: row.id, traits }];
    }),
    ...left.map(({ entry }): Difference => ({ kind: "deleted", table, row: `entry ${entry.id}`, traits: [] })),
    ...right.map(({ id }): Difference => ({ kind: "inserted", table, row: id, traits: [] })),
  ];
}

type Held = Pick<WrittenRole, "role" | "officeId" | "since">;

function placeOf({ role, officeId }: Held): string {
  return `${role} ${officeId}`;
}

function whole(held: Held): string {
  return `${placeOf(held)} ${held.since.getTime()}`;
}

function traitsOfRule(rule: KeptRule, { entries }: AuditedSubject): Difference["traits"] {
  const set = entries.find(({ kind }) => kind === "routing-rule.set");
  const ends = entries.flatMap(({ kind, facts }) =>
    kind === "routing-rule.ended" ? [[rule.from, String(facts.on)].toSorted().at(-1)] : [],
  );
  const isEndKnown = rule.endedOn === null ? ends.length === 0 : ends.includes(rule.endedOn) || rule.isReplaced;
  return differing({
    rule: [`${rule.key} ${rule.from}`, `${set?.facts.key} ${set?.facts.from}`],
    region: [rule.region, set?.region],
    office: [rule.officeId, set?.officeId],
    time: [isEndKnown, true],
  });
}
