import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../canonical/index.ts";
import { faultOfEntry } from "./entry.ts";

const entry = {
  at: "2026-11-24T03:00:00.000Z",
  book: "reports",
  commitment: "0".repeat(64),
  facts: { from: "submitted", to: "working", version: 3, due: "2026-11-27T08:00:00.000Z", late: false, rule: null },
  id: "01a1c9e4-a602-75c7-9056-403ee7d0563e",
  kind: "case.take",
  office: null,
  region: "35.78.04.1003",
  subject: "01a1c89b-0f02-75c7-9056-1fcf9995dc53",
  v: 1,
};

describe("an entry", () => {
  it("is as it should be", () => {
    expect(faultOfEntry(canonicalJson(entry))).toBeUndefined();
    const { commitment: _, ...without } = entry;
    expect(faultOfEntry(canonicalJson(without))).toBeUndefined();
  });

  it.each([
    ["canonical form", JSON.stringify(entry, null, 1)],
    ["json", "hello"],
    ["json", "[]"],
    ["name", canonicalJson({ ...entry, name: "Sumiati" })],
    ["facts", canonicalJson({ ...entry, facts: { what: "Lubang di depan sekolah" } })],
    ["facts", canonicalJson({ ...entry, facts: { what: "x".repeat(65) } })],
    ["facts", canonicalJson({ ...entry, facts: { amount: 0.1 } })],
    ["commitment", canonicalJson({ ...entry, commitment: "00" })],
    ["subject", canonicalJson({ ...entry, subject: "3578046507900001" })],
    ["at", canonicalJson({ ...entry, at: "yesterday" })],
    ["v", canonicalJson({ ...entry, v: 2 })],
  ])("has a fault in %s", (member, text) => {
    expect(faultOfEntry(text)).toBe(member);
  });
});
