import type { Queryable } from "../../kernel/db/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";
import { type Audited, type AuditedSubject, type Difference, differing } from "../../kernel/ledger/index.ts";
import type { JudgeSealed } from "../../kernel/privacy/index.ts";
import { documentIds, documentsOf, type Registered } from "./store.ts";

const sealedField = { table: "documents.document", column: "sealed" } as const;

/** How the register is compared with the books: what was issued, what it says, and whether it still holds. */
export const auditOfDocuments: Audited = {
  about: "document",
  judges: [sealedField],
  subjects: documentIds,
  async compare(db, subjects, judge) {
    const byId = await registeredById(db, subjects);
    const compared = subjects.map((subject) => compareDocument(byId.get(subject.id), subject, judge));
    return {
      rows: byId.size,
      erased: compared.filter(({ isErased }) => isErased).length,
      differences: compared.flatMap(({ differences }) => differences),
    };
  },
};

async function registeredById(
  db: Queryable,
  subjects: readonly AuditedSubject[],
): Promise<ReadonlyMap<Uuid, Registered>> {
  const rows = await documentsOf(
    db,
    subjects.map(({ id }) => id),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function compareDocument(
  row: Registered | undefined,
  { id, entries }: AuditedSubject,
  judge: JudgeSealed,
): { readonly isErased: boolean; readonly differences: readonly Difference[] } {
  const issued = entries.find(({ kind }) => kind === "document.issued");
  const about = { table: sealedField.table, row: id };
  if (row === undefined)
    return { isErased: false, differences: entries.length === 0 ? [] : [{ ...about, kind: "deleted", traits: [] }] };
  if (issued === undefined) return { isErased: false, differences: [{ ...about, kind: "inserted", traits: [] }] };
  const isErased = issued.says(null) === "erased";
  const { facts } = issued;
  const traits = differing({
    kind: [row.type, facts.type],
    code: [`${row.number} ${row.version} ${row.replaces}`, `${facts.number} ${facts.version} ${facts.replaces}`],
    office: [row.officeId, issued.officeId],
    region: [row.region, issued.region],
    time: [row.issuedAt, issued.at],
    // Once the opening is gone nothing can be compared; what it opened must be gone, too.
    seal: [
      isErased ? row.sealed === null : isAsIssued(row, (content) => issued.says(content) === "valid", judge),
      true,
    ],
  });
  const changed: Difference[] = traits.length === 0 ? [] : [{ ...about, kind: "changed", traits }];
  return { isErased, differences: [...changed, ...endingDifferences(row, entries)] };
}

function isAsIssued({ id, sealed }: Registered, isRight: (content: unknown) => boolean, judge: JudgeSealed): boolean {
  if (sealed === null) return false;
  const field = { ...sealedField, rowId: id, ciphertext: sealed };
  return judge(field, (text) => isRight(JSON.parse(text))) === "right";
}

function endingDifferences({ id, ending }: Registered, entries: AuditedSubject["entries"]): readonly Difference[] {
  const about = { table: "documents.ending", row: id };
  const ended = entries.find(({ kind }) => kind === "document.revoked" || kind === "document.superseded");
  if (ending === null) return ended === undefined ? [] : [{ ...about, kind: "deleted", traits: [] }];
  if (ended === undefined) return [{ ...about, kind: "inserted", traits: [] }];
  const traits = differing({
    kind: [`document.${ending.kind}`, ended.kind],
    rule: [ending.why, ended.facts.why],
    time: [ending.at, ended.at],
  });
  return traits.length === 0 ? [] : [{ ...about, kind: "changed", traits }];
}
