/** A bug as somebody might make it: one place in one file, and the test that must turn red. */
export interface Plant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The test, named as in results: blocks and name joined by " > ". */
  readonly test: { readonly file: string; readonly name: string };
}
