import { describe, expect, test } from "vitest";
import {
  type Action,
  and,
  checkDefinition,
  choice,
  choices,
  confirm,
  eq,
  faultCodes,
  gt,
  isIn,
  number,
  option,
  paragraph,
  type Question,
  repeat,
  type ServiceDefinition,
  type State,
  text,
} from "./index.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { tennisClub, tennisMessages, tennisRegistry } from "./testing/tennis-club.ts";

/** Codes of the faults, each with its place, after a change of the good definition. */
function faultsOf(change: Partial<ServiceDefinition>): string[] {
  return checkDefinition({ ...tennisClub, ...change }, tennisRegistry).map(({ code, at }) => `${code} ${at}`);
}

/** Faults that are not about messages: the changed definition uses keys nobody wrote. */
function rulesOf(change: Partial<ServiceDefinition>): string[] {
  return faultsOf(change).filter((line) => !line.startsWith("missing-message"));
}

function withState(name: string, change: Partial<State>): Partial<ServiceDefinition> {
  const state = tennisClub.flow.states[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  return { flow: { ...tennisClub.flow, states: { ...tennisClub.flow.states, [name]: { ...state, ...change } } } };
}

function withAction(stateName: string, name: string, change: Partial<Action>): Partial<ServiceDefinition> {
  const may = tennisClub.flow.states[stateName]?.may ?? {};
  const action = may[name];
  if (action === undefined) throw new Error(`no action ${name}`);
  return withState(stateName, { may: { ...may, [name]: { ...action, ...change } } });
}

function withQuestions(...questions: readonly Question[]): Partial<ServiceDefinition> {
  return { ask: [...tennisClub.ask, ...questions] };
}

describe("the definition checker", () => {
  test("finds nothing wrong with a good definition", () => {
    expect(faultsOf({})).toEqual([]);
  });

  test("every fault has a sentence in both languages", () => {
    for (const code of faultCodes) {
      expect(Object.keys(id)).toContain(`services.fault.${code}`);
      expect(Object.keys(en)).toContain(`services.fault.${code}`);
    }
    expect(Object.keys(id)).toHaveLength(faultCodes.length);
  });

  test("refuses DIGIT's own sample: APPLY leads to PENDINGFORASSIGNMENT, a state nobody defines", () => {
    const act = (to: string, who: string): Action => ({ label: "a", to, who, ask: [] });
    const words = { label: "l", happening: "h", next: "n" };
    const flow = {
      start: "initial",
      escalation: [],
      states: {
        initial: { ...words, may: { APPLY: act("PENDINGFORASSIGNMENT", "owner") } },
        pendingAtLme: { ...words, may: { RESOLVE: act("resolved", "agency-officer") } },
        resolved: { ...words, may: {}, final: true, outcome: "resolved" as const },
      },
    };
    const faults = rulesOf({ flow });
    expect(faults).toContain("dangling-state flow.states.initial.may.APPLY");
    expect(faults).toContain("unreachable-state flow.states.pendingAtLme");
    expect(faults).toContain("never-ends flow.states.initial");
  });

  test.each<[string, Partial<ServiceDefinition>, string]>([
    [
      "a branch to a state nobody defines",
      withAction("verified", "rate", { toIf: [{ when: gt("rating", 2), to: "nowhere" }] }),
      "dangling-state flow.states.verified.may.rate",
    ],
    [
      "a state nothing leads to",
      withAction("submitted", "refer", { to: "rejected" }),
      "unreachable-state flow.states.referred",
    ],
    ["a state without a way out", withState("routed", { may: {} }), "no-way-out flow.states.routed"],
    ["a start that does not exist", { flow: { ...tennisClub.flow, start: "begin" } }, "unknown-start flow.start"],
    ["a start that is final", { flow: { ...tennisClub.flow, start: "done" } }, "unknown-start flow.start"],
    ["an action nobody may do", withState("routed", { who: undefined }), "missing-role flow.states.routed.may.take"],
    ["a role nobody has", withState("routed", { who: "umpire" }), "unknown-role flow.states.routed"],
    [
      "an action's role nobody has",
      withAction("routed", "take", { who: "umpire" }),
      "unknown-role flow.states.routed.may.take",
    ],
    [
      "a final state an officer can leave",
      withAction("done", "reopen", { who: "verifier" }),
      "final-with-actions flow.states.done.may.reopen",
    ],
    [
      "a reopening without a time limit",
      withAction("done", "reopen", { openFor: undefined }),
      "final-with-actions flow.states.done.may.reopen",
    ],
    [
      "a final state without outcome",
      withState("rejected", { outcome: undefined }),
      "final-without-outcome flow.states.rejected",
    ],
    [
      "notBy naming an unknown action",
      withAction("answered", "verify", { notBy: ["mend"] }),
      "unknown-action flow.states.answered.may.verify.notBy",
    ],
    [
      "a timer without a time",
      withAction("verified", "close", { after: undefined }),
      "bad-timer flow.states.verified.may.close",
    ],
    [
      "a time on a person's action",
      withAction("routed", "take", { after: { unit: "working-days", amount: 1 } }),
      "bad-timer flow.states.routed.may.take",
    ],
    [
      "a duration of nothing",
      withState("routed", { within: { unit: "working-days", amount: 0 } }),
      "bad-duration flow.states.routed.within",
    ],
    [
      "handover to no question",
      withAction("submitted", "dispatch", { handover: "where" }),
      "unknown-question flow.states.submitted.may.dispatch.handover",
    ],
    [
      "handover to a text",
      withAction("submitted", "dispatch", { ask: [text("club", "club.which")] }),
      "wrong-type flow.states.submitted.may.dispatch.handover",
    ],
    [
      "escalation that does not ascend",
      {
        flow: {
          ...tennisClub.flow,
          escalation: [
            { at: 80, role: "verifier", up: 0 },
            { at: 50, role: "verifier", up: 0 },
          ],
        },
      },
      "bad-escalation flow.escalation.1",
    ],
    [
      "escalation to an unknown role",
      { flow: { ...tennisClub.flow, escalation: [{ at: 80, role: "umpire", up: 0 }] } },
      "unknown-role flow.escalation.0",
    ],
    [
      "no deadline",
      { deadline: { unit: "working-days", amount: 0, source: "s", verified: false } },
      "no-deadline deadline",
    ],
    ["a law that cites nothing", { law: [{ citation: " ", verified: false }] }, "no-source law.0"],
    ["a law verified nowhere", { law: [{ citation: "Statute", verified: true }] }, "no-source law.0"],
    ["a fee by no rule", { fee: { kind: "free", source: "", verified: false } }, "no-source fee"],
    ["an unknown route", { route: "club.byMoon" }, "unknown-route route"],
    ["visibility asked of nobody", { visibility: { asked: "mood" } }, "unknown-question visibility"],
    ["visibility asked of a yes or no", { visibility: { asked: "rules" } }, "wrong-type visibility"],
    ["region from a text", { regionFrom: "cardNumber" }, "wrong-type regionFrom"],
    ["a bad identity", { id: "Club" }, "bad-identity Club"],
  ])("refuses %s", (_name, change, expected) => {
    expect(rulesOf(change)).toContain(expected);
  });

  test("refuses a waiting state the person cannot leave", () => {
    const { close } = tennisClub.flow.states["verified"]?.may ?? {};
    const may: Record<string, Action> = close === undefined ? {} : { close };
    expect(rulesOf(withState("verified", { may }))).toContain("waiting-without-owner flow.states.verified");
  });

  test("refuses states that only lead round in circles", () => {
    const words = { label: "l", happening: "h" };
    const go = (to: string) => ({ go: { label: "a", to, who: "verifier", ask: [] } });
    const states = { first: { ...words, may: go("second") }, second: { ...words, may: go("first") } };
    const faults = rulesOf({ flow: { start: "first", states, escalation: [] } });
    expect(faults).toEqual(["never-ends flow.states.first", "never-ends flow.states.second"]);
  });

  test.each<[string, Question, string]>([
    ["a duplicate name", text("kind", "club.kind"), "duplicate-question ask.kind"],
    ["a name every object has", text("constructor", "club.kind"), "bad-name ask.constructor"],
    ["a name with a dot", text("a.b", "club.kind"), "bad-name ask.a.b"],
    [
      "a row question named as one above",
      repeat("more", "club.kind", [text("kind", "club.kind")]),
      "duplicate-question ask.more.ask.kind",
    ],
    [
      "an unknown source",
      {
        ...tennisClub.ask[0],
        type: "attribute",
        name: "other",
        label: "club.kind",
        source: "moon.phase",
        maxLength: 20,
      },
      "unknown-source ask.other",
    ],
    ["an unknown list", choice("other", "club.kind", "moon.phases"), "unknown-list ask.other"],
    ["one option only", choice("other", "club.kind", [option("a", "club.kind")]), "too-few-options ask.other"],
    [
      "an option twice",
      choices("other", "club.kind", [option("a", "club.kind"), option("a", "club.kind")]),
      "duplicate-option ask.other",
    ],
    ["contradicting limits", number("other", "club.kind", { min: 5, max: 4 }), "bad-limits ask.other"],
    ["texts beyond 10,000 characters", paragraph("other", "club.kind", { maxLength: 10_001 }), "bad-limits ask.other"],
    [
      "a condition on an unknown question",
      text("other", "club.kind", { when: eq("moon", "full") }),
      "unknown-question ask.other.when",
    ],
    [
      "a condition on itself",
      text("other", "club.kind", { when: eq("other", "full") }),
      "later-question ask.other.when",
    ],
    [
      "a number compared with a word",
      text("other", "club.kind", { when: gt("height", "tall") }),
      "wrong-type ask.other.when",
    ],
    [
      "a text compared by size",
      text("other", "club.kind", { when: gt("cardNumber", "1") }),
      "wrong-type ask.other.when",
    ],
    [
      "a date compared with a word",
      text("other", "club.kind", { when: gt("birth", "yesterday") }),
      "wrong-type ask.other.when",
    ],
    [
      "yes or no compared with a word",
      text("other", "club.kind", { when: eq("rules", "yes") }),
      "wrong-type ask.other.when",
    ],
    [
      "several choices compared by eq",
      text("other", "club.kind", { when: eq("days", "mon") }),
      "wrong-type ask.other.when",
    ],
    ["photos compared", text("other", "club.kind", { when: eq("portrait", "x") }), "wrong-type ask.other.when"],
    [
      "a comparison with an option that is not there",
      text("other", "club.kind", { when: and(isIn("kind", ["single", "triple"])) }),
      "unknown-option ask.other.when",
    ],
  ])("refuses %s", (_name, question, expected) => {
    expect(rulesOf(withQuestions(question))).toContain(expected);
  });

  test("refuses a condition that names a later question", () => {
    const first = confirm("first", "club.kind", { when: eq("kind", "single") });
    expect(rulesOf({ ask: [first, ...tennisClub.ask] })).toContain("later-question ask.first.when");
  });

  test("refuses a repeat inside a repeat, as data from elsewhere may hold", () => {
    const outer = JSON.parse(JSON.stringify(repeat("outer", "club.kind", [text("inside", "club.kind")])));
    outer.ask.push({ ...structuredClone(outer), name: "inner" });
    expect(rulesOf(withQuestions(outer))).toContain("nested-repeat ask.outer.ask.inner");
  });

  test("refuses a missing or empty sentence in Indonesian or English, naming key and language", () => {
    const { "club.act.take": _gone, ...english } = tennisMessages.en;
    const messages = { id: { ...tennisMessages.id, "club.title": " " }, en: english };
    const faults = checkDefinition(tennisClub, { ...tennisRegistry, messages });
    expect(faults.map(({ code, params }) => [code, params["key"], params["language"]])).toEqual([
      ["missing-message", "club.title", "id"],
      ["missing-message", "club.act.take", "en"],
    ]);
  });
});
