import { setTimeout as pause } from "node:timers/promises";
import { bars } from "./floors.ts";
import type { Bench } from "./support/bench.ts";
import { residentBytes } from "./support/child.ts";
import { countRows, grownBy, untilDispatched } from "./support/counts.ts";
import { submitMany } from "./support/reports.ts";
import { atMost, say } from "./support/results.ts";

/** What the serving process holds at rest after a first start, and after very many reports. */
export const memory: Bench = async ({ url, pid, database }) => {
  const megabytes = () => residentBytes(pid) / 1e6;
  const afterStart = megabytes();
  await pause(bars.memory.idleSeconds * 1000);
  const atRest = megabytes();
  say(`right after the start ${afterStart.toFixed(0)} MB, ${bars.memory.idleSeconds} s later ${atRest.toFixed(0)} MB`);
  const before = await countRows(database);
  let most = atRest;
  const watch = setInterval(() => {
    most = Math.max(most, megabytes());
  }, 200);
  const start = performance.now();
  await submitMany(url, bars.memory.reports);
  const seconds = (performance.now() - start) / 1000;
  await untilDispatched(database);
  clearInterval(watch);
  const afterReports = megabytes();
  say(
    `after ${bars.memory.reports} reports (${seconds.toFixed(0)} s) ${afterReports.toFixed(0)} MB, at most ${most.toFixed(0)} MB`,
  );
  const grown = grownBy(before, await countRows(database));
  return {
    figures: { afterStart, atRest, reports: bars.memory.reports, seconds, afterReports, most, grown },
    bars: [
      atMost("memory at rest", atRest, bars.memory.atRest, "MB"),
      atMost(`memory after ${bars.memory.reports} reports`, afterReports, bars.memory.afterReports, "MB"),
    ],
  };
};
