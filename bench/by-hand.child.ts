// The floor of a submission: the rows of one, written again and again with ids of their own by SQL that a person wrote for nothing else.
import pg from "pg";
import { type Form, insertOf, type Model, oneStatement, valueMaker } from "./support/model-rows.ts";
import { percentile } from "./support/statistics.ts";

export interface ByHand {
  readonly databaseUrl: string;
  readonly model: Model;
  readonly form: Form;
  readonly connections: number;
  readonly seconds: number;
}

export interface ByHandResult {
  readonly transactions: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
}

const { databaseUrl, model, form, connections, seconds } = JSON.parse(process.argv[2] ?? "{}") as ByHand;
const latencies: number[] = [];
const inserts = model.rows.map((row, index) => ({ name: `row-${index}`, text: insertOf(row) }));
const nextValues = valueMaker(model);
const whole = { name: "rows", text: oneStatement(model) };

async function write(client: pg.Client): Promise<void> {
  const rows = nextValues();
  if (form === "one") {
    await client.query({ ...whole, values: rows.flat() });
    return;
  }
  const statements = inserts.map((insert, index) => ({ ...insert, values: rows[index] ?? [] }));
  if (form === "pipelined") {
    const sent = [
      client.query("begin"),
      ...statements.map((statement) => client.query(statement)),
      client.query("commit"),
    ];
    await Promise.all(sent);
    return;
  }
  await client.query("begin");
  for (const statement of statements) await client.query(statement);
  await client.query("commit");
}

let end = Number.POSITIVE_INFINITY;
async function work(client: pg.Client): Promise<void> {
  while (performance.now() < end) {
    const start = performance.now();
    await write(client);
    latencies.push(performance.now() - start);
  }
}

const clients = Array.from(
  { length: connections },
  () => new pg.Client({ connectionString: databaseUrl, pipeline: form === "pipelined" } as pg.ClientConfig),
);
for (const client of clients) await client.connect();
// Statements are prepared and the program is warm before the clock starts.
for (const client of clients) for (let count = 0; count < 5; count += 1) await write(client);
latencies.length = 0;
const start = performance.now();
end = start + seconds * 1000;
await Promise.all(clients.map(work));
const lasted = (performance.now() - start) / 1000;
await Promise.all(clients.map((client) => client.end()));
const said: ByHandResult = {
  transactions: latencies.length,
  perSecond: latencies.length / lasted,
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
};
process.send?.(said);
