import { bars } from "./floors.ts";
import type { Bench } from "./support/bench.ts";
import { countRows, untilDispatched } from "./support/counts.ts";
import { signInOfficer } from "./support/officer.ts";
import { compareWithBareRoute, pace, sizeOf } from "./support/pages.ts";
import { submitMany } from "./support/reports.ts";
import { atLeast, atMost, say } from "./support/results.ts";

const path = "/konsol";
const openReports = 300;
/** Two of the office that handles damaged roads: the sample report goes to them. */
const officers = ["budi", "sri"];

/** The officer's inbox with 50 rows, made anew for each request of a signed-in officer. */
export const inbox: Bench = async (instance) => {
  await submitMany(instance.url, openReports);
  await untilDispatched(instance.database);
  const cookies: string[] = [];
  for (const officer of officers) cookies.push(await signInOfficer(instance.url, officer));
  const headers = { accept: "text/html", cookie: cookies[0] ?? "" };
  const rows = await rowsShown(`${instance.url}${path}`, headers);
  if (rows !== bars.inbox.rows) throw new Error(`the inbox shows ${rows} rows`);
  const bytes = await sizeOf(`${instance.url}${path}`, headers);
  say(`${rows} rows of ${openReports} open reports, ${bytes} bytes`);
  const plain = await compareWithBareRoute(instance, { path, headers, bytes });
  const paced = await pace({
    url: `${instance.url}${path}`,
    perSecond: bars.inbox.pacedPerSecond,
    seconds: 10,
    headers: cookies.map((cookie) => ({ accept: "text/html", "accept-encoding": "br, gzip", cookie })),
  });
  return {
    figures: { rows, openReports, plain, paced, rowsInTables: await countRows(instance.database) },
    bars: [
      atLeast("inbox, share of a bare route", plain.share.median, bars.inbox.share),
      atMost(`inbox, p95 at ${bars.inbox.pacedPerSecond}/s, compressed`, paced.p95, bars.inbox.p95, "ms"),
    ],
  };
};

async function rowsShown(url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, { headers });
  if (!/no-store|private/.test(answer.headers.get("cache-control") ?? "")) throw new Error("the inbox may be cached");
  const codes = (await answer.text()).matchAll(/id="k-([0-9A-Z]{12})"/g);
  return new Set([...codes].map(([, code]) => code)).size;
}
