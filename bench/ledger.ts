import { setTimeout as pause } from "node:timers/promises";
import { bars, deriveAnew, writeEntries } from "./floors.ts";
import type { LedgerActs } from "./ledger-acts.child.ts";
import type { Bench } from "./support/bench.ts";
import type { Instance } from "./support/instance.ts";
import { rounds } from "./support/pages.ts";
import { atLeast, atMost, say } from "./support/results.ts";
import { percentile, summarise } from "./support/statistics.ts";

const roundSeconds = 3;
const connections = 8;
const { perBatch, pacedPerSecond } = bars.ledger;

/** What the public books cost, and how soon an entry is published. The serving instance's own sequencer takes the entries in. */
export const ledger: Bench = async (instance) => {
  const write = (what: LedgerActs["what"], count = connections, seconds = roundSeconds) =>
    writeEntries({
      databaseUrl: instance.databaseUrl,
      what,
      connections: count,
      seconds,
      perBatch,
      perSecond: pacedPerSecond,
    });
  for (const what of ["acts without", "acts with entry", "batches", "batches by hand"] as const)
    await write(what, 4, 1);
  await untilTakenIn(instance);

  const acts = [];
  const batches = [];
  for (let round = 1; round <= rounds; round += 1) {
    const without = await write("acts without");
    const withEntry = await write("acts with entry");
    await untilTakenIn(instance);
    instance.hold();
    const byHand = await write("batches by hand", 4);
    instance.letGo();
    const many = await write("batches", 4);
    const takenInAfter = await untilTakenIn(instance);
    const inAll = many.entries / (roundSeconds + takenInAfter / 1000);
    acts.push({
      without: without.perSecond,
      with: withEntry.perSecond,
      share: withEntry.perSecond / without.perSecond,
    });
    batches.push({
      byHand: byHand.perSecond,
      written: many.perSecond,
      takenIn: inAll,
      share: many.perSecond / byHand.perSecond,
    });
    say(
      `round ${round}: acts ${without.perSecond.toFixed(0)}/s, with an entry ${withEntry.perSecond.toFixed(0)}/s; batches by hand ${byHand.perSecond.toFixed(0)} entries/s, by append ${many.perSecond.toFixed(0)}/s, in the tree and signed ${inAll.toFixed(0)}/s`,
    );
  }

  const delays = await publishingDelays(instance, () => write("paced", connections, 10));
  say(
    `${pacedPerSecond} entries/s: published after p50 ${percentile(delays, 0.5).toFixed(0)} ms, p95 ${percentile(delays, 0.95).toFixed(0)} ms`,
  );
  const rows = await rowsOfBook(instance);
  if (rows.entries !== rows.leaves || rows.entries !== rows.size)
    throw new Error(`${rows.entries} entries, ${rows.leaves} leaves, and the book was signed with ${rows.size}`);
  const derived = await deriveAnew(bars.ledger.derive.entries);
  say(
    `${derived.entries} entries derived anew in ${derived.seconds.toFixed(1)} s (${derived.processorSeconds.toFixed(1)} s of processor time)`,
  );
  const shareOf = (all: readonly { readonly share: number }[]) => summarise(all.map(({ share }) => share));
  const written = summarise(batches.map(({ written: each }) => each));
  return {
    figures: {
      acts,
      batches,
      entriesPaced: delays.length,
      p50: percentile(delays, 0.5),
      p95: percentile(delays, 0.95),
      derived,
      rows,
    },
    bars: [
      atLeast("an act with an entry, share of one without", shareOf(acts).median, bars.ledger.actShare),
      atLeast("batches, share of the same rows by hand", shareOf(batches).median, bars.ledger.batchShare),
      atLeast("batches, durable entries a second", written.median, bars.ledger.entriesPerSecond, "entries/s"),
      atMost(`published at ${pacedPerSecond}/s, p95`, percentile(delays, 0.95), bars.ledger.publishedWithin, "ms"),
      atMost(
        `${derived.entries} entries derived anew on one core`,
        derived.processorSeconds,
        bars.ledger.derive.seconds,
        "s",
      ),
    ],
  };
};

/** Waits until the sequencer has taken everything in. Gives the milliseconds it took. */
async function untilTakenIn({ database }: Instance): Promise<number> {
  const start = performance.now();
  for (;;) {
    const found = await database.query("select 1 from ledger.waiting limit 1");
    if (found.rows.length === 0) return performance.now() - start;
    await pause(20);
  }
}

/** Each entry has one leaf, and the newest signed state holds them all. */
async function rowsOfBook({ database }: Instance) {
  const found = await database.query<{ entries: number; leaves: number; size: number }>(
    `select (select count(*)::int from ledger.entry where book = 'bench') as entries,
       (select count(*)::int from ledger.leaf where book = 'bench') as leaves,
       (select max(size)::int from ledger.checkpoint where book = 'bench') as size`,
  );
  const [rows] = found.rows;
  if (rows === undefined) throw new Error("no book was written");
  return rows;
}

/** How long after its commit each entry stood in a published checkpoint: the n-th committed is out when the book has n more entries. */
async function publishingDelays(
  instance: Instance,
  write: () => Promise<{ readonly committedAt: readonly number[] }>,
): Promise<number[]> {
  const published: { readonly size: number; readonly at: number }[] = [];
  const sizeNow = async () => {
    const note = await (await fetch(`${instance.url}/ledger/bench/checkpoint`)).text();
    return Number(note.split("\n")[1]);
  };
  const before = await sizeNow();
  let over = false;
  const watching = (async () => {
    while (!over) {
      const size = await sizeNow();
      if (size !== published.at(-1)?.size) published.push({ size, at: performance.timeOrigin + performance.now() });
      await pause(10);
    }
  })();
  const { committedAt } = await write();
  await untilTakenIn(instance);
  await pause(100);
  over = true;
  await watching;
  return committedAt
    .toSorted((left, right) => left - right)
    .map((at, index) => {
      const out = published.find(({ size }) => size >= before + index + 1);
      if (out === undefined) throw new Error("an entry was not published");
      return Math.max(0, out.at - at);
    });
}
