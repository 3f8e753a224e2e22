/** Answers as they are stored, one shape per question type. Files are ids of staged files, regions are codes. */
export interface PlaceAnswer {
  readonly region: string;
  readonly landmark?: string;
  /** Degrees, WGS 84. */
  readonly point?: { readonly lat: number; readonly lng: number };
}

export interface AttributeAnswer {
  readonly value: string;
  /** The question's source when its value was confirmed; `self` when the person wrote it. */
  readonly source: string;
  /** ISO instant at which the source gave the value, or the person wrote it. */
  readonly at: string;
  readonly confirmed: true;
}

export interface RowAnswer {
  /** Stays with the row when others come or go. */
  readonly id: string;
  readonly answers: Readonly<Record<string, RowAnswerValue>>;
}

export type RowAnswerValue =
  /** text, paragraph, date (ISO), choice (value), region (code) */
  | string
  /** number, money (whole rupiah) */
  | number
  /** confirm */
  | boolean
  /** choices (values), photos and document (file ids) */
  | readonly string[]
  | PlaceAnswer
  | AttributeAnswer;

export type AnswerValue = RowAnswerValue | readonly RowAnswer[];

/** Complete answers: only visible questions, no empty value. */
export type Answers = Readonly<Record<string, AnswerValue>>;

/** Answers on the way: `null` means asked and left empty. */
export type DraftAnswers = Readonly<Record<string, AnswerValue | null>>;
