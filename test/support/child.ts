import { type ChildProcessWithoutNullStreams, type SpawnOptionsWithoutStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface TestChild {
  readonly process: ChildProcessWithoutNullStreams;
  /** The next line it prints. Rejects with all it said when it ends before. */
  line(): Promise<string>;
  /** Reads lines until one holds `text`. */
  lineWith(text: string): Promise<string>;
  /** All it said so far, on both streams. */
  output(): string;
  /** Settles with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts a program for a test and reads what it prints line by line. */
export function startChild(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): TestChild {
  const child = spawn(command, args, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (!next.done) return next.value;
    throw new Error(`${command} ended (${await ended}) after saying:\n${output}`);
  };
  return {
    process: child,
    line,
    async lineWith(text) {
      for (;;) {
        const said = await line();
        if (said.includes(text)) return said;
      }
    },
    output: () => output,
    ended,
  };
}
