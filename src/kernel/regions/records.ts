import { type RawBuilder, sql } from "kysely";
import type { Level } from "./domain/code.ts";

export interface Region {
  /** Kemendagri code, e.g. "35.78.08.1002". */
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  /** Code of the region above; undefined for a province. */
  readonly parent: string | undefined;
  /** First day of validity ("2026-01-01"); undefined: longer than we know. */
  readonly validFrom: string | undefined;
  /** First day no longer valid; undefined: valid. */
  readonly validTo: string | undefined;
}

/** A row as the database gives it. */
export interface RegionRecord {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly parent: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

export const regionColumns: RawBuilder<unknown> = sql`code, name, level, parent, valid_from, valid_to`;

export function toRegion(record: RegionRecord): Region {
  return {
    code: record.code,
    name: record.name,
    level: record.level,
    parent: record.parent ?? undefined,
    validFrom: record.valid_from === "-infinity" ? undefined : record.valid_from,
    validTo: record.valid_to ?? undefined,
  };
}

/** Rows valid on a day ("2026-11-24"); without a day those valid until further notice. */
export function validAt(day: string | undefined): RawBuilder<boolean> {
  if (day === undefined) return sql<boolean>`valid_to is null`;
  return sql<boolean>`valid_from <= ${day}::date and (valid_to is null or ${day}::date < valid_to)`;
}
