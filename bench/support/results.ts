import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentLoad, type Machine } from "./machine.ts";

/** Something that must hold, and whether it does. */
export interface Bar {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
  readonly reached: boolean;
}

/** What a bench found: figures for people and programs, and its bars. */
export interface Findings {
  readonly figures: Readonly<Record<string, unknown>>;
  readonly bars: readonly Bar[];
}

/** Without a unit it is a share. */
export function atLeast(what: string, got: number, wanted: number, unit?: string): Bar {
  const text = (value: number) => (unit === undefined ? percent(value) : `${Math.round(value)} ${unit}`);
  return { what, wanted: `≥ ${text(wanted)}`, got: text(got), reached: got >= wanted };
}

export function atMost(what: string, got: number, wanted: number, unit: string): Bar {
  const text = (value: number) => `${Math.round(value * 10) / 10} ${unit}`;
  return { what, wanted: `≤ ${text(wanted)}`, got: text(got), reached: got <= wanted };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** Prints the bars and writes `bench/results/<name>.json`. Gives whether all were reached. */
export function report(name: string, machine: Machine, seconds: number, { figures, bars }: Findings): boolean {
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  const result = { bench: name, ...machine, loadAfter: currentLoad(), seconds: Math.round(seconds), bars, figures };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, rounded, 2)}\n`);
  for (const bar of bars) say(`${bar.reached ? "reached    " : "NOT REACHED"} ${bar.what}: ${bar.got} (${bar.wanted})`);
  return bars.every(({ reached }) => reached);
}

export function say(line: string): void {
  console.log(`  ${line}`);
}

/** Three decimals are more than any of this is exact to. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}
