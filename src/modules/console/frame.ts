import type { ConsoleMenuItem } from "../../kernel/ui/index.ts";
import { type Desk, type MenuCounts, menuBuckets, menuFilters, sumOf } from "./desk.ts";
import { addressOf, noFilter } from "./domain/inbox-filter.ts";

/** What stands around every page: where one is, who one is, where one can go. */
export interface Frame {
  readonly office: string;
  readonly person: { readonly name: string; readonly role: string; readonly href: string };
  readonly menu: readonly ConsoleMenuItem[];
}

export const paths = {
  inbox: "/konsol",
  mine: addressOf("/konsol", { ...noFilter, mine: true }),
  turn: addressOf("/konsol", { ...noFilter, turn: true }),
  late: addressOf("/konsol", { ...noFilter, late: true }),
  notices: "/konsol/kabar",
  oversee: "/konsol/terlambat",
  audit: "/konsol/akses",
  operate: "/konsol/operasi",
  signOut: "/keluar",
  events: "/konsol/langsung",
  export: "/konsol/ekspor.csv",
} as const;

/** `counts` when the page has counted already. */
export async function frameOf(desk: Desk, counted?: MenuCounts): Promise<Frame> {
  const { kernel, officer, t } = desk;
  const may = (action: Parameters<typeof kernel.access.mayEver>[1]) => kernel.access.mayEver(officer, action);
  const counts = counted ?? (await countMenu(desk, may("case.read")));
  const roles = [...new Set(officer.assignments.map(({ role }) => role))];
  const turnLabel = roles.includes("verifier") ? t("console.menu.check") : t("console.menu.turn");
  const items: readonly (ConsoleMenuItem | false)[] = [
    may("case.read") && { href: paths.inbox, icon: "list", label: t("console.menu.inbox"), count: counts.open },
    may("case.act") && { href: paths.mine, icon: "user", label: t("console.menu.mine"), count: counts.mine },
    may("case.act") && { href: paths.turn, icon: "eye", label: turnLabel, count: counts.turn },
    may("case.read") && { href: paths.late, icon: "late", label: t("console.menu.late"), count: counts.late },
    may("office.oversee") && { href: paths.oversee, icon: "office", label: t("console.menu.oversee") },
    may("access-log.audit") && { href: paths.audit, icon: "lock", label: t("console.menu.audit") },
    may("installation.operate") && { href: paths.operate, icon: "key", label: t("console.menu.operate") },
    ...kernel.manifests.flatMap(({ panels = [] }) =>
      panels.flatMap(({ href, icon, label, action }) => (may(action) ? [{ href, icon, label: t(label) }] : [])),
    ),
    {
      href: paths.notices,
      icon: "bell",
      label: t("console.menu.notices"),
      count: counts.unread > 0 ? counts.unread : undefined,
    },
  ];
  return {
    office: desk.offices.get(officer.assignments[0]?.officeId ?? "") ?? "",
    person: {
      name: desk.name,
      role: roles.map((role) => t(`console.role.${role}`)).join(", "),
      href: paths.signOut,
    },
    menu: items.filter((item) => item !== false),
  };
}

/** Whoever may read no case has only news to count. */
async function countMenu(desk: Desk, hasCases: boolean): Promise<Partial<MenuCounts> & Pick<MenuCounts, "unread">> {
  const { kernel, officer } = desk;
  const [tally, unread] = await Promise.all([
    hasCases ? kernel.cases.tally(officer, "case.read", menuFilters(desk)) : undefined,
    kernel.notify.unread(officer.accountId),
  ]);
  return { ...(tally !== undefined && sumOf(tally, menuBuckets)), unread };
}
