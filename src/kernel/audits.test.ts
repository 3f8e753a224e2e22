import { expect, it } from "vitest";
import { testHall } from "../../test/support/hall.ts";
import type { ModuleManifest } from "./index.ts";

const club: ModuleManifest = { name: "club", messages: { id: {}, en: {} }, entriesAbout: ["court"] };

it("a module whose entries nobody compares with rows does not start", async () => {
  await expect(testHall([club])).rejects.toThrow(
    'Entries about "court" are written into a public book, and nobody compares them with rows.',
  );
});

it("one that audits them does, and so does one that says why there are no rows", async () => {
  const audit = {
    about: "court",
    subjects: async () => [],
    compare: async () => ({ rows: 0, erased: 0, differences: [] }),
  };
  for (const module of [
    { ...club, audits: () => [audit] },
    { ...club, unbacked: [{ about: "court", because: "A court stands in a park, not in a row." }] },
  ]) {
    const hall = await testHall([module]);
    await hall.close();
  }
});
