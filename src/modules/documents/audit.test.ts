import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../../kernel/ids/index.ts";
import { runAudit } from "../transparency/index.ts";
import { endDocument } from "./ending.ts";
import type { Registered } from "./store.ts";
import { type LetterHall, letterHall, must } from "./test-letters.ts";

let hall: LetterHall;

beforeAll(async () => {
  hall = await letterHall();
}, 120_000);
afterAll(() => hall.test.close());

const end = async (row: Registered, kind: "revoked" | "superseded") =>
  must(
    await endDocument(
      hall.test.kernel,
      { documentId: row.id, kind, why: "mistake", reason: "Nama jalan keliru.", key: newId() },
      hall.head,
    ),
  );
const letter = async () => hall.onlyDocument(await hall.signedLetter());

/** What the auditor names of the register. */
async function named(): Promise<readonly string[]> {
  await hall.test.sequencer.drain();
  const { differences } = await runAudit(hall.test.kernel, { whole: true });
  return differences
    .filter(({ table }) => table.startsWith("documents."))
    .map(({ kind, table, row, traits }) => [kind, table, row, ...traits].join(" "))
    .sort();
}

const byOwner = async (...attacks: readonly RawBuilder<unknown>[]) => {
  for (const attack of attacks) await attack.execute(hall.test.database.owner.query);
};

it("finds nothing in a register that grew by acts alone, and names what somebody does behind their back", async () => {
  const [kept, revoked, replaced] = [await letter(), await letter(), await letter()];
  await end(revoked, "revoked");
  await end(replaced, "superseded");
  expect(await named()).toEqual([]);

  const other = await letter();
  await byOwner(
    sql`update documents.document set number = '470/9999/2026', sealed = ${other.sealed} where id = ${kept.id}`,
    sql`delete from documents.ending where id = ${revoked.id}`,
    sql`update documents.ending set why = 'changed' where id = ${replaced.id}`,
    sql`insert into documents.ending (id, kind, why, at) values (${other.id}, 'revoked', 'mistake', now())`,
  );
  const forged = newId();
  await byOwner(sql`insert into documents.document (id, code, type, number, version, office_id, region, case_id, issued_at, sealed)
    select ${forged}, 'FORGED000000', type, '470/8888/2026', 1, office_id, region, case_id, issued_at, sealed
    from documents.document where id = ${other.id}`);
  expect(await named()).toEqual([
    `changed documents.document ${kept.id} code seal`,
    `changed documents.ending ${replaced.id} rule`,
    `deleted documents.ending ${revoked.id}`,
    `inserted documents.document ${forged}`,
    `inserted documents.ending ${other.id}`,
  ]);
});
