import { inbox } from "./inbox.ts";
import { ledger } from "./ledger.ts";
import { list } from "./list.ts";
import { memory } from "./memory.ts";
import { submit } from "./submit.ts";
import { suite } from "./suite.ts";
import type { Bench } from "./support/bench.ts";
import { startInstance } from "./support/instance.ts";
import { describeMachine } from "./support/machine.ts";
import { type Findings, report, say } from "./support/results.ts";

const benches: Readonly<Record<string, Bench>> = { inbox, list, submit, memory, ledger };
/** Those that start what they measure themselves; only when they are named, for they take long. */
const alone: Readonly<Record<string, () => Promise<Findings>>> = { suite };

/** Runs the named benches, without names all that need an instance, each on one of its own. Gives whether every bar was reached. */
export async function run(names: readonly string[]): Promise<boolean> {
  const known = [...Object.keys(benches), ...Object.keys(alone)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}; there are ${known.join(", ")}.`);
    return false;
  }
  let reached = true;
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    console.log(`${name}:`);
    const machine = describeMachine();
    say(
      `${machine.commit.slice(0, 7)}${machine.changed ? " with changes" : ""}, ${machine.cores} cores, load ${machine.loadBefore}`,
    );
    const start = performance.now();
    const findings = await (alone[name]?.() ?? onInstance(benches[name] as Bench));
    reached = report(name, machine, (performance.now() - start) / 1000, findings) && reached;
  }
  return reached;
}

async function onInstance(bench: Bench): Promise<Findings> {
  const instance = await startInstance();
  try {
    return await bench(instance);
  } finally {
    await instance.remove();
  }
}
