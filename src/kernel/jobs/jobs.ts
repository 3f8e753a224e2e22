import { type Job, PgBoss, type Queue } from "pg-boss";
import { jobSchema } from "../db/index.ts";
import type { Log } from "../log/index.ts";
import type { Clock } from "../time/index.ts";

/** When a job runs. `cron` has five fields and is read in `zone` ("Asia/Jakarta"); `every` is in whole seconds. */
export type Timing = { readonly cron: string; readonly zone: string } | { readonly every: number };

export interface JobRun {
  /** Aborted when the process stops or the run takes too long: finish the row at hand and return. */
  readonly signal: AbortSignal;
}

export type JobHandler = (run: JobRun) => Promise<void>;

/** What this process knows of a job; another process may have run it since. */
export interface JobState {
  readonly name: string;
  readonly timing: Timing;
  /** End of the last run here; null before the first. */
  readonly lastRunAt: Date | null;
  readonly lastFailed: boolean;
}

export interface JobOptions {
  /** A run longer than this is given up and tried again. */
  readonly timeoutSeconds?: number;
}

export interface Jobs {
  /** Before `start`; `name` as "files.sweep". A handler must bear to be run again: after a crash it is. */
  register(name: string, timing: Timing, handler: JobHandler, options?: JobOptions): void;
  /** Begins to run jobs in this process. Schedules of jobs that nobody registers any more are removed. */
  start(): Promise<void>;
  /** Asks for one run as soon as possible, beside the schedule; several calls while one waits are one run. */
  wake(name: string): Promise<void>;
  /** Every registered job, by name, with its last run in this process; for the operator. */
  states(): readonly JobState[];
  /** Takes no new runs, aborts the signals of those under way and waits for them, at most ten seconds. */
  stop(): Promise<void>;
}

interface Registered {
  readonly timing: Timing;
  readonly handler: JobHandler;
  readonly timeoutSeconds: number;
  /** Set while this process works on it. */
  workerId?: string;
  lastRunAt: Date | null;
  lastFailed: boolean;
}

const stopWithinMs = 10_000;
const defaultTimeoutSeconds = 300;
/** pg-boss's least; a dead process's run is noticed after this. */
const defaultHeartbeatSeconds = 20;

/**
 * Schedules, on pg-boss. Its tables are installed by the migrator (`kernel/db`); this process only works with them.
 * However many processes register a job, each tick runs once, and a job never runs twice at the same time.
 * `heartbeatSeconds` (at least 10): how soon the run of a killed process is taken up by another.
 */
export function createJobs(deps: {
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly heartbeatSeconds?: number;
}): Jobs {
  const { clock, log } = deps;
  const heartbeatSeconds = deps.heartbeatSeconds ?? defaultHeartbeatSeconds;
  const registered = new Map<string, Registered>();
  const stopping = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let boss: PgBoss | undefined;

  function connect(): PgBoss {
    const made = new PgBoss({
      connectionString: deps.databaseUrl,
      schema: jobSchema,
      application_name: "balai-jobs",
      max: 2,
      migrate: false,
      createSchema: false,
      reindex: false,
      monitorVacuum: false,
      registerInstance: false,
      superviseIntervalSeconds: heartbeatSeconds,
      monitorIntervalSeconds: heartbeatSeconds,
    });
    made.on("error", (error) => log.error("jobs.fault", { error }));
    made.on("warning", ({ message }) => log.warn("jobs.warning", { message }));
    return made;
  }

  async function run(name: string, job: Registered, given: Pick<Job, "signal">): Promise<void> {
    const began = clock.now().getTime();
    const took = () => ({ job: name, ms: clock.now().getTime() - began });
    try {
      await job.handler({ signal: AbortSignal.any([given.signal, stopping.signal]) });
      log.info("jobs.done", took());
      job.lastFailed = false;
    } catch (error) {
      job.lastFailed = true;
      log.error("jobs.failed", { ...took(), error });
      throw error;
    } finally {
      job.lastRunAt = clock.now();
    }
  }

  async function startOne(on: PgBoss, name: string, job: Registered): Promise<void> {
    await on.createQueue(name, { policy: "stately", ...queueSettings(job, heartbeatSeconds) });
    await on.updateQueue(name, queueSettings(job, heartbeatSeconds));
    const settings = { pollingIntervalSeconds: pollingSeconds(job.timing), batchSize: 1 };
    job.workerId = await on.work(name, settings, async ([given]) => {
      if (given !== undefined) await run(name, job, given);
    });
    if ("cron" in job.timing) {
      await on.schedule(name, job.timing.cron, null, { tz: job.timing.zone });
      return;
    }
    await on.unschedule(name);
    const { every } = job.timing;
    const tick = (): void => {
      // The database gives each tick's place to one process only.
      ask(on, name, job, { singletonSeconds: every }).catch((error) => log.error("jobs.fault", { job: name, error }));
    };
    tick();
    timers.push(setInterval(tick, every * 1_000).unref());
  }

  async function ask(on: PgBoss, name: string, job: Registered, options: { singletonSeconds?: number }) {
    const id = await on.send(name, null, options);
    if (id !== null && job.workerId !== undefined) on.notifyWorker(job.workerId);
  }

  return {
    register(name, timing, handler, options = {}) {
      if (boss !== undefined) throw new Error(`job ${name}: registered after the start`);
      if (registered.has(name)) throw new Error(`job ${name}: registered twice`);
      if ("every" in timing && !(Number.isInteger(timing.every) && timing.every >= 1))
        throw new Error(`job ${name}: every ${timing.every} is no whole number of seconds`);
      const timeoutSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds;
      registered.set(name, { timing, handler, timeoutSeconds, lastRunAt: null, lastFailed: false });
    },
    async start() {
      if (boss !== undefined) throw new Error("jobs: started twice");
      boss = connect();
      await boss.start();
      for (const { name } of await boss.getSchedules()) if (!registered.has(name)) await boss.unschedule(name);
      for (const [name, job] of registered) await startOne(boss, name, job);
    },
    async wake(name) {
      const job = registered.get(name);
      if (job === undefined) throw new Error(`job ${name}: not registered`);
      // A process that runs no jobs has no queue to ask; the schedule of the one that does comes soon enough.
      if (boss !== undefined) await ask(boss, name, job, {});
    },
    states: () =>
      [...registered]
        .map(([name, { timing, lastRunAt, lastFailed }]) => ({ name, timing, lastRunAt, lastFailed }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      stopping.abort();
      await boss?.stop({ graceful: true, close: true, timeout: stopWithinMs });
    },
  };
}

function queueSettings(job: Registered, heartbeatSeconds: number): Omit<Queue, "name" | "policy"> {
  const repeats = "every" in job.timing;
  return {
    expireInSeconds: job.timeoutSeconds,
    heartbeatSeconds,
    // The next tick of an `every` job comes anyway; a nightly job is worth trying again the same night.
    retryLimit: repeats ? 0 : 3,
    retryDelay: repeats ? 0 : 60,
    retryBackoff: !repeats,
    retentionSeconds: 86_400,
    deleteAfterSeconds: repeats ? 3_600 : 7 * 86_400,
  };
}

/** The process that asks wakes its own worker; polling is for ticks that another process asked for and then died. */
function pollingSeconds(timing: Timing): number {
  return "every" in timing ? Math.min(Math.max(timing.every, 1), 10) : 10;
}
