import { describe, expect, it } from "vitest";
import { haltedSince, isDue, judgeHead } from "./planning.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24) + seconds * 1_000);
const hash = (fill: number) => new Uint8Array(32).fill(fill);

describe("a state is due", () => {
  const due = (latest: Parameters<typeof isDue>[0]["latest"], size: number, now: number) =>
    isDue({ latest, size, everySeconds: 60, now: at(now) });

  it("when nothing of the book was ever anchored", () => {
    expect([due(undefined, 0, 0), due(undefined, 1, 0)]).toEqual([false, true]);
  });

  it("when the book grew, the last one is done, and a minute went by", () => {
    const latest = { size: 5, plannedAt: at(0), isOpen: false };
    expect([
      due(latest, 6, 60),
      due(latest, 6, 59),
      due(latest, 5, 600),
      due({ ...latest, isOpen: true }, 6, 600),
    ]).toEqual([true, false, false, false]);
  });
});

describe("what stands outside", () => {
  const planned = { size: 8, root: hash(8) };
  it.each([
    ["nothing", undefined, undefined, "absent"],
    ["an empty record", { size: 0, root: hash(0) }, undefined, "absent"],
    ["an older state of the book", { size: 5, root: hash(5) }, hash(5), "absent"],
    ["the state itself", { size: 8, root: hash(8) }, hash(8), "there"],
    ["a newer state of the book", { size: 9, root: hash(9) }, hash(9), "covered"],
    ["an older state of another book", { size: 5, root: hash(7) }, hash(5), "fork"],
    ["the same size of another book", { size: 8, root: hash(7) }, hash(8), "fork"],
    ["more than the book has", { size: 99, root: hash(99) }, undefined, "rollback"],
  ])("is %s", (_what, head, rootThen, judgement) => {
    expect(judgeHead(head, planned, rootThen)).toBe(judgement);
  });
});

describe("a driver", () => {
  it("stands still since the oldest of its plans that waits a minute", () => {
    expect(haltedSince([], at(1_000))).toBeUndefined();
    expect(haltedSince([at(0)], at(59))).toBeUndefined();
    expect(haltedSince([at(0)], at(60))).toEqual(at(0));
    expect(haltedSince([at(200), at(30), at(10)], at(91))).toEqual(at(10));
  });
});
