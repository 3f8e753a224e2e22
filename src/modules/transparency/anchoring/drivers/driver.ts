import type { Hash } from "../../../../kernel/tlog/index.ts";
import type { AnchoredState } from "../domain/planning.ts";

/** A state of a book that is to be anchored. */
export interface Plan extends AnchoredState {
  /** The book's name in the world. */
  readonly origin: string;
  /** The signed state itself. */
  readonly note: string;
}

/** What was sent for a plan, and may have arrived or not. */
export interface Sent {
  readonly reference: string;
  readonly content: Uint8Array;
  readonly at: Date;
}

/** Why a plan is not anchored yet; each has its sentence on the page. */
export type Hindrance =
  | "no-answer"
  | "wrong-chain"
  | "no-contract"
  | "not-authorised"
  | "refused"
  | "not-taken-in"
  | "bad-reply"
  | "fork"
  | "rollback";

export type StepOutcome =
  | {
      readonly kind: "anchored";
      readonly reference: string;
      /** What proves it, where there is something to keep. */
      readonly content: Uint8Array | undefined;
      readonly provedAt: Date;
    }
  | { readonly kind: "covered" }
  /** On its way: nothing to say yet. */
  | { readonly kind: "waits" }
  | { readonly kind: "hindered"; readonly reason: Hindrance; readonly detail?: string };

export interface StepContext {
  /** What was sent for this plan last. */
  readonly sent: Sent | undefined;
  /** Keeps what is about to be sent, on the disk before it goes out. */
  keepSent(reference: string, content: Uint8Array): Promise<void>;
  /** The book's root at a size; undefined when it has not that many entries. */
  rootAt(size: number): Promise<Hash | undefined>;
}

/** One place outside that keeps states of books. */
export interface AnchorDriver {
  /** One step of a plan toward its anchor. Throws when the place does not answer; bears to be called again after any crash. */
  step(plan: Plan, context: StepContext): Promise<StepOutcome>;
}
