import { describe, expect, test } from "vitest";
import { addressOf, filterCount, isNarrowed, type Known, noFilter, readFilter } from "./inbox-filter.ts";

const known: Known = {
  services: new Set(["club.repair"]),
  states: new Map([
    ["working", { final: false }],
    ["done", { final: true }],
  ]),
  offices: new Set(["office-1"]),
  isRegion: (code) => code.startsWith("35.78"),
};

describe("the filter of the officer's list", () => {
  test("takes what may be chosen, and leaves a mangled address out", () => {
    expect(readFilter({}, known)).toMatchObject(noFilter);
    expect(readFilter({ layanan: "x", keadaan: "x", wilayah: "99", kantor: "x", milik: "x", q: " " }, known)).toEqual(
      readFilter({}, known),
    );
    expect(
      readFilter({ q: " Dinoyo ", layanan: "club.repair", wilayah: "35.78.05", milik: "saya" }, known),
    ).toMatchObject({ q: "Dinoyo", service: "club.repair", region: "35.78.05", mine: true });
  });

  test("a folded list still says how many of its choices narrow the view", () => {
    const count = (query: Parameters<typeof readFilter>[0]) => filterCount(readFilter(query, known));
    expect(count({})).toBe(0);
    // What is typed and which view it is stand on the page anyhow.
    expect(count({ q: "Dinoyo", milik: "saya", terlambat: "ya" })).toBe(0);
    expect(count({ wilayah: "35.78.05" })).toBe(1);
    expect(count({ wilayah: "35.78.05", layanan: "club.repair", keadaan: "done" })).toBe(3);
    expect(count({ keadaan: "selesai" })).toBe(1);
  });

  test("comes back whole from its own address", () => {
    const filter = readFilter({ q: "Dinoyo", keadaan: "selesai", wilayah: "35.78.05", giliran: "saya" }, known);
    const query = Object.fromEntries(new URL(addressOf("/konsol", filter), "http://x").searchParams);
    expect(readFilter(query, known)).toEqual(filter);
    expect(isNarrowed(filter)).toBe(true);
    expect(isNarrowed(noFilter)).toBe(false);
  });
});
