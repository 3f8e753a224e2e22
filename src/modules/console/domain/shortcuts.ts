import type { Action } from "../../../kernel/services/index.ts";

/**
 * The key of each action: "a" takes the case, "t" hands it over, every other has a digit in its order. Digits never clash with the keys of
 * the list (j, k, /, ?) nor with each other, whatever a definition names its actions.
 */
export function shortcutsOf(
  actions: readonly { readonly name: string; readonly action: Action }[],
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  let next = 1;
  for (const { name, action } of actions) {
    const wished = action.assign === "self" ? "a" : action.handover === undefined ? undefined : "t";
    const key = wished !== undefined && !taken.has(wished) ? wished : next <= 9 ? String(next++) : undefined;
    if (key === undefined) continue;
    taken.add(key);
    keys.set(name, key);
  }
  return keys;
}
