import { messagesOf } from "../check-messages.ts";
import { and, answered, eq, gt, isIn, lt, not } from "../condition.ts";
import {
  attribute,
  calendarDays,
  choice,
  choices,
  confirm,
  type DefinitionRegistry,
  date,
  document,
  fee,
  flow,
  law,
  money,
  number,
  option,
  paragraph,
  photos,
  place,
  region,
  repeat,
  type ServiceDefinition,
  service,
  text,
  workingDays,
  workingHours,
} from "../index.ts";

/** Withdrawing stands in every state that is not final. */
const withdraw = { who: "owner", to: "withdrawn", label: "club.act.withdraw" } as const;

/** An invented domain with every question type, so that the kernel cannot lean on a real one. */
export const tennisClub: ServiceDefinition = service(
  "club.membership",
  { version: 1, from: "2026-01-01" },
  {
    title: "club.title",
    summary: "club.summary",
    law: [law("Club statute art. 4"), law("Court order 7", { source: "https://club.example/7", verified: true })],
    fee: fee(150_000, "Club statute art. 9"),
    deadline: workingDays(5, { source: "Club statute art. 5", verified: false }),
    for: "guest",
    visibility: { asked: "shown" },
    route: "club.byCourt",
    regionFrom: "home",
    ask: [
      attribute("fullName", "club.fullName", "people.fullName", { hint: "club.fullName.hint" }),
      choice("kind", "club.kind", [
        option("single", "club.kind.single", { icon: "person", hint: "club.kind.single.hint" }),
        option("family", "club.kind.family", { icon: "people" }),
        option("junior", "club.kind.junior"),
      ]),
      date("birth", "club.birth", { personal: true, earliest: "1900-01-01", latest: { daysFromToday: 0 } }),
      text("guardian", "club.guardian", { when: eq("kind", "junior"), minLength: 2, personal: true }),
      repeat(
        "family",
        "club.family",
        [
          text("memberName", "club.family.name", { personal: true }),
          number("age", "club.family.age", { min: 0, max: 120 }),
          confirm("plays", "club.family.plays"),
          choice("racket", "club.family.racket", "club.rackets", { when: eq("plays", true) }),
          region("bornIn", "club.family.bornIn", { level: "regency", optional: true }),
          choices("languages", "club.languages", [option("id", "club.lang.id"), option("jv", "club.lang.jv")], {
            optional: true,
          }),
        ],
        { when: eq("kind", "family"), min: 1, max: 4 },
      ),
      choices("days", "club.days", [
        option("mon", "club.days.mon"),
        option("wed", "club.days.wed"),
        option("sat", "club.days.sat"),
      ]),
      choice("court", "club.court", "club.courts", { missing: "club.court.missing" }),
      number("height", "club.height", { min: 0.5, max: 2.5, decimals: 2, unit: "club.metres", optional: true }),
      money("donation", "club.donation", { max: 5_000_000, optional: true }),
      paragraph("thanks", "club.thanks", { when: gt("donation", 1_000_000), optional: true, maxLength: 500 }),
      region("office", "club.office", { level: "district" }),
      place("home", "club.home", { landmark: "optional", point: "optional" }),
      photos("portrait", "club.portrait", { min: 1, max: 2, shownTo: "owner" }),
      document("letter", "club.letter", { pages: 2, when: and(answered("guardian"), not(eq("guardian", "x"))) }),
      text("cardNumber", "club.cardNumber", { digits: true, minLength: 8, maxLength: 8, optional: true }),
      paragraph("wishes", "club.wishes", { optional: true, when: isIn("days", ["sat"]) }),
      choice("shown", "club.shown", [option("public", "club.shown.public"), option("private", "club.shown.private")]),
      confirm("rules", "club.rules", { mustBeYes: true }),
    ],
    flow: flow({
      start: "submitted",
      everywhere: { withdraw },
      states: {
        submitted: {
          label: "club.state.submitted",
          happening: "club.state.submitted.now",
          next: "club.state.submitted.next",
          who: "dispatcher",
          within: workingHours(8),
          may: {
            dispatch: {
              to: "routed",
              label: "club.act.dispatch",
              ask: [choice("club", "club.which", "club.clubs")],
              handover: "club",
              assign: "nobody",
            },
            reject: {
              to: "rejected",
              label: "club.act.reject",
              ask: [paragraph("reason", "club.reason")],
              message: "club.told.rejected",
            },
            refer: {
              to: "referred",
              label: "club.act.refer",
              ask: [text("authority", "club.authority")],
              message: "club.told.referred",
            },
          },
        },
        routed: {
          label: "club.state.routed",
          happening: "club.state.routed.now",
          next: "club.state.routed.next",
          who: "agency-officer",
          may: { take: { to: "taken", label: "club.act.take", assign: "self" } },
        },
        taken: {
          label: "club.state.taken",
          happening: "club.state.taken.now",
          next: "club.state.taken.next",
          who: "agency-officer",
          within: workingDays(3),
          may: {
            ask: { to: "waiting", label: "club.act.ask", ask: [paragraph("question", "club.question")] },
            fix: {
              to: "answered",
              label: "club.act.fix",
              ask: [paragraph("reply", "club.reply"), photos("after", "club.after", { min: 1 })],
              message: "club.told.answered",
            },
          },
        },
        waiting: {
          label: "club.state.waiting",
          happening: "club.state.waiting.now",
          next: "club.state.waiting.next",
          waitsFor: "person",
          may: {
            reply: { who: "owner", to: "taken", label: "club.act.reply", ask: [paragraph("answer", "club.answer")] },
            expire: { who: "system", to: "expired", label: "club.act.expire", after: calendarDays(30) },
          },
        },
        answered: {
          label: "club.state.answered",
          happening: "club.state.answered.now",
          next: "club.state.answered.next",
          who: "verifier",
          within: workingHours(16),
          may: {
            verify: { to: "verified", label: "club.act.verify", notBy: ["fix"], message: "club.told.verified" },
            back: { to: "taken", label: "club.act.back", notBy: ["fix"], ask: [paragraph("why", "club.why")] },
          },
        },
        verified: {
          label: "club.state.verified",
          happening: "club.state.verified.now",
          next: "club.state.verified.next",
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
          label: "club.state.done",
          happening: "club.state.done.now",
          final: true,
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
        rejected: {
          label: "club.state.rejected",
          happening: "club.state.rejected.now",
          final: true,
          outcome: "rejected",
        },
        referred: {
          label: "club.state.referred",
          happening: "club.state.referred.now",
          final: true,
          outcome: "not-our-authority",
        },
        withdrawn: {
          label: "club.state.withdrawn",
          happening: "club.state.withdrawn.now",
          final: true,
          outcome: "withdrawn",
        },
        expired: { label: "club.state.expired", happening: "club.state.expired.now", final: true, outcome: "expired" },
      },
    }),
  },
);

/** Every key with a readable text of its own. */
function texts(language: string): Record<string, string> {
  return Object.fromEntries(messagesOf(tennisClub).map(({ key }) => [key, `${language} ${key.split(".").join(" ")}`]));
}

export const tennisMessages: { readonly id: Record<string, string>; readonly en: Record<string, string> } = {
  id: texts("id"),
  en: texts("en"),
};

export const tennisRegistry: DefinitionRegistry = {
  roles: ["dispatcher", "agency-officer", "verifier", "head-of-office"],
  messages: tennisMessages,
  sources: ["people.fullName"],
  lists: ["club.courts", "club.rackets", "club.clubs"],
  routes: ["club.byCourt"],
};
