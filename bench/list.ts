import { setTimeout as pause } from "node:timers/promises";
import { bars } from "./floors.ts";
import type { Bench } from "./support/bench.ts";
import { countRows, untilDispatched } from "./support/counts.ts";
import type { Instance } from "./support/instance.ts";
import { compareWithBareRoute, pace, sizeOf } from "./support/pages.ts";
import { submitMany, submitOne } from "./support/reports.ts";
import { atLeast, atMost, say } from "./support/results.ts";
import { summarise } from "./support/statistics.ts";

const path = "/laporan";
const reports = 200;
const updates = 10;
/** As every browser asks. */
const browser = { accept: "text/html", "accept-encoding": "br, gzip" };

/** The public list, the same for everyone and kept for at most a second. */
export const list: Bench = async (instance) => {
  await submitMany(instance.url, reports);
  await untilDispatched(instance.database);
  const url = `${instance.url}${path}`;
  const bytes = await sizeOf(url, {});
  say(`${bytes} bytes uncompressed`);
  const plain = await compareWithBareRoute(instance, { path, headers: {}, bytes });
  say("as a browser asks, compressed:");
  const compressed = await compareWithBareRoute(instance, { path, headers: browser, bytes });
  // Updates are looked for while people read, as it is in life.
  const [paced, fresh] = await Promise.all([
    pace({ url, perSecond: bars.list.pacedPerSecond, seconds: 12, headers: [browser] }),
    freshness(instance),
  ]);
  say(
    `an update is seen after ${fresh.median.toFixed(0)} ms (at most ${fresh.most.toFixed(0)} ms, ${updates} updates)`,
  );
  return {
    figures: { reports, plain, compressed, paced, fresh, rowsInTables: await countRows(instance.database) },
    bars: [
      atLeast("public list, share of a bare route", plain.share.median, bars.list.share),
      atLeast("public list, compressed, share of a bare route", compressed.share.median, bars.list.share),
      atMost(`public list, p95 at ${bars.list.pacedPerSecond}/s`, paced.p95, bars.list.p95, "ms"),
      atMost("public list, an update is seen within", fresh.most, bars.list.freshWithin, "ms"),
    ],
  };
};

/** From the answer that acknowledges a report to the first list that shows it, in ms. */
async function freshness(instance: Instance) {
  const times: number[] = [];
  for (let update = 0; update < updates; update += 1) {
    const code = (await submitOne(instance.url, 1_000_000 + update)).replaceAll("-", "");
    const start = performance.now();
    while (!(await (await fetch(`${instance.url}${path}`, { headers: browser })).text()).includes(code)) await pause(5);
    times.push(performance.now() - start);
    await pause(500);
  }
  return summarise(times);
}
