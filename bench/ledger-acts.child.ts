// Acts on a running instance's database, from a process of its own: with a ledger entry each or without, many entries in a transaction, the rows of
// these by hand, or so many entries a second.
import { createHmac, randomBytes } from "node:crypto";
import pg from "pg";
import { createCommands } from "../src/kernel/command/index.ts";
import { openDatabase } from "../src/kernel/db/index.ts";
import { newId } from "../src/kernel/ids/index.ts";
import { createLedger, type LedgerFact } from "../src/kernel/ledger/index.ts";
import { ok } from "../src/kernel/result/index.ts";
import { systemClock } from "../src/kernel/time/index.ts";

export interface LedgerActs {
  readonly databaseUrl: string;
  readonly what: "acts with entry" | "acts without" | "batches" | "batches by hand" | "paced";
  readonly connections: number;
  readonly seconds: number;
  readonly perBatch: number;
  readonly perSecond: number;
}

export interface LedgerActsResult {
  readonly entries: number;
  readonly perSecond: number;
  /** Of paced entries: when each was committed, in milliseconds since 1970, in order. */
  readonly committedAt: readonly number[];
}

const book = "bench";
const settings = JSON.parse(process.argv[2] ?? "{}") as LedgerActs;
const database = openDatabase(settings.databaseUrl, settings.connections);
const ledger = createLedger();
const commands = createCommands({ db: database, ledger, clock: systemClock });
let made = 0;
let end = Number.POSITIVE_INFINITY;

function fact(): LedgerFact {
  const facts = { from: "submitted", to: "working" };
  const content = { what: "Lubang besar di jalur kiri arah Wonokromo, sudah dua motor jatuh." };
  return { book, kind: "case.take", subject: newId(), officeId: newId(), region: "35.78.05.1004", facts, content };
}

async function act(withEntry: boolean): Promise<void> {
  const id = newId();
  const about = { aggregateType: "case", aggregateId: id };
  await commands.run(
    { name: "bench.act", key: id, actorKey: "system:bench", actor: { kind: "system", ref: "bench" }, input: { id } },
    async () =>
      ok({
        answer: { id },
        history: [
          { ...about, kind: "action:take", officeId: null, region: "35.78.05.1004", facts: { from: "a", to: "b" } },
        ],
        events: [],
        entries: withEntry ? [fact()] : [],
      }),
  );
  made += 1;
}

async function batch(count: number): Promise<void> {
  await database.transaction((tx) => ledger.append(tx, Array.from({ length: count }, fact), systemClock.now()));
  made += count;
}

/** The same rows by SQL that a person wrote for nothing else; what they hold was made before. */
async function batchesByHand(): Promise<void> {
  const columns = Array.from({ length: settings.perBatch }, () => {
    const body = JSON.stringify({ ...fact(), commitment: createHmac("sha256", "x").update("y").digest("hex"), v: 1 });
    return { body, opening: randomBytes(32) };
  });
  const bodies = columns.map(({ body }) => body);
  const openings = columns.map(({ opening }) => opening);
  const client = new pg.Client({ connectionString: settings.databaseUrl });
  await client.connect();
  const text = `with e as (insert into ledger.entry (id, book, kind, subject, at, body)
      select id, 'byhand', 'case.take', id, now(), body from unnest($1::uuid[], $2::text[]) as r(id, body)),
    o as (insert into ledger.opening (entry_id, opening) select * from unnest($1::uuid[], $3::bytea[]))
    insert into ledger.waiting (entry_id, book) select id, 'byhand' from unnest($1::uuid[]) as r(id)`;
  while (performance.now() < end) {
    const ids = bodies.map(() => newId());
    await client.query({ name: "batch", text, values: [ids, bodies, openings] });
    made += settings.perBatch;
  }
  await client.end();
}

const works: Readonly<Record<Exclude<LedgerActs["what"], "paced" | "batches by hand">, () => Promise<void>>> = {
  "acts with entry": () => act(true),
  "acts without": () => act(false),
  batches: () => batch(settings.perBatch),
};
const committedAt: number[] = [];

async function paced(): Promise<void> {
  const perTick = 10;
  const tickMs = (perTick * 1000) / settings.perSecond;
  const start = performance.now();
  const open: Promise<void>[] = [];
  for (let tick = 0; tick * tickMs < settings.seconds * 1000; tick += 1) {
    while (performance.now() < start + tick * tickMs) await new Promise((resolve) => setTimeout(resolve, 1));
    const written = batch(perTick).then(() => {
      const at = performance.timeOrigin + performance.now();
      for (let each = 0; each < perTick; each += 1) committedAt.push(at);
    });
    open.push(written);
  }
  await Promise.all(open);
}

const start = performance.now();
end = start + settings.seconds * 1000;
if (settings.what === "paced") await paced();
else {
  const { what } = settings;
  const work =
    what === "batches by hand"
      ? batchesByHand
      : async () => {
          while (performance.now() < end) await works[what]();
        };
  await Promise.all(Array.from({ length: settings.connections }, work));
}
const seconds = (performance.now() - start) / 1000;
const said: LedgerActsResult = { entries: made, perSecond: made / seconds, committedAt };
// After the time was taken, and by one connection: nobody else takes these in.
await database.pool.query("delete from ledger.waiting where book = 'byhand'");
process.send?.(said);
await database.close();
