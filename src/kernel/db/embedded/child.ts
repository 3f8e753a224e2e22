import { spawn } from "node:child_process";

export interface Ended {
  readonly code: number | null;
  /** What it wrote to both streams, at most the last 16 kB. */
  readonly output: string;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** A small environment: PostgreSQL needs no secret of ours, and speaks English in UTC whatever the machine's language. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/** Runs a command to its end. Never rejects: a command that could not be started ends with code null. */
export function runToEnd(line: CommandLine): Promise<Ended> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(line.command, line.args, {
      uid: line.uid,
      gid: line.gid,
      cwd: "/",
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-16_384);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => resolve({ code: null, output: output + error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}
