import { describe, expect, it } from "vitest";
import type { AvailableAction } from "../../kernel/cases/index.ts";
import { paragraph } from "../../kernel/services/index.ts";
import { arrange } from "./arrange.ts";

function action(name: string, ...questions: readonly string[]): AvailableAction {
  const ask = questions.map((question) => paragraph(question, `test.${question}`, { maxLength: 100 }));
  return { name, action: { label: `test.${name}`, to: "end", ask } };
}

const names = (actions: readonly AvailableAction[]) => actions.map(({ name }) => name);

describe("the actions of a person on one page", () => {
  it("stand as forms in the order of the flow", () => {
    const { forms, links } = arrange(
      [action("rate", "rating"), action("object", "reason"), action("withdraw")],
      undefined,
    );
    expect(names(forms)).toEqual(["rate", "object", "withdraw"]);
    expect(links).toEqual([]);
  });

  it("never give two fields of a page the same name: the later action becomes a link", () => {
    const open = [action("accept", "note"), action("refuse", "note", "reason"), action("withdraw", "reason")];
    const { forms, links } = arrange(open, undefined);
    expect(names(forms)).toEqual(["accept", "withdraw"]);
    expect(names(links)).toEqual(["refuse"]);
  });

  it("put the one that was asked for first, so that its link leads to its form", () => {
    const open = [action("accept", "note"), action("refuse", "note")];
    expect(names(arrange(open, "refuse").forms)).toEqual(["refuse"]);
    expect(names(arrange(open, "unknown").forms)).toEqual(["accept"]);
  });
});
