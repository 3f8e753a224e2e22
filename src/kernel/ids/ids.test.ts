import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatGuestPin, guestPinFrom, isUuid, newId, newOneTimeCode } from "./index.ts";

describe("newId", () => {
  it("gives UUIDs of version 7 that show their time and are all different", () => {
    const at = Date.UTC(2026, 10, 24, 3);
    const ids = Array.from({ length: 20_000 }, () => newId(at));
    expect(ids.every(isUuid)).toBe(true);
    expect(ids.every((id) => id[14] === "7" && Number.parseInt(id.replace("-", "").slice(0, 12), 16) === at)).toBe(
      true,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("sorts ids of one millisecond as they were made, whatever others were made between", () => {
    const at = Date.UTC(2026, 10, 24, 3);
    const ids = Array.from({ length: 20_000 }, (_, index) => {
      newId(at + 1 + index);
      return newId(at);
    });
    expect(ids.toSorted()).toEqual(ids);
    expect(newId(at + 1) > (ids.at(-1) ?? "")).toBe(true);
  });
});

describe("newOneTimeCode", () => {
  it("gives six digits, and passes over the bytes that would make some digits likelier", () => {
    expect(newOneTimeCode()).toMatch(/^\d{6}$/);
    expect(newOneTimeCode(() => Uint8Array.of(250, 251, 252, 253, 254, 255, 249, 0))).toBe("909090");
  });
});

describe("guestPinFrom", () => {
  const digestOf = (number: bigint) => Buffer.from(number.toString(16).padStart(64, "0"), "hex");

  it("gives ten digits, those in front too when they are 0, out of all of the digest", () => {
    expect(guestPinFrom(digestOf(0n))).toBe("0000000000");
    expect(guestPinFrom(digestOf(9_999_999_999n))).toBe("9999999999");
    expect(guestPinFrom(digestOf(10_000_000_042n))).toBe("0000000042");
    expect(guestPinFrom(digestOf(2n ** 255n))).not.toBe(guestPinFrom(digestOf(0n)));
  });

  it("has every digit at every place as often as every other", () => {
    const drawn = 20_000;
    const seen = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
    for (let number = 0; number < drawn; number += 1) {
      const pin = guestPinFrom(createHash("sha256").update(String(number)).digest());
      for (const [place, digit] of [...pin].entries()) {
        const counts = seen[place] ?? [];
        counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
      }
    }
    // Chi-square with 9 degrees of freedom: above 33.7 in 1 of 10,000 fair draws.
    for (const counts of seen) {
      expect(counts).toHaveLength(10);
      const expected = drawn / 10;
      expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(33.7);
    }
  });

  it("is shown in groups, as short ones were", () => {
    expect([formatGuestPin("4839201745"), formatGuestPin("482913")]).toEqual(["483 920 1745", "482 913"]);
  });
});
