import type { AvailableAction } from "../../kernel/cases/index.ts";

/** How the actions of a person stand on the page: forms, and links to those whose fields would bear the same names as an earlier form's. */
export function arrange(
  open: readonly AvailableAction[],
  first: string | undefined,
): { readonly forms: readonly AvailableAction[]; readonly links: readonly AvailableAction[] } {
  const sorted = [...open].sort((left, right) => Number(right.name === first) - Number(left.name === first));
  const taken = new Set<string>();
  const forms: AvailableAction[] = [];
  const links: AvailableAction[] = [];
  for (const each of sorted) {
    const names = each.action.ask.map(({ name }) => name);
    if (names.some((name) => taken.has(name))) links.push(each);
    else {
      for (const name of names) taken.add(name);
      forms.push(each);
    }
  }
  return { forms, links };
}
