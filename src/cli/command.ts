import { type Config, WrongSetting } from "../kernel/config/index.ts";

/** A command of `balai`: takes the settings and the words after its name, gives the exit code. */
export type Command = (config: Config, args: readonly string[]) => Promise<number>;

/** Tells the operator why a command failed, and gives the exit code for it. */
export function fail(sentence: string): number {
  console.error(sentence);
  return 1;
}

/** Tells the operator what is wrong with a setting, or how a command is called, and gives the exit code for it. */
export function wrongCall(sentence: string): number {
  console.error(sentence);
  return 2;
}

/** Tells the operator what stood in the way of putting the program together, and gives the exit code. A bug is thrown on, with its stack. */
export function failBy(error: unknown): number {
  if (error instanceof WrongSetting) return wrongCall(error.message);
  if (!(error instanceof Error) || error.constructor !== Error) throw error;
  return fail(error.message);
}
