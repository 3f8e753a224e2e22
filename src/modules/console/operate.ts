import { statfs } from "node:fs/promises";
import { countWaiting } from "../../kernel/command/index.ts";
import type { JobState } from "../../kernel/jobs/index.ts";
import type { RetentionLine } from "../../kernel/privacy/index.ts";
import type { Fee, ServiceDefinition } from "../../kernel/services/index.ts";
import { isoDay, momentInWords } from "../../kernel/time/index.ts";
import type { Figure } from "../../kernel/ui/index.ts";
import { createFormats } from "../../kernel/ui/index.ts";
import type { Desk } from "./desk.ts";

export interface OperateView {
  readonly figures: readonly Figure[];
  /** What an operator should see to, each a sentence. */
  readonly notes: readonly string[];
  /** Service, version, from, hash, unverified sources. */
  readonly definitions: readonly (readonly string[])[];
  /** Job, how often, last run, outcome. */
  readonly jobs: readonly (readonly string[])[];
  /** What is kept, for how long, how much went last and when that was, how much in all, by which source. */
  readonly retention: readonly (readonly string[])[];
  /** Channel, reason, count. */
  readonly failed: readonly (readonly (string | number)[])[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

const failedDays = 7;
/** The job runs once a day. */
const retentionLateMs = 36 * 3600_000;
const gigabyte = 1_000_000_000;
const megabyte = 1_000_000;
/** Below this share of free space an operator must act before people notice. */
const littleSpace = 0.1;

/** The state of the installation, without anybody's data. */
export async function operateView(desk: Desk): Promise<OperateView> {
  const { kernel, t, lang, zone, horizon } = desk;
  const { now } = horizon;
  const [waiting, health, usage, disk, retention] = await Promise.all([
    countWaiting(kernel.db.query),
    kernel.notify.health(failedDays),
    kernel.files.usage(),
    statfs(kernel.config.dataFolder),
    kernel.privacy.retention(),
  ]);
  const format = createFormats(lang, zone.iana);
  const size = (bytes: number) =>
    bytes >= gigabyte
      ? t("console.operate.gigabytes", { size: format.number(bytes / gigabyte, 1) })
      : t("console.operate.megabytes", { size: format.number(bytes / megabyte, 1) });
  const [free, whole] = [disk.bavail * disk.bsize, disk.blocks * disk.bsize];
  const jobs = kernel.jobs.states();
  const failures = health.failed.reduce((sum, { count }) => sum + count, 0);
  const today = isoDay(now, zone);
  return {
    figures: [
      { value: format.number(waiting), label: t("console.operate.figure.outbox") },
      { value: format.number(health.waiting), label: t("console.operate.figure.deliveries") },
      { value: format.number(failures), label: t("console.operate.figure.failed", { days: failedDays }) },
      { value: format.percent(whole === 0 ? 0 : free / whole), label: t("console.operate.figure.free") },
    ],
    notes: [
      ...kernel.calendars.notes(now).map(({ message, params }) => t(message, params)),
      ...(whole > 0 && free / whole < littleSpace ? [t("console.operate.little-space")] : []),
      ...jobs.flatMap(({ name, lastFailed }) => (lastFailed ? [t("console.operate.job-failed", { name })] : [])),
      ...retention.flatMap((line) => retentionNote(desk, line)),
    ],
    definitions: kernel.services
      .all()
      .map(({ definition, hash }) => [
        t(definition.title),
        `${definition.id} v${definition.version}`,
        definition.from <= today ? t("console.operate.in-use", { day: definition.from }) : definition.from,
        hash.slice(0, 12),
        unverified(definition).join("; ") || t("console.operate.all-verified"),
      ]),
    jobs: jobs.map((job) => [
      job.name,
      rhythm(desk, job),
      job.lastRunAt === null ? t("console.operate.not-yet") : momentInWords(t, job.lastRunAt, zone, now),
      job.lastRunAt === null ? "–" : t(job.lastFailed ? "console.operate.failed" : "console.operate.fine"),
    ]),
    retention: retention.map(({ rule, days, source, verified, lastRunAt, lastErased, erased }) => [
      t(`retention.${rule}`),
      t("console.operate.retention.days", { count: days }),
      lastRunAt === null ? "–" : format.number(lastErased),
      lastRunAt === null ? t("console.operate.not-yet") : momentInWords(t, lastRunAt, zone, now),
      format.number(erased),
      verified ? source : t("console.operate.retention.unverified", { source }),
    ]),
    failed: health.failed.map(({ channel, reason, count }) => [
      t(`console.operate.channel.${channel}`),
      reason ?? t("console.operate.no-reason"),
      count,
    ]),
    facts: [
      { label: t("console.operate.version"), value: kernel.config.version },
      { label: t("console.operate.region"), value: kernel.config.rootRegion },
      {
        label: t("console.operate.files"),
        value: t("console.operate.files.of", { count: usage.files, size: size(usage.bytes) }),
      },
      {
        label: t("console.operate.space"),
        value: t("console.operate.space.of", { free: size(free), whole: size(whole) }),
      },
      { label: t("console.operate.streams"), value: format.number(kernel.live.open) },
      { label: t("console.operate.modules"), value: kernel.manifests.map(({ name }) => name).join(", ") },
    ],
  };
}

/** What an operator should know of a retention rule: it failed, or nobody has looked through the data for longer than a day and a half. */
function retentionNote({ t, horizon }: Desk, { rule, lastFailed, lastRunAt }: RetentionLine): string[] {
  if (lastFailed) return [t("console.operate.retention.failed", { what: t(`retention.${rule}`) })];
  const isLate = lastRunAt !== null && horizon.now.getTime() - lastRunAt.getTime() > retentionLateMs;
  return isLate ? [t("console.operate.retention.late", { what: t(`retention.${rule}`) })] : [];
}

/** Citations of a definition that nobody has compared with their source. */
function unverified(definition: ServiceDefinition): string[] {
  const fee: Fee = definition.fee;
  const laws = definition.law.flatMap(({ citation, verified }) => (verified ? [] : [citation]));
  const rest = [fee, definition.deadline].flatMap(({ source, verified }) => (verified ? [] : [source]));
  return [...new Set([...laws, ...rest])];
}

function rhythm({ t }: Desk, { timing }: JobState): string {
  if ("cron" in timing) return `${timing.cron} (${timing.zone})`;
  const { every } = timing;
  if (every % 3600 === 0) return t("console.operate.every.hours", { count: every / 3600 });
  if (every % 60 === 0) return t("console.operate.every.minutes", { count: every / 60 });
  return t("console.operate.every.seconds", { count: every });
}
