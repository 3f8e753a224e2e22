import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { JudgeSealed } from "../privacy/index.ts";

/** What a row and its entries disagree about, as people are told. */
export const traits = [
  "answers",
  "code",
  "deadline",
  "entry",
  "hash",
  "kind",
  "name",
  "office",
  "parent",
  "place",
  "rating",
  "region",
  "role",
  "root",
  "rule",
  "seal",
  "service",
  "signature",
  "state",
  "time",
  "visibility",
] as const;
export type Trait = (typeof traits)[number];

/** Something that is not as the books say. No text of a row, only its place. */
export interface Difference {
  readonly kind: "changed" | "deleted" | "inserted";
  readonly table: string;
  /** Id of the row, or its place where it has none. */
  readonly row: string;
  /** In what it differs; empty when the row is there too much or not at all. */
  readonly traits: readonly Trait[];
}

/** An entry about a subject, read from its body: exactly what the tree holds. */
export interface SubjectEntry {
  readonly id: Uuid;
  readonly kind: string;
  readonly at: Date;
  readonly officeId: Uuid | null;
  readonly region: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Whether it is about a content. */
  readonly isCommitted: boolean;
  /** Whether `content` is what it was made of; "erased" when its opening was destroyed. */
  says(content: unknown): "valid" | "invalid" | "erased";
}

export interface AuditedSubject {
  readonly id: Uuid;
  /** In the order they were made; none: no book knows the subject. */
  readonly entries: readonly SubjectEntry[];
}

/** What comparing some subjects gave. */
export interface Compared {
  /** Rows looked at. */
  readonly rows: number;
  /** Entries whose content was erased by right: it cannot be compared any more. */
  readonly erased: number;
  readonly differences: readonly Difference[];
}

/** How the rows behind entries of one sort are compared with them. Whoever writes such rows declares it. */
export interface Audited {
  /** The sort: "case" of the kind "case.submitted". */
  readonly about: string;
  /** Personal fields that it has judged. */
  readonly judges?: readonly { readonly table: string; readonly column: string }[];
  /** A page of the subjects that have rows now, by id, `after` left out. */
  subjects(db: Queryable, after: Uuid, limit: number): Promise<readonly Uuid[]>;
  /** What the database says of these subjects, compared with their entries. All reads go by `db`: one snapshot. */
  compare(db: Queryable, subjects: readonly AuditedSubject[], judge: JudgeSealed): Promise<Compared>;
}

/** Entries of a sort that no row stands behind. */
export interface Unbacked {
  readonly about: string;
  /** Why not, for whoever reads the code. */
  readonly because: string;
}

/** The sort of a kind: "case" of "case.submitted". */
export function sortOf(kind: string): string {
  return kind.split(".")[0] ?? kind;
}

/** Sorts of entries that are written but that nobody audits, and what is declared wrongly: one sentence each, for the operator. */
export function auditFaults(
  written: readonly string[],
  audits: readonly Audited[],
  unbacked: readonly Unbacked[],
): readonly string[] {
  const audited = new Set(audits.map(({ about }) => about));
  const excused = new Set(unbacked.filter(({ because }) => because.trim() !== "").map(({ about }) => about));
  return [
    ...written
      .filter((about) => !audited.has(about) && !excused.has(about))
      .map((about) => `Entries about "${about}" are written into a public book, and nobody compares them with rows.`),
    ...[...excused].filter((about) => audited.has(about)).map((about) => `"${about}" is audited and excused from it.`),
  ];
}

/** Names the traits in which two views of a row differ. */
export function differing(pairs: Partial<Readonly<Record<Trait, readonly [unknown, unknown]>>>): readonly Trait[] {
  return traits.filter((trait) => {
    const pair = pairs[trait];
    return pair !== undefined && plain(pair[0]) !== plain(pair[1]);
  });
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : (value ?? null);
}
