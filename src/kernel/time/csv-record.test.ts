import { describe, expect, it } from "vitest";
import { csvRecord } from "./csv-record.ts";

describe("a record", () => {
  it("follows RFC 4180: commas, quotes and line breaks inside quotes, CRLF at the end", () => {
    expect(csvRecord(["a", 7, null, "b"])).toBe("a,7,,b\r\n");
    expect(csvRecord(["Jl. Dinoyo, depan SDN", 'kata "lubang"', "satu\ndua", "tiga\r\nempat"])).toBe(
      '"Jl. Dinoyo, depan SDN","kata ""lubang""","satu\ndua","tiga\r\nempat"\r\n',
    );
    expect(csvRecord([])).toBe("\r\n");
  });

  it("holds no formula that a spreadsheet would run", () => {
    for (const begin of ["=", "+", "-", "@", "\t", "\r"])
      expect(csvRecord([`${begin}HYPERLINK("http://x")`])).toBe(`"'${begin}HYPERLINK(""http://x"")"\r\n`);
    // Numbers are numbers, also negative ones.
    expect(csvRecord([-5])).toBe("-5\r\n");
    expect(csvRecord(["3 = tiga"])).toBe("3 = tiga\r\n");
  });
});
