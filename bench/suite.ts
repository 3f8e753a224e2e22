import { freshClone, ordinaryUser, type User } from "../test/clone/clone.ts";
import { bars } from "./floors.ts";
import { atMost, type Bar, type Findings, say } from "./support/results.ts";

interface Suite {
  readonly who: string;
  readonly seconds: number;
  /** The last line that `npm test` itself prints; npm may add a notice. */
  readonly verdict: string;
}

/** `npm test` in a fresh clone of the last commit, with whatever it installs and builds: as whoever runs this, and as an ordinary user. */
export async function suite(): Promise<Findings> {
  const suites = [await pass("whoever runs the bench", undefined)];
  const other = ordinaryUser();
  if (other !== undefined) suites.push(await pass("an ordinary user", other));
  const bar = ({ who, seconds }: Suite): Bar =>
    atMost(`npm test in a fresh clone, ${who}`, seconds, bars.suite.seconds, "s");
  return { figures: { suites }, bars: suites.map(bar) };
}

/** Throws with what was printed when a test failed. */
async function pass(who: string, user: User | undefined): Promise<Suite> {
  const clone = await freshClone(user);
  try {
    const start = performance.now();
    const running = clone.npm("test");
    const code = await running.ended;
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`npm test ended with ${code}:\n${running.output()}`);
    const verdict =
      running
        .output()
        .split("\n")
        .findLast((line) => /passed.*failed.*skipped/.test(line)) ?? "";
    say(`${who}: ${verdict}, ${seconds.toFixed(0)} s`);
    return { who, seconds, verdict };
  } finally {
    await clone.remove();
  }
}
