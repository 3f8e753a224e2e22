import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signingKey, verifyEd25519 } from "../../../kernel/crypto/index.ts";
import { type DocumentCode, lastFour, readCode, writeCode } from "./code.ts";

const key = signingKey(createSecretKey(Buffer.alloc(32, 7)));
const said: DocumentCode = {
  code: "7K4M2QX89ABC",
  type: "population.residence",
  number: "470/007/KEL-KEPUTRAN/2026",
  issuer: "Kelurahan Keputran",
  day: "2026-11-24",
  place: 41,
  lines: [
    ["Nama", "Siti Nur’aini"],
    ["NIK", "••••••••••••0002"],
  ],
};
const text = writeCode(said, (message) => key.sign(message));

/** What a checker finds: who reads it and whether the issuer signed exactly that. */
function holds(code: string): boolean {
  const read = readCode(code);
  return read !== undefined && verifyEd25519(key.publicKey, read.message, read.signature);
}

describe("the code on a document", () => {
  it("is read as it was written, and its signature holds", () => {
    expect(readCode(text)).toMatchObject(said);
    expect(holds(text)).toBe(true);
  });

  it("stays readable for a phone: with long names below 700 signs", () => {
    const long: DocumentCode = {
      ...said,
      issuer: "K".repeat(60),
      lines: [["Nama", "S".repeat(80)], said.lines[1] ?? ["", ""]],
    };
    expect(writeCode(long, (message) => key.sign(message)).length).toBeLessThan(700);
  });

  it("holds no longer when any one sign of it is another", () => {
    const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...signs), (at, sign) => {
        if (text[at] === sign) return;
        expect(holds(text.slice(0, at) + sign + text.slice(at + 1))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it.each(["", ".", "abc", `${text}.x`, text.slice(0, -1), `${"A".repeat(3000)}.x`, "W10.AAAA"])(
    "is not %s",
    (other) => {
      expect(readCode(other)).toBeUndefined();
    },
  );

  it("shows of a number its last four signs only", () => {
    expect(lastFour("3578000000000002")).toBe("••••••••••••0002");
    expect(lastFour("12")).toBe("12");
  });
});
