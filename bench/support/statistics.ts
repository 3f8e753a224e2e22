/** What several rounds of one thing say together. */
export interface Summary {
  readonly rounds: readonly number[];
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** (most − least) / median: how far the rounds lie apart. */
  readonly spread: number;
}

/** The value below which the share `part` (0 to 1) of all values lies, by nearest rank. Throws without values. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const found = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (found === undefined) throw new Error("a percentile of nothing");
  return found;
}

/** The middle value; between two middle ones, their mean. Throws without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("a median of nothing");
  return (low + high) / 2;
}

export function summarise(rounds: readonly number[]): Summary {
  const middle = median(rounds);
  const least = Math.min(...rounds);
  const most = Math.max(...rounds);
  return { rounds, median: middle, least, most, spread: (most - least) / middle };
}
