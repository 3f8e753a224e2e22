import {
  attribute,
  calendarDays,
  choice,
  confirm,
  date,
  document,
  eq,
  flow,
  free,
  law,
  option,
  paragraph,
  region,
  repeat,
  type ServiceDefinition,
  service,
  text,
  workingDays,
} from "../../../kernel/services/index.ts";

const standard = { source: "Standar pelayanan kelurahan; berbeda tiap daerah", verified: false };

/** Surat keterangan domisili: the kelurahan states that somebody lives there. */
export const residenceLetter: ServiceDefinition = service(
  "population.residence-letter",
  { version: 3, from: "2026-01-01" },
  {
    title: "population.letter.title",
    summary: "population.letter.summary",
    icon: "idCard",
    law: [law("UU 25/2009"), law("Permendagri 7/2019")],
    fee: free("UU 24/2013 art. 79A"),
    deadline: workingDays(3, standard),
    for: "resident",
    visibility: "private",
    regionFrom: "village",
    ask: [
      attribute("fullName", "population.letter.name", "population.fullName", { maxLength: 100 }),
      text("nik", "population.letter.nik", {
        hint: "population.letter.nik.hint",
        minLength: 16,
        maxLength: 16,
        digits: true,
        personal: true,
      }),
      region("village", "population.letter.village"),
      text("address", "population.letter.address", {
        hint: "population.letter.address.hint",
        minLength: 5,
        maxLength: 200,
        personal: true,
      }),
      date("since", "population.letter.since", { latest: { daysFromToday: 0 } }),
      choice("purpose", "population.letter.purpose", [
        option("bank", "population.letter.purpose.bank"),
        option("school", "population.letter.purpose.school"),
        option("work", "population.letter.purpose.work"),
        option("other", "population.letter.purpose.other"),
      ]),
      text("otherPurpose", "population.letter.other-purpose", {
        minLength: 3,
        maxLength: 100,
        when: eq("purpose", "other"),
      }),
      repeat(
        "household",
        "population.letter.household",
        [
          text("name", "population.letter.member", { maxLength: 100, personal: true }),
          choice("relation", "population.letter.relation", [
            option("spouse", "population.letter.relation.spouse"),
            option("child", "population.letter.relation.child"),
            option("parent", "population.letter.relation.parent"),
            option("other", "population.letter.relation.other"),
          ]),
        ],
        {
          hint: "population.letter.household.hint",
          row: "population.letter.household.row",
          min: 0,
          max: 10,
          optional: true,
          personal: true,
        },
      ),
      document("proof", "population.letter.proof", { hint: "population.letter.proof.hint", pages: 2 }),
      confirm("true", "population.letter.true", { mustBeYes: true }),
    ],
    flow: flow({
      start: "submitted",
      everywhere: {
        withdraw: {
          to: "withdrawn",
          who: "owner",
          label: "population.letter.act.withdraw",
          done: "population.letter.done.withdraw",
        },
      },
      states: {
        submitted: {
          label: "population.letter.state.submitted",
          happening: "population.letter.state.submitted.happening",
          until: "population.letter.state.submitted.until",
          next: "population.letter.state.submitted.next",
          who: "front-desk",
          within: workingDays(1),
          may: {
            accept: {
              to: "signing",
              label: "population.letter.act.accept",
              done: "population.letter.done.accept",
              assign: "self",
              message: "population.letter.told.accept",
            },
            ask: {
              to: "asked",
              label: "population.letter.act.ask",
              done: "population.letter.done.ask",
              message: "population.letter.told.ask",
              ask: [
                paragraph("question", "population.letter.question", { minLength: 5, maxLength: 500, shownTo: "owner" }),
              ],
            },
            reject: {
              to: "rejected",
              label: "population.letter.act.reject",
              done: "population.letter.done.reject",
              message: "population.letter.told.reject",
              ask: [
                paragraph("reason", "population.letter.reason", { minLength: 10, maxLength: 500, shownTo: "owner" }),
              ],
            },
          },
        },
        asked: {
          label: "population.letter.state.asked",
          happening: "population.letter.state.asked.happening",
          until: "population.letter.state.asked.until",
          next: "population.letter.state.asked.next",
          waitsFor: "person",
          who: "owner",
          may: {
            reply: {
              to: "submitted",
              label: "population.letter.act.reply",
              done: "population.letter.done.reply",
              ask: [
                paragraph("reply", "population.letter.reply", { minLength: 2, maxLength: 500, shownTo: "owner" }),
                document("more", "population.letter.more", { pages: 2, optional: true, shownTo: "owner" }),
              ],
            },
            lapse: {
              to: "lapsed",
              who: "system",
              label: "population.letter.act.lapse",
              done: "population.letter.done.lapse",
              after: calendarDays(14),
              message: "population.letter.told.lapse",
            },
          },
        },
        signing: {
          label: "population.letter.state.signing",
          happening: "population.letter.state.signing.happening",
          until: "population.letter.state.signing.until",
          next: "population.letter.state.signing.next",
          who: "head-of-office",
          within: workingDays(1),
          may: {
            sign: {
              to: "ready",
              label: "population.letter.act.sign",
              done: "population.letter.done.sign",
              notBy: ["accept"],
              message: "population.letter.told.sign",
            },
            return: {
              to: "submitted",
              label: "population.letter.act.return",
              done: "population.letter.done.return",
              assign: "nobody",
              ask: [
                paragraph("reason", "population.letter.reason", { minLength: 5, maxLength: 500, shownTo: "office" }),
              ],
            },
          },
        },
        ready: {
          label: "population.letter.state.ready",
          happening: "population.letter.state.ready.happening",
          final: true,
          outcome: "resolved",
        },
        rejected: {
          label: "population.letter.state.rejected",
          happening: "population.letter.state.rejected.happening",
          final: true,
          outcome: "rejected",
          may: {
            object: {
              to: "submitted",
              who: "owner",
              label: "population.letter.act.object",
              done: "population.letter.done.object",
              openFor: workingDays(10),
              ask: [
                paragraph("reason", "population.letter.objection", { minLength: 5, maxLength: 500, shownTo: "owner" }),
              ],
            },
          },
        },
        lapsed: {
          label: "population.letter.state.lapsed",
          happening: "population.letter.state.lapsed.happening",
          final: true,
          outcome: "expired",
        },
        withdrawn: {
          label: "population.letter.state.withdrawn",
          happening: "population.letter.state.withdrawn.happening",
          final: true,
          outcome: "withdrawn",
        },
      },
    }),
  },
);
