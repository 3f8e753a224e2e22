import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { cutLine } from "../../../test/support/cut-line.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { jobSchema } from "../db/index.ts";
import { createLog, type Log } from "../log/index.ts";
import { movableClock } from "../time/index.ts";
import { createJobs, type Jobs } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const clock = movableClock("2026-07-01T00:00:00Z");
const running: Jobs[] = [];
const lines: Record<string, unknown>[] = [];
const log: Log = createLog({ level: "info", stream: { write: (line: string) => void lines.push(JSON.parse(line)) } });

function jobs(): Jobs {
  const made = createJobs({ databaseUrl: database.url, clock, log });
  running.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  lines.length = 0;
});

/** A promise and its settling hand. */
function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((settle) => {
    open = settle;
  });
  return { opened, open };
}

it("runs a job at the start and on its ticks, and logs each run with its duration", async () => {
  let runs = 0;
  const thrice = gate();
  const one = jobs();
  one.register("test.tick", { every: 1 }, async () => {
    clock.advance(250);
    runs += 1;
    if (runs === 3) thrice.open();
  });
  await one.start();
  await thrice.opened;
  await vi.waitFor(() => expect(lines.filter(({ event }) => event === "jobs.done").length).toBeGreaterThanOrEqual(3));
  expect(lines.find(({ event }) => event === "jobs.done")).toMatchObject({ job: "test.tick", ms: 250 });
});

it("runs each tick once in two processes, and never two runs at the same time", async () => {
  const ticks: number[] = [];
  let now = 0;
  let most = 0;
  const enough = gate();
  const handler = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    ticks.push(Math.floor(Date.now() / 1_000));
    await new Promise((settle) => setImmediate(settle));
    now -= 1;
    if (ticks.length === 4) enough.open();
  };
  const [one, two] = [jobs(), jobs()];
  for (const each of [one, two]) each.register("test.shared", { every: 1 }, handler);
  await Promise.all([one.start(), two.start()]);
  await enough.opened;
  await Promise.all([one.stop(), two.stop()]);
  const { rows } = await database.owner.pool.query<{ places: number; jobs: number }>(
    `select count(distinct singleton_on)::int as places, count(*)::int as jobs from ${jobSchema}.job where name = 'test.shared'`,
  );
  expect(rows[0]?.jobs).toBe(rows[0]?.places);
  expect(ticks.length).toBeLessThanOrEqual(rows[0]?.places ?? 0);
  expect(most).toBe(1);
});

it("logs a failure and goes on with the next tick", async () => {
  let runs = 0;
  const again = gate();
  const one = jobs();
  one.register("test.failing", { every: 1 }, async () => {
    runs += 1;
    if (runs === 1) throw new Error("the mail server is away");
    again.open();
  });
  await one.start();
  await again.opened;
  expect(lines.find(({ event }) => event === "jobs.failed")).toMatchObject({ level: "error", job: "test.failing" });
});

it("folds several wakes while one waits into one run, and a wake during a run into one more", async () => {
  let runs = 0;
  const started = gate();
  const release = gate();
  const second = gate();
  const one = jobs();
  one.register("test.woken", { cron: "0 3 1 1 *", zone: "Asia/Jakarta" }, async () => {
    runs += 1;
    if (runs === 1) {
      started.open();
      await release.opened;
    } else second.open();
  });
  await one.start();
  await Promise.all([one.wake("test.woken"), one.wake("test.woken")]);
  await started.opened;
  await Promise.all([one.wake("test.woken"), one.wake("test.woken"), one.wake("test.woken")]);
  release.open();
  await second.opened;
  await one.stop();
  expect(runs).toBe(2);
});

it("keeps a cron schedule in its zone, and drops it when nobody registers it any more", async () => {
  const old = jobs();
  old.register("test.nightly", { cron: "30 2 * * *", zone: "Asia/Makassar" }, async () => {});
  await old.start();
  const schedules = async () =>
    (
      await database.owner.pool.query(
        `select name, cron, timezone from ${jobSchema}.schedule where name = 'test.nightly'`,
      )
    ).rows;
  expect(await schedules()).toEqual([{ name: "test.nightly", cron: "30 2 * * *", timezone: "Asia/Makassar" }]);
  await old.stop();
  const fresh = jobs();
  await fresh.start();
  expect(await schedules()).toEqual([]);
});

it("goes on by itself when its database was away", async () => {
  const line = await cutLine(database.url);
  const one = createJobs({ databaseUrl: line.url, clock, log });
  running.push(one);
  let runs = 0;
  one.register("test.steady", { every: 1 }, async () => {
    runs += 1;
  });
  await one.start();
  await vi.waitFor(() => expect(runs).toBeGreaterThan(0), { timeout: 20_000 });
  line.cut();
  await vi.waitFor(() => expect(lines.some(({ event }) => event === "jobs.fault")).toBe(true), { timeout: 20_000 });
  const before = runs;
  line.mend();
  await vi.waitFor(() => expect(runs).toBeGreaterThan(before + 1), { timeout: 40_000 });
  await one.stop();
  await line.close();
});

it("stops gracefully: the run under way hears of it, ends, and counts as done", async () => {
  const started = gate();
  let heard = false;
  const one = jobs();
  one.register("test.slow", { every: 3_600 }, async ({ signal }) => {
    started.open();
    await new Promise<void>((settle) => signal.addEventListener("abort", () => settle(), { once: true }));
    heard = signal.aborted;
  });
  await one.start();
  await started.opened;
  await one.stop();
  expect(heard).toBe(true);
  const { rows } = await database.owner.pool.query(`select state from ${jobSchema}.job where name = 'test.slow'`);
  expect(rows).toEqual([{ state: "completed" }]);
});

it("refuses what would be a bug: a name twice, a part of a second, a wake of an unknown job", async () => {
  const one = jobs();
  one.register("test.once", { every: 5 }, async () => {});
  expect(() => one.register("test.once", { every: 5 }, async () => {})).toThrow("registered twice");
  expect(() => one.register("test.half", { every: 0.5 }, async () => {})).toThrow("no whole number");
  await expect(one.wake("test.unknown")).rejects.toThrow("not registered");
});
