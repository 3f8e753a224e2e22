import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clubModule } from "../../../test/support/club-hall.tsx";
import { type CutLine, cutLine } from "../../../test/support/cut-line.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { openStream } from "../../../test/support/event-stream.ts";
import { type TestHall, testHall } from "../../../test/support/hall.ts";
import { notifyChannel } from "../command/index.ts";

// A hall whose line to the database swallows everything and breaks nothing, as a firewall that forgot the connections.
let database: TestDatabase;
let line: CutLine;
let hall: TestHall;
let url: string;

beforeAll(async () => {
  database = await testDatabase();
  line = await cutLine(database.url);
  const patience = { answerMs: 1_000, beatMs: 400 };
  hall = await testHall([clubModule().manifest], { database, databaseUrl: line.url, patience });
  await hall.kernel.live.start();
  url = await hall.listen();
});
afterAll(async () => {
  line.mend();
  line.drop();
  await hall.close();
  await line.close();
  await database.close();
});

const ask = async (path: string, accept = "text/html") => {
  const answer = await fetch(`${url}${path}`, { headers: { accept } });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
};
const change = () => sql`select pg_notify(${notifyChannel}, ${JSON.stringify(["club"])})`.execute(database.owner.query);

describe("a database that answers nothing, without a break", () => {
  it("keeps nobody waiting: a sentence after a while, not ready at once, alive all the time; then all goes on", async () => {
    expect((await ask("/basis")).status).toBe(200);
    const stream = await openStream(`${url}/langsung`);
    line.swallow();
    const answers = await Promise.all([ask("/basis"), ask("/basis", "application/json"), ask("/formulir")]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, retryAfter: "10" });
      expect(answer.text).toContain("Coba lagi sebentar lagi.");
    }
    expect(await ask("/readyz", "application/json")).toMatchObject({ status: 503 });
    expect((await ask("/healthz")).status).toBe(200);

    line.mend();
    // What the machine does by itself to a connection that nobody answers, after minutes; new ones can be made at once.
    line.drop();
    await expect.poll(async () => (await ask("/basis")).status, { timeout: 20_000 }).toBe(200);
    expect((await stream.next())?.event).toBe("change");
    await change();
    expect((await stream.next())?.event).toBe("change");
    stream.close();
  });

  it("is noticed by the connection that listens, though nothing broke: open pages look again", async () => {
    const stream = await openStream(`${url}/langsung`);
    line.swallow();
    // Only the old connections stay silent.
    line.mend();
    expect((await stream.next())?.event).toBe("change");
    await change();
    expect((await stream.next())?.event).toBe("change");
    stream.close();
  });
});
