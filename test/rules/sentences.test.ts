import { describe, expect, it } from "vitest";
import { noHardCodedSentences } from "./sentences.ts";
import { readTree, treeOf } from "./tree.ts";

const plant = (jsx: string) =>
  noHardCodedSentences(treeOf({ "src/modules/reports/pages/a.tsx": `export const A = () => (\n${jsx}\n);` }));

describe("no hard-coded sentences in pages", () => {
  it("holds in the sources", () => {
    expect(noHardCodedSentences(readTree(["src"]))).toEqual([]);
  });

  it.each([
    ["text", "<p>Laporan Anda</p>"],
    ["text on its own line", "<p>\n  Laporan\n</p>"],
    ["a string in braces", '<p>{"Laporan"}</p>'],
    ["a branch", '<p>{late ? "Terlambat" : t("case.onTime")}</p>'],
    ["a fallback", '<p>{name ?? "Tanpa nama"}</p>'],
    ["a template", "<p>{`Laporan ${code}`}</p>"],
    ["a label", '<button aria-label="Tutup" />'],
    ["a label in braces", "<input placeholder={`Cari`} />"],
    ["text in a fragment", "<>Halo</>"],
  ])("catches %s", (_what, jsx) => {
    expect(plant(jsx)).toHaveLength(1);
  });

  it("lets keys, marks, attributes for machines and named exceptions be", () => {
    expect(plant('<p class="lead" id="a">{t("case.late")} · {count} / 5&nbsp;<b>{"—"}</b></p>')).toEqual([]);
    expect(plant("<p>\n{/* allow text: the name of the product */}\nBalai</p>")).toEqual([]);
  });
});
