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
        const gate = createGate({ running, waiting, waitingPerAddress: waiting, waitingPerOwner: waiting });
        const started: number[] = [];
        let now = 0;
        let most = 0;
        const outcomes = fails.map((fail, index) =>
          gate.run({ address: "a", owner: "o" }, async () => {
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

it("lets a small photo in after one picture of a stranger, however many the stranger sent under however many names", async () => {
  const gate = createGate({ running: 1, waiting: 64, waitingPerAddress: 32, waitingPerOwner: 4 });
  const started: string[] = [];
  const send = (address: string, owner: string) =>
    gate.run({ address, owner }, async () => {
      started.push(`${address} ${owner}`);
      await Promise.resolve();
      return true;
    });
  const strangers = Array.from({ length: 12 }, (_, index) => send("far", `name ${index % 4}`));
  const villagers = ["siti", "siti", "budi"].map((owner) => send("village", owner));
  expect(await Promise.all([...strangers, ...villagers])).toEqual(Array(15).fill(true));
  // The first ran at once; then the addresses take turns, and in the village its people.
  expect(started.slice(0, 7)).toEqual([
    "far name 0",
    "far name 1",
    "village siti",
    "far name 2",
    "village budi",
    "far name 3",
    "village siti",
  ]);
});

it("lets few of one owner and of one address wait, and still takes another's", async () => {
  const gate = createGate({ running: 1, waiting: 64, waitingPerAddress: 6, waitingPerOwner: 4 });
  const send = (address: string, owner: string) => gate.run({ address, owner }, async () => "done");
  const one = Array.from({ length: 7 }, () => send("far", "one"));
  const two = Array.from({ length: 4 }, () => send("far", "two"));
  const other = send("village", "siti");
  const count = async (sent: readonly Promise<unknown>[]) =>
    (await Promise.all(sent)).filter((it) => it === "done").length;
  // One runs, four wait; of the second two more fit behind that address.
  expect([await count(one), await count(two), await other]).toEqual([5, 2, "done"]);
});
