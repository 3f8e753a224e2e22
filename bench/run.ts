import { inbox } from "./inbox.ts";
import { list } from "./list.ts";
import { memory } from "./memory.ts";
import { submit } from "./submit.ts";
import type { Bench } from "./support/bench.ts";
import { startInstance } from "./support/instance.ts";
import { describeMachine } from "./support/machine.ts";
import { report, say } from "./support/results.ts";

const benches: Readonly<Record<string, Bench>> = { inbox, list, submit, memory };

/** Runs the named benches, all without names, each on an instance of its own. Gives whether every bar was reached. */
export async function run(names: readonly string[]): Promise<boolean> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
    return false;
  }
  let reached = true;
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name}:`);
    const machine = describeMachine();
    say(
      `${machine.commit.slice(0, 7)}${machine.changed ? " with changes" : ""}, ${machine.cores} cores, load ${machine.loadBefore}`,
    );
    const start = performance.now();
    const instance = await startInstance();
    try {
      const findings = await bench(instance);
      reached = report(name, machine, (performance.now() - start) / 1000, findings) && reached;
    } finally {
      await instance.remove();
    }
  }
  return reached;
}
