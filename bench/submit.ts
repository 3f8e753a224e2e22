import type { ByHandResult } from "./by-hand.child.ts";
import type { ClosedLoopResult } from "./closed-loop.child.ts";
import { bars, type TriedForm, tryForms, writeByHand } from "./floors.ts";
import type { Bench } from "./support/bench.ts";
import { watched } from "./support/child.ts";
import { countRows, grownBy, type RowCounts, untilDispatched } from "./support/counts.ts";
import type { Instance } from "./support/instance.ts";
import { type Model, modelTables, readModel } from "./support/model-rows.ts";
import { ask, rounds } from "./support/pages.ts";
import { submitOne } from "./support/reports.ts";
import { atLeast, say } from "./support/results.ts";
import { summarise } from "./support/statistics.ts";

const roundSeconds = 4;
const triedConnections = [8, 16, 32];

/** A report accepted through HTTP against its rows written by hand. */
export const submit: Bench = async (instance) => {
  let next = 0;
  const send = async (connections: number, seconds: number): Promise<ClosedLoopResult> => {
    const result = await ask({ url: instance.url, connections, seconds, submitFrom: next });
    next += result.answers + connections + 10;
    next += 10 - (next % 10);
    return result;
  };
  await send(8, 2);
  await untilDispatched(instance.database);
  const model = await modelOfOne(instance);
  const { form, connections: floorConnections, tried } = await bestForm(instance, model);
  const clients = await bestClients(instance, send);

  const done: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const below = await writeRound(instance, model, form, floorConnections);
    const above = await submitRound(instance, clients, send);
    const share = above.perSecond / below.perSecond;
    say(
      `round ${round}: by hand ${below.perSecond.toFixed(0)}/s, through HTTP ${above.perSecond.toFixed(0)}/s (${above.microsecondsEach.toFixed(0)} µs each, ${above.cores.toFixed(2)} cores; p95 ${above.p95.toFixed(0)} ms; dispatched ${above.dispatchedAfterMs.toFixed(0)} ms later) = ${(share * 100).toFixed(1)} %`,
    );
    done.push({ floor: below, subject: above, share });
  }
  const share = summarise(done.map((round) => round.share));
  return {
    figures: {
      floor: { form, connections: floorConnections, tried },
      clients,
      rowsOfOne: Object.fromEntries(modelTables.map((table) => [table, 1])),
      rounds: done,
      byHand: summarise(done.map(({ floor }) => floor.perSecond)),
      throughHttp: summarise(done.map(({ subject }) => subject.perSecond)),
      share,
      rowsInTables: await countRows(instance.database),
    },
    bars: [atLeast("a report through HTTP, share of its rows written by hand", share.median, bars.submit.share)],
  };
};

interface Round {
  readonly floor: ByHandResult & { readonly grown: RowCounts };
  readonly subject: ClosedLoopResult & {
    readonly cores: number;
    readonly microsecondsEach: number;
    readonly dispatchedAfterMs: number;
    readonly grown: RowCounts;
  };
  readonly share: number;
}

/** The rows that one report leaves. Throws when it left rows in other tables too: the floor must write all of them. */
async function modelOfOne(instance: Instance): Promise<Model> {
  const before = await countRows(instance.database);
  const code = await submitOne(instance.url, 9_000_000);
  await untilDispatched(instance.database);
  const grown = grownBy(before, await countRows(instance.database));
  const expected = Object.fromEntries(modelTables.map((table) => [table, 1]));
  for (const table of new Set([...Object.keys(grown), ...modelTables]))
    if (grown[table] !== expected[table]) throw new Error(`one report left ${grown[table] ?? 0} rows in ${table}`);
  return readModel(instance.database, code);
}

async function bestForm(instance: Instance, model: Model): Promise<TriedForm & { tried: readonly TriedForm[] }> {
  instance.hold();
  const tried = await tryForms(instance.databaseUrl, model, () => forgetFacts(instance));
  instance.letGo();
  for (const { form, connections, perSecond } of tried.slice(0, 4))
    say(`by hand, ${form} × ${connections} connections: ${perSecond.toFixed(0)}/s`);
  const [best] = tried;
  if (best === undefined) throw new Error("nothing was tried");
  return { ...best, tried };
}

async function bestClients(
  instance: Instance,
  send: (connections: number, seconds: number) => Promise<ClosedLoopResult>,
): Promise<number> {
  const tried: { clients: number; perSecond: number }[] = [];
  for (const clients of triedConnections) {
    tried.push({ clients, perSecond: (await send(clients, 2)).perSecond });
    await untilDispatched(instance.database);
  }
  return tried.toSorted((left, right) => right.perSecond - left.perSecond)[0]?.clients ?? 8;
}

/** The server stands still meanwhile; the facts written by hand are marked as dispatched, and their entries as taken in, before it goes on, so that they cost it nothing. */
async function writeRound(instance: Instance, model: Model, form: TriedForm["form"], connections: number) {
  const before = await countRows(instance.database);
  instance.hold();
  const result = await writeByHand({
    databaseUrl: instance.databaseUrl,
    model,
    form,
    connections,
    seconds: roundSeconds,
  });
  await forgetFacts(instance);
  instance.letGo();
  const grown = grownBy(before, await countRows(instance.database));
  // Those that warmed the statements up were written too.
  expectRows(grown, result.transactions, connections * 5);
  return { ...result, grown };
}

async function submitRound(
  instance: Instance,
  clients: number,
  send: (connections: number, seconds: number) => Promise<ClosedLoopResult>,
) {
  const before = await countRows(instance.database);
  const { value, cores, processorSeconds } = await watched(instance.pid, () => send(clients, roundSeconds));
  const dispatchedAfterMs = await untilDispatched(instance.database);
  const grown = grownBy(before, await countRows(instance.database));
  // Requests that were open when the clock ended may still have been accepted.
  expectRows(grown, value.answers, clients);
  const microsecondsEach = (processorSeconds * 1e6) / value.answers;
  return { ...value, cores, microsecondsEach, dispatchedAfterMs, grown };
}

/** As many rows in every table as transactions were acknowledged, or a few more that were still on their way; nowhere anything else. */
function expectRows(grown: RowCounts, acknowledged: number, atMostMore: number): void {
  for (const table of new Set([...modelTables, ...Object.keys(grown)])) {
    const count = modelTables.includes(table) ? (grown[table] ?? 0) : Number.NaN;
    const cases = grown["cases.case"] ?? 0;
    if (count !== cases || count < acknowledged || count > acknowledged + atMostMore)
      throw new Error(`${acknowledged} were acknowledged, but ${table} has ${grown[table] ?? 0} more rows`);
  }
}

async function forgetFacts({ database }: Instance): Promise<void> {
  await database.query("update command.outbox set dispatched_at = now() where dispatched_at is null");
  await database.query("delete from ledger.waiting");
}
