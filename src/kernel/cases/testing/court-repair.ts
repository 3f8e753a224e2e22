import {
  calendarDays,
  choice,
  flow,
  free,
  law,
  lt,
  messagesOf,
  number,
  option,
  paragraph,
  photos,
  place,
  type ServiceDefinition,
  service,
  text,
  workingDays,
  workingHours,
} from "../../services/index.ts";

/** Withdrawing stands in every state that is not final. */
const withdraw = { who: "owner", to: "withdrawn", label: "club.act.withdraw", message: "club.told.withdrawn" } as const;
const toOffice = choice("office", "club.office", "club.offices");
const words = (state: string) => ({
  label: `club.state.${state}`,
  happening: `club.state.${state}.now`,
  next: `club.state.${state}.next`,
});
const end = (state: string) => ({ label: `club.state.${state}`, happening: `club.state.${state}.now`, final: true });

/**
 * A member of an invented tennis club tells of a damaged court. Every feature of the flow is in it: a state with a clock of its own and one
 * without, waiting for the person, four eyes, hand-over, a branch by rating, the clock's own acts, objection for a limited time.
 */
export const courtRepair: ServiceDefinition = service(
  "club.repair",
  { version: 1, from: "2026-01-01" },
  {
    title: "club.title",
    summary: "club.summary",
    law: [law("Club statute art. 4")],
    fee: free("Club statute art. 9"),
    deadline: workingDays(5, { source: "Club statute art. 5", verified: false }),
    for: "guest",
    visibility: { asked: "shown" },
    route: "club.byCourt",
    regionFrom: "where",
    ask: [
      choice("court", "club.court", "club.courts"),
      paragraph("what", "club.what", { minLength: 3 }),
      place("where", "club.where", { landmark: "optional", point: "none" }),
      photos("picture", "club.picture", { optional: true, max: 2 }),
      text("member", "club.member", { personal: true, optional: true }),
      paragraph("aside", "club.aside", { optional: true, shownTo: "office" }),
      choice("shown", "club.shown", [
        option("public", "club.shown.public"),
        option("name-hidden", "club.shown.name-hidden"),
        option("private", "club.shown.private"),
      ]),
    ],
    flow: flow({
      start: "submitted",
      everywhere: { withdraw },
      states: {
        submitted: {
          ...words("submitted"),
          who: "dispatcher",
          within: workingHours(8),
          may: {
            dispatch: {
              to: "routed",
              label: "club.act.dispatch",
              ask: [toOffice],
              handover: "office",
              assign: "nobody",
            },
            reject: {
              to: "rejected",
              label: "club.act.reject",
              ask: [paragraph("reason", "club.reason")],
              message: "club.told.rejected",
            },
          },
        },
        routed: {
          ...words("routed"),
          who: "agency-officer",
          may: { take: { to: "taken", label: "club.act.take", assign: "self" } },
        },
        taken: {
          ...words("taken"),
          who: "agency-officer",
          within: workingDays(3),
          may: {
            fix: {
              to: "answered",
              label: "club.act.fix",
              ask: [paragraph("reply", "club.reply"), photos("after", "club.after", { optional: true, max: 2 })],
              message: "club.told.answered",
            },
            ask: {
              to: "waiting",
              label: "club.act.ask",
              ask: [paragraph("question", "club.question", { shownTo: "owner" })],
            },
            note: {
              to: "taken",
              label: "club.act.note",
              ask: [paragraph("remark", "club.remark", { shownTo: "office" })],
            },
            pass: { to: "routed", label: "club.act.pass", ask: [toOffice], handover: "office", assign: "nobody" },
          },
        },
        waiting: {
          ...words("waiting"),
          waitsFor: "person",
          may: {
            reply: { who: "owner", to: "taken", label: "club.act.reply", ask: [paragraph("answer", "club.answer")] },
            expire: { who: "system", to: "expired", label: "club.act.expire", after: calendarDays(30) },
          },
        },
        answered: {
          ...words("answered"),
          who: "verifier",
          within: workingHours(16),
          may: {
            verify: { to: "verified", label: "club.act.verify", notBy: ["fix"], message: "club.told.verified" },
            back: { to: "taken", label: "club.act.back", notBy: ["fix"], ask: [paragraph("why", "club.why")] },
          },
        },
        verified: {
          ...words("verified"),
          waitsFor: "person",
          may: {
            rate: {
              who: "owner",
              to: "done",
              toIf: [{ when: lt("rating", 3), to: "taken" }],
              label: "club.act.rate",
              ask: [number("rating", "club.rating", { min: 1, max: 5 })],
            },
            close: { who: "system", to: "done", label: "club.act.close", after: calendarDays(7) },
          },
        },
        done: {
          ...end("done"),
          outcome: "resolved",
          may: {
            reopen: {
              who: "owner",
              to: "taken",
              label: "club.act.reopen",
              openFor: workingDays(10),
              ask: [paragraph("objection", "club.objection")],
            },
          },
        },
        rejected: { ...end("rejected"), outcome: "rejected" },
        withdrawn: { ...end("withdrawn"), outcome: "withdrawn" },
        expired: { ...end("expired"), outcome: "expired" },
      },
    }),
  },
);

/** The same by working hours, without an owner's account needed, and no state with a clock of its own: only the promise runs. */
export const courtLight: ServiceDefinition = {
  ...courtRepair,
  id: "club.light",
  deadline: { unit: "working-hours", amount: 16, source: "Club statute art. 6", verified: false },
  flow: {
    ...courtRepair.flow,
    states: Object.fromEntries(
      Object.entries(courtRepair.flow.states).map(([name, { within: _, ...state }]) => [name, state]),
    ),
  },
};

/** Only for members with an account, sent to whatever office is nearest, never public. */
export const courtKey: ServiceDefinition = {
  ...courtRepair,
  id: "club.key",
  for: "resident",
  visibility: "private",
  route: undefined,
};

/** Every key with a readable text of its own. */
function texts(language: string): Record<string, string> {
  return Object.fromEntries(messagesOf(courtRepair).map(({ key }) => [key, `${language} ${key.split(".").join(" ")}`]));
}

export const clubMessages = { id: texts("id"), en: texts("en") };
