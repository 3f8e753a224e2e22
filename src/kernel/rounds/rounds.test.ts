import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRounds, type RoundsOptions } from "./index.ts";

let begun: number;
let open: (() => void)[];
beforeEach(() => {
  vi.useFakeTimers();
  begun = 0;
  open = [];
});
afterEach(() => vi.useRealTimers());

/** Each round lasts until `end`. */
const rounds = (over: Partial<RoundsOptions> = {}) =>
  createRounds({
    work: () =>
      new Promise<void>((resolve) => {
        begun += 1;
        open.push(resolve);
      }),
    onFault: () => {},
    pollMs: 500,
    gatherMs: 100,
    atOnce: true,
    ...over,
  });
async function end(): Promise<void> {
  open.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
}

describe("rounds", () => {
  it("begin with start, and come again by the clock", async () => {
    const each = rounds();
    each.wake();
    expect(begun).toBe(0);
    each.start();
    await end();
    await vi.advanceTimersByTimeAsync(499);
    expect(begun).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toBe(2);
  });

  it("are woken at once, or after gathering, however often one wakes", async () => {
    for (const [atOnce, soon] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const each = rounds({ atOnce });
      each.start();
      await end();
      const before = begun;
      for (let wakes = 0; wakes < 5; wakes += 1) each.wake();
      expect(begun - before).toBe(soon);
      await vi.advanceTimersByTimeAsync(100);
      expect(begun - before).toBe(1);
      void each.stop();
      await end();
    }
  });

  it("are never two at a time: what wakes during one is gathered into the next", async () => {
    const each = rounds();
    each.start();
    for (let wakes = 0; wakes < 5; wakes += 1) each.wake();
    expect(begun).toBe(1);
    await end();
    expect(begun).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(begun).toBe(2);
  });

  it("go on after a fault", async () => {
    const faults: unknown[] = [];
    const each = rounds({
      work: () => {
        begun += 1;
        return Promise.reject(new Error("broken"));
      },
      onFault: (fault) => faults.push(fault),
    });
    each.start();
    await vi.advanceTimersByTimeAsync(500);
    expect([begun, faults.length]).toEqual([2, 2]);
    await each.stop();
  });

  it("stop after the round at hand", async () => {
    const each = rounds();
    each.start();
    let isOver = false;
    const stopping = each.stop().then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([begun, isOver]).toEqual([1, false]);
    await end();
    await stopping;
    each.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun).toBe(1);
  });
});
