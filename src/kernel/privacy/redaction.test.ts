import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPhone, redact } from "./redaction.ts";

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const around = fc.stringMatching(/^[a-z =:"?&/,]{0,12}$/);
/** Puts one of the usual separators after some of the digits. */
const written = (number: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(number, fc.constantFrom("", " ", "-", ".", "%20", " - "), fc.integer({ min: 2, max: 5 }))
    .map(([plain, gap, every]) => plain.replace(new RegExp(`(\\d{${every}})(?=\\d)`, "g"), `$1${gap}`));

describe("redact", () => {
  it("takes every NIK and KK out of any sentence, however it is written", () => {
    fc.assert(
      fc.property(around, written(digits(16)), around, (before, number, after) => {
        expect(redact(before + number + after)).not.toMatch(/\d/);
      }),
    );
  });

  it("takes every Indonesian phone number out", () => {
    const mobile = fc
      .tuple(fc.constantFrom("0", "+62", "62", "%2B62", "+62 "), digits(2), digits(7))
      .map(([prefix, two, rest]) => `${prefix}8${two}${rest}`);
    fc.assert(
      fc.property(around, written(mobile), around, (before, number, after) => {
        expect(redact(before + number + after).replaceAll(/%2B|%20/g, "")).not.toMatch(/\d{3}/);
      }),
    );
  });

  it.each([
    ["/masuk?telepon=%2B6281234567890&x=1", "/masuk?telepon=[phone]&x=1"],
    ["/masuk?telepon=0812-3456-7890", "/masuk?telepon=[phone]"],
    ["duplicate key (3578012345678901) exists", "duplicate key ([nik]) exists"],
    ["nik=3578 0123 4567 8901.", "nik=[nik]."],
    ["kepada sari.dewi+rt@warga.example.id, segera", "kepada [email], segera"],
    ["to=sari%40warga.example.id", "to=[email]"],
    ["telp (031) 534-5689", "telp ([phone]"],
    ["call +1 202 555 0123 now", "call [phone] now"],
    ["hp_081234567890", "hp_[phone]"],
    ["?q=hp%20081234567890", "?q=hp%20[phone]"],
    ["?q=nik%203578012345678901%2062812345678", "?q=nik%20[nik]%20[phone]"],
  ])("%s → %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("leaves what a log needs: ids, hashes, times, region codes, codes, addresses", () => {
    for (const text of [
      randomUUID(),
      "request 01935f3e-0812-7345-8812-081234567890 done",
      "9".repeat(64),
      "2026-11-24T03:21:00.123Z",
      "2026-08-12 08:12:34",
      "35.78.01.1001",
      "7K4M-2QX8-D3R0",
      "-7.257512,112.752088",
      "127.0.0.1:54321",
      "took 1234 ms, 1790000000000",
    ])
      expect(redact(text)).toBe(text);
  });

  it("takes time in proportion to the text, whatever the text", () => {
    for (const text of ["a", "1 ", "a.", "+", "%40", "a@a.", "0-"].map((part) => part.repeat(20_000))) {
      const start = performance.now();
      redact(text);
      // Quadratic behaviour would take tens of seconds here.
      expect(performance.now() - start, text.slice(0, 8)).toBeLessThan(2_000);
    }
  });
});

describe("maskPhone", () => {
  it("leaves enough to know one's own number, too little to call it", () => {
    expect(maskPhone("+6281234567890")).toBe("+62 812 •••• 890");
    expect(maskPhone("+12025550123")).toBe("120 •••• 123");
    expect(maskPhone("+62811")).toBe("+62 ••••");
  });
});
