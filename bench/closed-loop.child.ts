// So many clients that each ask again as soon as they have their answer, for so many seconds.
import autocannon, { type Options, type Result } from "autocannon";
import { submission, submitPath } from "./support/reports.ts";
import { percentile } from "./support/statistics.ts";

export interface ClosedLoop {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Each request submits a report of its own, counted from here, instead of asking for a page. */
  readonly submitFrom?: number;
}

export interface ClosedLoopResult {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly bytesPerSecond: number;
  /** Answers that were not 2xx, and requests without an answer. */
  readonly failures: number;
}

const asked = JSON.parse(process.argv[2] ?? "{}") as ClosedLoop;
let index = asked.submitFrom ?? 0;
const latencies: number[] = [];
const result = await new Promise<Result>((resolve, reject) => {
  const loop = autocannon(options(), (fault, done) => (fault === null ? resolve(done) : reject(fault)));
  // autocannon's own histogram counts whole milliseconds: too coarse for pages that take less.
  loop.on("response", (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
});
const ok = result["2xx"];
const said: ClosedLoopResult = {
  answers: ok,
  perSecond: ok / result.duration,
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
  p99: percentile(latencies, 0.99),
  bytesPerSecond: result.throughput.average,
  failures: result.non2xx + result.errors + result.timeouts,
};
process.send?.(said);

function options(): Options {
  const { url, connections, seconds, headers } = asked;
  const plain = { url, connections, duration: seconds, headers: { ...headers } };
  if (asked.submitFrom === undefined) return plain;
  return {
    ...plain,
    requests: [
      {
        method: "POST",
        path: submitPath,
        setupRequest: (request) => {
          const { headers, body } = submission(index);
          index += 1;
          return { ...request, headers: { ...request.headers, ...headers }, body };
        },
      },
    ],
  };
}
