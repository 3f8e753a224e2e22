import { describe, expect, test } from "vitest";
import { modules } from "../src/app.ts";
import { channelsAgree, formAsDefinition } from "../src/kernel/forms/testing/index.ts";
import type { Action } from "../src/kernel/services/index.ts";

const services = modules.flatMap(({ services: declared = [], messages }) =>
  declared.map(({ definition }) => ({ id: definition.id, definition, messages: messages?.id ?? {} })),
);

describe("the channels agree on every definition", () => {
  test("there are some", () => {
    expect(services.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["reports.report", "population.residence-letter"]),
    );
  });

  test.each(services)("$id: HTML, text, API and offline replay store the same answers", async (service) => {
    await channelsAgree(service.definition, service.messages, { runs: 25 });
  });

  test.each(services)("$id: and so do the questions of its actions", async ({ definition, messages }) => {
    const { states } = definition.flow;
    const actions: readonly Action[] = Object.values(states).flatMap(({ may }) => Object.values(may));
    for (const action of actions)
      if (action.ask.length > 0) await channelsAgree(formAsDefinition(action, definition), messages, { runs: 3 });
  });
});
