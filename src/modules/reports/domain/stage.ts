/** The five stages that the public sees, whatever the flow calls its states. `done` was checked by another; `closed` ended without being solved. */
export const stages = ["waiting", "working", "checking", "done", "closed"] as const;
export type Stage = (typeof stages)[number];

const stageOfState: Readonly<Record<string, Stage>> = {
  submitted: "waiting",
  working: "working",
  asked: "working",
  checking: "checking",
  done: "done",
  closed: "done",
  rejected: "closed",
  lapsed: "closed",
  withdrawn: "closed",
};

/** Throws on a state that no version of the flow has: a bug. */
export function stageOf(state: string): Stage {
  const stage = stageOfState[state];
  if (stage === undefined) throw new Error(`reports have no state ${state}`);
  return stage;
}

/** Acts of an office that count as an answer to the person. */
export const answeringActions: ReadonlySet<string> = new Set(["take", "ask", "fix", "answer", "reject"]);
/** Acts by which somebody says that it is not solved after all. */
export const reopeningActions: ReadonlySet<string> = new Set(["object", "return"]);
