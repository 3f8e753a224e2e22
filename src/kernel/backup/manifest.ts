import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { Damaged } from "./seal.ts";

/** Raised when an older Balai could no longer read what a newer one writes. */
export const formatVersion = 1;

const identifier = Type.String({ minLength: 1, maxLength: 63 });
const sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });
const count = Type.Integer({ minimum: 0 });

const tableSchema = Type.Object({
  schema: identifier,
  name: identifier,
  /** Stored columns in their order; generated ones are computed again at the restore. */
  columns: Type.Array(identifier, { minItems: 1 }),
  /** What the app's role may do, e.g. ["INSERT", "SELECT"]; compared after a restore. */
  appMay: Type.Array(Type.String()),
});

const sequenceSchema = Type.Object({
  schema: identifier,
  name: identifier,
  /** Text: a bigint may be beyond 2^53. */
  value: Type.String({ pattern: "^-?\\d+$" }),
  /** Whether `value` was handed out already. */
  called: Type.Boolean(),
});

const migrationSchema = Type.Object({ name: Type.String({ minLength: 1 }), sha256 });

const manifestSchema = Type.Object({
  format: Type.Literal(formatVersion),
  balai: Type.String(),
  postgres: Type.String(),
  createdAt: Type.String(),
  /** Applied in this order. */
  migrations: Type.Array(migrationSchema),
  tables: Type.Array(tableSchema),
  sequences: Type.Array(sequenceSchema),
  /** Names of the keys that sealed fields need. The keys themselves are kept elsewhere. */
  keyIds: Type.Array(Type.String()),
});

const summarySchema = Type.Object({
  /** In the order of the manifest's tables. */
  tables: Type.Array(Type.Object({ rows: count, sha256 })),
  files: Type.Object({
    count,
    bytes: count,
    /** Over the lines `<sha256> <path>\n` in the order of the archive. */
    sha256,
    /** Named by the database but absent from, or damaged on, the disk when the backup was made. */
    missing: count,
  }),
});

export type TableEntry = Static<typeof tableSchema>;
export type SequenceEntry = Static<typeof sequenceSchema>;
export type AppliedMigration = Static<typeof migrationSchema>;
/** First in the archive: what it holds. */
export type Manifest = Static<typeof manifestSchema>;
/** Last in the archive: counts and hashes, known only when all was written. */
export type Summary = Static<typeof summarySchema>;
export type TableSummary = Summary["tables"][number];

/** The archive is from a newer Balai. */
export class TooNew extends Error {
  readonly balai: string;
  constructor(balai: string) {
    super(`backup format of Balai ${balai}`);
    this.balai = balai;
  }
}

/** Reads `manifest.json`. Throws `TooNew` or `Damaged`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const value = parseJson(bytes, "manifest.json");
  if (Value.Check(manifestSchema, value)) return value;
  const foreign = Type.Object({ format: Type.Integer({ minimum: formatVersion + 1 }), balai: Type.String() });
  if (Value.Check(foreign, value)) throw new TooNew(value.balai);
  throw new Damaged("manifest.json");
}

/** Reads `summary.json`. Throws `Damaged`. */
export function parseSummary(bytes: Uint8Array): Summary {
  const value = parseJson(bytes, "summary.json");
  if (Value.Check(summarySchema, value)) return value;
  throw new Damaged("summary.json");
}

export function toJsonBytes(value: Manifest | Summary): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}

function parseJson(bytes: Uint8Array, part: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new Damaged(part);
  }
}
