import { createSecretKey, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCrypto } from "./crypto.ts";
import type { Field } from "./envelope.ts";
import type { Keys, NamedKey } from "./keys.ts";
import { openSealed } from "./open.ts";

const key = (id: string): NamedKey => ({ id, secret: createSecretKey(randomBytes(32)) });
const keysWith = (first: NamedKey, ...older: NamedKey[]): Keys => ({
  data: [first, ...older],
  index: [{ id: "0000000b", secret: createSecretKey(randomBytes(32)) }],
  ledger: [{ id: "0000000c", secret: createSecretKey(randomBytes(32)) }],
  anchor: [],
  document: [{ id: "0000000d", secret: createSecretKey(randomBytes(32)) }],
  pseudonym: createSecretKey(randomBytes(32)),
  code: createSecretKey(randomBytes(32)),
});
const first = key("00000001");
const crypto = createCrypto(keysWith(first));

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const place: fc.Arbitrary<Field> = fc.record({
  table: fc.tuple(word, word).map(([schema, table]) => `${schema}.${table}`),
  rowId: fc.uuid(),
  column: word,
});

const anyText = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString("utf8"));

describe("sealed fields", () => {
  it("give back any text at their own place", () => {
    fc.assert(
      fc.property(place, anyText, (field, text) => {
        const opened = openSealed(crypto, field, crypto.seal(field, text));
        expect(opened).toEqual({ ok: true, value: text });
      }),
    );
  });

  it("do not open at any other place", () => {
    // The nearest ones: another row, another column, another table, and nothing else.
    fc.assert(
      fc.property(place, fc.constantFrom("table", "rowId", "column"), fc.string(), (field, part, text) => {
        const near = { ...field, [part]: `${field[part]}x` };
        expect(openSealed(crypto, near, crypto.seal(field, text)).ok, part).toBe(false);
      }),
    );
    fc.assert(
      fc.property(place, place, fc.string(), (field, other, text) => {
        fc.pre(field.table !== other.table || field.rowId !== other.rowId || field.column !== other.column);
        expect(openSealed(crypto, other, crypto.seal(field, text)).ok).toBe(false);
      }),
    );
  });

  it("do not open with any one bit changed", () => {
    const field = { table: "tennis.member", rowId: "r1", column: "phone" };
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (text, at, bit) => {
        const sealed = crypto.seal(field, text);
        const position = at % sealed.length;
        sealed[position] = (sealed[position] ?? 0) ^ (1 << bit);
        expect(openSealed(crypto, field, sealed).ok).toBe(false);
      }),
    );
  });

  it("do not open when cut short", () => {
    const field = { table: "tennis.member", rowId: "r1", column: "phone" };
    const sealed = crypto.seal(field, "+6281234567890");
    for (let length = 0; length < sealed.length; length += 1)
      expect(openSealed(crypto, field, sealed.subarray(0, length)).ok).toBe(false);
  });

  it("differ each time, and are 33 bytes longer than the text", () => {
    const field = { table: "tennis.member", rowId: "r1", column: "phone" };
    const [one, two] = [crypto.seal(field, "Sari"), crypto.seal(field, "Sari")];
    expect(one.equals(two)).toBe(false);
    expect(one.length).toBe(4 + 33);
    expect(one.includes("Sari")).toBe(false);
  });

  it("refuse a place whose name could be read in two ways", () => {
    for (const field of [
      { table: "member", rowId: "r1", column: "phone" },
      { table: "tennis.member", rowId: "r1:phone", column: "x" },
      { table: "tennis.member", rowId: "r1", column: "a:b" },
    ])
      expect(() => crypto.seal(field, "x")).toThrow();
  });

  it("of an old key open after rotation; new ones use the new key", () => {
    const field = { table: "tennis.member", rowId: "r1", column: "phone" };
    const sealedBefore = crypto.seal(field, "before");
    const rotated = createCrypto(keysWith(key("00000002"), first));
    expect(openSealed(rotated, field, sealedBefore)).toEqual({ ok: true, value: "before" });
    const sealedAfter = rotated.seal(field, "after");
    expect(sealedAfter.subarray(1, 5).toString("hex")).toBe("00000002");
    expect(openSealed(crypto, field, sealedAfter)).toEqual({ ok: false, error: "unknown-key" });
    expect(rotated.keyIds()).toEqual(["00000002", "00000001"]);
  });
});

describe("keyed digests", () => {
  it("blind indexes find equal values only, per name and per key", () => {
    const index = crypto.blindIndex("phone", "+6281234567890");
    expect(index.length).toBe(16);
    expect(crypto.blindIndex("phone", "+6281234567890").equals(index)).toBe(true);
    expect(crypto.blindIndex("phone", "+6281234567891").equals(index)).toBe(false);
    expect(crypto.blindIndex("email", "+6281234567890").equals(index)).toBe(false);
    expect(createCrypto(keysWith(first)).blindIndex("phone", "+6281234567890").equals(index)).toBe(false);
  });

  it("pseudonyms of one account in two namespaces have nothing in common", () => {
    const one = crypto.pseudonym("reports", "a1");
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(crypto.pseudonym("reports", "a1")).toBe(one);
    expect(crypto.pseudonym("aid", "a1")).not.toBe(one);
    expect(crypto.pseudonym("reports", "a2")).not.toBe(one);
  });

  it("digests keep their parts apart", () => {
    expect(crypto.digest("pin", "ab", "c").equals(crypto.digest("pin", "a", "bc"))).toBe(false);
    expect(crypto.digest("pin", "ab", "c").equals(crypto.digest("code", "ab", "c"))).toBe(false);
    expect(crypto.digest("pin", "ab", "c").equals(crypto.digest("pin", "ab", "c"))).toBe(true);
  });

  it("printing the keys shows no secret", () => {
    const secret = randomBytes(32);
    const shown = inspect(createCrypto(keysWith({ id: "00000009", secret: createSecretKey(secret) })), { depth: 9 });
    expect(shown).toContain("00000009");
    expect(shown).not.toContain(secret.toString("hex"));
    expect(shown).not.toContain(secret.toString("base64"));
  });
});
