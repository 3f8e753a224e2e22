import { expect, it } from "vitest";
import { demoNames } from "./demo-names.ts";
import { treeOf } from "./rules/tree.ts";

it("knows the demo's persons by name, not its offices", () => {
  const tree = treeOf({
    "src/demo/people.ts":
      'export const people = [{ key: "a", kind: "resident", name: "Sri Wahyuni", phone: "+62 812" }, { key: "b", name: "Budi", username: "budi" }];',
    "src/demo/offices.ts": 'export const offices = [{ name: "Dinas Bina Marga", region: "35.78" }];',
    "src/other.ts": 'export const other = { name: "Orang Lain", phone: "1" };',
  });
  expect(demoNames(tree)).toEqual(["Budi", "Sri Wahyuni"]);
});

it("finds the persons of the real demo, so that the search of the logs looks for someone", () => {
  expect(demoNames().length).toBeGreaterThan(5);
});
