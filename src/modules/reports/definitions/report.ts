import {
  calendarDays,
  choice,
  eq,
  flow,
  free,
  isIn,
  law,
  option,
  paragraph,
  photos,
  place,
  type ServiceDefinition,
  service,
  text,
  workingDays,
} from "../../../kernel/services/index.ts";

const sp4n = { source: "Standar pelayanan pengaduan SP4N-LAPOR! (PermenPANRB 62/2018)", verified: false };

const reason = paragraph("reason", "reports.ask.reason", {
  hint: "reports.ask.reason.hint",
  minLength: 10,
  maxLength: 1000,
});
const handover = choice("office", "reports.ask.office", "access.offices");

/**
 * A resident reports, the right office handles it, everyone sees what happened.
 * Time limits: looked at within 3 working days, done within 14 (SP4N-LAPOR!, "tidak berkadar pengawasan"), the reporter has 10 days to answer or object.
 */
export const report: ServiceDefinition = service(
  "reports.report",
  { version: 3, from: "2026-01-01" },
  {
    title: "reports.service.title",
    summary: "reports.service.summary",
    icon: "road",
    law: [law("UU 25/2009"), law("Perpres 76/2013"), law("PermenPANRB 62/2018")],
    fee: free("UU 25/2009; Perpres 76/2013"),
    deadline: workingDays(14, sp4n),
    for: "guest",
    visibility: { asked: "visibility" },
    route: "reports.byCategory",
    regionFrom: "where",
    ask: [
      choice("kind", "reports.ask.kind", [
        option("complaint", "reports.kind.complaint", { hint: "reports.kind.complaint.hint", icon: "late" }),
        option("aspiration", "reports.kind.aspiration", { hint: "reports.kind.aspiration.hint", icon: "chat" }),
        option("information", "reports.kind.information", { hint: "reports.kind.information.hint", icon: "help" }),
      ]),
      choice("category", "reports.ask.category", "reports.categories"),
      paragraph("what", "reports.ask.what", { hint: "reports.ask.what.hint", minLength: 10, maxLength: 2000 }),
      place("where", "reports.ask.where", {
        missing: "reports.ask.where.missing",
        level: "village",
        landmark: "optional",
        point: "optional",
      }),
      photos("photos", "reports.ask.photos", {
        hint: "reports.ask.photos.hint",
        max: 3,
        optional: true,
        when: isIn("kind", ["complaint", "aspiration"]),
      }),
      choice("visibility", "reports.ask.visibility", [
        option("name-hidden", "reports.visibility.name-hidden", {
          hint: "reports.visibility.name-hidden.hint",
          icon: "eye",
        }),
        option("public", "reports.visibility.public", { hint: "reports.visibility.public.hint", icon: "user" }),
        option("private", "reports.visibility.private", { hint: "reports.visibility.private.hint", icon: "lock" }),
      ]),
      text("name", "reports.ask.name", {
        hint: "reports.ask.name.hint",
        minLength: 2,
        maxLength: 80,
        when: eq("visibility", "public"),
      }),
      text("contact", "reports.ask.contact", {
        hint: "reports.ask.contact.hint",
        phone: true,
        optional: true,
        personal: true,
        shownTo: "office",
      }),
    ],
    flow: flow({
      start: "submitted",
      everywhere: {
        withdraw: { to: "withdrawn", who: "owner", label: "reports.act.withdraw", done: "reports.done.withdraw" },
      },
      states: {
        submitted: {
          label: "reports.state.submitted",
          happening: "reports.state.submitted.happening",
          until: "reports.state.submitted.until",
          next: "reports.state.submitted.next",
          who: "agency-officer",
          within: workingDays(3),
          may: {
            take: {
              to: "working",
              label: "reports.act.take",
              done: "reports.done.take",
              assign: "self",
              message: "reports.told.take",
            },
            dispatch: {
              to: "submitted",
              who: "dispatcher",
              label: "reports.act.dispatch",
              done: "reports.done.dispatch",
              ask: [handover],
              handover: "office",
              message: "reports.told.dispatch",
            },
            transfer: {
              to: "submitted",
              label: "reports.act.transfer",
              done: "reports.done.transfer",
              ask: [handover, reason],
              handover: "office",
              message: "reports.told.dispatch",
            },
            reject: {
              to: "rejected",
              label: "reports.act.reject",
              done: "reports.done.reject",
              ask: [reason],
              message: "reports.told.reject",
            },
          },
        },
        working: {
          label: "reports.state.working",
          happening: "reports.state.working.happening",
          next: "reports.state.working.next",
          who: "agency-officer",
          may: {
            fix: {
              to: "checking",
              label: "reports.act.fix",
              done: "reports.done.fix",
              message: "reports.told.fix",
              ask: [
                paragraph("note", "reports.ask.note", {
                  hint: "reports.ask.note.hint",
                  minLength: 10,
                  maxLength: 1000,
                }),
                photos("after", "reports.ask.after", { min: 1, max: 3 }),
              ],
            },
            answer: {
              to: "checking",
              label: "reports.act.answer",
              done: "reports.done.answer",
              message: "reports.told.fix",
              ask: [paragraph("note", "reports.ask.answer", { minLength: 10, maxLength: 2000 })],
            },
            ask: {
              to: "asked",
              label: "reports.act.ask",
              done: "reports.done.ask",
              message: "reports.told.ask",
              ask: [paragraph("question", "reports.ask.question", { minLength: 5, maxLength: 1000, shownTo: "owner" })],
            },
            transfer: {
              to: "submitted",
              label: "reports.act.transfer",
              done: "reports.done.transfer",
              ask: [handover, reason],
              handover: "office",
              message: "reports.told.dispatch",
            },
            reject: {
              to: "rejected",
              label: "reports.act.reject",
              done: "reports.done.reject",
              ask: [reason],
              message: "reports.told.reject",
            },
          },
        },
        asked: {
          label: "reports.state.asked",
          happening: "reports.state.asked.happening",
          until: "reports.state.asked.until",
          next: "reports.state.asked.next",
          waitsFor: "person",
          who: "owner",
          may: {
            reply: {
              to: "working",
              label: "reports.act.reply",
              done: "reports.done.reply",
              ask: [
                paragraph("reply", "reports.ask.reply", { minLength: 2, maxLength: 1000, shownTo: "owner" }),
                photos("more", "reports.ask.more", { max: 3, optional: true, shownTo: "owner" }),
              ],
            },
            lapse: {
              to: "lapsed",
              who: "system",
              label: "reports.act.lapse",
              done: "reports.done.lapse",
              after: calendarDays(10),
              message: "reports.told.lapse",
            },
          },
        },
        checking: {
          label: "reports.state.checking",
          happening: "reports.state.checking.happening",
          until: "reports.state.checking.until",
          next: "reports.state.checking.next",
          who: "verifier",
          within: workingDays(2),
          may: {
            verify: {
              to: "done",
              label: "reports.act.verify",
              done: "reports.done.verify",
              notBy: ["fix", "answer"],
              message: "reports.told.verify",
              ask: [paragraph("note", "reports.ask.verify", { maxLength: 1000, optional: true })],
            },
            return: {
              to: "working",
              label: "reports.act.return",
              done: "reports.done.return",
              notBy: ["fix", "answer"],
              ask: [reason],
            },
          },
        },
        done: {
          label: "reports.state.done",
          happening: "reports.state.done.happening",
          until: "reports.state.done.until",
          next: "reports.state.done.next",
          waitsFor: "person",
          who: "owner",
          may: {
            rate: {
              to: "closed",
              toIf: [
                {
                  when: isIn("rating", ["1", "2"]),
                  to: "working",
                  done: "reports.done.rate.reopened",
                  thanks: "reports.thanks.reopened",
                },
              ],
              label: "reports.act.rate",
              done: "reports.done.rate",
              ask: [
                choice(
                  "rating",
                  "reports.ask.rating",
                  [
                    option("1", "reports.rating.1"),
                    option("2", "reports.rating.2"),
                    option("3", "reports.rating.3"),
                    option("4", "reports.rating.4"),
                    option("5", "reports.rating.5"),
                  ],
                  { hint: "reports.ask.rating.hint" },
                ),
                paragraph("comment", "reports.ask.comment", { maxLength: 1000, optional: true, shownTo: "owner" }),
              ],
            },
            object: {
              to: "working",
              label: "reports.act.object",
              done: "reports.done.object",
              openFor: workingDays(10),
              ask: [paragraph("reason", "reports.ask.objection", { minLength: 5, maxLength: 1000, shownTo: "owner" })],
            },
            close: {
              to: "closed",
              who: "system",
              label: "reports.act.close",
              done: "reports.done.close",
              after: workingDays(10),
            },
          },
        },
        closed: {
          label: "reports.state.closed",
          happening: "reports.state.closed.happening",
          final: true,
          outcome: "resolved",
        },
        rejected: {
          label: "reports.state.rejected",
          happening: "reports.state.rejected.happening",
          final: true,
          outcome: "rejected",
          may: {
            object: {
              to: "submitted",
              who: "owner",
              label: "reports.act.object",
              done: "reports.done.object",
              openFor: workingDays(10),
              ask: [paragraph("reason", "reports.ask.objection", { minLength: 5, maxLength: 1000, shownTo: "owner" })],
            },
          },
        },
        lapsed: {
          label: "reports.state.lapsed",
          happening: "reports.state.lapsed.happening",
          final: true,
          outcome: "expired",
        },
        withdrawn: {
          label: "reports.state.withdrawn",
          happening: "reports.state.withdrawn.happening",
          final: true,
          outcome: "withdrawn",
        },
      },
    }),
  },
);
