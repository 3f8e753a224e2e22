import { expect, it } from "vitest";
import { traits } from "../../../kernel/ledger/audited.ts";
import { en } from "../messages/en.ts";
import { id } from "../messages/id.ts";

it("every thing in which a row can differ has its word", () => {
  for (const words of [id, en])
    for (const trait of traits) expect(words).toHaveProperty([`transparency.trait.${trait}`]);
});
