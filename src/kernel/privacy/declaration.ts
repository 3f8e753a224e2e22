import type { Uuid } from "../ids/index.ts";

/** The six bases of UU 27/2022 (PDP) art. 20. */
export const legalBases = [
  "consent",
  "legal_obligation",
  "contract",
  "vital_interest",
  "public_task",
  "legitimate_interest",
] as const;
export type LegalBasis = (typeof legalBases)[number];

/** Why a part reads personal fields. */
export interface Purpose {
  /** E.g. "reports.handle"; shown to the person by the message `purpose.<key>`. */
  readonly key: string;
  /** The bases on which it may rest. */
  readonly bases: readonly LegalBasis[];
}

export interface PersonalField {
  /** Schema and table, e.g. "accounts.contact". */
  readonly table: string;
  readonly column: string;
  /** UU 27/2022 art. 4: health, biometrics, genetics, crime, children, personal finance are specific. */
  readonly sort: "general" | "specific";
  /** Rule of `privacy.retention_policy` by which it goes; somebody must have registered how (`registerRetention`). */
  readonly retention: string;
  /** Kept as bytes on disk, by the rights of the part that holds them: there is no such column, and nothing sealed in it. */
  readonly onDisk?: boolean;
}

/** What a part says about the personal data it holds: the record of processing (UU 27/2022 art. 31) is made of these. */
export interface PersonalData {
  /** Name of the part, as its folder. */
  readonly part: string;
  readonly purposes: readonly Purpose[];
  readonly fields: readonly PersonalField[];
  /** Namespaces of the pseudonyms under which this part knows people. */
  readonly namespaces: readonly string[];
}

/** The person that data is about, as the reading part knows them. */
export type Subject =
  | { readonly kind: "account"; readonly accountId: Uuid }
  | { readonly kind: "pseudonym"; readonly pseudonym: string };

export interface Register {
  add(data: PersonalData): void;
  all(): readonly PersonalData[];
  namespaces(): readonly string[];
  /** Throws when nobody declared it: reading for no stated purpose is a bug. */
  mustHavePurpose(key: string, basis: LegalBasis): void;
  mustHaveField(table: string, column: string): void;
}

/** Namespace under which people stand in the access log when a part knows their account. */
export const accountNamespace = "privacy";

export function createRegister(): Register {
  const parts: PersonalData[] = [];
  const purposes = new Map<string, Purpose>();
  const fields = new Set<string>();
  const namespaces = new Set<string>([accountNamespace]);
  return {
    add(data) {
      if (parts.some(({ part }) => part === data.part))
        throw new Error(`personal data of ${data.part}: declared twice`);
      for (const purpose of data.purposes) {
        if (!purpose.key.startsWith(`${data.part}.`))
          throw new Error(`purpose ${purpose.key} is not named after its part`);
        purposes.set(purpose.key, purpose);
      }
      for (const field of data.fields) {
        if (!field.table.startsWith(`${data.part}.`)) throw new Error(`field ${field.table} belongs to another part`);
        fields.add(`${field.table}.${field.column}`);
      }
      for (const namespace of data.namespaces) namespaces.add(namespace);
      parts.push(data);
    },
    all: () => parts,
    namespaces: () => [...namespaces],
    mustHavePurpose(key, basis) {
      if (purposes.get(key)?.bases.includes(basis) !== true)
        throw new Error(`no part declared the purpose ${key} on the basis ${basis}`);
    },
    mustHaveField(table, column) {
      if (!fields.has(`${table}.${column}`)) throw new Error(`no part declared the personal field ${table}.${column}`);
    },
  };
}
