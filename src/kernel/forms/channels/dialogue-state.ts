import type { DraftAnswers, RowAnswer, RowAnswerValue } from "../../services/index.ts";
import type { ReadableOption } from "../context.ts";

/** Where a chat stands. Plain JSON, kept by the channel between messages. */
export interface DialogueState {
  readonly phase: "asking" | "review" | "sent" | "cancelled";
  readonly answers: DraftAnswers;
  /** What was asked last; null outside `asking`. */
  readonly cursor: Cursor | null;
}

export interface Cursor {
  /** Name of the form's question. */
  readonly question: string;
  /** Inside a repeat: the rows so far and the one being filled. */
  readonly row: RowCursor | null;
  readonly slot: number;
  /** What the slots before have given, and what this one has understood so far. */
  readonly partial: Readonly<Record<string, unknown>>;
  readonly soFar: unknown;
  /** Regions offered by name, waiting for a number. */
  readonly offered: readonly ReadableOption[];
}

export interface RowCursor {
  readonly rows: readonly RowAnswer[];
  readonly id: string;
  readonly answers: Readonly<Record<string, RowAnswerValue | null>>;
  /** Name of the row's question; null while asking whether there is one more row. */
  readonly question: string | null;
}

/** A cursor at the beginning of a question. */
export function cursorAt(question: string, row: RowCursor | null): Cursor {
  return { question, row, slot: 0, partial: {}, soFar: undefined, offered: [] };
}
