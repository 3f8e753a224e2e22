import fc from "fast-check";
import { expect, it } from "vitest";
import { createGate } from "./gate.ts";

it("never runs more than it may, refuses only when the line is full, and runs all others, in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
      async (scheduler, running, waiting, fails) => {
        const gate = createGate(running, waiting);
        const started: number[] = [];
        let now = 0;
        let most = 0;
        const outcomes = fails.map((fail, index) =>
          gate.run(async () => {
            started.push(index);
            now += 1;
            most = Math.max(most, now);
            await scheduler.schedule(Promise.resolve());
            now -= 1;
            if (fail) throw new Error("work failed");
            return index;
          }),
        );
        const settled = Promise.allSettled(outcomes);
        await scheduler.waitFor(settled);
        const admitted = Math.min(fails.length, running + waiting);
        expect(most).toBe(Math.min(running, fails.length));
        expect(started).toEqual([...Array(admitted).keys()]);
        (await settled).forEach((outcome, index) => {
          if (index >= admitted) expect(outcome).toEqual({ status: "fulfilled", value: undefined });
          else expect(outcome.status).toBe(fails[index] ? "rejected" : "fulfilled");
        });
      },
    ),
  );
});
