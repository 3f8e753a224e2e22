import { findOffice } from "../access/index.ts";
import type { Case, CaseContent, Reader, TimelineStep } from "../cases/index.ts";
import { nextByItself, stateOf, statesAhead } from "../cases/index.ts";
import { formContext, reviewLines } from "../forms/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Kernel } from "../index.ts";
import type { State } from "../services/index.ts";
import {
  clockInWords,
  dayBoxes,
  dayInWords,
  isoDay,
  momentInWords,
  remaining,
  remainingInWords,
} from "../time/index.ts";
import type { ClockCardProps, Lang, TagTone, TrailStep, Translate } from "../ui/index.ts";
import { createFormats } from "../ui/index.ts";

/** How a case looks to a reader: the same on the owner's page, the public page and the officer's desk. */
export interface CaseView {
  readonly state: string;
  readonly tone: TagTone;
  /** How it ended and what one can do now; none while it goes on. */
  readonly ending: string | undefined;
  /** None when nothing is awaited any more. */
  readonly clock: ClockCardProps | undefined;
  readonly steps: readonly TrailStep[];
  readonly late: { readonly question: string; readonly answer: string } | undefined;
}

const mostAhead = 2;
/** Only a reader of the office is told who did it. */
const noNames: ReadonlyMap<string, string> = new Map();

/**
 * The state, the clock and the trail of a case. `contents` are its answers (kernel.cases.contents). The owner is spoken to, but their trail
 * is everyone's: what owner and office said to each other stands in a thread of its own.
 */
export async function viewCase(
  kernel: Kernel,
  found: Case,
  contents: readonly CaseContent[],
  reader: Reader,
  lang: Lang,
): Promise<CaseView> {
  const t = kernel.messages.translator(lang);
  const definition = kernel.cases.definitionOf(found);
  const state = stateOf(definition, found.state);
  const [timeline, office, entries] = await Promise.all([
    kernel.cases.timeline(found, contents, reader === "owner" ? "everyone" : reader),
    findOffice(kernel.db.query, found.officeId),
    reader === "office" ? [] : kernel.books.about(found.id),
  ]);
  const entryIds = new Map(entries.map(({ id, kind, at }) => [`${kind} ${at.getTime()}`, id]));
  const happening = t(state.happening, { office: office?.name ?? "" });
  const officers = timeline.flatMap(({ officerId }) => officerId ?? []);
  const names = officers.length === 0 ? noNames : await kernel.accounts.officerNames(kernel.db.query, officers);
  const now = kernel.clock.now();
  const zone = kernel.calendars.zoneOf(found.region);
  const isLate = found.actBy !== null && found.actBy < now;
  const dueDay = found.actBy === null ? "" : dayInWords(t, found.actBy, zone, now);
  const ahead = state.final === true ? [] : statesAhead(definition, found.state, mostAhead);
  return {
    state: t(state.label),
    tone: toneOf(found, isLate),
    ending: state.final === true ? happening : undefined,
    clock: clockOf(kernel, found, reader, lang),
    steps: [
      ...timeline.map((step) => ({
        ...doneStep(kernel, found, step, names.get(step.officerId ?? ""), t),
        proofHref: proofHref(entryIds.get(`${entryKind(step)} ${step.at.getTime()}`)),
      })),
      ...(state.final === true
        ? []
        : [
            {
              state: "now" as const,
              title: t(state.label),
              text: [happening, found.actBy === null ? "" : dueInWords(found, state, t, dueDay)]
                .filter((text) => text !== "")
                .join(" "),
            },
          ]),
      ...ahead.map((name, index): TrailStep => {
        const next = stateOf(definition, name);
        return {
          state: "next",
          title: t(next.label),
          text: index === 0 && state.next !== undefined ? t(state.next) : undefined,
        };
      }),
    ],
    late:
      found.actBy === null
        ? undefined
        : { question: t("case.late.question", { day: dueDay }), answer: t("case.late.answer") },
  };
}

/** The deadline as a card; undefined for a closed case. */
function clockOf(kernel: Kernel, found: Case, reader: Reader, lang: Lang): ClockCardProps | undefined {
  if (found.closedAt !== null) return undefined;
  const t = kernel.messages.translator(lang);
  const context = kernel.calendars.contextOf(found.region);
  const { zone } = context;
  const now = kernel.clock.now();
  const due = found.actBy ?? found.dueAt;
  const note = found.calendarComplete ? undefined : t("case.calendar-incomplete");
  const definition = kernel.cases.definitionOf(found);
  const state = stateOf(definition, found.state);
  const leaf = createFormats(lang, zone.iana).leaf;
  if (found.actBy === null) {
    const next = nextByItself(definition, found, context);
    if (next === undefined)
      return { date: leaf(due), title: t("case.paused"), text: t("case.paused.text"), children: note };
    const day = dayInWords(t, next.at, zone, now);
    return reader === "owner" && state.until !== undefined
      ? {
          date: leaf(next.at),
          title: remainingInWords(t, remaining(now, next.at, next.after.unit, context), next.at, zone),
          children: t(state.until, { day }),
        }
      : { date: leaf(next.at), title: t(state.label), children: t("case.waits", { day }), text: t("case.paused.now") };
  }
  const ownClock = hasOwnClock(found, state);
  const left = remaining(
    now,
    due,
    ownClock ? (state.within?.unit ?? definition.deadline.unit) : definition.deadline.unit,
    context,
  );
  const start = ownClock ? found.stateSince : found.createdAt;
  const asked = dueInWords(found, state, t, `${dayInWords(t, due, zone, now)}, ${clockInWords(t, due, zone)}`);
  const more = left.late ? t("case.late.told") : note;
  return {
    date: leaf(due),
    title: remainingInWords(t, left, due, zone),
    days: dayBoxes(t, { start, due, now, left }, context),
    text: ownClock ? t("case.promise", { day: dayInWords(t, found.dueAt, zone, now) }) : undefined,
    late: left.late,
    children: more === undefined ? asked : `${asked} ${more}`,
  };
}

/** Whether the deadline that is nearer is the state's own, not the promise for the whole. */
function hasOwnClock(found: Case, { within }: State): boolean {
  return within !== undefined && found.stateDueAt !== null && found.stateDueAt <= found.dueAt;
}

/** What must have happened by the nearer deadline: this step, or everything. */
function dueInWords(found: Case, state: State, t: Translate, day: string): string {
  if (!hasOwnClock(found, state)) return t("case.promise", { day });
  return state.until === undefined ? t("case.by", { day }) : t(state.until, { day });
}

function doneStep(
  kernel: Kernel,
  found: Case,
  step: TimelineStep,
  officer: string | undefined,
  t: Translate,
): TrailStep {
  const zone = kernel.calendars.zoneOf(found.region);
  const now = kernel.clock.now();
  const said = step.kind === "submitted" ? [] : saidInWords(kernel, found, step, t);
  return {
    state: "done",
    title: t(step.label),
    text: [step.author === "office" ? step.officeName : null, ...said, step.erased ? t("case.erased") : null]
      .filter((text) => text !== null && text !== "")
      .join(". "),
    when: [momentInWords(t, step.at, zone, now), officer].filter((text) => text !== undefined).join(" · "),
  };
}

/** How a step is called in the public book. */
function entryKind({ kind, action }: TimelineStep): string {
  return kind === "submitted" ? "case.submitted" : `case.${action}`;
}

function proofHref(entryId: Uuid | undefined): string | undefined {
  return entryId === undefined ? undefined : `/bukti/${entryId}`;
}

/** What was said with a step, as short texts; files are shown as pictures elsewhere. */
function saidInWords(kernel: Kernel, found: Case, step: TimelineStep, t: Translate): string[] {
  const now = kernel.clock.now();
  const context = formContext({
    t,
    now: now.toISOString(),
    today: isoDay(now, kernel.calendars.zoneOf(found.region)),
    newRowId: () => "",
  });
  const shown = step.said.filter(
    ({ question }) =>
      !["photos", "document"].includes(question.type) &&
      !("optionsFrom" in question && question.optionsFrom !== undefined),
  );
  const answers = Object.fromEntries(shown.map(({ question, value }) => [question.name, value]));
  return reviewLines({ ask: shown.map(({ question }) => ({ ...question, when: undefined })) }, answers, context)
    .map((line) => line.text)
    .filter((text) => text !== "");
}

function toneOf(found: Case, isLate: boolean): TagTone {
  if (isLate) return "late";
  if (found.closedAt !== null) return found.outcome === "resolved" ? "ok" : "plain";
  return found.actBy === null ? "plain" : "now";
}
