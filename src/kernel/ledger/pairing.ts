/** What was paired, and what stands alone on either side. */
export interface Pairing<L, R> {
  readonly pairs: readonly (readonly [L, R])[];
  readonly left: readonly L[];
  readonly right: readonly R[];
}

/**
 * Pairs what belongs together by the first of `likenesses` (a key of each side), what remains by the next, and so on: a row that was changed in one thing is
 * still known by the others. Equal ones are paired in their order.
 */
export function pairUp<L, R>(
  left: readonly L[],
  right: readonly R[],
  likenesses: readonly (readonly [(one: L) => string, (other: R) => string])[],
): Pairing<L, R> {
  const pairs: [L, R][] = [];
  let alone = { left: [...left], right: [...right] };
  for (const [ofLeft, ofRight] of likenesses) {
    const waiting = Map.groupBy(alone.right, ofRight);
    const unpaired: L[] = [];
    for (const one of alone.left) {
      const other = waiting.get(ofLeft(one))?.shift();
      if (other === undefined) unpaired.push(one);
      else pairs.push([one, other]);
    }
    alone = { left: unpaired, right: [...waiting.values()].flat() };
  }
  return { pairs, left: alone.left, right: alone.right };
}
