// So many requests a second, each sent when its time has come, whether or not the ones before were answered. A request's time runs from
// the moment it was to be sent: a server that stops for a second is charged with all that waited (no coordinated omission).
import { Agent, request } from "node:http";
import { percentile } from "./support/statistics.ts";

export interface Paced {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Request `i` goes out with head `i` modulo their number: different people. */
  readonly headers: readonly Readonly<Record<string, string>>[];
}

export interface PacedResult {
  readonly answers: number;
  readonly failures: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  /** How late this program itself was at its 95th percentile; included in the figures above. */
  readonly ownDelayP95: number;
}

const { url, perSecond, seconds, headers } = JSON.parse(process.argv[2] ?? "{}") as Paced;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const latencies: number[] = [];
const delays: number[] = [];
let failures = 0;

function ask(due: number, index: number): Promise<void> {
  delays.push(performance.now() - due);
  return new Promise((resolve) => {
    const fail = () => {
      failures += 1;
      resolve();
    };
    const sent = request(url, { agent, headers: { ...headers[index % headers.length] } }, (answer) => {
      answer.resume();
      answer.once("error", fail);
      answer.once("end", () => {
        if (answer.statusCode !== 200) return fail();
        latencies.push(performance.now() - due);
        resolve();
      });
    });
    sent.once("error", fail);
    sent.end();
  });
}

/** Connections and caches as they are after a second of use. */
const warmUp = perSecond;
const total = warmUp + perSecond * seconds;
const start = performance.now() + 20;
const open: Promise<void>[] = [];
for (let index = 0; index < total; ) {
  const due = start + (index * 1000) / perSecond;
  if (performance.now() >= due) {
    if (index === warmUp) {
      latencies.length = 0;
      delays.length = 0;
    }
    open.push(ask(due, index));
    index += 1;
  } else await new Promise((resolve) => setTimeout(resolve, 1));
}
await Promise.all(open);
const said: PacedResult = {
  answers: latencies.length,
  failures,
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
  p99: percentile(latencies, 0.99),
  most: Math.max(...latencies),
  ownDelayP95: percentile(delays, 0.95),
};
process.send?.(said);
