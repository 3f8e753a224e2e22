import type { Config } from "../kernel/config/index.ts";

/** A command of `balai`: takes the settings and the words after its name, gives the exit code. */
export type Command = (config: Config, args: readonly string[]) => Promise<number>;

/** Tells the operator why a command failed, and gives the exit code for it. */
export function fail(sentence: string): number {
  console.error(sentence);
  return 1;
}

/** Tells the operator how a command is called, and gives the exit code for wrong words. */
export function wrongWords(how: string): number {
  console.error(how);
  return 2;
}
