import { clockInWords } from "../../kernel/time/index.ts";
import type { ShortcutKey } from "../../kernel/ui/index.ts";
import type { ActionLink } from "./actions.ts";
import type { Desk } from "./desk.ts";
import { addressOf, type InboxFilter } from "./domain/inbox-filter.ts";
import { paths } from "./frame.ts";

/** What the list is called. */
export function titleOf({ t, officer }: Desk, filter: InboxFilter): string {
  if (filter.mine) return t("console.menu.mine");
  if (filter.turn)
    return t(officer.assignments.some(({ role }) => role === "verifier") ? "console.menu.check" : "console.menu.turn");
  return filter.late ? t("console.menu.late") : t("console.menu.inbox");
}

/** The line of the menu that this list belongs to. */
export function currentOf(filter: InboxFilter): string {
  if (filter.mine) return paths.mine;
  if (filter.turn) return paths.turn;
  return filter.late ? paths.late : paths.inbox;
}

/** The file with what the list shows; undefined for whoever may take no rows out. */
export function exportHref({ kernel, officer }: Desk, filter: InboxFilter): string | undefined {
  return kernel.access.mayEver(officer, "case.export") ? addressOf(paths.export, filter) : undefined;
}

/** Keys besides those every list has, by the names on their buttons, and how fresh the list is. */
export function listHelp(
  { t, horizon, zone }: Desk,
  total: number,
  actions: readonly ActionLink[] = [],
): { readonly keys: readonly ShortcutKey[]; readonly status: string } {
  return {
    keys: actions.flatMap(({ shortcut, label }) =>
      shortcut === undefined ? [] : [{ keys: [shortcut.toUpperCase()], label }],
    ),
    status: t("console.status", { clock: clockInWords(t, horizon.now, zone), count: total }),
  };
}
