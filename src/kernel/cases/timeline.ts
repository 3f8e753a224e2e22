import { listOffices, type Office, type PastRole, rolesEverHeld } from "../access/index.ts";
import type { HistoryRow } from "../command/index.ts";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Action, Answers, Question, ServiceDefinition } from "../services/index.ts";
import { definitionOf } from "./act.ts";
import type { Case, CaseContent } from "./case.ts";
import type { CasesContext } from "./context.ts";
import { actionOf, stateOf } from "./domain/flow.ts";

/** One step of "what happened", for a reader. Labels are message keys. */
export interface TimelineStep {
  readonly at: Date;
  readonly kind: "submitted" | "action" | "late";
  /** Name of the action, or "submit". */
  readonly action: string;
  readonly label: string;
  readonly officeName: string | null;
  readonly author: "owner" | "office" | "system";
  /** Account of the officer who did it; for readers of the office only. */
  readonly officerId: Uuid | null;
  /** What was said, as far as this reader may see it. */
  readonly said: readonly { readonly question: Question; readonly value: Answers[string] }[];
  readonly erased: boolean;
  /** What the one who did it is told right afterwards, where the definition says it. */
  readonly thanks: string | undefined;
}

export type Reader = "everyone" | "owner" | "office";

/** What happened in a case, oldest first, cut to what `reader` may see. Sealed answers are not in it. */
export async function timelineOf(
  context: CasesContext,
  db: Queryable,
  found: Case,
  contents: readonly CaseContent[],
  reader: Reader,
): Promise<TimelineStep[]> {
  const definition = definitionOf(context, found);
  const history = await context.commands.historyOf(db, "case", found.id);
  const offices = new Map((await listOffices(db)).map((office) => [office.id, office]));
  const officers = history.flatMap(({ actorKind, actorRef }) =>
    actorKind === "officer" && actorRef !== null ? [actorRef] : [],
  );
  const held = officers.length === 0 ? [] : await rolesEverHeld(db, [...new Set(officers)]);
  const byId = new Map(contents.map((content) => [content.id, content]));
  const steps: TimelineStep[] = [];
  for (const row of history) {
    const content = row.contentId === null ? undefined : byId.get(row.contentId);
    const base = {
      at: row.at,
      officeName: row.officeId === null ? null : (offices.get(row.officeId)?.name ?? null),
      author:
        row.actorKind === "officer"
          ? ("office" as const)
          : row.actorKind === "system"
            ? ("system" as const)
            : ("owner" as const),
      officerId: reader === "office" && row.actorKind === "officer" ? row.actorRef : null,
      erased: content?.erasedAt != null,
      thanks: undefined,
    };
    if (row.kind === "submitted") {
      steps.push({
        ...base,
        kind: "submitted",
        action: "submit",
        label: "cases.timeline.submitted",
        said: saidBy(definition.ask, content, reader),
      });
    } else if (row.kind === "warned") {
      if (Number(row.facts.percent) >= 100)
        steps.push({ ...base, kind: "late", action: "late", label: "cases.timeline.late", said: [] });
    } else if (row.kind.startsWith("action:")) {
      const name = row.kind.slice("action:".length);
      const state = stateOf(definition, String(row.facts.from));
      const action = actionOf(state, name);
      if (action === undefined) continue;
      const branch = action.toIf?.find(({ to }) => to === row.facts.to && to !== action.to);
      steps.push({
        ...base,
        officeName: offices.get(actingOffice(row, action, state.who, offices, held) ?? "")?.name ?? base.officeName,
        kind: "action",
        action: name,
        label: branch?.done ?? action.done ?? action.label,
        said: saidBy(action.ask, content, reader),
        thanks: branch?.thanks,
      });
    }
  }
  return steps;
}

/**
 * The office for which an officer acted: where they held the role of the action, the nearest one in the line above the case's office. Who
 * checks often sits elsewhere than who worked. An action that hands the case over is told with the office that gets it.
 */
function actingOffice(
  { at, actorKind, actorRef, officeId }: HistoryRow,
  action: Action,
  who: string | undefined,
  offices: ReadonlyMap<Uuid, Office>,
  held: readonly PastRole[],
): Uuid | undefined {
  if (actorKind !== "officer" || action.handover !== undefined) return undefined;
  const own = new Set(
    held
      .filter(({ accountId, role, since, until }) => {
        const isThen = since <= at && (until === null || until > at);
        return accountId === actorRef && role === (action.who ?? who) && isThen;
      })
      .map((role) => role.officeId),
  );
  let office = officeId;
  while (office !== null && !own.has(office)) office = offices.get(office)?.parentId ?? null;
  return office ?? undefined;
}

/** Answers that `reader` may see, with their questions, in the order they were asked. */
export function saidBy(
  ask: readonly Question[],
  content: CaseContent | undefined,
  reader: Reader,
): TimelineStep["said"] {
  if (content === undefined) return [];
  return ask.flatMap((question) => {
    const value = content.answers[question.name];
    return value === undefined || !isShownTo(question, reader) ? [] : [{ question, value }];
  });
}

function isShownTo(question: Question, reader: Reader): boolean {
  if (reader === "office") return true;
  const shownTo = question.shownTo ?? "everyone";
  return reader === "owner" ? shownTo !== "office" : shownTo === "everyone";
}

/**
 * The states still ahead on the straight way, at most `most`: from each state the first action of the one who acts there, as definitions
 * name the good way first; ways that end without a solution are left out.
 */
export function statesAhead(definition: ServiceDefinition, from: string, most: number): string[] {
  const ahead: string[] = [];
  const seen = new Set([from]);
  let current = from;
  while (ahead.length < most) {
    const state = stateOf(definition, current);
    const onward = Object.values(state.may).find((action) => {
      const target = stateOf(definition, action.to);
      return (
        (action.who ?? state.who) === state.who && !seen.has(action.to) && (target.outcome ?? "resolved") === "resolved"
      );
    });
    if (onward === undefined) return ahead;
    seen.add(onward.to);
    ahead.push(onward.to);
    current = onward.to;
  }
  return ahead;
}
