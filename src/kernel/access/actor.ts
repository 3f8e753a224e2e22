import type { Uuid } from "../ids/index.ts";

/** Roles an account can hold; officers hold one per office, residents none but this. */
export const officerRoles = [
  "front-desk",
  "dispatcher",
  "agency-officer",
  "verifier",
  "head-of-office",
  "auditor",
  "operator",
] as const;
export type OfficerRole = (typeof officerRoles)[number];
export type Role = "resident" | OfficerRole;

export interface Assignment {
  readonly role: OfficerRole;
  readonly officeId: Uuid;
  /** The office and every office below it in the office tree. */
  readonly officeTree: readonly Uuid[];
}

/** Who acts. The subject, for whom one acts, is always named apart. */
export type Actor =
  | { readonly kind: "public" }
  /** Holds the tracking code and PIN of one case, nothing else. */
  | { readonly kind: "guest"; readonly caseId: Uuid }
  /** `actingFor`: the account of the person for whom this resident acts by a delegation; null for oneself. */
  | { readonly kind: "resident"; readonly accountId: Uuid; readonly actingFor: Uuid | null }
  | { readonly kind: "officer"; readonly accountId: Uuid; readonly assignments: readonly Assignment[] }
  /** A job of ours, by name. */
  | { readonly kind: "system"; readonly job: string };

export type Visibility =
  /** Everyone sees the record and the reporter's chosen name. */
  | "public"
  /** Everyone sees the record, nobody but the handling office the name. */
  | "name-hidden"
  /** Only the reporter and the handling office see the record. */
  | "private";

/** What the rules need to know of a record. Every case, file, message and statistic can be put in this form. */
export interface ScopedRecord {
  readonly officeId: Uuid;
  readonly region: string;
  readonly visibility: Visibility;
  /** Pairwise pseudonym of the person it belongs to (hex), or null. */
  readonly owner: string | null;
  readonly caseId: Uuid | null;
  readonly assigneeId: Uuid | null;
}
