import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePhone, phoneInWords } from "../phone/index.ts";
import { parseEmail } from "./contact.ts";
import { describeDevice } from "./device.ts";
import { phoneBrowser } from "./testing/accounts-kit.ts";

const anyText = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString("utf8"));

describe("parsePhone", () => {
  it.each([
    ["0812-3456-7890", "+6281234567890"],
    ["+62 812 3456 7890", "+6281234567890"],
    ["6281234567890", "+6281234567890"],
    ["81234567890", "+6281234567890"],
    ["(0812) 3456.7890", "+6281234567890"],
    ["+62 (0) 812 3456 7890", "+6281234567890"],
    ["0062 812 3456 7890", "+6281234567890"],
    ["  0812 3456 7890 ", "+6281234567890"],
    ["０８１２３４５６７８９０", "+6281234567890"],
    ["+60 12-345 6789", "+60123456789"],
    ["0812", undefined],
    ["08123456789012345", undefined],
    ["", undefined],
    ["abc", undefined],
    ["nol delapan satu dua", undefined],
    ["0".repeat(500), undefined],
  ])("%s → %s", (text, expected) => {
    expect(parsePhone(text)).toBe(expected);
  });

  it("is written for people as it is read", () => {
    expect(phoneInWords("+6281234567890")).toBe("0812-3456-7890");
    expect(phoneInWords("+60123456789")).toBe("+60 12 345 6789");
  });

  it("reads its own answers, and never fails on any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[+0-9 ()-]{0,20}$/)), (text) => {
        const phone = parsePhone(text);
        if (phone !== undefined) expect(parsePhone(phone)).toBe(phone);
      }),
    );
  });
});

describe("parseEmail", () => {
  it.each([
    ["Sari.Dewi@Surabaya.go.id", "sari.dewi@surabaya.go.id"],
    [" sari+rt@contoh.id ", "sari+rt@contoh.id"],
    ["sari@contoh", undefined],
    ["sari contoh.id", undefined],
    ["sari@contoh.id, budi@contoh.id", undefined],
    ["sari@contoh.id\nBcc: x@y.id", undefined],
  ])("%s → %s", (text, expected) => {
    expect(parseEmail(text)).toBe(expected);
  });
});

describe("describeDevice", () => {
  it.each([
    [phoneBrowser, "Android, Chrome"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
      "iPhone/iPad, Safari",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0", "Windows, Firefox"],
    ["curl/8", ""],
    ["", ""],
  ])("%s → %s", (userAgent, expected) => {
    expect(describeDevice(userAgent)).toBe(expected);
  });
});
