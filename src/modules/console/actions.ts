import { askingContext } from "../../kernel/case-pages/index.ts";
import { type AvailableAction, type Case, type ClosedAction, stateOf } from "../../kernel/cases/index.ts";
import {
  carriesFiles,
  entryFor,
  type FormContext,
  type FormEntry,
  visibleQuestions,
} from "../../kernel/forms/index.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";
import type { FieldError } from "../../kernel/result/index.ts";
import type { DraftAnswers, Question } from "../../kernel/services/index.ts";
import type { Desk } from "./desk.ts";
import { caseHref, type InboxFilter } from "./domain/inbox-filter.ts";
import { shortcutsOf } from "./domain/shortcuts.ts";

/** What an officer posted and what was wrong with it: it comes back with the form. */
export interface Attempt {
  readonly action: string;
  readonly entry: FormEntry;
  readonly answers: DraftAnswers;
  readonly errors: readonly FieldError[];
}

/** One thing that can be done, as a button. */
export interface ActionLink {
  readonly name: string;
  readonly label: string;
  /** The address that does it, or that shows its form when there are questions. */
  readonly href: string;
  readonly asks: boolean;
  readonly shortcut: string | undefined;
  /** Idempotency key of a button that acts at once. */
  readonly once: string;
  readonly revision: number;
  readonly isOpen: boolean;
}

/** The form of the action that is open. */
export interface ActionForm {
  readonly name: string;
  readonly label: string;
  readonly href: string;
  readonly questions: readonly Question[];
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  readonly context: FormContext;
  readonly files: boolean;
  /** What an officer should know before they send it. */
  readonly warning: string | undefined;
  readonly once: string;
  readonly revision: number;
}

export interface ActionsView {
  readonly actions: readonly ActionLink[];
  readonly form: ActionForm | undefined;
  readonly reasons: readonly string[];
  /** A colleague who took the case, where this officer could act in their stead. */
  readonly heldBy: Uuid | undefined;
}

/** What this officer may do with the case, with the form that is wanted, and why other things are not open. */
export async function actionsOf(
  desk: Desk,
  request: {
    readonly found: Case;
    readonly filter: InboxFilter;
    readonly action?: string;
    readonly attempt?: Attempt;
    /** Whether the page offers to open what is sealed, a phone number perhaps. */
    readonly hasPersonal: boolean;
  },
): Promise<ActionsView> {
  const { kernel, officer } = desk;
  const { found, filter, attempt } = request;
  const { open, closed } = await kernel.cases.choices(found, officer);
  const keys = shortcutsOf(open);
  const wanted = attempt?.action ?? request.action;
  const chosen =
    open.find(({ name }) => name === wanted) ??
    // Nothing was asked for: the first form is laid open, unless something that needs no words comes before it.
    (open[0] !== undefined && open[0].action.ask.length > 0 ? open[0] : undefined);
  const form = chosen === undefined || chosen.action.ask.length === 0 ? undefined : chosen;
  return {
    actions: open.map(({ name, action }) => ({
      name,
      label: desk.t(action.label),
      href: caseHref(found.code, filter, name),
      asks: action.ask.length > 0,
      shortcut: keys.get(name),
      once: newId(),
      revision: found.revision,
      isOpen: name === form?.name,
    })),
    form: form === undefined ? undefined : await formOf(desk, request, form),
    reasons: reasonsOf(desk, found, open.length > 0, closed),
    heldBy: colleagueAt(desk, found, open),
  };
}

/** Who took the case, when it is a colleague: only where one could do what is theirs, not where one checks their work. */
function colleagueAt({ kernel, officer }: Desk, found: Case, open: readonly AvailableAction[]): Uuid | undefined {
  if (found.assigneeId === null || found.assigneeId === officer.accountId) return undefined;
  const definition = kernel.cases.definitionOf(found);
  const takers = Object.values(definition.flow.states).flatMap((state) =>
    Object.values(state.may).flatMap(({ assign, who }) => (assign === "self" ? [who ?? state.who] : [])),
  );
  const own = stateOf(definition, found.state).who;
  return open.some(({ action }) => takers.includes(action.who ?? own)) ? found.assigneeId : undefined;
}

async function formOf(
  desk: Desk,
  { found, filter, attempt, hasPersonal }: Parameters<typeof actionsOf>[1],
  { name, action }: AvailableAction,
): Promise<ActionForm> {
  const { kernel, officer, lang, t } = desk;
  const mine = attempt?.action === name ? attempt : undefined;
  const questions = visibleQuestions(action, mine?.answers ?? {});
  const target = kernel.cases.definitionOf(found).flow.states[action.to];
  const asksOwner = target?.waitsFor !== undefined && target.final !== true;
  const empty = await askingContext(kernel, { actor: officer, lang }, { questions });
  const blank = Object.assign({}, ...questions.map((question) => entryFor(question, mine?.answers ?? {}, empty)));
  const entry = { ...blank, ...mine?.entry };
  return {
    name,
    label: t(action.label),
    href: caseHref(found.code, filter, name),
    questions,
    entry,
    errors: mine?.errors ?? [],
    context: await askingContext(
      kernel,
      { actor: officer, lang },
      { questions, entry, previewHref: (fileId) => `/konsol/berkas/${fileId}` },
    ),
    files: questions.some(carriesFiles),
    warning:
      asksOwner && found.recipient === null
        ? t(hasPersonal ? "console.ask.no-account.call" : "console.ask.no-account")
        : undefined,
    once: newId(),
    revision: found.revision,
  };
}

/** Sentences for what an officer might miss: whose turn it is, and why a thing they could do is for somebody else. */
function reasonsOf(desk: Desk, found: Case, mayAct: boolean, closed: readonly ClosedAction[]): string[] {
  const { kernel, officer, t } = desk;
  const state = stateOf(kernel.cases.definitionOf(found), found.state);
  if (state.final === true) return [];
  const reasons = closed.flatMap(({ action, refusal }) => {
    const label = t(action.label);
    switch (refusal) {
      case "not-by-the-same-person":
        return [t("console.reason.same-person", { label })];
      case "too-late":
        return action.who === "system" ? [] : [t("console.reason.too-late", { label })];
      default:
        return [];
    }
  });
  if (mayAct) return reasons;
  if (state.waitsFor !== undefined || state.who === "owner") return [...reasons, t("console.reason.waits-for-owner")];
  if (state.who === undefined || state.who === "system") return reasons;
  const holds = officer.assignments.some(({ role }) => role === state.who);
  return holds && reasons.length > 0
    ? reasons
    : [...reasons, t("console.reason.turn", { role: t(`console.role.${state.who}`) })];
}
