import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

describe("where a person goes after signing in", () => {
  it.each([
    ["/kasus/SBY7K4M", "/kasus/SBY7K4M"],
    ["/laporan?tahap=done&x=1#atas", "/laporan?tahap=done&x=1#atas"],
    ["/a/../b", "/b"],
    ["/jalan é", undefined],
    ["/jalan-é", "/jalan-%C3%A9"],
  ])("%s → %s", (text, path) => expect(returnPath(text)).toBe(path));

  it.each([
    undefined,
    "",
    "kasus",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "\\/evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ok\r\nset-cookie: a=b",
    "/ok\u0000",
    " /ok",
    "/masuk?kembali=/masuk",
    "/keluar",
    `/${"a".repeat(1001)}`,
  ])("nowhere by %j", (text) => expect(returnPath(text)).toBeUndefined());

  it("never leaves this installation, whatever a browser makes of it", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      // What a browser resolves to the root, and would then read as a host.
      ".//",
      "..//",
      "@",
      ":",
      "?",
      "#",
      "%2f",
      "%5c",
      "\t",
      "evil.example",
      "https:",
      "a",
      "é",
    );
    const address = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
      fc.webUrl(),
      fc.string(),
    );
    let kept = 0;
    fc.assert(
      fc.property(address, fc.boolean(), (text, slash) => {
        const path = returnPath(slash ? `/${text}` : text);
        if (path === undefined) return;
        kept += 1;
        expect(new URL(path, "http://balai.example:8080/masuk").origin).toBe("http://balai.example:8080");
        // What stands in a Location header must be plain ASCII.
        expect(path).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 600 },
    );
    expect(kept).toBeGreaterThan(30);
  });
});
