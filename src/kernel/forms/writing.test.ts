import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDate, parseMonth } from "./calendar-date.ts";
import { cleanLine, cleanParagraph, lengthOf, visibleLengthOf } from "./clean-text.ts";
import { parseNumber, parsePoint, parseRupiah } from "./numerals.ts";
import { optionMeant } from "./options.ts";
import { commandIn, yesOrNo } from "./words.ts";

const clean = (text: string) => {
  const result = cleanLine(text, 10_000);
  return result.ok ? result.value : result.error.message;
};

describe("text is cleaned like a kind clerk, and refused when it hides something", () => {
  test.each([
    ["  Jalan \t\n Mawar\u00a05 ", "Jalan Mawar 5"],
    ["Caf\u0065\u0301", "Café"],
    ["👩🏽‍🔧 🇮🇩", "👩🏽‍🔧 🇮🇩"],
    ["سوربايا", "سوربايا"],
    ["ꦧꦭꦺꦴꦏꦸ", "ꦧꦭꦺꦴꦏꦸ"],
    ["\ufeffabc", "abc"],
    ["a\u0000b", "forms.error.text.invisible"],
    ["a\u001bb", "forms.error.text.invisible"],
    ["a\ufffeb", "forms.error.text.invisible"],
    ["a\ud800b", "forms.error.text.invisible"],
    ["\u200b\u200b\u2060", "forms.error.text.invisible"],
    ["می\u200cروم", "می\u200cروم"],
    ["abc\u202egpj.exe", "forms.error.text.direction"],
    ["\u2066x\u2069", "forms.error.text.direction"],
    [`a${"\u0301".repeat(40)}`, "forms.error.text.marks"],
  ])("%j becomes %j", (raw, expected) => {
    expect(clean(raw)).toBe(expected);
  });

  test("keeps paragraphs, with one empty line at most", () => {
    const result = cleanParagraph("  satu \r\n\r\n\r\n\r\ndua\u2028tiga\n ", 100);
    expect(result).toEqual({ ok: true, value: "satu\n\ndua\ntiga" });
  });

  test("is stable: cleaning what is clean changes nothing", () => {
    for (const cleaner of [cleanLine, cleanParagraph])
      fc.assert(
        fc.property(fc.string({ unit: "binary", maxLength: 60 }), (raw) => {
          const once = cleaner(raw, 1000);
          if (once.ok) expect(cleaner(once.value, 1000)).toEqual(once);
        }),
      );
  });

  test("refuses a text far too long before working on it", () => {
    expect(cleanLine("x".repeat(5_000_000), 200).ok).toBe(false);
  });

  test("counts characters as people do", () => {
    expect(lengthOf("a👍é")).toBe(3);
    expect(visibleLengthOf("a\u200b\u200bb")).toBe(2);
  });
});

describe("numbers, money, dates and points as people write them", () => {
  test.each([
    ["1234", 1234],
    ["1.234", 1234],
    ["1.234.567,5", 1234567.5],
    ["1,65", 1.65],
    ["1.65", 1.65],
    ["-3", -3],
    ["−3", -3],
    ["1,234,567", undefined],
    ["1.23.4", undefined],
    ["dua", undefined],
    ["", undefined],
    ["1e5", undefined],
    ["0x10", undefined],
  ])("number %j is %s", (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  test.each([
    ["Rp 248.500", 248500],
    ["Rp248.500,-", 248500],
    ["rp. 248.500,00", 248500],
    ["248500", 248500],
    ["250 ribu", 250000],
    ["1,5 juta", 1500000],
    ["1,1jt", 1100000],
    ["2 miliar", 2_000_000_000],
    ["248,55", undefined],
    ["banyak", undefined],
    ["250 rupee", undefined],
  ])("money %j is %s", (text, expected) => {
    expect(parseRupiah(text)).toBe(expected);
  });

  test.each([
    ["27 November 2026", "2026-11-27"],
    ["Jumat, 27 Nov 2026", "2026-11-27"],
    ["27/11/2026", "2026-11-27"],
    ["5-8-2026", "2026-08-05"],
    ["27.11.2026", "2026-11-27"],
    ["2026-11-27", "2026-11-27"],
    ["1 agustus 2026", "2026-08-01"],
    ["17 Aug 2026", "2026-08-17"],
    ["hari ini", "2026-03-02"],
    ["Kemarin", "2026-03-01"],
    ["29 Februari 2028", "2028-02-29"],
    ["29 Februari 2027", undefined],
    ["31/11/2026", undefined],
    ["11/27/2026", undefined],
    ["27/11/26", undefined],
    ["27 Marmer 2026", undefined],
    ["besok lusa", undefined],
  ])("date %j is %s", (text, expected) => {
    expect(parseDate(text, "2026-03-02")).toBe(expected);
  });

  test("a month by word or number, never by a wrong word", () => {
    expect([parseMonth("Mei"), parseMonth("may"), parseMonth("12"), parseMonth("13"), parseMonth("marmut")]).toEqual([
      5,
      5,
      12,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ["-7.2575, 112.7521", { lat: -7.2575, lng: 112.7521 }],
    ["(-7.2575 112.7521)", { lat: -7.2575, lng: 112.7521 }],
    ["-7,2575; 112,7521", { lat: -7.2575, lng: 112.7521 }],
    ["depan sekolah", undefined],
    ["-7.25", undefined],
  ])("point %j is %j", (text, expected) => {
    expect(parsePoint(text)).toEqual(expected);
  });
});

describe("words of a chat", () => {
  test.each([
    ["Iya.", true],
    ["YA", true],
    ["nggak", false],
    ["Tidak!", false],
    ["mungkin", undefined],
  ])("%j is %s", (text, expected) => {
    expect(yesOrNo(text)).toBe(expected);
  });

  test("commands are whole messages only", () => {
    expect([commandIn("Kembali"), commandIn("batal."), commandIn("saya batal"), commandIn("constructor")]).toEqual([
      "back",
      "cancel",
      undefined,
      undefined,
    ]);
  });

  const options = ["Jalan", "Jalan tol", "Sampah"].map((label) => ({ value: label.toLowerCase(), label }));

  test.each([
    ["2", "jalan tol"],
    ["nomor 3", "sampah"],
    ["jalan", "jalan"],
    ["SAMP", "sampah"],
    ["sa", undefined],
    ["4", undefined],
    ["0", undefined],
    ["", undefined],
  ])("%j means the option %s", (said, expected) => {
    expect(optionMeant(options, said)?.value).toBe(expected);
  });

  test("numbers that are labels are not taken as places in the list", () => {
    const stars = ["5", "4", "3"].map((label) => ({ value: `s${label}`, label }));
    expect(optionMeant(stars, "3")?.value).toBe("s3");
  });
});
