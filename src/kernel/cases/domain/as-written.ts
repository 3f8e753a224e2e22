import type { Outcome, ServiceDefinition } from "../../services/index.ts";

/** An entry of a book about a case, as far as it says where the case stands. */
export interface WrittenStep {
  readonly kind: string;
  readonly at: Date;
  readonly officeId: string | null;
  readonly region: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where a case stands by what the books say of it. */
export interface AsWritten {
  readonly service: string;
  readonly version: number;
  readonly state: string;
  readonly officeId: string | null;
  readonly region: string | null;
  readonly createdAt: Date;
  readonly stateSince: Date;
  /** End of the promise; undefined where the newest entry is from before it was written down with each step. */
  readonly dueAt: Date | undefined;
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
}

/** Whether an entry tells of an action: a deadline missed changes nothing. */
export function isStep({ facts }: Pick<WrittenStep, "facts">): boolean {
  return typeof facts.from === "string" && typeof facts.to === "string";
}

/** Undefined when the entries do not begin with a submission to a service that is known. */
export function asWritten<Step extends WrittenStep>(
  steps: readonly Step[],
  definitionOf: (service: string, version: number) => ServiceDefinition | undefined,
): AsWritten | undefined {
  const first = steps.find(({ kind }) => kind === "case.submitted");
  const definition =
    first === undefined ? undefined : definitionOf(String(first.facts.service), Number(first.facts.version));
  if (first === undefined || definition === undefined) return undefined;
  let now: AsWritten = {
    service: definition.id,
    version: definition.version,
    state: definition.flow.start,
    officeId: first.officeId,
    region: first.region,
    createdAt: first.at,
    stateSince: first.at,
    dueAt: momentOf(first.facts.due),
    closedAt: null,
    outcome: null,
  };
  for (const step of inOrder(steps.filter(isStep), definition.flow.start)) {
    const to = String(step.facts.to);
    const entered = Object.hasOwn(definition.flow.states, to) ? definition.flow.states[to] : undefined;
    now = {
      ...now,
      state: to,
      officeId: step.officeId,
      region: step.region,
      stateSince: to === now.state ? now.stateSince : step.at,
      dueAt: momentOf(step.facts.due),
      closedAt: entered?.final === true ? (now.closedAt ?? step.at) : null,
      outcome: entered?.outcome ?? null,
    };
  }
  return now;
}

/** As they followed one another: of two acts at once, the one that waited for the other may bear the earlier moment. */
function inOrder<Step extends WrittenStep>(steps: readonly Step[], start: string): readonly Step[] {
  const waiting = [...steps];
  const ordered: Step[] = [];
  let state = start;
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ facts }) => facts.from === state);
    const [step] = waiting.splice(Math.max(next, 0), 1);
    if (step === undefined) break;
    ordered.push(step);
    state = String(step.facts.to);
  }
  return ordered;
}

function momentOf(value: unknown): Date | undefined {
  return typeof value === "string" ? new Date(value) : undefined;
}
