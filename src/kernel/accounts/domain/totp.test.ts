import { describe, expect, it } from "vitest";
import { base32, codeOfStep, keyUri, matchingStep, stepAt } from "./totp.ts";

const secret = Buffer.from("12345678901234567890", "ascii");

describe("codes of an authenticator app", () => {
  // RFC 6238 appendix B (SHA-1), the last six of its eight digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at second %i are %s", (second, code) => {
    expect(codeOfStep(secret, stepAt(new Date(second * 1000)))).toBe(code);
  });

  it("are good half a minute before and after, never twice, and not later", () => {
    const at = new Date("2026-11-24T03:00:10Z");
    const step = stepAt(at);
    for (const near of [step - 1, step, step + 1])
      expect(matchingStep(secret, codeOfStep(secret, near), at, null)).toBe(near);
    for (const far of [step - 2, step + 2])
      expect(matchingStep(secret, codeOfStep(secret, far), at, null)).toBeUndefined();
    expect(matchingStep(secret, codeOfStep(secret, step), at, step)).toBeUndefined();
    expect(matchingStep(secret, codeOfStep(secret, step - 1), at, step)).toBeUndefined();
    expect(matchingStep(secret, codeOfStep(secret, step + 1), at, step)).toBe(step + 1);
    expect(matchingStep(secret, "", at, null)).toBeUndefined();
  });

  it("come from a secret that people can type (RFC 4648, section 10) or scan", () => {
    expect(["f", "fo", "foo", "foob", "fooba", "foobar"].map((text) => base32(Buffer.from(text)))).toEqual([
      "MY",
      "MZXQ",
      "MZXW6",
      "MZXW6YQ",
      "MZXW6YTB",
      "MZXW6YTBOI",
    ]);
    expect(keyUri(secret, "balai.example", "ani")).toBe(
      "otpauth://totp/balai.example:ani?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=balai.example&digits=6&period=30",
    );
  });
});
