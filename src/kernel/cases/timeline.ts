import { listOffices } from "../access/index.ts";
import type { Queryable } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Answers, Question, ServiceDefinition } from "../services/index.ts";
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
  const offices = new Map((await listOffices(db)).map((office) => [office.id, office.name]));
  const byId = new Map(contents.map((content) => [content.id, content]));
  const steps: TimelineStep[] = [];
  for (const row of history) {
    const content = row.contentId === null ? undefined : byId.get(row.contentId);
    const base = {
      at: row.at,
      officeName: row.officeId === null ? null : (offices.get(row.officeId) ?? null),
      author:
        row.actorKind === "officer"
          ? ("office" as const)
          : row.actorKind === "system"
            ? ("system" as const)
            : ("owner" as const),
      officerId: reader === "office" && row.actorKind === "officer" ? row.actorRef : null,
      erased: content?.erasedAt != null,
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
      const action = actionOf(stateOf(definition, String(row.facts.from)), name);
      if (action === undefined) continue;
      steps.push({
        ...base,
        kind: "action",
        action: name,
        label: action.done ?? action.label,
        said: saidBy(action.ask, content, reader),
      });
    }
  }
  return steps;
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
