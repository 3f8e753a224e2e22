import { sql } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { err, type FieldError, ok, type Problem, problem, type Result } from "../result/index.ts";
import { type Channel, isChannel } from "./channel.ts";
import { isTimeOfDay, type QuietHours } from "./domain/quiet-hours.ts";

export const messageLanguages = ["id", "en", "jv", "su"] as const;
export type MessageLang = (typeof messageLanguages)[number];

export interface Preference {
  /** Beside the inbox; empty: the inbox only. */
  readonly channels: readonly Channel[];
  /** Null: the language the sender names, which is the account's. */
  readonly lang: MessageLang | null;
  readonly quiet: QuietHours;
}

/** As a form brings it. */
export interface PreferenceInput {
  readonly channels: readonly string[];
  readonly lang: string | null;
  readonly zone: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

/** The choice of this account, or undefined when it never made one. */
export async function findPreference(db: Queryable, accountId: Uuid): Promise<Preference | undefined> {
  const { rows } = await sql<{ channels: Channel[]; lang: MessageLang | null; quiet: QuietHours }>`
    select channels, lang, jsonb_build_object('zone', zone, 'from', quiet_from, 'until', quiet_until) as quiet
    from notify.preference where account_id = ${accountId}`.execute(db);
  return rows[0];
}

/** Keeps the choice, or tells which fields are wrong. */
export async function savePreference(
  tx: Tx,
  accountId: Uuid,
  input: PreferenceInput,
  at: Date,
): Promise<Result<void, Problem>> {
  const errors = faultsOf(input);
  const [first] = errors;
  if (first !== undefined)
    return err(problem("validation-failed", first.message, { field: first.field, errors: [...errors] }));
  await sql`insert into notify.preference (account_id, channels, lang, zone, quiet_from, quiet_until, updated_at)
    values (${accountId}, ${[...new Set(input.channels)]}, ${input.lang}, ${input.zone}, ${input.quietFrom}, ${input.quietUntil}, ${at})
    on conflict (account_id) do update set channels = excluded.channels, lang = excluded.lang, zone = excluded.zone,
      quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, updated_at = excluded.updated_at`.execute(
    tx,
  );
  return ok(undefined);
}

function faultsOf(input: PreferenceInput): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (!input.channels.every(isChannel)) faults.push({ field: "channels", message: "notify.preference.channel" });
  if (input.lang !== null && !messageLanguages.some((lang) => lang === input.lang))
    faults.push({ field: "lang", message: "notify.preference.lang" });
  if (!isZone(input.zone)) faults.push({ field: "zone", message: "notify.preference.zone" });
  for (const field of ["quietFrom", "quietUntil"] as const)
    if (!isTimeOfDay(input[field])) faults.push({ field, message: "notify.preference.time" });
  return faults;
}

function isZone(zone: string): boolean {
  try {
    // Names only: an offset would be wrong half the year elsewhere, and here nobody writes one.
    return /^[A-Z]/.test(zone) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone) !== undefined;
  } catch {
    return false;
  }
}
