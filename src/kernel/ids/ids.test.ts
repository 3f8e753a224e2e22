import { describe, expect, it } from "vitest";
import { isUuid, newId } from "./index.ts";

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
