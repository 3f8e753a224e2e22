import { expect, it } from "vitest";
import type { Queryable } from "../db/index.ts";
import { brieflyKept } from "./briefly-kept.ts";

const db = {} as Queryable;

it("keeps a list for a second, asks once for all who come at the same time, and never keeps a fault", async () => {
  let [asked, now] = [0, 0];
  const list = brieflyKept(
    async () => {
      asked += 1;
      if (asked === 2) throw new Error("away");
      return [{ value: String(asked), label: "" }];
    },
    db,
    () => now,
  );
  const [first, second] = await Promise.all([list(db), list(db)]);
  expect([first, second, asked]).toEqual([[{ value: "1", label: "" }], [{ value: "1", label: "" }], 1]);
  now = 999;
  expect(await list(db)).toEqual(first);
  now = 1_000;
  await expect(list(db)).rejects.toThrow("away");
  expect(await list(db)).toEqual([{ value: "3", label: "" }]);
});
