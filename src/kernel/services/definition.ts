import type { Condition } from "./condition.ts";
import type { Form, Question } from "./question.ts";

/** A rule of law on which the service stands. Unverified ones are marked so to the operator. */
export interface Law {
  /** As cited, e.g. "UU 24/2013 art. 79A". */
  readonly citation: string;
  /** Where it was read; needed when `verified`. */
  readonly source?: string;
  readonly verified: boolean;
}

export type Fee =
  | { readonly kind: "free"; readonly source: string; readonly verified: boolean }
  /** Whole rupiah. */
  | { readonly kind: "amount"; readonly rupiah: number; readonly source: string; readonly verified: boolean };

export const durationUnits = ["working-hours", "working-days", "calendar-days"] as const;

/** A span in the zone and calendar of the case's region. */
export interface Duration {
  readonly unit: (typeof durationUnits)[number];
  readonly amount: number;
}

/** The official promise to the person, with the rule it comes from. */
export interface Deadline extends Duration {
  readonly source: string;
  readonly verified: boolean;
}

/**
 * Who sees a case: everyone; everyone but without the owner's name; only owner and office; or as the owner answers
 * to the named `choice` question, whose values are those three.
 */
export type CaseVisibility = "public" | "name-hidden" | "private" | { readonly asked: string };

/** An officer's role, or the person the case belongs to, or the clock. */
export type Party = string;
export const owner = "owner";
export const system = "system";

export const outcomes = ["resolved", "rejected", "not-our-authority", "duplicate", "withdrawn", "expired"] as const;
export type Outcome = (typeof outcomes)[number];

/** Another way that an action leads, with what is said of it then instead of the action's own words. */
export interface Branch {
  readonly when: Condition;
  readonly to: string;
  /** In the list of what happened. */
  readonly done?: string;
  /** A sentence to the one who acted, right afterwards. */
  readonly thanks?: string;
}

export interface Action extends Form {
  /** The button: begins with a verb. */
  readonly label: string;
  /** What is said of it afterwards, in the list of what happened; else the label. */
  readonly done?: string;
  /** The state it leads to, when no branch of `toIf` holds. */
  readonly to: string;
  /** Branches by the action's own answers, first that holds: a rating below 3 reopens. */
  readonly toIf?: readonly Branch[];
  /** Instead of the state's `who`. */
  readonly who?: Party;
  /** What is asked of the one who acts: a reason, an after-photo. */
  readonly ask: readonly Question[];
  /** Who did one of these actions on this case may not do this one (four eyes). */
  readonly notBy?: readonly string[];
  /** Message key told to the owner when it happened. */
  readonly message?: string;
  /** The actor takes the case, or it goes back to the office's pile. */
  readonly assign?: "self" | "nobody";
  /** Name of the action's required `choice` question whose answer is the id of the office that gets the case. */
  readonly handover?: string;
  /** For `system`: happens by itself this long after the state was entered. */
  readonly after?: Duration;
  /** Possible only this long after the state was entered (objections). */
  readonly openFor?: Duration;
}

/** One line of a document's table. */
export interface DocumentRow {
  /** Message key. */
  readonly label: string;
  /** The question of the service whose answer it shows. */
  readonly from: string;
  /** It stands in the document's own code, too, for whoever compares it with the paper: the whole, or its last four signs. */
  readonly compare?: "whole" | "last-four";
}

/** A document that a case issues: what is printed is message keys and answers, nothing else. */
export interface IssuedDocument {
  /** Its kind in public books and registers, e.g. "population.residence". */
  readonly type: string;
  /** Begins its number, as the office's own filing has it, e.g. "470". */
  readonly filing: string;
  readonly title: string;
  /** The paragraph before the table; may name `{office}` and `{place}`. */
  readonly opening: string;
  readonly rows: readonly DocumentRow[];
  /** The paragraph after the table. */
  readonly closing: string;
  /** What the signer is called, with `{office}`. */
  readonly signer: string;
}

export interface State {
  /** A few words for lists. */
  readonly label: string;
  /** A sentence to the person: what happens now. */
  readonly happening: string;
  /**
   * A sentence with `{day}`: what must have happened by the end of `within`, or until when the case waits for its owner and what the clock
   * does then.
   */
  readonly until?: string;
  /** A sentence to the person: what happens next; none when final. */
  readonly next?: string;
  /** Who acts unless an action says otherwise. */
  readonly who?: Party;
  /** How long this state may last before it counts as late. */
  readonly within?: Duration;
  /** The case waits for its owner: every clock stands still. */
  readonly waitsFor?: "person";
  readonly may: Readonly<Record<string, Action>>;
  readonly final?: boolean;
  readonly outcome?: Outcome;
  /** The document that is issued when the case comes here. */
  readonly issues?: IssuedDocument;
}

/** At so many per cent of a clock, tell this role in the office `up` steps above the handling one. */
export interface EscalationStep {
  readonly at: number;
  readonly role: string;
  readonly up: number;
}

export interface Flow {
  readonly start: string;
  readonly states: Readonly<Record<string, State>>;
  /** In ascending order of `at`. Jobs escalate, they never change a state. */
  readonly escalation: readonly EscalationStep[];
}

/** A service as data: storable, diffable, pinned by its running cases. */
export interface ServiceDefinition extends Form {
  /** `module.name`, stable over versions. */
  readonly id: string;
  readonly version: number;
  /** First calendar day (ISO) on which this version is used. */
  readonly from: string;
  readonly title: string;
  readonly summary: string;
  /** Symbol in lists, by its name in kernel/ui; a name that is none there is not drawn. */
  readonly icon?: string;
  readonly law: readonly Law[];
  readonly fee: Fee;
  readonly deadline: Deadline;
  /** A guest needs no account. */
  readonly for: "resident" | "guest";
  readonly visibility: CaseVisibility;
  /** Name of a registered function that finds the office; else the nearest office of the case's region. */
  readonly route?: string;
  /** The region or place question that says where the case is; else the owner's or the office's region. */
  readonly regionFrom?: string;
  readonly flow: Flow;
}
