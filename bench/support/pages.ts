import type { ClosedLoop, ClosedLoopResult } from "../closed-loop.child.ts";
import { bareRoute } from "../floors.ts";
import type { Paced, PacedResult } from "../paced.child.ts";
import { runChild, watched } from "./child.ts";
import type { Instance } from "./instance.ts";
import { say } from "./results.ts";
import { type Summary, summarise } from "./statistics.ts";

export const rounds = 5;
const roundSeconds = 3;
/** Of each number of connections that is tried on the floor, before the first round. */
const tryingSeconds = 2;
const triedConnections = [8, 16, 32];

/** How many answers a second, how many cores the serving process used, and how much processor time for each answer. */
type Measured = ClosedLoopResult & { readonly cores: number; readonly microsecondsEach: number };

export interface Round {
  readonly floor: Measured;
  readonly subject: Measured;
  /** Of answers a second: what counts. */
  readonly share: number;
  /** Of processor time per answer; a busy machine disturbs it less, so it tells whether `share` can be believed. */
  readonly shareOfProcessor: number;
}

export interface Comparison {
  readonly connections: number;
  /** Of the string that the floor returns. */
  readonly bytes: number;
  readonly rounds: readonly Round[];
  readonly floor: Summary;
  readonly subject: Summary;
  readonly share: Summary;
  readonly shareOfProcessor: Summary;
}

/** Asks once and gives the size of the page as it comes, uncompressed, and on the wire. */
export async function sizeOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(url, { headers: { ...headers, "accept-encoding": "identity" } });
  const body = await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
  return body.byteLength;
}

/** A page against a bare Fastify route that returns a string of its size: alternately, for `rounds` rounds, with as many clients as suit the floor best. */
export async function compareWithBareRoute(
  instance: Instance,
  page: { readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly bytes: number },
): Promise<Comparison> {
  const floor = bareRoute(page.bytes);
  try {
    const floorUrl = await floor.said;
    const connections = await bestConnections(floorUrl);
    const url = `${instance.url}${page.path}`;
    const { headers } = page;
    // Both are warm alike when the rounds begin.
    await ask({ url, connections, seconds: tryingSeconds * triedConnections.length, headers });
    const done: Round[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      instance.hold();
      const below = await measured(floor.pid, { url: floorUrl, connections, seconds: roundSeconds });
      instance.letGo();
      const above = await measured(instance.pid, { url, connections, seconds: roundSeconds, headers });
      const share = above.perSecond / below.perSecond;
      const shareOfProcessor = below.microsecondsEach / above.microsecondsEach;
      say(`round ${round}: floor ${inWords(below)}, page ${inWords(above)} = ${(share * 100).toFixed(1)} %`);
      done.push({ floor: below, subject: above, share, shareOfProcessor });
    }
    return {
      connections,
      bytes: page.bytes,
      rounds: done,
      floor: summarise(done.map(({ floor: { perSecond } }) => perSecond)),
      subject: summarise(done.map(({ subject: { perSecond } }) => perSecond)),
      share: summarise(done.map(({ share }) => share)),
      shareOfProcessor: summarise(done.map(({ shareOfProcessor }) => shareOfProcessor)),
    };
  } finally {
    await floor.stop();
  }
}

async function bestConnections(url: string): Promise<number> {
  const tried: { connections: number; perSecond: number }[] = [];
  for (const connections of triedConnections) {
    const { perSecond } = await ask({ url, connections, seconds: tryingSeconds });
    tried.push({ connections, perSecond });
  }
  return tried.toSorted((left, right) => right.perSecond - left.perSecond)[0]?.connections ?? 16;
}

async function measured(pid: number, loop: ClosedLoop): Promise<Measured> {
  const { value, processorSeconds, cores } = await watched(pid, () => ask(loop));
  return { ...value, cores, microsecondsEach: (processorSeconds * 1e6) / value.answers };
}

function inWords({ perSecond, cores, microsecondsEach }: Measured): string {
  return `${perSecond.toFixed(0)}/s (${microsecondsEach.toFixed(0)} µs each, ${cores.toFixed(2)} cores)`;
}

/** Runs the loop in a process of its own; an answer that is not 2xx ends the bench. */
export async function ask(loop: ClosedLoop): Promise<ClosedLoopResult> {
  const result = await runChild<ClosedLoopResult>("closed-loop.child.ts", loop);
  if (result.failures > 0) throw new Error(`${loop.url}: ${result.failures} of ${result.answers} requests failed`);
  return result;
}

/** So many requests a second whatever happens; a request that is not answered with 200 ends the bench. */
export async function pace(paced: Paced): Promise<PacedResult> {
  const result = await runChild<PacedResult>("paced.child.ts", paced);
  say(
    `paced ${paced.perSecond}/s: p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, most ${result.most.toFixed(0)} ms (own delay p95 ${result.ownDelayP95.toFixed(1)} ms)`,
  );
  if (result.failures > 0) throw new Error(`${paced.url}: ${result.failures} paced requests failed`);
  return result;
}
