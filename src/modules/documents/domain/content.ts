import type { ComparedLine } from "./code.ts";

/** Everything that stands on a document, in the words that are printed. The public book commits to it as canonical JSON. */
export interface DocumentContent {
  readonly v: 1;
  readonly type: string;
  readonly number: string;
  readonly version: number;
  readonly title: string;
  readonly opening: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly closing: string;
  /** Offices from the root down; the last one issues. */
  readonly offices: readonly string[];
  /** Where the issuing office is. */
  readonly address: string;
  /** Where and when it was signed. */
  readonly place: string;
  /** ISO day. */
  readonly day: string;
  readonly signer: { readonly name: string; readonly position: string };
  /** What stands in the code, too. */
  readonly compare: readonly ComparedLine[];
}
