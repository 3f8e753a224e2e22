import { describe, expect, test } from "vitest";
import { questionKinds } from "../services/index.ts";
import { tennisClub, tennisMessages } from "../services/testing/tennis-club.ts";
import { channelsAgree, formAsDefinition } from "./testing/index.ts";
import { flat } from "./testing/world.ts";

describe("all channels store the same answers", () => {
  test("the invented definition asks every type of question", () => {
    expect(new Set(flat(tennisClub).map(({ type }) => type))).toEqual(new Set(questionKinds));
  });

  test("HTML, dialogue, API and offline replay agree on an invented service with every type", async () => {
    await channelsAgree(tennisClub, tennisMessages.id, { runs: 60 });
  });

  const actions = Object.entries(tennisClub.flow.states).flatMap(([state, { may }]) =>
    Object.entries(may).flatMap(([name, action]) =>
      action.ask.length > 0 ? [[`${state}.${name}`, action] as const] : [],
    ),
  );
  test.each(actions)("they agree on the questions of the action %s", async (_name, action) => {
    await channelsAgree(formAsDefinition(action, tennisClub), tennisMessages.id, { runs: 5 });
  });
});
