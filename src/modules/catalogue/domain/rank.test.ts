import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "./rank.ts";

const things = [
  { thing: "report", title: "Lapor jalan rusak dan lainnya", text: "Lampu jalan mati. Sampah menumpuk. Pohon" },
  { thing: "letter", title: "Surat keterangan domisili", text: "Untuk sekolah atau melamar kerja. Jalan rumah Anda" },
];

describe("finding a service by words", () => {
  it("puts a hit in the name before one in the text", () => {
    expect(rank("jalan", things)).toEqual(["report", "letter"]);
    expect(rank("surat", things)).toEqual(["letter"]);
  });

  it("finds by beginnings, endings people add, case and accents", () => {
    expect(rank("SAMP", things)).toEqual(["report"]);
    expect(rank("jalanan", things)).toEqual(["report", "letter"]);
    expect(rank("dómisili", things)).toEqual(["letter"]);
  });

  it("finds everything for nothing, and nothing for signs alone", () => {
    expect(rank("  ", things)).toEqual(["report", "letter"]);
    expect(rank("?!", things)).toEqual([]);
    expect(rank("paspor", things)).toEqual([]);
  });

  it("never throws and gives each thing at most once, whatever is typed", () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 80 }), (units) => {
        const question = String.fromCharCode(...units);
        const found = rank(question, things);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});
